//! Every sentence a person can read, in three languages, and the shapes of numbers and days in each.
//! Must not know pages; names of places and wording of criteria are data, not words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rules::basics::Day;
use rules::problem::Problem;

/// A language of the faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
    /// Indonesian.
    Id,
}

impl Lang {
    /// All languages, the default first.
    pub const ALL: &'static [Self] = &[Self::Vi, Self::En, Self::Id];

    /// vi, en or id.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Id => "id",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
            Self::Id => "Bahasa Indonesia",
        }
    }

    /// The language of a code; `None` for any other.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lang| lang.code() == code)
    }

    /// The decimal mark; the thousands mark is the other one.
    #[must_use]
    pub const fn decimal(self) -> char {
        match self {
            Self::En => '.',
            Self::Vi | Self::Id => ',',
        }
    }

    /// A whole number with thousands marks: 839.706 or 839,706.
    #[must_use]
    pub fn number(self, n: i64) -> String {
        rules::text::group(n, if self.decimal() == ',' { "." } else { "," })
    }

    /// A day as people write it: 22/11/2026, or 22 Nov 2026 in English where day and month could be confused.
    #[must_use]
    pub fn day(self, day: Day) -> String {
        match self {
            Self::En => {
                let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
                let at = usize::try_from(day.month() - 1).unwrap_or(0);
                format!("{} {} {}", day.day_of_month(), months.get(at).copied().unwrap_or_default(), day.year())
            }
            Self::Vi | Self::Id => format!("{:02}/{:02}/{}", day.day_of_month(), day.month(), day.year()),
        }
    }
}

macro_rules! topics {
    ($($topic:literal),+ $(,)?) => {
        /// Topic, then its text in Vietnamese, English, Indonesian.
        pub const FILES: &[(&str, [&str; 3])] = &[$((
            $topic,
            [
                include_str!(concat!("../../../locales/vi/", $topic, ".ftl")),
                include_str!(concat!("../../../locales/en/", $topic, ".ftl")),
                include_str!(concat!("../../../locales/id/", $topic, ".ftl")),
            ],
        )),+];
    };
}

topics!(
    "app",
    "problems",
    "places",
    "figures",
    "people",
    "register",
    "imports",
    "doubles",
    "path",
    "papers",
    "reports",
    "templates",
    "typesetter",
    "home",
    "checks",
    "today",
    "criteria",
    "tour",
    "map",
    "operations",
    "style"
);

/// All words, parsed once.
pub struct Words {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
}

/// Arguments of a sentence: name and value.
pub type Args<'a> = &'a [(&'a str, String)];

impl Words {
    /// Parses the compiled-in files. The error names topic and language; a test keeps it from ever happening.
    pub fn load() -> Result<Self, String> {
        let mut bundles = BTreeMap::new();
        for (at, lang) in Lang::ALL.iter().enumerate() {
            let id: unic_langid::LanguageIdentifier =
                lang.code().parse().map_err(|_| format!("language {}", lang.code()))?;
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            // The marks would show up in titles and spreadsheets; all three languages run the same way.
            bundle.set_use_isolating(false);
            for (topic, texts) in FILES {
                let text = texts.get(at).copied().unwrap_or_default();
                let resource = FluentResource::try_new(text.to_owned())
                    .map_err(|(_, faults)| format!("locales/{}/{topic}.ftl: {faults:?}", lang.code()))?;
                bundle
                    .add_resource(resource)
                    .map_err(|faults| format!("locales/{}/{topic}.ftl: {faults:?}", lang.code()))?;
            }
            bundles.insert(*lang, bundle);
        }
        Ok(Self { bundles })
    }

    /// Is there a sentence under this key?
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundles.get(&lang).and_then(|bundle| bundle.get_message(key)).is_some_and(|found| found.value().is_some())
    }

    /// The sentence of a key with its arguments. A missing key shows itself in brackets; a test keeps it from happening.
    #[must_use]
    pub fn say(&self, lang: Lang, key: &str, args: Args<'_>) -> String {
        let Some(bundle) = self.bundles.get(&lang) else { return format!("[{key}]") };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("[{key}]");
        };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            // What names something, or was typed, is shown as it is and not as an amount.
            let label = matches!(*name, "first" | "row" | "line" | "number" | "household" | "code")
                || (*name == "value" && key.starts_with("problem-"));
            let value: FluentValue<'_> = value
                .parse::<i64>()
                .ok()
                .filter(|number| !label && number.to_string() == *value)
                .map_or_else(|| FluentValue::String(Cow::Owned(value.clone())), |number| Number::from(lang, number));
            values.set((*name).to_owned(), value);
        }
        let mut faults = Vec::new();
        bundle.format_pattern(pattern, Some(&values), &mut faults).into_owned()
    }

    /// The sentence of a problem.
    #[must_use]
    pub fn problem(&self, lang: Lang, problem: &Problem) -> String {
        let args: Vec<(&str, String)> =
            problem.args.iter().map(|(name, value)| (name.as_str(), self.argument(lang, name, value))).collect();
        let sentence = self.say(lang, &format!("problem-{}", problem.code), &args);
        // Among the problems of many families each says whose it is.
        match problem.args.get("family") {
            Some(family) => self.say(lang, "family-problem", &[("family", family.clone()), ("sentence", sentence)]),
            None => sentence,
        }
    }

    /// Stable words of one choice, each in the language; as they are where they have no words.
    fn listed(&self, lang: Lang, value: &str) -> String {
        let words: Vec<&str> = value.split(", ").collect();
        let families = [
            |word: &str| format!("relation-{}", word),
            |word: &str| format!("sex-{}", word),
            |word: &str| format!("column-{}", word),
            |word: &str| format!("why-{}", word),
            |word: &str| format!("household-status-{}", word),
        ];
        let known = families.iter().find(|family| words.iter().all(|word| self.has(lang, &family(word))));
        known.map_or_else(
            || value.to_owned(),
            |family| words.iter().map(|word| self.say(lang, &family(word), &[])).collect::<Vec<_>>().join(" – "),
        )
    }

    /// Some arguments are stable words or days that the language shapes: a step, a state, a role, a day.
    fn argument(&self, lang: Lang, name: &str, value: &str) -> String {
        let key = match name {
            "step" | "missing" => format!("step-{value}"),
            "state" => format!("state-{value}"),
            "who" | "role" => format!("role-{value}"),
            "level" => format!("level-{value}"),
            "act" => format!("act-{value}"),
            "choices" | "columns" => return self.listed(lang, value),
            _ => String::new(),
        };
        if !key.is_empty() && self.has(lang, &key) {
            return self.say(lang, &key, &[]);
        }
        Day::parse(value).map_or_else(|| value.to_owned(), |day| lang.day(day))
    }
}

/// Numbers keep their value for plural rules and print with the language's thousands marks.
struct Number;

impl Number {
    fn from(lang: Lang, number: i64) -> FluentValue<'static> {
        // Years and small numbers have no marks; larger ones are written out here because the library's own shape is fixed.
        if (-9999..=9999).contains(&number) {
            FluentValue::from(number)
        } else {
            FluentValue::String(Cow::Owned(lang.number(number)))
        }
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
