//! The papers there are: the word of each, its built-in template, and what no template of it may leave out. Must not know
//! whose template is used.

use serde_json::Value;

/// A paper that the program makes and whose template an office can replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The decision with its annex: [`crate::decision::Decision`].
    Decision,
    /// Certificates, one or four on a sheet: [`crate::certificate::Certificate`].
    Certificate,
    /// The minutes of an appraisal: [`crate::report::Report`].
    Minutes,
    /// The table of the learning models: [`crate::report::Report`].
    Models,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Decision, Self::Certificate, Self::Minutes, Self::Models];

    /// The stable word, as stored, in addresses and as the end of a translation key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Certificate => "certificate",
            Self::Minutes => "minutes",
            Self::Models => "models",
        }
    }

    /// Reads the stable word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// The template that comes with the program.
    #[must_use]
    pub const fn built_in(self) -> &'static str {
        match self {
            Self::Decision => include_str!("../templates/decision.typ"),
            Self::Certificate => include_str!("../templates/certificate.typ"),
            Self::Minutes | Self::Models => include_str!("../templates/report.typ"),
        }
    }

    /// The file name of its template, for downloads and messages.
    #[must_use]
    pub fn file(self) -> String {
        format!("{}.typ", self.word())
    }

    /// The fields of its value that every template must show, each as a path (`*` stands for every item of a list) and
    /// the word of what it is.
    #[must_use]
    pub const fn mandatory(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Decision => &[
                ("country", "country"),
                ("motto", "motto"),
                ("body.*", "body"),
                ("number", "number"),
                ("place_and_day", "place_and_day"),
                ("subject", "subject"),
                ("authority", "authority"),
                ("bases.*", "bases"),
                ("articles.*.paragraphs.*", "articles"),
                ("recipients.*", "recipients"),
                ("post.*", "post"),
                ("signatory", "signatory"),
                ("annex.rows.*.*", "rows"),
                ("annex.total", "total"),
                ("verify.shown", "verify"),
                ("notices.*", "notices"),
                ("watermark", "watermark"),
            ],
            Self::Certificate => &[
                ("cards.*.country", "country"),
                ("cards.*.motto", "motto"),
                ("cards.*.authority", "authority"),
                ("cards.*.name", "name"),
                ("cards.*.place", "place"),
                ("cards.*.title", "title"),
                ("cards.*.year", "year"),
                ("cards.*.register.*", "register"),
                ("cards.*.code", "code"),
                ("cards.*.shown", "verify"),
                ("cards.*.place_and_day", "place_and_day"),
                ("cards.*.post.*", "post"),
                ("cards.*.signatory", "signatory"),
                ("cards.*.notices.*", "notices"),
                ("cards.*.watermark", "watermark"),
            ],
            Self::Minutes | Self::Models => &[
                ("body.*", "body"),
                ("place_and_day", "place_and_day"),
                ("kind", "kind"),
                ("subject", "subject"),
                ("paragraphs.*", "paragraphs"),
                ("sections.*.paragraphs.*", "paragraphs"),
                ("sections.*.rows.*.*", "rows"),
                ("sections.*.sums.*.*", "total"),
                ("signers.*.name", "signatory"),
                ("notices.*", "notices"),
                ("watermark", "watermark"),
            ],
        }
    }

    /// How many codes to scan a value of this kind asks for.
    #[must_use]
    pub fn codes(self, value: &Value) -> usize {
        match self {
            Self::Decision => usize::from(value.get("qr").is_some_and(Value::is_string)),
            Self::Certificate => value.get("cards").and_then(Value::as_array).map_or(0, Vec::len),
            Self::Minutes | Self::Models => 0,
        }
    }
}

/// Puts a mark of its own in place of every mandatory text of a value; the marks with the word of what each stands for.
/// A mark has no space in it, so that no line breaks inside, and no letters that a font joins.
#[must_use]
pub fn mark(kind: Kind, value: &mut Value) -> Vec<(&'static str, String)> {
    let mut marks = Vec::new();
    for (path, word) in kind.mandatory() {
        let steps: Vec<&str> = path.split('.').collect();
        put(value, &steps, &mut |text| {
            if !text.is_empty() {
                let mark = format!("Z{:05}Q", marks.len());
                text.clone_from(&mark);
                marks.push((*word, mark));
            }
        });
    }
    marks
}

fn put(value: &mut Value, steps: &[&str], change: &mut impl FnMut(&mut String)) {
    match (steps, value) {
        ([], Value::String(text)) => change(text),
        (["*", rest @ ..], Value::Array(items)) => items.iter_mut().for_each(|item| put(item, rest, change)),
        ([key, rest @ ..], Value::Object(fields)) => {
            if let Some(field) = fields.get_mut(*key) {
                put(field, rest, change);
            }
        }
        _ => {}
    }
}
