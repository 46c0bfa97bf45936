//! Loading a million people: the register's own way of entering families, against prepared inserts and `COPY` of the same
//! rows into the same tables with the same indexes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use hoctap::demo::names::Lots;
use hoctap::generate::people;
use rules::basics::{Day, Level, Moment};
use rusqlite::params;
use store::register::{Member, NewHousehold, fold_of};
use store::units::NewUnit;

use crate::pairs::{Bound, Line, pairs, timed};
use crate::site::{Pg, fresh_lite};
use crate::{Size, Stopped};

/// Families with what the bare ways are given ready: the folded head and the search text.
type Families = Vec<(NewHousehold, Vec<Member>)>;

const HAMLET: &str = "1.001@2025-07-01";
const COMMUNE: &str = "1@2025-07-01";

fn day() -> Day {
    Day::parse("2025-07-01").unwrap_or(Day::FOREVER)
}

/// A key as the program's own, in the order of making.
fn id(nth: usize, kind: u8) -> String {
    format!("019{nth:05x}-{:04x}-7{kind:03x}-8000-{nth:012x}", nth % 0xffff)
}

/// So many made-up people in families.
#[must_use]
pub fn families(people_wanted: usize) -> Families {
    let mut lots = Lots::new(7);
    let (mut all, mut made) = (Vec::new(), 0);
    while made < people_wanted {
        let size = 1 + lots.draw(6);
        let nth = all.len();
        let household_id = id(nth, 1);
        let people = people::household(&mut lots, size.min(people_wanted - made), 2026);
        let members = people.iter().zip(1..).map(|(one, ordinal)| {
            made += 1;
            let number = made.is_multiple_of(4).then(|| hoctap::secrets::digest(&made.to_string()));
            Member {
                id: id(made, 2),
                household_id: household_id.clone(),
                ordinal,
                name: one.name.clone(),
                fold: rules::text::fold(&one.name),
                relation: one.relation.word().to_owned(),
                sex: if one.man { "male" } else { "female" }.to_owned(),
                birth: one.birth.clone(),
                id_cipher: number.as_ref().map(|_| vec![7; 52]),
                id_hash: number.clone(),
                id_tail: if number.is_some() { "123".to_owned() } else { String::new() },
                left_on: Day::FOREVER,
            }
        });
        let members: Vec<Member> = members.collect();
        let head = people.first().map(|one| one.name.clone()).unwrap_or_default();
        let household = NewHousehold {
            id: household_id,
            commune_id: COMMUNE.to_owned(),
            hamlet_id: HAMLET.to_owned(),
            number: format!("{nth:06}"),
            fold: String::new(),
            sort_key: rules::text::name_sort_key(&head),
            head_name: head,
            address: String::new(),
            phone: String::new(),
            note: String::new(),
            synthetic: true,
            since: day(),
            at: Moment(1),
        };
        all.push((household, members));
    }
    all
}

/// The two places all families live at.
fn places(db: &store::Db) -> Result<(), store::Error> {
    let unit = |code: &str, level, parent: Option<&str>| NewUnit {
        code: code.to_owned(),
        level,
        kind: "x".to_owned(),
        name: code.to_owned(),
        name_en: String::new(),
        full_name: code.to_owned(),
        alt_names: String::new(),
        parent_id: parent.map(str::to_owned),
        valid_from: day(),
        valid_to: Day::FOREVER,
        area_km2: String::new(),
        legal_basis: String::new(),
        source: String::new(),
        synthetic: true,
    };
    let all = [unit("1", Level::Commune, None), unit("1.001", Level::Hamlet, Some(COMMUNE))];
    db.write(move |tx| all.iter().try_for_each(|one| store::units::add(tx, one)))
}

/// The register's way.
fn ours(address: &str, families: &Arc<Families>) -> Result<f64, Stopped> {
    let db = store::Db::open(address)?;
    places(&db)?;
    db.loading()?;
    let own = Arc::clone(families);
    let (time, _) = timed(|| Ok(db.write(move |tx| store::register::add_families(tx, own.iter()))?))?;
    counted(&db, families)?;
    Ok(time.as_secs_f64())
}

/// Both ways must have entered the same.
fn counted(db: &store::Db, families: &Families) -> Result<(), Stopped> {
    let people: usize = families.iter().map(|family| family.1.len()).sum();
    let found = db.read(|tx| {
        let one = |tx: &mut store::Tx<'_>, sql| tx.one(sql, store::args![], |row| row.int(0));
        Ok::<_, store::Error>((
            one(tx, "SELECT COUNT(*) FROM household")?,
            one(tx, "SELECT COUNT(*) FROM member WHERE fold <> ''")?,
            one(tx, "SELECT COUNT(*) FROM household_stay")?,
        ))
    })?;
    let households = i64::try_from(families.len())?;
    if found == (households, i64::try_from(people)?, households) {
        Ok(())
    } else {
        Err(format!("{found:?} rows of {households} households and {people} people").into())
    }
}

/// Prepared inserts alone, one transaction, the same settings; foreign keys are not looked at.
fn prepared(address: &str, families: &Families, ready: &[(String, String)], turned: &[String]) -> Result<f64, Stopped> {
    places(&store::Db::open(address)?)?;
    let mut connection = rusqlite::Connection::open(address)?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -262144;
         PRAGMA wal_autocheckpoint = 65536; PRAGMA temp_store = MEMORY;",
    )?;
    let (time, ()) = timed(|| {
        let tx = connection.transaction()?;
        {
            let mut household = tx.prepare(
                "INSERT INTO household (id, commune_id, hamlet_id, number, head_name, head_fold, fold, sort_key, address,
                   phone, note, status, status_on, synthetic, created_at, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', '', '', 'active', '2025-07-01', 1, 1, 1)",
            )?;
            let mut stay = tx.prepare("INSERT INTO household_stay VALUES (?1, ?2, ?3, '2025-07-01', '9999-12-31')")?;
            let mut member = tx.prepare(
                "INSERT INTO member (id, household_id, ordinal, name, fold, back, relation, sex, birth, id_cipher, id_hash,
                   id_tail, left_on, place)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?12, ?6, ?7, ?8, ?9, ?10, ?11, '9999-12-31', ?13)",
            )?;
            for ((one, _), (head, fold)) in families.iter().zip(ready) {
                household.execute(params![
                    one.id,
                    one.commune_id,
                    one.hamlet_id,
                    one.number,
                    one.head_name,
                    head,
                    fold,
                    one.sort_key
                ])?;
            }
            for (one, _) in families {
                stay.execute(params![one.id, one.hamlet_id, one.commune_id])?;
            }
            let mut turned = turned.iter();
            for one in families.iter().flat_map(|(_, members)| members) {
                let back = turned.next().ok_or("a name that was not turned")?;
                member.execute(params![
                    one.id,
                    one.household_id,
                    one.ordinal,
                    one.name,
                    one.fold,
                    one.relation,
                    one.sex,
                    one.birth,
                    one.id_cipher,
                    one.id_hash,
                    one.id_tail,
                    back,
                    HAMLET
                ])?;
            }
        }
        Ok(tx.commit()?)
    })?;
    counted(&store::Db::open(address)?, families)?;
    Ok(time.as_secs_f64())
}

/// The rows as `COPY` takes them, made beforehand.
fn lines(families: &Families, ready: &[(String, String)]) -> Result<[String; 3], Stopped> {
    let mut all = [String::new(), String::new(), String::new()];
    let [households, stays, members] = &mut all;
    for ((one, people), (head, fold)) in families.iter().zip(ready) {
        let NewHousehold { id, commune_id, hamlet_id, number, head_name, sort_key, .. } = one;
        writeln!(
            households,
            "{id}\t{commune_id}\t{hamlet_id}\t{number}\t{head_name}\t{head}\t{fold}\t{sort_key}\t\t\t\tactive\t2025-07-01\t1\t1\t1"
        )?;
        writeln!(stays, "{id}\t{hamlet_id}\t{commune_id}\t2025-07-01\t9999-12-31")?;
        for one in people {
            let cipher = one.id_cipher.as_ref().map_or_else(
                || "\\N".to_owned(),
                |bytes| bytes.iter().fold("\\\\x".to_owned(), |text, byte| format!("{text}{byte:02x}")),
            );
            writeln!(
                members,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{cipher}\t{}\t{}\t9999-12-31\t{hamlet_id}",
                one.id,
                one.household_id,
                one.ordinal,
                one.name,
                one.fold,
                rules::text::backwards(&one.fold),
                one.relation,
                one.sex,
                one.birth,
                one.id_hash.as_deref().unwrap_or("\\N"),
                one.id_tail
            )?;
        }
    }
    Ok(all)
}

/// `COPY` alone.
fn copied(address: &str, families: &Families, lines: &[String; 3]) -> Result<f64, Stopped> {
    let db = store::Db::open(address)?;
    places(&db)?;
    let mut client = postgres::Client::connect(address, postgres::NoTls)?;
    let (time, ()) = timed(|| {
        let mut tx = client.transaction()?;
        for (table, lines) in ["household", "household_stay", "member"].iter().zip(lines) {
            let mut writer = tx.copy_in(&format!("COPY {table} FROM STDIN"))?;
            for chunk in lines.as_bytes().chunks(1 << 16) {
                writer.write_all(chunk)?;
            }
            writer.finish()?;
        }
        Ok(tx.commit()?)
    })?;
    counted(&db, families)?;
    Ok(time.as_secs_f64())
}

/// Measures it on both databases.
///
/// # Errors
/// Those of the databases, and when both ways do not enter the same.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let people = size.of(3_000, 1_000_000);
    let families = Arc::new(families(people));
    let folds = |(one, members): &(NewHousehold, Vec<Member>)| {
        let folds: Vec<&str> = members.iter().map(|member| member.fold.as_str()).collect();
        (rules::text::fold(&one.head_name), fold_of(&one.head_name, &one.number, &folds))
    };
    let ready: Vec<(String, String)> = families.iter().map(folds).collect();
    let people_of = families.iter().flat_map(|(_, members)| members);
    let turned: Vec<String> = people_of.map(|one| rules::text::backwards(&one.fold)).collect();
    let rounds = size.of(1, 3);
    let mut found = Vec::new();
    let (own, bare) = pairs(
        rounds,
        || ours(&fresh_lite(&size.folder, "load-ours")?, &families),
        || prepared(&fresh_lite(&size.folder, "load-bare")?, &families, &ready, &turned),
    )?;
    let line = |against: &str, own: f64, bare: f64| {
        let time = std::time::Duration::from_secs_f64;
        Line::times(&format!("loading {people} people"), against, time(own), time(bare), Bound::AtMost(2.0))
    };
    found.push(line("SQLite prepared inserts, one transaction", own, bare));
    if let Some(server) = &size.postgres {
        let lines = lines(&families, &ready)?;
        let (own, bare) = pairs(
            rounds,
            || ours(&Pg::fresh(server, "ours")?.address, &families),
            || copied(&Pg::fresh(server, "bare")?.address, &families, &lines),
        )?;
        found.push(line("PostgreSQL COPY, text made beforehand", own, bare));
    }
    Ok(found)
}
