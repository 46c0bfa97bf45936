//! The register as a file, a workbook or CSV, that reads back without changing anything.
//! Must not know who carries the file away.

use std::collections::BTreeMap;

use papers::PaperError;
use papers::sheets::{Cell, Column, Format, Kind, Table};
use rules::access::Act;
use rules::basics::Day;
use rules::register::{Birth, Relation};
use serde_json::json;
use store::Tx;
use store::register::{self, ACTIVE, HouseholdLine, Member};
use store::units::Unit;

use super::see::Listing;
use crate::app::{App, Ctx, Record};
use crate::carry::{self, Made};
use crate::failure::Failure;
use crate::visit::Guard;
use crate::words::Lang;

/// Who asks, in which language, on which day.
pub struct Asking<'a> {
    /// The site.
    pub app: &'a App,
    /// Language of heads and words.
    pub lang: Lang,
    /// Rights.
    pub guard: &'a Guard,
    /// The day of the file.
    pub today: Day,
}

impl Asking<'_> {
    fn say(&self, key: &str) -> String {
        self.app.words.say(self.lang, key, &[])
    }
}

/// The households of a list with their members, one row a member, as a file; and the place. Births and the ends of identity
/// numbers only for who may see them, whole numbers for nobody. Of the rows one household is held at a time.
///
/// # Errors
/// As [`Listing::filter`]; a full disk.
pub fn write(tx: &mut Tx<'_>, asking: &Asking<'_>, listing: &Listing, format: Format) -> Result<(Unit, Made), Failure> {
    let (place, filter) = listing.filter(tx, asking.guard, Act::ExportRegister)?;
    let sees = Sees {
        birth: asking.guard.can(tx, Act::SeeBirth, &place.id)?,
        tail: asking.guard.can(tx, Act::SeeIdTail, &place.id)?,
        status: filter.status != ACTIVE,
    };
    let commune = place.parent_id.clone().filter(|_| place.level == rules::basics::Level::Hamlet);
    let commune = commune.unwrap_or_else(|| place.id.clone());
    let mut hamlets: BTreeMap<String, String> = BTreeMap::new();
    for unit in store::units::children_ever(tx, &commune)? {
        hamlets.insert(unit.id, unit.full_name);
    }
    let mut columns = vec!["column-number", "column-hamlet", "column-name", "column-relation", "column-sex"];
    columns.extend(sees.birth.then_some("column-birth"));
    columns.extend(sees.tail.then_some("column-id_tail"));
    columns.extend(["column-address", "column-phone", "column-note"]);
    columns.extend(sees.status.then_some("households-status"));
    let table = Table {
        title: format!("{}: {}", asking.say("households-title"), place.full_name),
        sheet: asking.say("export-sheet"),
        columns: columns.into_iter().map(|key| Column::new(asking.say(key), Kind::Text)).collect(),
        rows: Vec::new(),
        notes_sheet: asking.say("register-notes-sheet"),
        facts: Vec::new(),
        rows_label: asking.say("register-rows"),
        notes: vec![asking.say("export-note-back"), asking.say("export-note-private")],
        made: asking.today,
    };
    let mut carried = carry::begin(asking.app, table, format)?;
    let mut households = 0_i64;
    let mut stopped = None;
    let streamed = register::stream_households(tx, &filter, |line, members| {
        households = households.saturating_add(1);
        let hamlet = hamlets.get(&line.household.hamlet_id).unwrap_or(&line.hamlet_name);
        lines(asking, &sees, hamlet, line, members, |row| carried.push(row)).map_err(|cause| {
            let said = store::Error::Shape("the file could not be written".to_owned());
            stopped = Some(cause);
            said
        })
    });
    if let Some(cause) = stopped {
        return Err(carry::told(cause));
    }
    streamed?;
    let status =
        format!("household-status-{}", if listing.status.is_empty() { ACTIVE } else { listing.status.as_str() });
    let mut facts = vec![
        (asking.say("households-place"), place.full_name.clone()),
        (asking.say("households-status"), asking.say(&status)),
        (asking.say("export-households"), households.to_string()),
        (asking.say("export-made"), asking.lang.day(asking.today)),
        (asking.say("export-by"), asking.guard.actor()?.name.clone()),
    ];
    if !listing.words.is_empty() {
        facts.push((asking.say("households-search-button"), listing.words.clone()));
    }
    Ok((place, carry::end(carried, facts)?))
}

/// Which columns there are.
struct Sees {
    birth: bool,
    tail: bool,
    status: bool,
}

fn lines(
    asking: &Asking<'_>,
    sees: &Sees,
    hamlet: &str,
    line: &HouseholdLine,
    members: &[Member],
    mut take: impl FnMut(Vec<Cell>) -> Result<(), PaperError>,
) -> Result<(), PaperError> {
    let household = &line.household;
    let is_head = |member: &&Member| member.relation == Relation::Head.word();
    // A reader takes the first row of a household for its head.
    let ordered = members.iter().filter(is_head).chain(members.iter().filter(|member| !is_head(member)));
    let mut first = true;
    for member in ordered {
        let once = |text: &str| Cell::Text(if first { text.to_owned() } else { String::new() });
        let mut row = vec![
            Cell::Text(household.number.clone()),
            Cell::Text(hamlet.to_owned()),
            Cell::Text(member.name.clone()),
            Cell::Text(asking.say(&format!("relation-{}", member.relation))),
            Cell::Text(if member.sex.is_empty() { String::new() } else { asking.say(&format!("sex-{}", member.sex)) }),
        ];
        if sees.birth {
            row.push(Cell::Text(match Birth::of(&member.birth) {
                Some(Birth::Day(day)) => rules::text::day_text(day),
                _ => member.birth.clone(),
            }));
        }
        if sees.tail {
            row.push(Cell::Text(if member.id_tail.is_empty() {
                String::new()
            } else {
                format!("•••{}", member.id_tail)
            }));
        }
        row.extend([once(&household.address), once(&household.phone), once(&household.note)]);
        if sees.status {
            row.push(once(&asking.say(&format!("household-status-{}", household.status))));
        }
        first = false;
        take(row)?;
    }
    Ok(())
}

/// Leaves the line in the trail that somebody carried this away.
pub fn record(ctx: &mut Ctx<'_>, place: &Unit, rows: usize, format: &str) -> Result<i64, Failure> {
    let chain = match place.level {
        rules::basics::Level::Hamlet => place.parent_id.clone().unwrap_or_default(),
        _ => place.id.clone(),
    };
    let after = Some(json!({"rows": rows, "format": format}));
    let record = Record { kind: "unit", id: &place.id, unit_id: &place.id, before: None, after, reason: "" };
    ctx.note(&chain, record)?;
    Ok(i64::try_from(rows).unwrap_or(0))
}
