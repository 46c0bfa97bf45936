//! The audit trail as people read it: kept lines turned into finished rows, for every record's page and for the list of
//! all lines. Must not know how lines are found by place or person, nor what an act means.

mod differences;

use std::collections::{BTreeMap, BTreeSet};

use rules::access::Act;
use rules::basics::Moment;
use store::Tx;
use store::audit::{Kept, SITE};

use crate::failure::Failure;
use crate::visit::{Guard, Visit};
use crate::words::{Lang, Words};

/// Kept lines, and the names of the places they speak of.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    kept: Vec<Kept>,
    places: BTreeMap<String, String>,
    /// Chain and number of lines whose content the reader may not see.
    veiled: BTreeSet<(String, i64)>,
}

impl Lines {
    /// The lines of one record, newest first. `kind` and `id` as the act left them.
    pub fn of(tx: &mut Tx<'_>, kind: &str, id: &str) -> Result<Self, Failure> {
        let mut kept = store::audit::of_object(tx, kind, id)?;
        kept.reverse();
        Self::from(tx, kept)
    }

    /// Any lines, in the order given.
    pub fn from(tx: &mut Tx<'_>, kept: Vec<Kept>) -> Result<Self, Failure> {
        let mut wanted = BTreeSet::new();
        for one in &kept {
            wanted.insert(one.line.unit_id.clone());
            if one.chain != SITE {
                wanted.insert(one.chain.clone());
            }
            for text in [&one.line.before, &one.line.after] {
                wanted.extend(differences::places(text));
            }
        }
        let mut places = BTreeMap::new();
        for id in wanted.into_iter().filter(|id| !id.is_empty()) {
            if let Some(unit) = store::units::unit(tx, &id)? {
                places.insert(id, unit.full_name);
            }
        }
        Ok(Self { kept, places, veiled: BTreeSet::new() })
    }

    /// Hides the content of lines about records that the person may not see: who keeps the trail in order sees that
    /// something was done and by whom, but not the household it was done to.
    pub fn veil(mut self, tx: &mut Tx<'_>, guard: &Guard) -> Result<Self, Failure> {
        let mut known: BTreeMap<(Act, String), bool> = BTreeMap::new();
        for one in &self.kept {
            let Some(act) = guarded_by(&one.line.object_kind) else { continue };
            let unit_id = if one.line.unit_id.is_empty() { &one.chain } else { &one.line.unit_id };
            let asked = (act, unit_id.clone());
            let may = match known.get(&asked) {
                Some(may) => *may,
                None => guard.can(tx, act, unit_id)?,
            };
            known.insert(asked, may);
            if !may {
                self.veiled.insert((one.chain.clone(), one.n));
            }
        }
        Ok(self)
    }

    /// The lines as they are kept.
    #[must_use]
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// The lines as rows in the visitor's language.
    #[must_use]
    pub fn rows(&self, visit: &Visit) -> Vec<Trail> {
        self.kept.iter().map(|one| self.row(visit, one)).collect()
    }

    fn row(&self, visit: &Visit, one: &Kept) -> Trail {
        let (words, lang) = (&visit.app.words, visit.lang);
        let line = &one.line;
        let say = |key: &str| words.say(lang, key, &[]);
        let who = if one.line.account_id == "system" { say("trail-system") } else { one.name.clone() };
        let veiled = self.veiled.contains(&(one.chain.clone(), one.n));
        let changes = if veiled { Vec::new() } else { differences::between(&line.before, &line.after) };
        let value = |key: &str, value: &differences::Value| self.value(visit, key, value);
        Trail {
            chain: one.chain.clone(),
            n: one.n,
            at: line.at,
            who,
            account_id: line.account_id.clone(),
            act: line.act.clone(),
            what: what(words, lang, &line.act),
            icon: icon(&line.object_kind),
            kind: kind(words, lang, &line.object_kind),
            link: if veiled { String::new() } else { address(visit, &line.object_kind, &line.object_id) },
            place: self.places.get(&line.unit_id).cloned().unwrap_or_default(),
            changes: changes
                .iter()
                .map(|change| Change {
                    field: field(words, lang, &change.path),
                    from: change.from.as_ref().map(|from| value(change.key(), from)),
                    to: change.to.as_ref().map(|to| value(change.key(), to)),
                })
                .collect(),
            why: if veiled { String::new() } else { line.reason.clone() },
            veiled,
        }
    }

    fn value(&self, visit: &Visit, key: &str, value: &differences::Value) -> String {
        use differences::Value;
        let (words, lang) = (&visit.app.words, visit.lang);
        let say = |key: &str| words.say(lang, key, &[]);
        match value {
            Value::Hidden => say("trail-hidden"),
            Value::Nothing => say("trail-nothing"),
            Value::Yes => say("trail-yes"),
            Value::No => say("trail-no"),
            Value::Number(number) if key == "year" => number.to_string(),
            Value::Number(number) if key == "at" || key.ends_with("_at") => {
                super::Base::new(visit, "").moment(&Moment(*number))
            }
            Value::Number(number) => lang.number(*number),
            Value::Text(text) => self.text(words, lang, key, text),
        }
    }

    fn text(&self, words: &Words, lang: Lang, key: &str, text: &str) -> String {
        if let Some(name) = self.places.get(text) {
            return name.clone();
        }
        if let Some(day) = rules::basics::Day::parse(text) {
            let open = day == rules::basics::Day::FOREVER;
            return if open { words.say(lang, "trail-open-end", &[]) } else { lang.day(day) };
        }
        if key == "language"
            && let Some(chosen) = Lang::of(text)
        {
            return chosen.own_name().to_owned();
        }
        // A stable word of the rules is said as everywhere else; `kind` of a step and `class` of an area carry other names.
        let word = match key {
            "state" => format!("state-{}", text),
            "role" => format!("role-{}", text),
            "level" => format!("level-{}", text),
            "model" => format!("model-{}", text),
            "kind" => format!("step-{}", text),
            "area" | "class" => format!("area-{}", text),
            other => format!("{other}-{text}"),
        };
        // A template's kind is a paper's.
        let paper = if key == "kind" { format!("template-of-{}", text) } else { String::new() };
        let known = [word, paper, format!("trail-value-{}", text)];
        let word = known.iter().find(|key| words.has(lang, key));
        word.map_or_else(|| text.to_owned(), |key| words.say(lang, key, &[]))
    }
}

/// One finished row of the trail.
#[derive(Clone, Debug)]
pub struct Trail {
    /// Which chain it stands in: a commune's unit id, or `site`.
    pub chain: String,
    /// Its number there.
    pub n: i64,
    /// When.
    pub at: Moment,
    /// Name of the person, or the word for the system itself.
    pub who: String,
    /// The person's account id, or `system`.
    pub account_id: String,
    /// The act's stable word.
    pub act: String,
    /// The act as a heading.
    pub what: String,
    /// Symbol of the kind of record.
    pub icon: &'static str,
    /// Word for the kind of record.
    pub kind: String,
    /// Address of the record's page; empty when it has none.
    pub link: String,
    /// Name of the place; empty when there is none.
    pub place: String,
    /// What was changed.
    pub changes: Vec<Change>,
    /// Why, in the person's words; may be empty.
    pub why: String,
    /// The reader may not see the record, and so not what was changed.
    pub veiled: bool,
}

/// One field that was changed: `None` before for a new value, `None` after for one that was removed.
#[derive(Clone, Debug)]
pub struct Change {
    /// Name of the field, or its key where it has no word.
    pub field: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
}

impl Trail {
    /// The changes as one line each, for tables and files.
    #[must_use]
    pub fn lines(&self, visit: &Visit) -> Vec<String> {
        let say = |key: &str, args: &[(&str, String)]| visit.app.words.say(visit.lang, key, args);
        self.changes
            .iter()
            .map(|change| {
                let field = ("field", change.field.clone());
                let from = ("from", change.from.clone().unwrap_or_default());
                let to = ("to", change.to.clone().unwrap_or_default());
                match (&change.from, &change.to) {
                    (None, _) => say("trail-line-set", &[field, to]),
                    (Some(_), None) => say("trail-line-removed", &[field, from]),
                    (Some(_), Some(_)) => say("trail-line-changed", &[field, from, to]),
                }
            })
            .collect()
    }
}

/// The act as a heading: its word with a capital letter.
#[must_use]
pub fn what(words: &Words, lang: Lang, act: &str) -> String {
    let known = [format!("act-{act}"), format!("trail-act-{}", act)];
    let word =
        known.iter().find(|key| words.has(lang, key)).map_or_else(|| act.to_owned(), |key| words.say(lang, key, &[]));
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn kind(words: &Words, lang: Lang, kind: &str) -> String {
    let key = format!("trail-kind-{}", kind);
    if words.has(lang, &key) { words.say(lang, &key, &[]) } else { kind.to_owned() }
}

/// The name of a field by its path: every part that has a word is said, numbers count from one, the rest stays as it is.
fn field(words: &Words, lang: Lang, path: &[String]) -> String {
    let parts: Vec<String> = path
        .iter()
        .map(|part| {
            if let Ok(at) = part.parse::<usize>() {
                return (at + 1).to_string();
            }
            let key = format!("trail-field-{}", part);
            if words.has(lang, &key) { words.say(lang, &key, &[]) } else { part.clone() }
        })
        .collect();
    parts.join(" · ")
}

fn icon(kind: &str) -> &'static str {
    match kind {
        "household" => "household",
        "assessment" => "family",
        "decision" => "decision",
        "unit" => "place",
        "account" | "role" => "person",
        "session" => "sign-in",
        "import" => "upload",
        "template" => "paper",
        "published" => "figures",
        _ => "edit",
    }
}

/// The right somebody needs to see what is in a record of this kind; `None` when seeing the trail is enough.
fn guarded_by(kind: &str) -> Option<Act> {
    match kind {
        "household" | "member" | "import" => Some(Act::SeeRegister),
        "assessment" | "evidence" => Some(Act::SeeAssessments),
        "decision" | "certificate" => Some(Act::SeeDecisions),
        _ => None,
    }
}

/// The address of a record's page by its kind; empty for a kind without pages, or when the visitor may not open it.
fn address(visit: &Visit, kind: &str, id: &str) -> String {
    let may = |act: Act| visit.actor.as_ref().is_some_and(|actor| !actor.reach(act, visit.today).is_empty());
    match kind {
        "household" => format!("/households/{id}"),
        "assessment" => format!("/assessments/{id}"),
        "decision" => format!("/decisions/{id}"),
        "certificate" => format!("/certificates/{id}"),
        "template" if may(Act::ManageTemplates) => {
            format!("/templates?place={}", id.split('@').next().unwrap_or_default())
        }
        "published" => format!("/published/{id}"),
        "account" if may(Act::ManagePeople) => format!("/people/{id}"),
        "unit" => id.split_once('@').map_or_else(String::new, |(code, since)| format!("/places/{code}?on={since}")),
        _ => String::new(),
    }
}
