//! Plan guards: no statement that runs for a page or an act reads a large table from end to end.
//! Must not know what a statement is for.

use std::collections::BTreeMap;

use crate::kit::{AT, Schema};
use crate::portable::{Statement, flat, statements};

/// Tables that grow with people, years or acts.
const LARGE: &[&str] = &[
    "household",
    "household_stay",
    "member",
    "assessment",
    "step",
    "evidence",
    "decision",
    "certificate",
    "tally",
    "audit",
    "unit_path",
    "receipt",
];

/// Statements that read a whole table because that is what they are for: checks, recounts and nightly tidying.
fn reads_all_on_purpose(statement: &Statement) -> bool {
    const SAID: &[&str] = &[
        // Counts everything again.
        "SELECT hamlet_id, commune_id, year, model, state, COUNT(*) FROM assessment",
        "SELECT hamlet_id, commune_id, since, until, COUNT(*) FROM household_stay",
        "SELECT unit_id, year, model, measure, n FROM tally",
        // Compares every record with its last audit line.
        "SELECT a.id, a.revision, (SELECT MAX(t.proof)",
        "SELECT d.id, 0, (SELECT MAX(t.proof)",
        "SELECT DISTINCT t.object_id FROM audit t",
        "SELECT DISTINCT object_kind, object_id FROM audit WHERE LENGTH(proof)",
        // Walks every audit chain.
        "SELECT chain, n, at, account_id, act, object_kind, object_id, unit_id, before, after, reason, previous, hash",
    ];
    statement.file.starts_with("checks") || SAID.iter().any(|start| flat(statement.sql).starts_with(start))
}

fn hot() -> Vec<Statement> {
    let all: Vec<_> = statements().into_iter().filter(|statement| !reads_all_on_purpose(statement)).collect();
    assert!(all.len() > 90, "only {} statements are guarded", all.len());
    all
}

/// Which name stands for which table in a statement.
fn names(sql: &str) -> BTreeMap<String, String> {
    let flat = flat(sql).replace([',', '(', ')'], " ");
    let words: Vec<&str> = flat.split_whitespace().collect();
    let mut names = BTreeMap::new();
    for two in words.windows(2) {
        if ["FROM", "JOIN", "INTO", "UPDATE"].contains(&two[0]) {
            names.insert(two[1].to_owned(), two[1].to_owned());
        }
    }
    for three in words.windows(3) {
        if ["FROM", "JOIN"].contains(&three[0]) && three[2].chars().all(|letter| letter.is_ascii_lowercase()) {
            names.insert(three[2].to_owned(), three[1].to_owned());
        }
    }
    names
}

/// The large tables that SQLite would read whole for a statement.
fn sqlite_scans(connection: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let names = names(sql);
    let mut scans = Vec::new();
    let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = plan.raw_query();
    while let Some(row) = rows.next().unwrap() {
        let line: String = row.get(3).unwrap();
        let Some(name) = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else { continue };
        let table = names.get(name).map_or(name, String::as_str);
        if LARGE.contains(&table) {
            scans.push(table.to_owned());
        }
    }
    scans
}

/// The large tables that PostgreSQL could not read otherwise than whole.
fn postgres_scans(client: &mut postgres::Client, sql: &str) -> Vec<String> {
    let most = (1..=50).rev().find(|n| sql.contains(&format!("${n}"))).unwrap_or(0);
    let arguments = if most == 0 { String::new() } else { format!("({})", vec!["NULL"; most].join(", ")) };
    client.batch_execute(&format!("PREPARE one AS {sql}")).unwrap();
    let mut scans = Vec::new();
    for row in client.simple_query(&format!("EXPLAIN EXECUTE one{arguments}")).unwrap() {
        let postgres::SimpleQueryMessage::Row(row) = row else { continue };
        let line = row.get(0).unwrap_or_default();
        let table = line.split("Seq Scan on ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        if LARGE.contains(&table) {
            scans.push(table.to_owned());
        }
    }
    client.batch_execute("DEALLOCATE one").unwrap();
    scans
}

const UNGUARDED: &str =
    "SELECT h.id FROM unit u JOIN household h ON h.note = u.name WHERE u.id = $1 ORDER BY h.sort_key";

#[test]
fn sqlite_reads_no_large_table_from_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.db");
    store::migrate::migrate(&store::Db::open(path.to_str().unwrap()).unwrap(), AT).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    assert_eq!(sqlite_scans(&connection, UNGUARDED), ["household"], "the guard sees a scan when there is one");
    let mut scans = Vec::new();
    for statement in hot() {
        for table in sqlite_scans(&connection, statement.sql) {
            scans.push(format!("{}: {table}: {}", statement.file, flat(statement.sql)));
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}

#[test]
fn postgres_has_an_index_for_every_large_table_it_reads() {
    let Some(schema) = Schema::fresh() else { return };
    store::migrate::migrate(&store::Db::open(&schema.address).unwrap(), AT).unwrap();
    let mut client = schema.client();
    // Empty tables would always be read whole; so that is made the last resort, and seen when there was no other way.
    client.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    assert_eq!(postgres_scans(&mut client, UNGUARDED), ["household"], "the guard sees a scan when there is one");
    let mut scans = Vec::new();
    for statement in hot() {
        for table in postgres_scans(&mut client, statement.sql) {
            scans.push(format!("{}: {table}: {}", statement.file, flat(statement.sql)));
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}
