//! Finding people and households by name without accents: a person among everybody, on both databases, against the bare read
//! of the same index and against a `LIKE` over everybody; and a household in the largest commune.

use std::time::Duration;

use store::register::{self, By};

use crate::pairs::{Bound, Line, median, pairs, timed, told};
use crate::site::{Pg, command, open, province, text};
use crate::{Size, Stopped};

/// Folded names as officers type them.
const NAMES: &[&str] = &["nguyen van tam", "tran thi hoa", "le minh", "huynh thi ngoc lan", "pham", "vo van ut"];

/// The same from the given name back, as people are called.
const GIVEN: &[&str] = &["van tam", "thi hoa", "minh", "ngoc lan", "ut", "an"];

/// People on one page.
const PAGE: i64 = 50;

/// Measures it.
///
/// # Errors
/// Those of the site.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let folder = province(size)?;
    let mut found = everybody_lite(size, &folder)?;
    if let Some(server) = &size.postgres {
        found.extend(everybody_postgres(size, &folder, server)?);
    }
    found.extend(in_one_commune(size, &folder)?);
    Ok(found)
}

/// The median of every question, asked so often.
fn asked(times: usize, mut ask: impl FnMut(&str, By) -> Result<usize, Stopped>) -> Result<(f64, usize), Stopped> {
    let (mut all, mut rows) = (Vec::new(), 0);
    for _ in 0..times {
        for (names, by) in [(NAMES, By::Front), (GIVEN, By::Back)] {
            for words in names {
                let (time, n) = timed(|| ask(words, by))?;
                all.push(time.as_secs_f64());
                rows += n;
            }
        }
    }
    Ok((median(all)?, rows))
}

/// The program's search of one page: each person with household, hamlet and commune.
fn page(db: &store::Db, words: &str, by: By) -> Result<usize, Stopped> {
    let start = if by == By::Front { words.to_owned() } else { rules::text::backwards(words) };
    Ok(db.read(|tx| register::people_by_name(tx, by, &start, None, PAGE))?.len())
}

/// The bare read of the index and of each person's row, with nothing around it. What is bound: beginning, end, rows.
const BARE_FRONT: &str = "SELECT id, name, birth, household_id FROM member
     WHERE fold >= $1 AND fold < $2 AND place <> '' ORDER BY fold, id LIMIT 50";
const BARE_BACK: &str = "SELECT id, name, birth, household_id FROM member
     WHERE back >= $1 AND back < $2 AND place <> '' ORDER BY back, id LIMIT 50";

/// The same with what a page tells of each person: household, hamlet, commune.
const WHOLE_FRONT: &str =
    "SELECT m.id, m.name, m.relation, m.sex, m.birth, h.id, h.number, h.head_name, u.id, u.full_name,
       c.id, c.full_name, h.synthetic, m.fold, m.place
     FROM member m CROSS JOIN household h CROSS JOIN unit u CROSS JOIN unit c
     WHERE m.fold >= $1 AND m.fold < $2 AND m.place <> ''
       AND h.id = m.household_id AND u.id = h.hamlet_id AND c.id = h.commune_id ORDER BY m.fold, m.id LIMIT 50";
const WHOLE_BACK: &str =
    "SELECT m.id, m.name, m.relation, m.sex, m.birth, h.id, h.number, h.head_name, u.id, u.full_name,
       c.id, c.full_name, h.synthetic, m.back, m.place
     FROM member m CROSS JOIN household h CROSS JOIN unit u CROSS JOIN unit c
     WHERE m.back >= $1 AND m.back < $2 AND m.place <> ''
       AND h.id = m.household_id AND u.id = h.hamlet_id AND c.id = h.commune_id ORDER BY m.back, m.id LIMIT 50";

/// Two statements: for names from the front, and from the back.
type Both = (&'static str, &'static str);
const BARE: Both = (BARE_FRONT, BARE_BACK);
const WHOLE: Both = (WHOLE_FRONT, WHOLE_BACK);

fn range(both: Both, words: &str, by: By) -> (&'static str, String, String) {
    // From the back only whole words are meant: nothing but a space follows.
    let (sql, start, next) = match by {
        By::Front => (both.0, words.to_owned(), '\u{10ffff}'),
        By::Back => (both.1, rules::text::backwards(words), '!'),
    };
    let end = format!("{start}{next}");
    (sql, start, end)
}

/// What came of it on one database: ours beside the bare index, ours beside the same rows read bare, ours beside a scan.
struct Times {
    index: (f64, f64),
    rows: (f64, f64),
    scan: (f64, f64),
}

fn lines(on: &str, times: &Times) -> Vec<Line> {
    let (again, scan) = times.scan;
    let what = format!("search of a person among everybody ({on})");
    let time = Duration::from_secs_f64;
    let line = |against: &str, (ours, bare): (f64, f64)| {
        Line::times(&what, against, time(ours), time(bare), Bound::AtMost(3.0))
    };
    vec![
        line("the same rows read bare through the driver: index, person, household, hamlet, commune", times.rows),
        line("bare read of the index and the person alone", times.index),
        Line {
            what: format!("{what}: how many times faster"),
            against: "a LIKE over all people".to_owned(),
            ours: told(time(again)),
            bare: told(time(scan)),
            ratio: scan / again,
            bound: Bound::AtLeast(50.0),
        },
    ]
}

fn same(ours: usize, bare: usize) -> Result<(), Stopped> {
    if ours == bare && ours > 0 { Ok(()) } else { Err(format!("{ours} people found beside {bare}").into()) }
}

fn everybody_lite(size: &Size, folder: &std::path::Path) -> Result<Vec<Line>, Stopped> {
    let app = open(folder, None)?;
    let connection = rusqlite::Connection::open(folder.join("hoctap.db"))?;
    connection.execute_batch("PRAGMA cache_size = -65536")?;
    let times = size.of(2, 50);
    let bare = |both: Both, words: &str, by: By| {
        let (sql, start, end) = range(both, words, by);
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([start, end])?;
        let mut n = 0;
        while let Some(row) = rows.next()? {
            // Each value is taken, as whoever asks would.
            let values: Result<Vec<rusqlite::types::Value>, _> = (0..columns).map(|at| row.get(at)).collect();
            n += usize::from(!values?.is_empty());
        }
        Ok(n)
    };
    let beside = |both: Both| {
        let (mut own_rows, mut bare_rows) = (0, 0);
        let times = pairs(
            size.of(1, 5),
            || asked(times, |words, by| page(&app.db, words, by)).map(|(time, rows)| (own_rows = rows, time).1),
            || asked(times, |words, by| bare(both, words, by)).map(|(time, rows)| (bare_rows = rows, time).1),
        )?;
        same(own_rows, bare_rows)?;
        Ok::<_, Stopped>(times)
    };
    let (index, rows) = (beside(BARE)?, beside(WHOLE)?);
    let scan = || {
        let like = format!("%{}%", NAMES.first().unwrap_or(&""));
        let (time, _) = timed(|| {
            let mut statement = connection.prepare_cached("SELECT COUNT(*) FROM member WHERE fold LIKE ?1")?;
            Ok(statement.query_row([like], |row| row.get::<_, i64>(0))?)
        })?;
        Ok(time.as_secs_f64())
    };
    let scan = pairs(size.of(1, 3), || Ok(asked(times, |words, by| page(&app.db, words, by))?.0), scan)?;
    Ok(lines("SQLite", &Times { index, rows, scan }))
}

fn everybody_postgres(size: &Size, folder: &std::path::Path, server: &str) -> Result<Vec<Line>, Stopped> {
    let pg = Pg::empty(server, "search")?;
    // The same rows, as `hoctap copy` brings them over.
    let from = format!("sqlite:{}", text(&folder.join("hoctap.db"))?);
    if command(&["copy", "--from", &from, "--to", &pg.address])? != 0 {
        return Err("the site could not be copied to PostgreSQL".into());
    }
    let mut client = postgres::Client::connect(&pg.address, postgres::NoTls)?;
    // As the server's own housekeeping leaves it after a while.
    client.batch_execute("VACUUM ANALYZE member")?;
    let db = store::Db::open(&pg.address)?;
    let times = size.of(2, 50);
    let mut ready = std::collections::HashMap::new();
    for sql in [BARE.0, BARE.1, WHOLE.0, WHOLE.1] {
        ready.insert(sql, client.prepare(sql)?);
    }
    let client = std::cell::RefCell::new(client);
    let bare = |both: Both, words: &str, by: By| {
        let (sql, start, end) = range(both, words, by);
        let statement = ready.get(sql).ok_or("not prepared")?;
        let rows = client.borrow_mut().query(statement, &[&start, &end])?;
        Ok(rows.iter().filter(|row| !row.get::<_, String>(1).is_empty()).count())
    };
    let beside = |both: Both| {
        let (mut own_rows, mut bare_rows) = (0, 0);
        let times = pairs(
            size.of(1, 5),
            || asked(times, |words, by| page(&db, words, by)).map(|(time, rows)| (own_rows = rows, time).1),
            || asked(times, |words, by| bare(both, words, by)).map(|(time, rows)| (bare_rows = rows, time).1),
        )?;
        same(own_rows, bare_rows)?;
        Ok::<_, Stopped>(times)
    };
    let (index, rows) = (beside(BARE)?, beside(WHOLE)?);
    let scan = || {
        let like = format!("%{}%", NAMES.first().unwrap_or(&""));
        let (time, _) =
            timed(|| Ok(client.borrow_mut().query_one("SELECT COUNT(*) FROM member WHERE fold LIKE $1", &[&like])?))?;
        Ok(time.as_secs_f64())
    };
    let scan = pairs(size.of(1, 3), || Ok(asked(times, |words, by| page(&db, words, by))?.0), scan)?;
    Ok(lines("PostgreSQL", &Times { index, rows, scan }))
}

/// A household in the largest commune, as its list is searched.
fn in_one_commune(size: &Size, folder: &std::path::Path) -> Result<Vec<Line>, Stopped> {
    let app = open(folder, None)?;
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
        let filter = register::HouseholdFilter {
            scope: commune.clone(),
            words: words.to_owned(),
            limit: 100,
            ..register::HouseholdFilter::default()
        };
        Ok::<_, Stopped>(app.db.read(|tx| register::list_households(tx, &filter))?.len())
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
    let (own, plain) = pairs(size.of(1, 3), ours, bare)?;
    let duration = Duration::from_secs_f64;
    let what = "search of a household in the largest commune (SQLite)";
    Ok(vec![Line::times(what, "bare read of the commune's index", duration(own), duration(plain), Bound::AtMost(3.0))])
}
