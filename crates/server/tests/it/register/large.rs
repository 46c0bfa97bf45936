//! Large files: they go in part by part after the answer, whoever closes the browser, stops the server or changes the
//! register meanwhile.

use std::time::Instant;

use rules::access::Role;
use serde_json::json;

use super::imports::{apply, counts, outcome, send, two_hamlets};
use super::{code, stock};
use crate::kit::{LONG_HE, Site, both};

/// Households of the large file: more than two parts.
const HOUSEHOLDS: usize = 1250;

/// A register of four people each, in two hamlets.
fn large() -> String {
    let mut csv = String::from("Số hộ;Thôn;Họ và tên;Quan hệ;Giới tính;Năm sinh;CCCD\n");
    for n in 0..HOUSEHOLDS {
        let ban = if n % 2 == 0 { "Bản Co Nhừ" } else { "Hoà Bình" };
        csv.push_str(&format!("{n};{ban};Lò Văn {};Chủ hộ;Nam;1970;0140700{n:05}\n", words(n)));
        for (at, relation) in ["Vợ", "Con", "Con"].iter().enumerate() {
            csv.push_str(&format!("{n};{ban};Lò Thị {} {};{relation};;19{}5;\n", words(n), words(at + 3), 7 + at));
        }
    }
    csv
}

/// A number as a word of letters, for names.
fn words(n: usize) -> String {
    n.to_string().chars().map(|digit| char::from(b'a' + u8::try_from(digit).unwrap() - b'0')).collect::<String>()
}

async fn state(site: &Site, by: &crate::kit::Person, id: &str) -> (String, i64) {
    let seen = site.api("GET", Some(by), &format!("/api/v1/imports/{id}"), None).await.is(200).json();
    (seen["state"].as_str().unwrap().to_owned(), seen["outcome"]["left"].as_i64().unwrap())
}

#[test]
fn five_thousand_rows_go_in_within_seconds_and_once() {
    both(|site| async move {
        let c = two_hamlets(site);
        let csv = large();
        let began = Instant::now();
        let id = send(site, &c.officer, LONG_HE, "lon.csv", csv.as_bytes()).await;
        site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200).says("1.250");
        let done = site.post_as(Some(&c.officer), &format!("/imports/{id}/apply"), "once", &[]).await.is(303);
        site.post_as(Some(&c.officer), &format!("/imports/{id}/apply"), "once", &[]).await.is(303);
        let page = site.get(Some(&c.officer), &done.location()).await.is(200);
        page.says("Đã bắt đầu nhập. Còn 750 hộ").says("Đã nhập 500 trong 1.250 hộ").says("data-under-way");
        assert_eq!((stock(site, LONG_HE, 2026), state(site, &c.officer, &id).await.1), ((500, 0), 750));
        apply(site, &c.officer, &id).await.is(409).says("đang được nhập");
        site.post(Some(&c.officer), &format!("/imports/{id}/undo"), &[]).await.is(409);
        site.post(Some(&c.officer), &format!("/imports/{id}/discard"), &[]).await.is(409);
        // Nobody asks any more: the work goes on all the same.
        hoctap::jobs::drain(&site.app).await.unwrap();
        let took = began.elapsed();
        assert_eq!(state(site, &c.officer, &id).await, ("applied".to_owned(), 0));
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [1250, 0, 0, 0]);
        assert_eq!(stock(site, LONG_HE, 2026), (1250, 0));
        assert!(took.as_secs() < 60, "an unoptimised build on a busy machine took {took:?}");
        eprintln!("5,000 rows on {}: {took:?}", site.app.db.kind());
        let again = send(site, &c.officer, LONG_HE, "lon.csv", csv.as_bytes()).await;
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 1250, 0]);
        apply(site, &c.officer, &again).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (1250, 0));
        // The whole of it is still one act to take back.
        let undone = site.post(Some(&c.officer), &format!("/imports/{id}/undo"), &[]).await.is(303);
        site.get(Some(&c.officer), &undone.location()).await.is(200).says("1250 hộ trở lại");
        assert_eq!(stock(site, LONG_HE, 2026), (0, 0));
    });
}

#[test]
fn what_others_do_meanwhile_is_neither_overwritten_nor_doubled() {
    both(|site| async move {
        let c = two_hamlets(site);
        let csv = large();
        let id = send(site, &c.officer, LONG_HE, "lon.csv", csv.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        // Between two parts: somebody enters household 600 of the file by hand, and another one with the number of 700.
        let typed = json!({"hamlet": code(&c.ban), "number": "600", "members": [
            {"name": format!("Lò Văn {}", words(600)), "relation": "head", "birth": "1970", "id_number": "014070000600"}]});
        site.api("POST", Some(&c.officer), "/api/v1/households", Some(typed)).await.is(201);
        let other = json!({"hamlet": code(&c.ban), "number": "700", "members": [
            {"name": "Sùng A Khác", "relation": "head", "birth": "1955"}]});
        site.api("POST", Some(&c.officer), "/api/v1/households", Some(other)).await.is(201);
        // And in another commune lives who has an identity number of the file.
        let far = site.hamlet(crate::kit::OTHER, "Nà Tòng");
        let far_officer = site.person("far", Role::CommuneOfficer, crate::kit::OTHER);
        let held = json!({"hamlet": code(&far), "members": [
            {"name": "Lò Văn Xa", "relation": "head", "birth": "1970", "id_number": "014070000900"}]});
        site.api("POST", Some(&far_officer), "/api/v1/households", Some(held)).await.is(201);
        hoctap::jobs::drain(&site.app).await.unwrap();
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!(counts(&found), [1247, 1, 0, 2], "{:?}", found["problems"]);
        let mut codes: Vec<&str> =
            found["problems"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["household-number-taken", "id-taken"]);
        assert_eq!(stock(site, LONG_HE, 2026), (1249, 0));
    });
}

#[test]
fn a_run_whose_person_may_no_more_stops_and_what_is_left_waits() {
    both(|site| async move {
        let c = two_hamlets(site);
        let second = site.person("second", Role::CommuneOfficer, LONG_HE);
        let id = send(site, &c.officer, LONG_HE, "lon.csv", large().as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        let admin = site.person("admin", Role::Administrator, crate::kit::VN);
        site.post(Some(&admin), &format!("/people/{}/disable", c.officer.id), &[("disabled", "1")]).await.is(303);
        hoctap::jobs::drain(&site.app).await.unwrap();
        assert_eq!(state(site, &second, &id).await, ("applied".to_owned(), 0));
        let found = outcome(site, &second, &id).await;
        assert_eq!(counts(&found), [500, 0, 0, 750], "{:?}", found["problems"]);
        assert_eq!(stock(site, LONG_HE, 2026), (500, 0));
        let page = site.get(Some(&second), &format!("/imports/{id}")).await.is(200);
        page.says("750 hộ đang chờ sửa").says(&format!("/imports/{id}/tray"));
        // Another officer brings it to its end.
        site.get(Some(&second), &format!("/imports/{id}/tray")).await.is(200).says("Nhập 750 hộ đã đúng vào sổ");
        apply(site, &second, &id).await.is(303);
        hoctap::jobs::drain(&site.app).await.unwrap();
        assert_eq!(stock(site, LONG_HE, 2026), (1250, 0));
        assert_eq!(counts(&outcome(site, &second, &id).await), [1250, 0, 0, 0]);
    });
}

#[test]
fn a_plan_made_anew_for_one_part_holds_for_the_next_ones() {
    both(|site| async move {
        let c = two_hamlets(site);
        let mut csv = String::from("Thôn;Chủ hộ;Năm sinh\n");
        (0..2100).for_each(|n| csv.push_str(&format!("Bản Co Nhừ;Lò Văn {};1970\n", words(n))));
        let id = send(site, &c.officer, LONG_HE, "lon.csv", csv.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        let (runtime, app, account) = (tokio::runtime::Handle::current(), site.app.clone(), c.officer.id.clone());
        let (officer, ban, which) = (c.officer.clone(), c.ban.clone(), id.clone());
        let brought = tokio::task::spawn_blocking(move || {
            // After the second part, somebody enters by hand a household of the fourth.
            hoctap::jobs::bring_in(&app, &which, &account, hoctap::acts::imports::apply::PART, None, |left| {
                if left == 1100 {
                    let typed = json!({"hamlet": code(&ban), "number": "9999", "members": [
                        {"name": format!("Lò Văn {}", words(1900)), "relation": "head", "birth": "1970"}]});
                    runtime.block_on(async {
                        site.api("POST", Some(&officer), "/api/v1/households", Some(typed)).await.is(201);
                    });
                }
                true
            })
        });
        brought.await.unwrap().unwrap();
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [2099, 0, 1, 0]);
        assert_eq!(stock(site, LONG_HE, 2026), (2100, 0), "nobody is there twice");
    });
}

#[test]
fn a_small_file_of_another_commune_does_not_wait_for_the_end_of_a_large_one() {
    let Some(site) = Site::new(false) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let seen = runtime.block_on(async {
        let c = two_hamlets(&site);
        site.hamlet(crate::kit::OTHER, "Nà Tòng");
        let far_officer = site.person("far", Role::CommuneOfficer, crate::kit::OTHER);
        let heads = "Số hộ;Thôn;Họ và tên;Quan hệ;Năm sinh\n".to_owned();
        let file = |ban: &str, households: usize| {
            (0..households).fold(heads.clone(), |csv, n| csv + &format!("{n};{ban};Lò Văn {};Chủ hộ;1970\n", words(n)))
        };
        // Ten parts are left of the large one when the small one begins.
        let large = send(&site, &c.officer, LONG_HE, "lon.csv", file("Bản Co Nhừ", 5_500).as_bytes()).await;
        apply(&site, &c.officer, &large).await.is(303);
        let small = send(&site, &far_officer, crate::kit::OTHER, "nho.csv", file("Nà Tòng", 600).as_bytes()).await;
        apply(&site, &far_officer, &small).await.is(303);
        let app = site.app.clone();
        let working = tokio::spawn(async move { hoctap::jobs::drain(&app).await.is_ok() });
        let mut seen = Vec::new();
        loop {
            let ended = working.is_finished();
            let now =
                site.read(|tx| Ok(store::imports::applying(tx)?.into_iter().map(|(id, _)| id).collect::<Vec<_>>()));
            if seen.last() != Some(&now) {
                seen.push(now);
            }
            if ended {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert!(working.await.unwrap());
        assert_eq!(state(&site, &far_officer, &small).await, ("applied".to_owned(), 0));
        assert_eq!(state(&site, &c.officer, &large).await, ("applied".to_owned(), 0));
        // Of two files of one instant either may be asked for first.
        let which = |ids: Vec<String>| {
            let mut large: Vec<bool> = ids.iter().map(|id| *id == large).collect();
            large.sort_unstable_by_key(|large| !large);
            large
        };
        seen.into_iter().map(which).collect::<Vec<_>>()
    });
    drop(runtime);
    assert_eq!(seen, [vec![true, false], vec![true], vec![]], "the small one ended while the large one went on");
    site.check();
}

/// What the trail and the rows say of the household with this number: the fields of its line, and when it was entered.
fn entered(site: &Site, number: usize) -> (serde_json::Value, i64, i64) {
    site.read(move |tx| {
        tx.one(
            "SELECT a.after, a.at, h.created_at FROM household h JOIN audit a ON a.object_id = h.id
             WHERE h.number = $1 AND a.object_kind = 'household'",
            store::args![number.to_string()],
            |row| Ok((serde_json::from_str(&row.text(0)?).unwrap(), row.int(1)?, row.int(2)?)),
        )
    })
}

#[test]
fn what_was_made_ready_for_a_part_is_as_what_a_part_makes_itself() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "lon.csv", large().as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        hoctap::jobs::drain(&site.app).await.unwrap();
        // The first part has nothing made ready for it, the last one has.
        for number in [10, 700, 1240] {
            let (said, at, created) = entered(site, number);
            let name = |of: &str| said["members"][0][of].clone();
            assert_eq!(said["import_id"], json!(id), "{number}");
            assert_eq!((said["number"].clone(), said["head_name"].clone()), (json!(number.to_string()), name("name")));
            assert_eq!(name("name"), json!(format!("Lò Văn {}", words(number))));
            assert_eq!((name("id_number"), name("birth")), (json!(true), json!("1970")));
            assert_eq!(said["members"].as_array().unwrap().len(), 4);
            assert_eq!(said["hamlet_id"], json!(if number % 2 == 0 { &c.ban } else { &c.other }));
            assert_eq!(at, created, "{number} was entered at the moment of its part");
            // The number is enciphered and found by its keyed hash.
            let hash = site.app.secrets.lookup(&format!("0140700{number:05}"));
            let found = site.read(move |tx| store::register::find_by_id_hash(tx, &hash));
            assert_eq!(found.len(), 1, "{number}");
        }
        let fields = |number| entered(site, number).0.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(fields(10), fields(1240));
        assert_eq!(site.read(store::checks::search_check), []);
    });
}
