//! Broken templates, and what the typesetter's words about each are understood as. A new version of the typesetter that says
//! something in other words fails here.

use std::collections::BTreeSet;

use papers::PaperError;
use papers::kind::Kind;
use papers::pdf::{Order, look};
use papers::said::{What, codes, understand};
use rules::basics::Day;

/// Template, the code of what is wrong with it, words that are named.
const BROKEN: &[(&str, &str, &[&str])] = &[
    ("#soto", "unknown-variable", &["soto"]),
    ("$sotobe$", "unknown-variable", &["sotobe"]),
    ("#set text(font: \"Comic Sans MS\")\nx", "unknown-font", &["comic sans ms"]),
    ("#\"abc", "unclosed-string", &[]),
    ("#let x = (1, 2", "unclosed-delimiter", &[]),
    ("#{ let x = 1", "unclosed-delimiter", &[]),
    ("[x]#[y", "unclosed-delimiter", &[]),
    ("*bold", "unclosed-delimiter", &[]),
    ("`raw", "unclosed", &["raw text"]),
    ("#text(colour: red)[x]", "argument-unknown", &["colour"]),
    ("#align(left, [x], [y])", "argument-too-many", &[]),
    ("#align(left)", "argument-missing", &["body"]),
    ("#align(left, body: [x])", "argument-positional", &["body"]),
    ("#let x = )", "expected", &["expression"]),
    ("#(1, 2))]", "unexpected", &["closing bracket"]),
    ("#text(size: \"12\")[x]", "expected-found", &["length", "string"]),
    ("#text(size: 12)[x]", "expected-found", &["length", "integer"]),
    ("#set page(margin: true)", "expected-found", &["boolean"]),
    ("#text(fill: \"red\")[x]", "expected-found", &["color", "string"]),
    ("#align(center, 12)", "expected-found", &["content", "integer"]),
    ("#let", "expected", &["pattern"]),
    ("#if", "expected", &["expression"]),
    ("#for x y {}", "expected", &["keyword `in`"]),
    ("#if true", "expected", &["block"]),
    ("#{ 1 2 }", "expected", &["semicolon", "line break"]),
    ("#{ § }", "not-code", &["§"]),
    ("#{ a & b }", "not-code", &["&"]),
    ("#12zz", "unit-unknown", &["zz"]),
    ("#text(size: 1pt, size: 2pt)[x]", "twice", &["size"]),
    ("#(a: 1, a: 2)", "twice", &["a"]),
    ("#let f(x, x) = 1", "twice", &["x"]),
    ("#let (a, a) = (1, 2)", "twice", &["a"]),
    ("#read(\"other.txt\")", "file-missing", &["other.txt"]),
    ("#import \"@preview/cetz:0.3.0\"", "file-missing", &["typst.toml"]),
    ("#read(\"../../x\")", "file-outside", &[]),
    ("#(1 / 0)", "divide-by-zero", &[]),
    ("#(1 + \"b\")", "cannot-add", &["integer", "string"]),
    ("#(\"b\" - 1)", "cannot-subtract", &["string", "integer"]),
    ("#(\"b\" * \"c\")", "cannot-multiply", &["string"]),
    ("#(\"b\" / 2)", "cannot-divide", &["string", "integer"]),
    ("#(1 < \"b\")", "cannot-compare", &["integer", "string"]),
    ("#{ 1\n\"b\" }", "cannot-join", &["integer", "string"]),
    ("#(1 and true)", "cannot-apply-two", &["integer", "boolean"]),
    ("#(-\"x\")", "cannot-apply", &["string"]),
    ("#for x in 5 [a]", "cannot-loop", &["integer"]),
    ("#(..5,)", "cannot-spread", &["integer"]),
    ("#let (a, b) = 5", "cannot-take-apart", &["integer"]),
    ("#let (a, b) = (1,)", "parts-differ", &[]),
    ("#let (a, b) = (1, 2, 3)", "parts-differ", &[]),
    ("#{ 1 = 2 }", "cannot-assign", &[]),
    ("#{ rgb = 2 }", "cannot-change", &["rgb"]),
    ("#break", "outside-loop", &[]),
    ("#return", "outside-function", &[]),
    ("#counter(page).get()", "context-needed", &[]),
    ("#let d = (a: 1)\n#d.nothing", "field-missing", &["nothing"]),
    ("#(a: 1).at(\"b\")", "field-missing", &["b"]),
    ("#calc.poem", "field-missing", &["poem"]),
    ("#text.poem", "field-missing", &["poem"]),
    ("#context [x].poem", "field-missing", &["poem"]),
    ("#(5).poem", "fields-none", &["integer"]),
    ("#\"x\".poem()", "method-missing", &["string", "poem"]),
    ("#(1, 2).at(7)", "place-missing", &["7", "2"]),
    ("#\"ab\".at(7)", "place-missing", &["7", "2"]),
    ("#().first()", "list-empty", &[]),
    ("#while true { }", "endless", &[]),
    ("#let f(x) = f(x + 1)\n#f(0)", "too-deep", &["function call"]),
    ("#let s = state(\"s\", 1)\n#context s.final()\n#context s.update(s.final() + 1)", "not-settling", &[]),
    ("#box[#pagebreak()]", "not-inside", &[]),
    ("#box[#set page(width: 1cm)\nx]", "not-inside", &[]),
    ("@nowhere", "mark-missing", &["nowhere"]),
    ("#set heading(numbering: \"1\")\n= A <a>\n= B <a>\n@a", "mark-twice", &["a"]),
    ("#json(bytes(\"{\"))", "data-unreadable", &["JSON"]),
    ("#panic(\"no name\")", "own-stop", &["no name"]),
    ("#assert(1 == 2, message: \"differs\")", "own-stop", &["differs"]),
    (
        "#set document(title: \"x\")\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>\"))",
        "picture-silent",
        &[],
    ),
    ("x", "title-missing", &[]),
];

fn message_of(template: &str) -> String {
    let day = Day::new(2025, 1, 1).unwrap();
    let order = Order::new(Kind::Decision, &["x"], "test".to_owned(), day).unwrap().with(template);
    match look(&order) {
        Err(PaperError::Template { message, .. }) => message,
        other => format!("nothing of the kind: {other:?}"),
    }
}

#[test]
fn each_broken_template_is_understood() {
    let mut wrong = Vec::new();
    for (template, code, words) in BROKEN {
        let message = message_of(template);
        let Some(said) = understand(&message) else {
            wrong.push(format!("{template}: not understood: {message}"));
            continue;
        };
        let named: Vec<String> = said
            .args
            .iter()
            .flat_map(|(_, what)| match what {
                What::Name(name) => vec![name.clone()],
                What::Kinds(kinds) => kinds.clone(),
            })
            .collect();
        if said.code != *code || !words.iter().all(|word| named.iter().any(|name| name.contains(word))) {
            wrong.push(format!("{template}: {} {named:?}, wanted {code} {words:?}: {message}", said.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sentence_that_is_known_comes_up() {
    let come: BTreeSet<&str> = BROKEN.iter().map(|row| row.1).collect();
    let never: Vec<_> = codes().into_iter().filter(|code| !come.contains(code)).collect();
    assert!(never.is_empty(), "no broken template for {never:?}");
}

#[test]
fn other_words_are_not_forced_into_a_meaning() {
    for message in ["", "something went wrong", "expecting nothing", "{", "unknown variable: "] {
        assert_eq!(understand(message), None, "{message}");
    }
}
