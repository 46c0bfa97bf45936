//! A province's figures as JSON, against the bare sum of its counters, and against a columnar database that groups the
//! assessments themselves.

use std::fmt::Write as _;
use std::time::Duration;

use crate::http::{Client, Server};
use crate::pairs::{Bound, Line, median, pairs, timed};
use crate::site::{command, open, province, text};
use crate::{Size, Stopped};

/// The sum by commune, as the driver alone is asked for it.
const SUM: &str = "SELECT c.id, t.year, t.measure, CAST(SUM(t.n) AS BIGINT)
 FROM unit c JOIN unit_path p ON p.ancestor_id = c.id JOIN tally t ON t.unit_id = p.descendant_id
 WHERE c.parent_id = ?1 AND c.valid_from <= ?2 AND c.valid_to >= ?2 AND p.level = 3 AND p.since <= ?2 AND p.until >= ?2
   AND t.model IN ('family', '')
 GROUP BY c.id, t.year, t.measure ORDER BY c.id, t.year, t.measure";

/// The same from the assessments.
const PROGRAM: &str = "import sys, time, statistics
try:
    import duckdb
except ImportError:
    print('absent'); sys.exit(0)
path, wanted = sys.argv[1], int(sys.argv[2])
db = duckdb.connect()
db.execute('SET threads = 2')
db.execute(f\"CREATE TABLE one AS SELECT * FROM read_csv('{path}', header = false, names = ['commune', 'year', 'state'])\")
rows = db.execute('SELECT count(*) FROM one').fetchone()[0]
db.execute(f'CREATE TABLE many AS SELECT one.* FROM one, range({max(1, -(-wanted // rows))})')
rows = db.execute('SELECT count(*) FROM many').fetchone()[0]
times = []
for _ in range(7):
    began = time.perf_counter()
    groups = db.execute('SELECT commune, year, state, count(*) FROM many GROUP BY ALL').fetchall()
    times.append(time.perf_counter() - began)
print(duckdb.__version__, rows, sum(group[3] for group in groups), statistics.median(times))
";

/// How long one answer takes, on a kept connection, the middle of many.
fn answer(client: &mut Client, path: &str, times: usize) -> Result<f64, Stopped> {
    let mut all = Vec::new();
    for _ in 0..times {
        let (time, body) = timed(|| client.get(path))?;
        if body.is_empty() {
            return Err("an empty answer".into());
        }
        all.push(time.as_secs_f64());
    }
    median(all)
}

fn bare(connection: &rusqlite::Connection, place: &str, day: &str, times: usize) -> Result<(f64, i64), Stopped> {
    let mut all = Vec::new();
    let mut recognised = 0;
    for _ in 0..times {
        let (time, sum) = timed(|| {
            let mut statement = connection.prepare_cached(SUM)?;
            let mut rows = statement.query([place, day])?;
            let mut sum = 0;
            while let Some(row) = rows.next()? {
                let measure: String = row.get(2)?;
                if measure == "recognised" {
                    sum += row.get::<_, i64>(3)?;
                }
            }
            Ok(sum)
        })?;
        all.push(time.as_secs_f64());
        recognised = sum;
    }
    Ok((median(all)?, recognised))
}

/// The recognised families of all years and rows that an answer tells.
fn recognised(body: &[u8]) -> Result<i64, Stopped> {
    let json: serde_json::Value = serde_json::from_slice(body)?;
    let trend = json.get("trend").and_then(|trend| trend.as_array()).ok_or("no trend")?;
    Ok(trend.iter().filter_map(|year| year.pointer("/counts/recognised")?.as_i64()).sum())
}

struct Place<'a> {
    folder: &'a std::path::Path,
    id: &'a str,
    code: &'a str,
    name: &'a str,
}

fn one(size: &Size, place: &Place<'_>) -> Result<(Line, f64), Stopped> {
    let app = open(place.folder, None)?;
    let today = app.day(app.clock.now()).to_string();
    let connection = rusqlite::Connection::open(place.folder.join("hoctap.db"))?;
    connection.execute_batch("PRAGMA cache_size = -16384")?;
    let server = Server::of(app)?;
    let mut client = Client::open(server.address)?;
    let path = format!("/api/v1/figures/{}", place.code);
    let told = recognised(&client.get(&path)?)?;
    let (_, summed) = bare(&connection, place.id, &today, 1)?;
    if told != summed {
        return Err(format!("{path} tells {told} recognised families, the sum {summed}").into());
    }
    let times = size.of(5, 60);
    let (ours, plain) = pairs(
        size.of(1, 5),
        || answer(&mut client, &path, times),
        || bare(&connection, place.id, &today, times).map(|(time, _)| time),
    )?;
    let duration = Duration::from_secs_f64;
    let what = format!("figures of {} as JSON over HTTP", place.name);
    let line =
        Line::times(&what, "the bare SQL sum through the driver", duration(ours), duration(plain), Bound::AtMost(3.0));
    Ok((line, ours))
}

/// Measures it for the province, for a tenth of its people and for the country.
///
/// # Errors
/// Those of the site, and when answer and sum differ.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let folder = province(size)?;
    let whole = Place { folder: &folder, id: "82@2025-07-01", code: "82", name: "a province" };
    let (line, ours) = one(size, &whole)?;
    let mut found = vec![line];
    found.extend(grouped(size, &folder, ours)?);
    if !size.short {
        let small = size.folder.join("tenth");
        command(&["generate", "--province", "82", "--scale", "0.1", "--years", "2", "--data", text(&small)?])?;
        let tenth = Place { folder: &small, id: whole.id, code: whole.code, name: "a tenth of its people" };
        let (_, less) = one(size, &tenth)?;
        let duration = Duration::from_secs_f64;
        let what = "the province's figures beside those of a tenth of its people";
        found.push(Line::times(what, "a tenth of the people", duration(ours), duration(less), Bound::AtMost(1.2)));
        let country = size.folder.join("country");
        command(&["generate", "--province", "all", "--scale", "0.004", "--years", "2", "--data", text(&country)?])?;
        let all =
            Place { folder: &country, id: "VN@1945-09-02", code: "VN", name: "the country, 3,321 communes counted" };
        found.push(one(size, &all)?.0);
    }
    Ok(found)
}

/// DuckDB grouping ten million assessments: those of the site as often as it takes.
fn grouped(size: &Size, folder: &std::path::Path, ours: f64) -> Result<Option<Line>, Stopped> {
    let connection = rusqlite::Connection::open(folder.join("hoctap.db"))?;
    let mut csv = String::new();
    let mut statement = connection.prepare("SELECT commune_id, year, state FROM assessment")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        writeln!(csv, "{},{},{}", row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?)?;
    }
    let path = size.folder.join("assessments.csv");
    std::fs::write(&path, csv)?;
    let python = std::env::var("HOCTAP_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let wanted = size.of(10_000, 10_000_000).to_string();
    let output = std::process::Command::new(python).args(["-c", PROGRAM, text(&path)?, &wanted]).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let words: Vec<&str> = said.split_whitespace().collect();
    let [version, rows, counted, seconds] = words.as_slice() else { return Ok(None) };
    if rows != counted {
        return Err(format!("DuckDB counted {counted} of {rows} assessments").into());
    }
    let theirs: f64 = seconds.parse()?;
    let duration = Duration::from_secs_f64;
    Ok(Some(Line {
        what: "figures of a province as JSON over HTTP: how many times faster".to_owned(),
        against: format!("DuckDB {version}, 2 threads, grouping {rows} assessments"),
        ours: crate::pairs::told(duration(ours)),
        bare: crate::pairs::told(duration(theirs)),
        ratio: theirs / ours,
        bound: Bound::AtLeast(20.0),
    }))
}
