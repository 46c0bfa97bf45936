//! Migrations: twice changes nothing, a changed or newer database stops the start, both databases get one shape.
//! Must not know what the tables mean.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use store::{Db, Error, args};

use crate::kit::{AT, Schema, at_once, both, read, surroundings, write};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/schema.golden");

#[test]
fn migrating_twice_changes_nothing() {
    both(|db| {
        let applied = || {
            read(db, |tx| {
                tx.query("SELECT name, checksum, at FROM migration ORDER BY n", args![], |row| {
                    Ok((row.text(0)?, row.text(1)?, row.int(2)?))
                })
            })
        };
        let before = applied();
        assert!(!before.is_empty());
        assert_eq!(store::migrate::migrate(db, rules::basics::Moment(AT.0 + 1)).unwrap(), Vec::<String>::new());
        assert_eq!(applied(), before);
    });
}

#[test]
fn a_changed_old_file_stops_the_start() {
    both(|db| {
        write(db, |tx| tx.exec("UPDATE migration SET checksum = 'other' WHERE n = 1", args![]));
        let error = store::migrate::migrate(db, AT).unwrap_err();
        assert!(matches!(error, Error::Shape(_)), "{error:?}");
        assert!(error.to_string().contains("0001_start.sql was changed"), "{error}");
    });
}

#[test]
fn a_newer_database_stops_the_start() {
    both(|db| {
        write(db, |tx| {
            tx.exec("INSERT INTO migration (n, name, checksum, at) VALUES (9999, 'future.sql', 'x', 1)", args![])
        });
        let error = store::migrate::migrate(db, AT).unwrap_err();
        assert!(error.to_string().contains("newer version"), "{error}");
    });
}

#[test]
fn servers_that_start_together_migrate_once() {
    let together = |address: &str| {
        let applied = at_once(6, |_| {
            let db = Db::open(address).unwrap();
            store::migrate::migrate(&db, AT).unwrap()
        });
        let did = applied.iter().filter(|names| !names.is_empty()).count();
        assert_eq!(did, 1, "{applied:?}");
    };
    let folder = tempfile::tempdir().unwrap();
    together(folder.path().join("site.db").to_str().unwrap());
    if let Some(schema) = Schema::fresh() {
        together(&schema.address);
    }
}

#[test]
fn both_databases_end_with_the_shape_in_the_golden_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.db");
    store::migrate::migrate(&Db::open(path.to_str().unwrap()).unwrap(), AT).unwrap();
    let sqlite = shape_of_sqlite(&path);
    if surroundings("HOCTAP_GOLDEN") == "write" {
        std::fs::write(GOLDEN, &sqlite).unwrap();
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    assert!(
        sqlite == golden,
        "the shape changed; look at it, then write the golden file with HOCTAP_GOLDEN=write:\n{}",
        difference(&golden, &sqlite)
    );
    let Some(schema) = Schema::fresh() else { return };
    store::migrate::migrate(&Db::open(&schema.address).unwrap(), AT).unwrap();
    let postgres = shape_of_postgres(&schema);
    assert!(postgres == golden, "PostgreSQL has another shape:\n{}", difference(&golden, &postgres));
}

fn difference(expected: &str, got: &str) -> String {
    let (expected, got): (Vec<_>, Vec<_>) = (expected.lines().collect(), got.lines().collect());
    let mut text = String::new();
    for line in expected.iter().filter(|line| !got.contains(line)) {
        let _ = writeln!(text, "- {line}");
    }
    for line in got.iter().filter(|line| !expected.contains(line)) {
        let _ = writeln!(text, "+ {line}");
    }
    text
}

/// A table in words that both databases share.
#[derive(Default)]
struct Table {
    columns: Vec<String>,
    key: Vec<String>,
    indexes: Vec<String>,
    references: Vec<String>,
}

fn print(tables: BTreeMap<String, Table>) -> String {
    let mut text = String::new();
    for (name, mut table) in tables {
        let _ = writeln!(text, "{name}");
        for column in &table.columns {
            let _ = writeln!(text, "  {name}.{column}");
        }
        let _ = writeln!(text, "  {name} key ({})", table.key.join(", "));
        table.indexes.sort();
        table.references.sort();
        for line in table.indexes.iter().chain(&table.references) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn shape_of_sqlite(path: &std::path::Path) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    let rows = |sql: &str| -> Vec<Vec<String>> {
        let mut statement = connection.prepare(sql).unwrap();
        let width = statement.column_count();
        statement
            .query_map([], |row| {
                (0..width)
                    .map(|at| {
                        Ok(match row.get_ref(at)? {
                            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                            _ => String::new(),
                        })
                    })
                    .collect()
            })
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let mut tables = BTreeMap::new();
    for name in rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'") {
        let name = name[0].clone();
        let mut table = Table::default();
        let mut key = Vec::new();
        for column in rows(&format!("SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}') ORDER BY cid"))
        {
            let needed = column[2] == "1" || column[3] != "0";
            table.columns.push(format!("{} {}{}", column[0], column[1], if needed { " NOT NULL" } else { "" }));
            if column[3] != "0" {
                key.push((column[3].clone(), column[0].clone()));
            }
        }
        key.sort();
        table.key = key.into_iter().map(|(_, column)| column).collect();
        for index in rows(&format!("SELECT name, \"unique\" FROM pragma_index_list('{name}') WHERE origin = 'c'")) {
            let columns: Vec<String> =
                rows(&format!("SELECT name FROM pragma_index_info('{}') ORDER BY seqno", index[0])).concat();
            table.indexes.push(index_line(&index[0], index[1] == "1", &columns.join(", ")));
        }
        for link in rows(&format!("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('{name}')")) {
            table.references.push(format!("{name}.{} -> {}.{}", link[0], link[1], link[2]));
        }
        tables.insert(name, table);
    }
    print(tables)
}

fn index_line(name: &str, unique: bool, columns: &str) -> String {
    format!("{name}{} ({columns})", if unique { " unique" } else { "" })
}

fn shape_of_postgres(schema: &Schema) -> String {
    let mut client = schema.client();
    let mut rows = |sql: &str| -> Vec<Vec<String>> {
        client
            .query(sql, &[&schema.name()])
            .unwrap()
            .iter()
            .map(|row| (0..row.len()).map(|at| row.get::<_, String>(at)).collect())
            .collect()
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let columns = "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text
                   FROM information_schema.columns WHERE table_schema = $1 ORDER BY table_name, ordinal_position";
    for column in rows(columns) {
        let kind = match column[2].as_str() {
            "bigint" => "INTEGER",
            "text" => "TEXT",
            "bytea" => "BLOB",
            other => other,
        };
        let needed = if column[3] == "NO" { " NOT NULL" } else { "" };
        tables.entry(column[0].clone()).or_default().columns.push(format!("{} {kind}{needed}", column[1]));
    }
    let indexes = "SELECT t.relname::text, i.relname::text, x.indisunique::text, x.indisprimary::text,
                     (SELECT string_agg(a.attname::text, ', ' ORDER BY k.n)
                      FROM unnest(x.indkey) WITH ORDINALITY k(attnum, n)
                      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
                   FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
                   JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = $1 ORDER BY i.relname";
    for index in rows(indexes) {
        let table = tables.get_mut(&index[0]).unwrap();
        if index[3] == "true" {
            table.key = index[4].split(", ").map(str::to_owned).collect();
        } else {
            table.indexes.push(index_line(&index[1], index[2] == "true", &index[4]));
        }
    }
    let links = "SELECT t.relname::text, a.attname::text, f.relname::text, b.attname::text
                 FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
                 JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = c.confkey[1]
                 JOIN pg_namespace n ON n.oid = t.relnamespace WHERE c.contype = 'f' AND n.nspname = $1
                 ORDER BY t.relname, a.attname";
    for link in rows(links) {
        let line = format!("{}.{} -> {}.{}", link[0], link[1], link[2], link[3]);
        tables.get_mut(&link[0]).unwrap().references.push(line);
    }
    print(tables)
}
