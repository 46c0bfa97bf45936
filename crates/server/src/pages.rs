//! What every page has: words in the reader's language, the menu, the person, the token of its forms.
//! Each topic's pages live in a file of that name; each page is one struct beside its template.

pub mod account;
pub mod audit;
pub mod certificates;
pub mod criteria;
pub mod days;
pub mod decisions;
pub mod figures;
pub mod held;
pub mod home;
pub mod households;
pub mod imports;
mod look;
pub mod map;
pub mod operations;
pub mod path;
pub mod people;
pub mod places;
pub mod problem;
pub mod reports;
pub mod setup;
pub mod style;
pub mod templates;
pub mod today;
pub mod tour;
pub mod trail;
pub mod verify;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use askama::Template;
use askama::filters::Safe;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::problem::Problem;

use crate::failure::{Answer, Failure};
use crate::visit::{Visit, query_value};
use crate::words::Lang;

/// What the frame of every page needs; also the words for templates.
pub struct Base {
    /// The visitor.
    pub visit: Visit,
    /// The menu's current entry: today, households, cycle, decisions, figures, places, people; or empty.
    pub here: &'static str,
    /// Sentence about what was just done, from `?done=`; empty otherwise.
    pub flash: String,
}

impl Base {
    /// The frame for a visitor's page.
    #[must_use]
    pub fn new(visit: &Visit, here: &'static str) -> Self {
        let flash = query_value(&visit.uri, "done")
            .map(|done| format!("done-{}", done))
            .filter(|key| visit.app.words.has(visit.lang, key));
        let n = query_value(&visit.uri, "n").unwrap_or_default();
        let flash = flash.map(|key| visit.app.words.say(visit.lang, &key, &[("n", n)])).unwrap_or_default();
        Self { visit: visit.clone(), here, flash }
    }

    /// Language code of the page.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.visit.lang.code()
    }

    /// The sentence of a key.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.visit.app.words.say(self.visit.lang, key.as_ref(), &[])
    }

    /// The sentence of a key with one argument.
    pub fn t1(&self, key: impl AsRef<str>, name: &str, value: impl Display) -> String {
        self.visit.app.words.say(self.visit.lang, key.as_ref(), &[(name, value.to_string())])
    }

    /// The sentence of a key with two arguments.
    pub fn t2(&self, key: impl AsRef<str>, a: &str, va: impl Display, b: &str, vb: impl Display) -> String {
        self.visit.app.words.say(self.visit.lang, key.as_ref(), &[(a, va.to_string()), (b, vb.to_string())])
    }

    /// The sentence of a key with three arguments.
    #[expect(clippy::too_many_arguments, reason = "three pairs")]
    pub fn t3(
        &self,
        key: impl AsRef<str>,
        a: &str,
        va: impl Display,
        b: &str,
        vb: impl Display,
        c: &str,
        vc: impl Display,
    ) -> String {
        let args = [(a, va.to_string()), (b, vb.to_string()), (c, vc.to_string())];
        self.visit.app.words.say(self.visit.lang, key.as_ref(), &args)
    }

    /// A whole number with the language's thousands marks.
    #[must_use]
    pub fn num(&self, n: &i64) -> String {
        self.visit.lang.number(*n)
    }

    /// A number kept as text with a decimal point, in the reader's shape.
    #[must_use]
    pub fn decimal(&self, text: &str) -> String {
        if self.visit.lang.decimal() == ',' { text.replace('.', ",") } else { text.to_owned() }
    }

    /// A rate of two counts in percent with two decimals, a dash when there is nothing to divide by.
    #[must_use]
    pub fn rate(&self, n: &i64, d: &i64) -> String {
        rules::figures::rate_text(*n, *d, 2, self.visit.lang.decimal() == ',')
            .map_or("–".to_owned(), |rate| format!("{rate} %"))
    }

    /// A day in the reader's shape; a dash for an open end.
    #[must_use]
    pub fn day(&self, day: &Day) -> String {
        if *day == Day::FOREVER { "–".to_owned() } else { self.visit.lang.day(*day) }
    }

    /// Day and time of a moment in the reader's shape, where the site is.
    #[must_use]
    pub fn moment(&self, at: &Moment) -> String {
        let app = &self.visit.app;
        format!("{} {}", crate::clock::time_in(&app.zone, *at), self.visit.lang.day(app.day(*at)))
    }

    /// The token of this session's forms; empty for a visitor.
    #[must_use]
    pub fn token(&self) -> String {
        self.visit.actor.as_ref().map(|actor| self.visit.app.secrets.form_token(&actor.session_id)).unwrap_or_default()
    }

    /// Name of the person; empty for a visitor.
    #[must_use]
    pub fn person(&self) -> String {
        self.visit.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default()
    }

    /// The address people reach the site under, without a slash at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.visit.app.config.public_url
    }

    /// Is anybody signed in?
    #[must_use]
    pub fn signed_in(&self) -> bool {
        self.visit.actor.is_some()
    }

    /// The person's roles today, as role words and place names.
    #[must_use]
    pub fn roles(&self) -> Vec<(String, String)> {
        let today = self.visit.today;
        let Some(actor) = &self.visit.actor else { return Vec::new() };
        let current = actor.roles.iter().filter(|role| role.since <= today && today <= role.until);
        current.map(|role| (format!("role-{}", role.role.word()), role.unit_name.clone())).collect()
    }

    /// Does the person hold the right to an act (by its word) anywhere today? For showing menu entries, nothing more.
    #[must_use]
    pub fn holds(&self, act: &str) -> bool {
        let act = Act::ALL.iter().copied().find(|known| known.word() == act);
        match (&self.visit.actor, act) {
            (Some(actor), Some(act)) => !actor.reach(act, self.visit.today).is_empty(),
            _ => false,
        }
    }

    /// Does the person hold the right to an act (by its word) at a place of a path from the country down? For links.
    #[must_use]
    pub fn reaches(&self, act: &str, path: &[store::units::Unit], place: &store::units::Unit) -> bool {
        let act = Act::ALL.iter().copied().find(|known| known.word() == act);
        let (Some(actor), Some(act)) = (&self.visit.actor, act) else { return false };
        let reach = actor.reach(act, self.visit.today);
        path.iter().take_while(|unit| unit.level <= place.level).any(|unit| reach.contains(&unit.id))
    }

    /// Is this a demonstration site?
    #[must_use]
    pub fn demo(&self) -> bool {
        self.visit.app.demo
    }

    /// What this page's form brought, concealed; empty for a page that nothing was sent to. With it the page can be shown
    /// in another language.
    #[must_use]
    pub fn held(&self) -> String {
        let app = &self.visit.app;
        let posted = self.visit.guard.posted();
        // Bound to its address: no other form can be made of it.
        let hide = |posted: Arc<crate::visit::Posted>| {
            app.secrets.conceal(&format!("form {}\n{}", posted.action, posted.fields), &app.dice)
        };
        posted.map(hide).unwrap_or_default()
    }

    /// Did it come from the session of who is signed in? Else the page only holds it.
    #[must_use]
    pub fn held_own(&self) -> bool {
        self.visit.guard.posted().is_some_and(|posted| posted.own)
    }

    /// Did this page's form bring files?
    #[must_use]
    pub fn held_upload(&self) -> bool {
        self.visit.guard.posted().is_some_and(|posted| posted.upload)
    }

    /// Code and own name of each language.
    #[must_use]
    pub fn languages(&self) -> Vec<(&'static str, &'static str)> {
        Lang::ALL.iter().map(|lang| (lang.code(), lang.own_name())).collect()
    }

    /// The address of a static file with its version.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        crate::files::address(name)
    }

    /// An icon of the sprite, hidden from screen readers: the words beside it speak.
    #[must_use]
    pub fn icon(&self, name: &str) -> Safe<String> {
        let sprite = self.file("icons.svg");
        Safe(format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{sprite}#{name}\"/></svg>"))
    }

    /// The hidden fields of every form that writes: the session's token and the request's id.
    #[must_use]
    pub fn fields(&self) -> Safe<String> {
        let id = self.visit.app.dice.id(self.visit.at);
        Safe(format!(
            "<input type=\"hidden\" name=\"_token\" value=\"{}\"><input type=\"hidden\" name=\"_request\" value=\"{id}\">",
            self.token()
        ))
    }

    /// The badge of a state of the recognition path, by its word; `none` for a family that never registered.
    #[must_use]
    pub fn badge(&self, state: &str) -> Safe<String> {
        let known = rules::path::State::of(state).is_some();
        let (class, key) = if known { (state, format!("state-{state}")) } else { ("none", "state-none".to_owned()) };
        let icon = if known { self.icon(&format!("st-{class}")).0 } else { String::new() };
        Safe(format!("<span class=\"badge badge-{class}\">{icon}{}</span>", self.t(key)))
    }

    /// The address of a place's page: by code while that version is in force today, else on its last day.
    #[must_use]
    pub fn place(&self, unit: &store::units::Unit) -> String {
        place_address("places", unit, self.visit.today)
    }

    /// The address of a place's page on a day: without the day when it is today.
    #[must_use]
    pub fn place_on(&self, unit: &store::units::Unit, on: &Day) -> String {
        self.address_on("places", unit, *on)
    }

    /// The address of a place's figures on a day: without the day when it is today.
    #[must_use]
    pub fn figures_on(&self, unit: &store::units::Unit, on: &Day) -> String {
        self.address_on("figures", unit, *on)
    }

    fn address_on(&self, topic: &str, unit: &store::units::Unit, on: Day) -> String {
        if on == self.visit.today || !unit.in_force(on) {
            return place_address(topic, unit, self.visit.today);
        }
        format!("/{topic}/{}?on={on}", unit.code)
    }

    /// Is this version in force today?
    #[must_use]
    pub fn current(&self, unit: &store::units::Unit) -> bool {
        unit.in_force(self.visit.today)
    }

    /// The days a version holds, as words: "since 1 Jul 2025", "until 30 Jun 2025".
    #[must_use]
    pub fn days(&self, unit: &store::units::Unit) -> String {
        let (from, to) = (self.visit.lang.day(unit.valid_from), self.visit.lang.day(unit.valid_to));
        let early = unit.valid_from.to_string() == crate::country::FIRST_KNOWN || unit.level == Level::Country;
        match (early, unit.valid_to == Day::FOREVER) {
            (true, true) => self.t("places-days-always"),
            (true, false) => self.t1("places-days-until", "to", to),
            (false, true) => self.t1("places-days-since", "from", from),
            (false, false) => self.t2("places-days-both", "from", from, "to", to),
        }
    }

    /// The kind of a place as a word: of the country's own list for hamlets, else of ours.
    #[must_use]
    pub fn kind(&self, kind: &str) -> String {
        let known = crate::country::hamlet_kinds().iter().find(|known| known.code == kind);
        match (known, self.visit.lang) {
            (Some(known), Lang::Vi) => known.vi.clone(),
            (Some(known), Lang::En) => format!("{} ({})", known.en, known.vi),
            (Some(known), Lang::Id) => format!("{} ({})", known.id, known.vi),
            (None, lang) => {
                let key = format!("kind-{}", kind);
                if self.visit.app.words.has(lang, &key) { self.t(key) } else { kind.to_owned() }
            }
        }
    }

    /// The address of a place's figures.
    #[must_use]
    pub fn figures(&self, unit: &store::units::Unit) -> String {
        place_address("figures", unit, self.visit.today)
    }
}

fn place_address(topic: &str, unit: &store::units::Unit, today: Day) -> String {
    if unit.in_force(today) {
        format!("/{topic}/{}", unit.code)
    } else if unit.valid_to < today {
        format!("/{topic}/{}?on={}", unit.code, unit.valid_to)
    } else {
        format!("/{topic}/{}?on={}", unit.code, unit.valid_from)
    }
}

/// Makes a page.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// Makes a page with a status: a form shown again travels with the status of its first problem.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let body = template.render()?;
    Ok((status, Html(body)).into_response())
}

/// Sends the browser on after a write; `done` names the sentence shown there, `n` its number.
pub fn go(to: &str, done: &str, n: Option<i64>) -> Answer {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("done", done);
    if let Some(n) = n {
        query.append_pair("n", &n.to_string());
    }
    let joint = if to.contains('?') { '&' } else { '?' };
    Ok(axum::response::Redirect::to(&format!("{to}{joint}{}", query.finish())).into_response())
}

/// A file to download or show.
pub fn file(kind: &'static str, name: &str, inline: bool, body: Vec<u8>) -> Response {
    let how = if inline { "inline" } else { "attachment" };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, format!("{how}; filename=\"{plain}\"")),
        ],
        body,
    )
        .into_response()
}

/// The problems of a form by field, as finished sentences; those of no field under the empty name.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    by_field: BTreeMap<String, Vec<String>>,
    labels: BTreeMap<String, String>,
}

impl Faults {
    /// Sentences in the reader's language.
    #[must_use]
    pub fn new(visit: &Visit, problems: &[Problem]) -> Self {
        let (words, lang) = (&visit.app.words, visit.lang);
        let mut by_field: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut labels = BTreeMap::new();
        for problem in problems {
            by_field.entry(problem.field.clone()).or_default().push(words.problem(lang, problem));
            // "members.0.birth" is the birth of the first row. The audit trail knows most fields by name.
            let mut parts = problem.field.rsplit('.');
            let key = format!("trail-field-{}", parts.next().unwrap_or_default());
            if words.has(lang, &key) {
                let label = words.say(lang, &key, &[]);
                let row = parts.next().and_then(|part| part.parse::<usize>().ok());
                let label = row.map_or_else(|| label.clone(), |row| format!("{label} ({})", row + 1));
                labels.insert(problem.field.clone(), label);
            }
        }
        Self { by_field, labels }
    }

    /// Is there any?
    #[must_use]
    pub fn any(&self) -> bool {
        !self.by_field.is_empty()
    }

    /// Has this field one?
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.by_field.contains_key(field)
    }

    /// The sentences of a field, joined.
    #[must_use]
    pub fn of(&self, field: &str) -> String {
        self.by_field.get(field).map(|sentences| sentences.join(" ")).unwrap_or_default()
    }

    /// All of them: field and sentence, for the summary at the top, where the field's own label does not stand beside.
    #[must_use]
    pub fn all(&self) -> Vec<(String, String)> {
        let named = |field: &str, sentence: &str| match self.labels.get(field) {
            Some(label) => format!("{label}: {sentence}"),
            None => sentence.to_owned(),
        };
        self.by_field.iter().flat_map(|(field, all)| all.iter().map(|one| (field.clone(), named(field, one)))).collect()
    }
}

/// The status a form is shown again with, and its problems; passes on what no form can show.
pub fn again(failure: Failure) -> Result<(StatusCode, Vec<Problem>), Failure> {
    let status = failure.status();
    Ok((status, failure.problems()?))
}
