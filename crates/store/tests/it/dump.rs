//! All records as one stream: what one database gives the other takes, and every change on the way is found.

use std::sync::Arc;

use store::dump::{self, Fault, Reader, Tell};
use store::{Db, args};

use crate::decisions::recognise_three;
use crate::kit::{AT, both, read, write};

fn tell() -> Tell {
    Arc::new(|_| {})
}

fn stream(db: &Db) -> (dump::Header, Vec<dump::Sum>, Vec<u8>) {
    let mut out = Vec::new();
    let done = db.read(|tx| {
        out.clear();
        dump::write(tx, &mut out, serde_json::json!({"at": 1}), &tell())
    });
    let (header, sums) = done.unwrap_or_else(|fault| panic!("{fault:?}"));
    (header, sums, out)
}

fn fill(db: &Db, bytes: &[u8]) -> Result<Vec<dump::Sum>, Fault> {
    let bytes = bytes.to_vec();
    dump::fill(db, AT, move || Ok(std::io::Cursor::new(bytes.clone())), &tell()).map(|(_, sums)| sums)
}

/// Records with everything that two databases keep differently: letters, line ends, quotes, bytes, nothing at all.
fn odd(db: &Db) {
    write(db, |tx| {
        for (key, value) in [
            ("chữ", "Nguyễn Thị Đào – “Gia đình học tập”"),
            ("decomposed", "Nguye\u{302}\u{303}n"),
            ("lines", "một\nhai\r\nba\tbốn\\N\\x00"),
            ("empty", ""),
            ("quote", "'; DROP TABLE unit; --"),
        ] {
            store::receipts::set_setting(tx, key, value)?;
        }
        let line = store::audit::Line {
            at: AT,
            account_id: "system".to_owned(),
            act: "test".to_owned(),
            object_kind: "site".to_owned(),
            object_id: String::new(),
            unit_id: String::new(),
            before: String::new(),
            after: "{}".to_owned(),
            reason: "vì “đổi tên”".to_owned(),
            proof: String::new(),
        };
        store::audit::append(tx, &crate::kit::SEAL, store::audit::SITE, &[line])?;
        store::receipts::set_setting(tx, "long", &"ổ".repeat(70_000))?;
        tx.exec(
            "UPDATE member SET id_cipher = $1, id_hash = 'h', name = $2",
            args![(0..=255_u8).collect::<Vec<u8>>(), "Trần Văn Ơn"],
        )
    });
}

#[test]
fn what_one_database_gives_either_takes() {
    both(|db| {
        recognise_three(db);
        odd(db);
        let (header, sums, bytes) = stream(db);
        assert_eq!(header.rows(), sums.iter().map(|sum| sum.rows).sum::<i64>());
        assert!(header.chains > 0 && header.rows() > 40 && header.parts.len() > 25, "{header:?}");
        both(|other| {
            assert_eq!(fill(other, &bytes).unwrap_or_else(|fault| panic!("{fault:?}")), sums);
            let (again, own, _) = stream(other);
            assert_eq!((own, &again.heads), (sums.clone(), &header.heads));
            assert!(read(other, store::tallies::recount).is_empty() == read(db, store::tallies::recount).is_empty());
            let setting = read(other, |tx| store::receipts::setting(tx, "lines"));
            assert_eq!(setting.as_deref(), Some("một\nhai\r\nba\tbốn\\N\\x00"));
            // Sent again: nothing is changed.
            assert!(matches!(fill(other, &bytes), Err(Fault::NotEmpty)));
            write(other, |tx| tx.exec("UPDATE setting SET value = 'x' WHERE key = 'empty'", args![]));
            let (_, changed, _) = stream(other);
            assert!(changed != sums, "a value that changed shows in its table's sum");
        });
    });
}

#[test]
fn a_broken_stream_leaves_nothing_behind() {
    both(|db| {
        recognise_three(db);
        let (_, _, bytes) = stream(db);
        both(|other| {
            for cut in [bytes.len() - 1, bytes.len() / 2, 100, 1] {
                assert!(fill(other, &bytes[..cut]).is_err(), "cut off at {cut}");
            }
            let mut changed = bytes.clone();
            let at = bytes.len() * 2 / 3;
            changed[at] ^= 1;
            assert!(fill(other, &changed).is_err());
            assert!(fill(other, &[bytes.as_slice(), b"x"].concat()).is_err());
            let newer = String::from_utf8_lossy(&bytes[..300]).contains("\"schema\":[[1,\"");
            assert!(newer, "the header begins with the schema");
            assert_eq!(read(other, store::units::count), 0);
            assert!(fill(other, &bytes).is_ok(), "and the whole one goes in afterwards");
        });
    });
}

#[test]
fn every_changed_byte_of_a_stream_is_found() {
    crate::kit::lite(&|db| {
        write(db, |tx| store::receipts::set_setting(tx, "name", "Lò Văn Ún"));
        let (_, sums, bytes) = stream(db);
        let whole = Reader::open(bytes.as_slice()).and_then(|reader| reader.verify(&tell()));
        assert!(whole.is_ok_and(|(_, found)| found == sums));
        // The header's own words (which program, which kind of database) are the container's to guard.
        let text = bytes.iter().position(|byte| *byte == b'{').unwrap();
        let body = text + bytes[text..].iter().position(|byte| *byte == 2).unwrap();
        for at in body..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            let read = Reader::open(other.as_slice()).and_then(|reader| reader.verify(&tell()));
            assert!(read.is_err(), "byte {at} of {} was not found", bytes.len());
        }
    });
}

#[test]
fn the_tables_of_a_dump_follow_those_they_point_to() {
    both(|db| {
        let (header, ..) = stream(db);
        let names: Vec<&str> = header.parts.iter().map(|part| part.table.name.as_str()).collect();
        let place = |name: &str| names.iter().position(|one| *one == name).unwrap();
        assert!(place("unit") < place("household") && place("household") < place("assessment"));
        assert!(!names.contains(&"migration") && !names.contains(&"job"));
        let all = read(db, |tx| {
            let sql = if tx.is_sqlite() {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
            } else {
                "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"
            };
            tx.query(sql, args![], |row| row.text(0))
        });
        assert_eq!(all.len(), names.len() + 2, "every other table is in it");
    });
}
