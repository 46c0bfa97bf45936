//! The register carried away: what stands in the file, that it reads back without changing anything, and that somebody
//! did it.

use hoctap::carry;
use hoctap::failure::Failure;
use hoctap::shares::Asker;
use papers::import::{Limits, read_rows};
use papers::sheets::{Column, Format, Kind, Table};
use rules::access::Role;
use serde_json::json;

use super::imports::{GOOD, send, two_hamlets};
use super::{code, commune};
use crate::kit::{LONG_HE, OTHER, SON_LA, both};

#[test]
fn an_export_reads_back_without_changing_anything() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        site.post(Some(&c.officer), &format!("/imports/{id}/apply"), &[]).await.is(303);
        for (lang, ending) in
            [("vi", "xlsx"), ("vi", "csv"), ("en", "xlsx"), ("en", "csv"), ("id", "xlsx"), ("id", "csv")]
        {
            let path = format!("/households.{ending}?place={}&lang={lang}", code(LONG_HE));
            let file = site.get(Some(&c.officer), &path).await.is(200);
            let name = format!("lai.{ending}");
            let id = send(site, &c.officer, LONG_HE, &name, &file.body).await;
            let outcome =
                site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{id}"), None).await.is(200).json();
            let outcome = &outcome["outcome"];
            assert_eq!(
                (&outcome["added"], &outcome["changed"], &outcome["unchanged"], &outcome["waiting"]),
                (&json!(0), &json!(0), &json!(3), &json!(0)),
                "{lang} {ending}: {outcome}"
            );
        }
    });
}

/// A small file, as exports make it.
fn small(app: &hoctap::app::App) -> hoctap::carry::Made {
    let table = Table {
        title: "x".to_owned(),
        sheet: "x".to_owned(),
        columns: vec![Column::new("x", Kind::Text)],
        rows: Vec::new(),
        notes_sheet: "y".to_owned(),
        facts: Vec::new(),
        rows_label: "z".to_owned(),
        notes: Vec::new(),
        made: rules::basics::Day::parse("2026-11-22").unwrap(),
    };
    carry::end(carry::begin(app, table, Format::Csv).unwrap(), Vec::new()).unwrap()
}

#[test]
fn one_person_has_two_files_at_once_until_they_are_sent_and_others_have_theirs() {
    both(|site| async move {
        let app = &site.app;
        let asker = |address: &str, person: &str| {
            Asker::of(Some(address.parse().unwrap()), &http::HeaderMap::new(), Some(person.to_owned()), &[])
        };
        let take = async |address: &str, person: &str| {
            let own = app.clone();
            asker(address, person)
                .serve(app.files.take(app, move |_| Ok(((), small(&own)))))
                .await
                .map(|(_, made)| made)
        };
        let is_busy =
            |told: Result<_, Failure>| matches!(told, Err(Failure::Problems(problems)) if problems[0].code == "busy");
        let (near, far) = ("203.0.113.9:5", "203.0.113.10:5");
        let first = take(near, "one").await.unwrap();
        let second = take(near, "one").await.unwrap();
        assert!(is_busy(take(near, "one").await) && is_busy(take(far, "one").await), "two are there");
        take(near, "two").await.unwrap();
        let sending = first.send("x", Format::Csv).unwrap();
        assert!(is_busy(take(near, "one").await), "it is not sent yet");
        drop(sending);
        let third = take(near, "one").await.unwrap();
        let mut office = Vec::new();
        for n in 2..carry::ADDRESS {
            office.push(take(near, &format!("person {n}")).await.unwrap());
        }
        assert!(is_busy(take(near, "somebody").await), "one address has a part of them");
        take(far, "somebody").await.unwrap();
        drop((second, third, office));
        take(near, "one").await.unwrap();
    });
}

#[test]
fn who_goes_away_while_a_file_is_made_does_not_let_another_one_begin() {
    both(|site| async move {
        let app = &site.app;
        let soon = std::time::Duration::from_millis(100);
        let mut stops = Vec::new();
        for _ in 0..carry::AT_ONCE {
            let (stop, stopped) = std::sync::mpsc::channel::<()>();
            let own = app.clone();
            let work = move |_: &mut store::Tx<'_>| {
                let _until_dropped = stopped.recv();
                Ok(((), small(&own)))
            };
            assert!(tokio::time::timeout(soon, app.files.take(app, work)).await.is_err(), "gave up waiting");
            stops.push(stop);
        }
        let own = app.clone();
        let next = app.files.take(app, move |_| Ok(((), small(&own))));
        let mut next = std::pin::pin!(next);
        assert!(tokio::time::timeout(soon, &mut next).await.is_err(), "both are still being made");
        drop(stops);
        next.await.unwrap();
    });
}

#[test]
fn a_corrected_export_corrects_people_and_makes_no_new_ones() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        site.post(Some(&c.officer), &format!("/imports/{id}/apply"), &[]).await.is(303);
        let list = format!("/households.csv?place={}", code(LONG_HE));
        let file = site.get(Some(&c.officer), &list).await.is(200).text();
        let people = file.lines().count();
        // The head's day of birth, and a name of somebody else whose birth is known.
        let mut lines: Vec<String> = file.lines().map(ToOwned::to_owned).collect();
        let head = lines.iter().position(|line| line.contains("05/03/1984")).unwrap();
        lines[head] = lines[head].replace("05/03/1984", "06/03/1984");
        let other = lines.iter().position(|line| line.contains("Giàng Thị Mỷ")).unwrap();
        lines[other] = lines[other].replace("Giàng Thị Mỷ", "Giàng Thị Mỵ");
        let id = send(site, &c.officer, LONG_HE, "sua.csv", lines.join("\n").as_bytes()).await;
        let seen = site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{id}"), None).await.is(200).json();
        assert_eq!(seen["outcome"]["waiting"], 0, "{seen}");
        site.post(Some(&c.officer), &format!("/imports/{id}/apply"), &[]).await.is(303);
        let now = site.get(Some(&c.officer), &list).await.is(200).text();
        assert_eq!(now.lines().count(), people, "nobody is there twice: {now}");
        assert!(now.contains("06/03/1984") && !now.contains("05/03/1984"), "{now}");
        assert!(now.contains("Giàng Thị Mỵ") && !now.contains("Giàng Thị Mỷ"), "{now}");
    });
}

#[test]
fn the_file_follows_the_list_and_hides_what_its_reader_may_not_see() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        site.post(Some(&c.officer), &format!("/imports/{id}/apply"), &[]).await.is(303);
        let rows = async |person: &crate::kit::Person, query: &str| -> Vec<Vec<String>> {
            let file = site.get(Some(person), &format!("/households.csv?{query}")).await.is(200);
            let sheets = read_rows("x.csv", &file.body, &Limits::default()).unwrap();
            sheets[0].rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
        };
        assert_eq!(rows(&c.officer, "").await.len(), 8);
        assert_eq!(rows(&c.officer, "q=sung%20a").await.len(), 3);
        assert_eq!(rows(&c.officer, &format!("place={}", code(&c.other))).await.len(), 3);
        let text = site.get(Some(&c.officer), "/households.csv").await.is(200).text();
        assert!(text.contains("'+84 912 345 679") && text.contains("'=1+1"), "a formula stays text: {text}");
        assert!(text.contains("•••123") && text.contains("05/03/1984") && !text.contains("014084000123"));
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        let seen = site.get(Some(&chair), "/households.csv").await.is(200).text();
        assert!(!seen.contains("•••123") && !seen.contains("1984") && seen.contains("Lò Văn Ún"));
        for person in [
            &c.head,
            &site.person("far", Role::CommuneOfficer, OTHER),
            &site.person("province", Role::ProvinceOfficer, SON_LA),
        ] {
            for ending in ["xlsx", "csv"] {
                let path = format!("/households.{ending}?place={}", code(LONG_HE));
                site.get(Some(person), &path).await.is(403);
            }
        }
        let lines = site.read(|tx| store::audit::of_object(tx, "unit", LONG_HE));
        let exports = lines.iter().filter(|one| one.line.act == "export_register").count();
        assert_eq!(exports, 4, "each file leaves a line, refused ones none");
    });
}

#[test]
fn an_empty_place_gives_a_file_with_its_head_only() {
    both(|site| async move {
        let c = commune(site);
        let file = site.get(Some(&c.officer), "/households.csv").await.is(200);
        let sheets = read_rows("x.csv", &file.body, &Limits::default()).unwrap();
        assert_eq!(sheets[0].rows.len(), 1);
        site.get(Some(&c.officer), "/households.xlsx").await.is(200);
    });
}

#[test]
fn a_large_register_is_carried_away_whole_and_both_files_say_the_same() {
    const FAMILIES: usize = 700;
    both(|site| async move {
        let c = commune(site);
        let hamlet = c.ban.clone();
        let now = site.app.clock.now();
        let family = move |n: usize| {
            let id = format!("019a0000-0000-7000-8000-{n:012}");
            let member = |nth: i64, name: &str, relation: &str| store::register::Member {
                id: format!("019a0000-000{nth}-7000-8000-{n:012}"),
                household_id: id.clone(),
                ordinal: nth,
                name: name.to_owned(),
                fold: rules::text::fold(name),
                relation: relation.to_owned(),
                sex: "male".to_owned(),
                birth: "1984-03-05".to_owned(),
                id_cipher: None,
                id_hash: None,
                id_tail: String::new(),
                left_on: rules::basics::Day::FOREVER,
            };
            let members = vec![member(1, "Lò Văn Ún", "head"), member(2, "Quàng Thị Ỏ", "spouse")];
            let household = store::register::NewHousehold {
                id: id.clone(),
                commune_id: LONG_HE.to_owned(),
                hamlet_id: hamlet.clone(),
                number: format!("{n:04}"),
                head_name: "Lò Văn Ún".to_owned(),
                fold: String::new(),
                sort_key: rules::text::name_sort_key("Lò Văn Ún"),
                address: "=1+1, \"ngõ\"".to_owned(),
                phone: String::new(),
                note: String::new(),
                synthetic: true,
                since: rules::basics::Day::parse("2025-08-01").unwrap(),
                at: now,
            };
            (household, members)
        };
        site.broken_on_purpose.store(true, std::sync::atomic::Ordering::SeqCst);
        let families: Vec<_> = (0..FAMILIES).map(family).collect();
        site.write(move |tx| store::register::add_families(tx, families.iter()));
        let mut all = Vec::new();
        for ending in ["xlsx", "csv"] {
            let path = format!("/households.{ending}?place={}", code(LONG_HE));
            let file = site.get(Some(&c.officer), &path).await.is(200);
            let name = file.headers["content-disposition"].to_str().unwrap();
            assert!(name.ends_with(&format!(".{ending}\"")), "{name}");
            let length = file.headers.get("content-length").map(|length| length.to_str().unwrap().to_owned());
            assert_eq!(length.unwrap_or_else(|| file.body.len().to_string()), file.body.len().to_string());
            let sheets = read_rows(&format!("x.{ending}"), &file.body, &Limits::default()).unwrap();
            let rows = sheets[0].rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| cell.text.trim_start_matches('\'').to_owned());
                cells.collect::<Vec<_>>()
            });
            let mut rows: Vec<Vec<String>> = rows.collect();
            let most = rows.iter().map(Vec::len).max().unwrap();
            rows.iter_mut().for_each(|row| row.resize(most, String::new()));
            assert_eq!(rows.len(), FAMILIES * 2 + 1);
            all.push(rows);
        }
        assert!(all[0] == all[1], "both files hold the same rows");
        let kept = std::fs::read_dir(&site.app.config.data).unwrap().map(|one| one.unwrap().file_name());
        let kept: Vec<_> = kept.filter(|name| name.to_string_lossy().contains("export")).collect();
        assert!(kept.is_empty(), "nothing of it stays: {kept:?}");
    });
}
