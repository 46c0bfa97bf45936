//! The audit trail of a place: newest lines first, filtered by act, person and day; the same lines as a file.
//! Must not know what an act means; `trail` says that.

use askama::Template;
use papers::sheets::{Cell, Column, Kind, Table};
use rules::access::Act;
use rules::basics::{Day, Level, Moment};
use rules::problem::Problem;
use store::Tx;
use store::audit::{Filter, Scope};

use super::days::day_asked;
use super::trail::{Lines, Trail, what};
use super::{Base, Faults, file, page_with};
use crate::clock::start_of;
use crate::failure::{Answer, Failure};
use crate::visit::{Guard, Visit, query_value};

/// Lines of one page.
const PAGE: i64 = 50;
/// Most lines of one file.
const MOST: i64 = 20_000;

/// Where a page ended: moment, chain, number.
pub type Cursor = (Moment, String, i64);

/// What was asked for.
#[derive(Clone, Default)]
pub struct Asked {
    /// A unit id or code of the visitor's reach; empty for the first.
    place: String,
    /// An act's word, or empty.
    act: String,
    /// A login, `system`, or empty.
    who: String,
    /// First and last day as typed; may be empty.
    from: String,
    until: String,
    days: (Option<Day>, Option<Day>),
}

impl Asked {
    /// From the query of an export or of the API; what is wrong with a day stops it.
    pub fn of(visit: &Visit) -> Result<Self, Failure> {
        let (asked, problems) = Self::read(visit);
        if problems.is_empty() { Ok(asked) } else { Err(problems.into()) }
    }

    /// The same for the page: a day that is none bounds nothing and comes with its problem.
    fn read(visit: &Visit) -> (Self, Vec<Problem>) {
        let value = |name: &str| query_value(&visit.uri, name).unwrap_or_default().trim().to_owned();
        let mut problems = Vec::new();
        let mut day = |name: &str| match value(name) {
            text if text.is_empty() => None,
            text => day_asked(visit, &text, name).map_err(|problem| problems.push(problem)).ok(),
        };
        let days = (day("from"), day("until"));
        let asked = Self {
            place: value("place"),
            act: value("act"),
            who: value("who"),
            from: value("from"),
            until: value("until"),
            days,
        };
        (asked, problems)
    }

    fn query(&self, cursor: Option<&Cursor>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let all = [
            ("place", &self.place),
            ("act", &self.act),
            ("who", &self.who),
            ("from", &self.from),
            ("until", &self.until),
        ];
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if let Some(cursor) = cursor {
            query.append_pair("cursor", &crate::api::cursor(cursor));
        }
        query.finish()
    }

    /// Reads lines of one place of the visitor's reach, content veiled where it must be; and that place's name.
    pub fn find(
        &self,
        tx: &mut Tx<'_>,
        guard: &Guard,
        zone: &jiff::tz::TimeZone,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<(Lines, String), Failure> {
        let reach = guard.anywhere(Act::SeeAudit)?;
        let place = if self.place.is_empty() { reach.first().cloned().unwrap_or_default() } else { self.place.clone() };
        let unit = match store::units::unit(tx, &place)? {
            Some(unit) => unit,
            None => store::units::unit_on(tx, &place, guard.today())?.ok_or_else(Failure::not_found)?,
        };
        guard.allow(tx, Act::SeeAudit, &unit.id)?;
        let scope = match unit.level {
            Level::Country => Scope::All,
            Level::Commune => Scope::Chain(unit.id.clone()),
            _ => Scope::Below(unit.id.clone()),
        };
        let login = rules::people::typed_login(&self.who);
        let account_id = if login.is_empty() {
            String::new()
        } else {
            // A login that does not exist has left no lines; neither has an account called like that.
            store::people::account_by_login(tx, &login)?.map_or(login, |account| account.id)
        };
        let filter = Filter {
            scope,
            act: self.act.clone(),
            account_id,
            from: self.days.0.map_or(Moment(i64::MIN), |day| start_of(zone, day)),
            until: self.days.1.map_or(Moment(i64::MAX), |day| start_of(zone, day.after())),
            after,
            limit,
        };
        let kept = store::audit::find(tx, &filter)?;
        Ok((Lines::from(tx, kept)?.veil(tx, guard)?, unit.full_name))
    }
}

#[derive(Template)]
#[template(path = "audit.html")]
struct Page {
    b: Base,
    faults: Faults,
    asked: Asked,
    place_name: String,
    /// Id and name of the places whose trail the visitor may see.
    reach: Vec<(String, String)>,
    /// Acts that leave lines: word and name.
    acts: Vec<(String, String)>,
    lines: Vec<Trail>,
    /// Some of the lines are veiled.
    veiled: bool,
    next: String,
    first: Option<String>,
    export: String,
}

/// The list.
pub async fn show(visit: Visit) -> Answer {
    let (asked, problems) = Asked::read(&visit);
    let after = crate::api::after::<Cursor>(&visit)?;
    let (wanted, guard, begun, zone) = (asked.clone(), visit.guard.clone(), after.clone(), visit.app.zone.clone());
    let (reach, lines, place_name) = visit
        .app
        .read(move |tx| {
            let mut reach = Vec::new();
            for id in guard.anywhere(Act::SeeAudit)? {
                if let Some(unit) = store::units::unit(tx, &id)? {
                    reach.push((unit.id, unit.full_name));
                }
            }
            let (lines, name) = wanted.find(tx, &guard, &zone, begun.clone(), PAGE + 1)?;
            Ok((reach, lines, name))
        })
        .await?;
    let mut lines = lines.rows(&visit);
    let size = usize::try_from(PAGE).unwrap_or(50);
    let more = lines.len() > size;
    lines.truncate(size);
    let last = lines.last().filter(|_| more).map(|last| (last.at, last.chain.clone(), last.n));
    let acts = Act::ALL.iter().map(|act| act.word()).filter(|word| !word.starts_with("see_") || *word == OWN_WORD);
    let acts = acts.chain([SIGN_IN]).map(|word| (word.to_owned(), what(&visit.app.words, visit.lang, word)));
    let shown = Page {
        faults: Faults::new(&visit, &problems),
        reach,
        place_name,
        acts: acts.collect(),
        veiled: lines.iter().any(|line| line.veiled),
        lines,
        next: last.map(|last| asked.query(Some(&last))).unwrap_or_default(),
        first: after.map(|_| asked.query(None)),
        export: asked.query(None),
        b: Base::new(&visit, "audit"),
        asked,
    };
    page_with(super::days::status_of(&problems), &shown)
}

/// One's own account is changed under the right to see it.
const OWN_WORD: &str = Act::SeeOwnAccount.word();
/// Signing in is no act of the table of rights.
const SIGN_IN: &str = "sign_in";

/// The lines as a workbook.
pub async fn xlsx(visit: Visit) -> Answer {
    let table = table(&visit).await?;
    let bytes = papers::sheets::workbook(&table).map_err(|cause| Failure::Broken(cause.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, "audit.xlsx", false, bytes))
}

/// The lines as CSV.
pub async fn csv(visit: Visit) -> Answer {
    let table = table(&visit).await?;
    Ok(file("text/csv; charset=utf-8", "audit.csv", false, papers::sheets::csv(&table)))
}

async fn table(visit: &Visit) -> Result<Table, Failure> {
    let (asked, guard, zone) = (Asked::of(visit)?, visit.guard.clone(), visit.app.zone.clone());
    let (lines, place) = visit.app.read(move |tx| asked.find(tx, &guard, &zone, None, MOST + 1)).await?;
    let b = Base::new(visit, "audit");
    let mut lines = lines.rows(visit);
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let cut = lines.len() > most;
    lines.truncate(most);
    let heads = [
        ("audit-day", Kind::Day),
        ("audit-time", Kind::Text),
        ("audit-who", Kind::Text),
        ("audit-act", Kind::Text),
        ("audit-kind", Kind::Text),
        ("people-place", Kind::Text),
        ("audit-changes", Kind::Text),
        ("audit-why", Kind::Text),
        ("audit-chain", Kind::Text),
        ("audit-n", Kind::Count),
    ];
    let rows = lines.into_iter().map(|line| {
        let changes = if line.veiled { b.t("trail-veiled") } else { line.lines(visit).join("\n") };
        vec![
            Cell::Day(visit.app.day(line.at)),
            Cell::Text(crate::clock::time_in(&visit.app.zone, line.at)),
            Cell::Text(line.who),
            Cell::Text(line.what),
            Cell::Text(line.kind),
            Cell::Text(line.place),
            Cell::Text(changes),
            Cell::Text(line.why),
            Cell::Text(line.chain),
            Cell::Int(line.n),
        ]
    });
    Ok(Table {
        title: b.t1("audit-title-of", "place", &place),
        sheet: b.t("nav-audit"),
        columns: heads.into_iter().map(|(key, kind)| Column::new(b.t(key), kind)).collect(),
        rows: rows.collect(),
        notes_sheet: b.t("people-sheet-notes"),
        facts: vec![(b.t("people-sheet-made"), b.moment(&visit.at)), (b.t("people-sheet-by"), b.person())],
        rows_label: b.t("people-sheet-rows"),
        notes: if cut { vec![b.t1("audit-cut", "n", MOST)] } else { Vec::new() },
        made: visit.today,
    })
}
