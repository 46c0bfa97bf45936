//! Counters: apply moves, sum them up the tree on a day, count everything again.
//! Must not know what a rate is.

use std::collections::BTreeMap;

use rules::basics::{Day, Level};
use rules::path::State;
use rules::tally::{Measure, Move, contribution};
use serde::Serialize;

use crate::args;
use crate::db::{Error, Tx};

/// Applies moves, which `rules::tally::merge` has put in key order.
pub fn apply(tx: &mut Tx<'_>, moves: &[Move]) -> Result<(), Error> {
    for change in moves {
        tx.exec(
            "INSERT INTO tally (unit_id, year, model, measure, n) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (unit_id, year, model, measure) DO UPDATE SET n = tally.n + excluded.n",
            args![&change.unit_id, change.year, &change.model, change.measure.word(), change.by],
        )?;
    }
    Ok(())
}

/// One counter, or a sum of counters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The unit it is counted or summed for.
    pub unit_id: String,
    /// Cycle year, or calendar year for households.
    pub year: i64,
    /// What is counted.
    pub measure: Measure,
    /// How many.
    pub n: i64,
}

fn count_of(row: &crate::db::Row) -> Result<Count, Error> {
    Ok(Count {
        unit_id: row.text(0)?,
        year: row.int(1)?,
        measure: Measure::of(&row.text(2)?).ok_or_else(|| Error::Shape("measure".to_owned()))?,
        n: row.int(3)?,
    })
}

/// The sums of a unit on the tree of a day: over its communes, or its own counters when it is a commune or hamlet. The two are
/// asked apart, so that the index finds the communes without passing over every hamlet below.
pub fn total(tx: &mut Tx<'_>, unit_id: &str, model: &str, day: Day) -> Result<Vec<Count>, Error> {
    tx.query(
        "SELECT x.id, x.year, x.measure, CAST(SUM(x.n) AS BIGINT)
         FROM (SELECT p.ancestor_id AS id, t.year AS year, t.measure AS measure, t.n AS n
               FROM unit_path p JOIN tally t ON t.unit_id = p.descendant_id
               WHERE p.ancestor_id = $1 AND p.level = 3 AND p.since <= $2 AND p.until >= $2 AND t.model IN ($3, '')
               UNION ALL
               SELECT u.id, t.year, t.measure, t.n FROM unit u JOIN tally t ON t.unit_id = u.id
               WHERE u.id = $1 AND u.level = 4 AND u.valid_from <= $2 AND u.valid_to >= $2 AND t.model IN ($3, '')) x
         GROUP BY x.id, x.year, x.measure ORDER BY x.year, x.measure",
        args![unit_id, day, model],
        count_of,
    )
}

/// The sums of each unit directly below a unit of this level, on the tree of a day.
pub fn by_child(tx: &mut Tx<'_>, unit_id: &str, level: Level, model: &str, day: Day) -> Result<Vec<Count>, Error> {
    let args = args![unit_id, day, model];
    if level == Level::Commune {
        return tx.query(
            "SELECT c.id, t.year, t.measure, t.n FROM unit c JOIN tally t ON t.unit_id = c.id
             WHERE c.parent_id = $1 AND c.level = 4 AND c.valid_from <= $2 AND c.valid_to >= $2 AND t.model IN ($3, '')
             ORDER BY c.id, t.year, t.measure",
            args,
            count_of,
        );
    }
    tx.query(
        "SELECT c.id, t.year, t.measure, CAST(SUM(t.n) AS BIGINT)
         FROM unit c JOIN unit_path p ON p.ancestor_id = c.id JOIN tally t ON t.unit_id = p.descendant_id
         WHERE c.parent_id = $1 AND c.valid_from <= $2 AND c.valid_to >= $2 AND p.level = 3 AND p.since <= $2
           AND p.until >= $2 AND t.model IN ($3, '')
         GROUP BY c.id, t.year, t.measure ORDER BY c.id, t.year, t.measure",
        args,
        count_of,
    )
}

/// Households that lived below (or at) a unit above the hamlets on `day`, on the tree of `tree`. Counted from the stays,
/// for days that are not the end of a year: those are in the counters.
pub fn stock_on(tx: &mut Tx<'_>, unit_id: &str, tree: Day, day: Day) -> Result<i64, Error> {
    tx.one(
        "SELECT COUNT(*) FROM unit_path p JOIN unit h ON h.parent_id = p.descendant_id
           JOIN household_stay s ON s.hamlet_id = h.id
         WHERE p.ancestor_id = $1 AND p.level = 3 AND p.since <= $2 AND p.until >= $2 AND h.level = 4
           AND s.since <= $3 AND s.until >= $3",
        args![unit_id, tree, day],
        |row| row.int(0),
    )
}

/// [`stock_on`] for each unit directly below, for units above the commune: unit id and number.
pub fn stock_by_child(tx: &mut Tx<'_>, unit_id: &str, tree: Day, day: Day) -> Result<Vec<(String, i64)>, Error> {
    tx.query(
        "SELECT c.id, COUNT(*) FROM unit c JOIN unit_path p ON p.ancestor_id = c.id
           JOIN unit h ON h.parent_id = p.descendant_id JOIN household_stay s ON s.hamlet_id = h.id
         WHERE c.parent_id = $1 AND c.valid_from <= $2 AND c.valid_to >= $2 AND p.level = 3 AND p.since <= $2
           AND p.until >= $2 AND h.level = 4 AND s.since <= $3 AND s.until >= $3
         GROUP BY c.id ORDER BY c.id",
        args![unit_id, tree, day],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}

/// Households of each hamlet of a commune on a day, hamlets that have ended included: unit id and number.
pub fn stock_by_hamlet(tx: &mut Tx<'_>, commune_id: &str, day: Day) -> Result<Vec<(String, i64)>, Error> {
    tx.query(
        "SELECT h.id, COUNT(*) FROM unit h JOIN household_stay s ON s.hamlet_id = h.id
         WHERE h.parent_id = $1 AND h.level = 4 AND s.since <= $2 AND s.until >= $2
         GROUP BY h.id ORDER BY h.id",
        args![commune_id, day],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}

/// Every counter of every hamlet a commune ever had, those that have ended included.
pub fn of_hamlets(tx: &mut Tx<'_>, commune_id: &str, model: &str) -> Result<Vec<Count>, Error> {
    tx.query(
        "SELECT h.id, t.year, t.measure, t.n FROM unit h JOIN tally t ON t.unit_id = h.id
         WHERE h.parent_id = $1 AND h.level = 4 AND t.model IN ($2, '') ORDER BY h.id, t.year, t.measure",
        args![commune_id, model],
        count_of,
    )
}

/// The key of a counter.
type Key = (String, i64, String, String);

/// A counter that does not equal what is counted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Unit.
    pub unit_id: String,
    /// Year.
    pub year: i64,
    /// Model; empty for households.
    pub model: String,
    /// Measure word.
    pub measure: String,
    /// What is stored.
    pub stored: i64,
    /// What was counted again.
    pub counted: i64,
}

/// Counts everything again from assessments and stays, and names each counter that differs.
pub fn recount(tx: &mut Tx<'_>) -> Result<Vec<Difference>, Error> {
    tx.unhurried()?;
    let mut truth: BTreeMap<Key, i64> = BTreeMap::new();
    tx.each(
        "SELECT hamlet_id, commune_id, year, model, state, COUNT(*) FROM assessment
         GROUP BY hamlet_id, commune_id, year, model, state",
        args![],
        |row| {
            let state = State::of(&row.text(4)?).ok_or_else(|| Error::Shape("state".to_owned()))?;
            for measure in contribution(Some(state)) {
                for unit in [row.text(0)?, row.text(1)?] {
                    let key = (unit, row.int(2)?, row.text(3)?, measure.word().to_owned());
                    *truth.entry(key).or_default() += row.int(5)?;
                }
            }
            Ok(())
        },
    )?;
    tx.each(
        "SELECT hamlet_id, commune_id, since, until, COUNT(*) FROM household_stay
         GROUP BY hamlet_id, commune_id, since, until",
        args![],
        |row| {
            let (since, until, n) = (row.day(2)?, row.day(3)?, row.int(4)?);
            for unit in [row.text(0)?, row.text(1)?] {
                let stay = rules::tally::Stay { since, until };
                for change in rules::tally::stay_moves(None, Some(stay), &[&unit]) {
                    let key = (change.unit_id, change.year, change.model, change.measure.word().to_owned());
                    *truth.entry(key).or_default() += change.by * n;
                }
            }
            Ok(())
        },
    )?;
    let mut found = Vec::new();
    tx.each("SELECT unit_id, year, model, measure, n FROM tally ORDER BY unit_id", args![], |row| {
        let key = (row.text(0)?, row.int(1)?, row.text(2)?, row.text(3)?);
        let (stored, counted) = (row.int(4)?, truth.remove(&key).unwrap_or(0));
        if stored != counted {
            found.push(difference(key, stored, counted));
        }
        Ok(())
    })?;
    found.extend(truth.into_iter().filter(|(_, n)| *n != 0).map(|(key, n)| difference(key, 0, n)));
    Ok(found)
}

fn difference((unit_id, year, model, measure): Key, stored: i64, counted: i64) -> Difference {
    Difference { unit_id, year, model, measure, stored, counted }
}

/// Puts counters right that a recount named.
pub fn repair(tx: &mut Tx<'_>, differences: &[Difference]) -> Result<(), Error> {
    for wrong in differences {
        tx.exec(
            "INSERT INTO tally (unit_id, year, model, measure, n) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (unit_id, year, model, measure) DO UPDATE SET n = excluded.n",
            args![&wrong.unit_id, wrong.year, &wrong.model, &wrong.measure, wrong.counted],
        )?;
    }
    Ok(())
}
