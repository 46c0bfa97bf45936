//! Trying a template before it is taken: it is set with made-up families whose mandatory words are marks, and the marks are
//! looked for on the pages. Must not keep anything.

use std::collections::BTreeSet;

use papers::PaperError;
use papers::kind::{Kind, mark};
use papers::said::{What, understand};
use rules::basics::Level;
use rules::problem::Problem;
use store::units::Unit;

use super::limit_code;
use crate::failure::Failure;
use crate::paperwork::sample;
use crate::typeset::TRIAL;
use crate::visit::Visit;
use crate::words::{Lang, Words};

/// Letters of the wrong line that its problem quotes.
const LONGEST: usize = 120;
/// Lines shown before and after the wrong one.
const AROUND: usize = 3;

/// The commune a sample is about, and its province's name: a place above communes takes a made-up one, except for the table
/// of the models, which is its own.
pub async fn commune(visit: &Visit, kind: Kind, place: &Unit) -> Result<(Unit, String), Failure> {
    let id = place.id.clone();
    let path = visit.app.read(move |tx| Ok::<_, Failure>(store::units::path(tx, &id)?)).await?;
    let province = path.iter().find(|unit| unit.level == Level::Province);
    let province = province.map_or_else(|| "Tỉnh Mẫu".to_owned(), |unit| unit.full_name.clone());
    let own = place.level == Level::Commune || (kind == Kind::Models && place.level == Level::Province);
    let made_up = || Unit { name: "Mẫu".to_owned(), full_name: "Xã Mẫu".to_owned(), ..place.clone() };
    Ok((if own { place.clone() } else { made_up() }, province))
}

/// What is wrong with a template; nothing when it may be taken.
pub async fn problems(visit: &Visit, kind: Kind, place: &Unit, text: &str) -> Result<Vec<Problem>, Failure> {
    let (seen, place, text) = (visit.clone(), commune(visit, kind, place).await?, text.to_owned());
    visit
        .app
        .wait(move || {
            let broken = |error: PaperError| Failure::Broken(error.to_string());
            for order in sample::orders(&seen, kind, &place.0, &place.1).map_err(broken)? {
                let found = look(&seen, kind, order.with(&text))?;
                if !found.is_empty() {
                    return Ok(found);
                }
            }
            Ok(Vec::new())
        })
        .await
}

fn look(visit: &Visit, kind: Kind, order: papers::press::Order) -> Result<Vec<Problem>, Failure> {
    let bare = sample::bare(order.clone());
    let template = order.template.clone();
    let mut marked = order;
    let marks = mark(kind, &mut marked.value);
    let wanted = kind.codes(&marked.value);
    let seen = match visit.app.press.look(marked, TRIAL) {
        Ok(seen) => seen,
        Err(error) => return told(visit, &template, error),
    };
    // Templates may set capitals or spread letters.
    let text: String = seen.text.to_uppercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let lost: BTreeSet<&str> =
        marks.iter().filter(|(_, mark)| !text.contains(mark.as_str())).map(|(word, _)| *word).collect();
    let mut problems = Vec::new();
    if !lost.is_empty() {
        let said = |word: &&str| visit.app.words.say(visit.lang, &format!("template-field-{word}"), &[]);
        let what = lost.iter().map(said).collect::<Vec<_>>().join(", ");
        problems.push(Problem::new("template-lacks").at("file").with("what", what));
    }
    if seen.codes < wanted {
        let problem = Problem::new("template-codes").at("file").with("n", wanted).with("found", seen.codes);
        problems.push(problem);
    }
    if problems.is_empty()
        && let Err(error) = visit.app.press.look(bare, TRIAL)
    {
        return told(visit, &template, error);
    }
    Ok(problems)
}

/// What the typesetter found, as a problem of the file.
fn told(visit: &Visit, template: &str, error: PaperError) -> Result<Vec<Problem>, Failure> {
    let says = |message: &str| says(&visit.app.words, visit.lang, message);
    let problem = match error {
        PaperError::Template { line: Some(line), column, message, .. } => {
            let problem = Problem::new("template-wrong").with("line", line).with("column", column.unwrap_or(1));
            let words = template.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
            let words: String = words.chars().take(LONGEST).collect();
            problem.with("says", says(&message)).with("excerpt", words).with("message", message)
        }
        PaperError::Template { message, .. } => {
            Problem::new("template-unwritable").with("says", says(&message)).with("message", message)
        }
        PaperError::Limit(limit) => Problem::new(limit_code(limit)),
        other => return Err(Failure::Broken(other.to_string())),
    };
    Ok(vec![problem.at("file")])
}

/// What the typesetter said, in the reader's language; a general sentence for words that are not known.
#[must_use]
pub fn says(words: &Words, lang: Lang, message: &str) -> String {
    let Some(said) = understand(message) else { return words.say(lang, "typesetter-unknown", &[]) };
    let args: Vec<(&str, String)> = said
        .args
        .into_iter()
        .map(|(name, what)| match what {
            What::Name(text) => (name, text),
            What::Kinds(kinds) => (name, kinds_in(words, lang, &kinds)),
        })
        .collect();
    let sentence = words.say(lang, &format!("typesetter-{}", said.code), &args);
    // A kind of thing may begin the sentence.
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "a, b or c" in the reader's language; a kind without a word there stays as the typesetter wrote it.
fn kinds_in(words: &Words, lang: Lang, kinds: &[String]) -> String {
    let said = |kind: &String| {
        let key = format!("typesetter-kind-{}", kind.replace(' ', "-"));
        if words.has(lang, &key) { words.say(lang, &key, &[]) } else { kind.clone() }
    };
    match kinds {
        [] => String::new(),
        [only] => said(only),
        [others @ .., last] => {
            let others = others.iter().map(said).collect::<Vec<_>>().join(", ");
            words.say(lang, "typesetter-or", &[("one", others), ("two", said(last))])
        }
    }
}

/// The lines around a wrong one: number, text, whether it is the wrong one.
pub fn excerpt(text: &str, line: usize) -> Vec<(usize, String, bool)> {
    let from = line.saturating_sub(AROUND).max(1);
    let numbered = (1..).zip(text.lines()).skip(from - 1).take(line + AROUND + 1 - from);
    numbered.map(|(n, words)| (n, words.chars().take(160).collect(), n == line)).collect()
}
