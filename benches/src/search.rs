//! Finding a household by name without accents in the largest commune, against the bare read of its index and against a
//! `LIKE` over everybody.

use std::time::Duration;

use crate::pairs::{Bound, Line, median, pairs, timed};
use crate::site::{open, province};
use crate::{Size, Stopped};

/// Folded names as officers type them.
const NAMES: &[&str] = &["nguyen van tam", "tran thi hoa", "le minh", "huynh thi ngoc lan", "pham", "vo van ut"];

/// Measures it.
///
/// # Errors
/// Those of the site.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let folder = province(size)?;
    let app = open(&folder, None)?;
    let (commune, _) = app.db.read(|tx| {
        tx.one(
            "SELECT commune_id, COUNT(*) FROM household GROUP BY commune_id ORDER BY 2 DESC LIMIT 1",
            store::args![],
            |row| Ok((row.text(0)?, row.int(1)?)),
        )
    })?;
    let connection = rusqlite::Connection::open(folder.join("hoctap.db"))?;
    connection.execute_batch("PRAGMA cache_size = -65536")?;
    let times = size.of(2, 15);
    let found = |words: &str| {
        let filter = store::register::HouseholdFilter {
            scope: commune.clone(),
            words: words.to_owned(),
            limit: 100,
            ..store::register::HouseholdFilter::default()
        };
        Ok::<_, Stopped>(app.db.read(|tx| store::register::list_households(tx, &filter))?.len())
    };
    let ours = || {
        let mut all = Vec::new();
        for words in NAMES.iter().cycle().take(NAMES.len() * times) {
            all.push(timed(|| found(words))?.0.as_secs_f64());
        }
        median(all)
    };
    let bare = || {
        let mut all = Vec::new();
        for words in NAMES.iter().cycle().take(NAMES.len() * times) {
            let (time, _) = timed(|| {
                let mut statement = connection.prepare_cached(
                    "SELECT id, head_name FROM household WHERE commune_id = ?1 AND instr(fold, ?2) > 0
                     ORDER BY sort_key, id LIMIT 100",
                )?;
                let mut rows = statement.query([commune.as_str(), words])?;
                let mut n = 0;
                while rows.next()?.is_some() {
                    n += 1;
                }
                Ok(n)
            })?;
            all.push(time.as_secs_f64());
        }
        median(all)
    };
    let scan = || {
        let (time, _) = timed(|| {
            let like = format!("%{}%", NAMES.first().unwrap_or(&""));
            let mut statement = connection.prepare_cached("SELECT COUNT(*) FROM member WHERE fold LIKE ?1")?;
            Ok(statement.query_row([like], |row| row.get::<_, i64>(0))?)
        })?;
        Ok(time.as_secs_f64())
    };
    let (own, plain) = pairs(size.of(1, 3), ours, bare)?;
    let (again, all) = pairs(size.of(1, 3), ours, scan)?;
    let duration = Duration::from_secs_f64;
    let what = "search of a name without accents in the largest commune";
    Ok(vec![
        Line::times(what, "bare read of the commune's index", duration(own), duration(plain), Bound::AtMost(3.0)),
        Line {
            what: format!("{what}: how many times faster"),
            against: "a LIKE over all people".to_owned(),
            ours: crate::pairs::told(duration(again)),
            bare: crate::pairs::told(duration(all)),
            ratio: all / again,
            bound: Bound::AtLeast(50.0),
        },
    ])
}
