//! What the typesetter says, known again: a stable code and the words in it, so that a reader may be told in their own
//! language. Owns the typesetter's English sentences (a test makes each of them come up); must not know any other language.

/// A sentence of the typesetter that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The stable code of what is wrong.
    pub code: &'static str,
    /// What it speaks of, by name.
    pub args: Vec<(&'static str, What)>,
}

/// Something in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A name as it stands in the template.
    Name(String),
    /// Kinds of things in the typesetter's own English words, one of which is meant: "integer", "closing paren".
    Kinds(Vec<String>),
}

/// How sentences begin, what they mean. `{x}` is a name, `{=x}` kinds of things. The first that fits counts.
const SENTENCES: &[(&str, &str)] = &[
    ("unknown variable: {name}", "unknown-variable"),
    ("unknown font family: {name}", "unknown-font"),
    ("unclosed string", "unclosed-string"),
    ("unclosed delimiter", "unclosed-delimiter"),
    ("unclosed {name}", "unclosed"),
    ("unexpected argument: {name}", "argument-unknown"),
    ("unexpected argument", "argument-too-many"),
    ("missing argument: {name}", "argument-missing"),
    ("the argument `{name}` is positional", "argument-positional"),
    ("unexpected {=found}", "unexpected"),
    ("expected {=wanted}, found {=found}", "expected-found"),
    ("expected {=wanted}", "expected"),
    ("the character `{name}` is not valid in code", "not-code"),
    ("`{name}` is not valid in code", "not-code"),
    ("invalid number suffix: `{name}`", "unit-unknown"),
    ("duplicate argument: {name}", "twice"),
    ("duplicate key: {name}", "twice"),
    ("duplicate parameter: {name}", "twice"),
    ("duplicate binding: {name}", "twice"),
    ("file not found (searched at {name})", "file-missing"),
    ("package not found (searched for {name})", "file-missing"),
    ("path `{name}` would escape the project root", "file-outside"),
    ("cannot divide by zero", "divide-by-zero"),
    ("cannot add {=one} and {=two}", "cannot-add"),
    ("cannot subtract {=two} from {=one}", "cannot-subtract"),
    ("cannot multiply {=one} with {=two}", "cannot-multiply"),
    ("cannot divide {=one} by {=two}", "cannot-divide"),
    ("cannot compare {=one} and {=two}", "cannot-compare"),
    ("cannot compare {=one} with {=two}", "cannot-compare"),
    ("cannot join {=one} with {=two}", "cannot-join"),
    ("cannot apply {name} to {=one} and {=two}", "cannot-apply-two"),
    ("cannot apply {name} to {=one}", "cannot-apply"),
    ("cannot loop over {=one}", "cannot-loop"),
    ("cannot spread {=one}", "cannot-spread"),
    ("cannot destructure {=one}", "cannot-take-apart"),
    ("not enough elements to destructure", "parts-differ"),
    ("too many elements to destructure", "parts-differ"),
    ("cannot assign to this expression", "cannot-assign"),
    ("cannot mutate a temporary value", "cannot-assign"),
    ("cannot mutate a constant: {name}", "cannot-change"),
    ("cannot break outside of loop", "outside-loop"),
    ("cannot continue outside of loop", "outside-loop"),
    ("cannot return outside of function", "outside-function"),
    ("can only be used when context is known", "context-needed"),
    ("dictionary does not contain key {name} and no default value was specified", "field-missing"),
    ("dictionary does not contain key {name}", "field-missing"),
    ("element `{of}` does not have field `{name}`", "field-missing"),
    ("module `{of}` does not contain `{name}`", "field-missing"),
    ("function `{of}` does not contain field `{name}`", "field-missing"),
    ("{of} does not contain field \"{name}\"", "field-missing"),
    ("{of} does not contain field `{name}`", "field-missing"),
    ("{of} does not have field \"{name}\"", "field-missing"),
    ("cannot access fields on type {=one}", "fields-none"),
    ("type {=one} has no method `{name}`", "method-missing"),
    ("array index out of bounds (index: {name}, len: {n})", "place-missing"),
    ("string index out of bounds (index: {name}, len: {n})", "place-missing"),
    ("no default value was specified and string index out of bounds (index: {name}, len: {n})", "place-missing"),
    ("array is empty", "list-empty"),
    ("loop seems to be infinite", "endless"),
    ("condition is always true", "endless"),
    ("maximum {name} depth exceeded", "too-deep"),
    ("document did not converge within five attempts", "not-settling"),
    ("value of {name} did not converge", "not-settling"),
    ("pagebreaks are not allowed inside of containers", "not-inside"),
    ("page configuration is not allowed inside of containers", "not-inside"),
    ("document set rules are not allowed inside of containers", "not-inside"),
    ("label `{name}` does not exist in the document", "mark-missing"),
    ("label `{name}` occurs multiple times in the document", "mark-twice"),
    ("failed to parse {name}", "data-unreadable"),
    ("panicked with: {name}", "own-stop"),
    ("assertion failed: {name}", "own-stop"),
    ("{of} error: missing alt text", "picture-silent"),
    ("{of} error: missing document title", "title-missing"),
];

/// Every code there is, once.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<_> = SENTENCES.iter().map(|row| row.1).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// What a sentence of the typesetter means; `None` for one that is not known. Of several, put together with "; ", the first
/// counts: the others are hints, or follow from it.
#[must_use]
pub fn understand(message: &str) -> Option<Said> {
    let first = message.split("; ").next().unwrap_or_default();
    SENTENCES.iter().find_map(|(sentence, code)| {
        let args = fit(sentence, first)?;
        Some(Said { code, args })
    })
}

/// The words in the places of a sentence, when a text is that sentence. A sentence that ends without a place may go on in
/// the text.
fn fit(sentence: &'static str, text: &str) -> Option<Vec<(&'static str, What)>> {
    let mut args = Vec::new();
    let (mut sentence, mut text) = (sentence, text);
    while let Some((before, after)) = sentence.split_once('{') {
        let (place, rest) = after.split_once('}')?;
        text = text.strip_prefix(before)?;
        let until = rest.split('{').next().unwrap_or_default();
        let end = if until.is_empty() { text.len() } else { text.find(until)? };
        let (words, left) = text.split_at_checked(end)?;
        if words.is_empty() {
            return None;
        }
        args.push(match place.strip_prefix('=') {
            Some(place) => (place, What::Kinds(kinds(words))),
            None => (place, What::Name(words.to_owned())),
        });
        (sentence, text) = (rest, left);
    }
    text.starts_with(sentence).then_some(args)
}

/// The kinds in "a, b, or c".
fn kinds(words: &str) -> Vec<String> {
    let parts = words.split(", ").flat_map(|part| part.split(" or ").map(|part| part.trim_start_matches("or ")));
    parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
