//! Importing real files: what goes in, what waits and why, and that the same file again changes nothing.

use axum::body::Body;
use axum::http::Request;
use rules::access::Role;
use serde_json::json;

use super::{Commune, code, codes, commune, family, seen, stock};
use crate::kit::{LONG_HE, OTHER, Person, Reply, SON_LA, Site, both};

/// Households of two hamlets, everything right.
pub const GOOD: &[u8] = include_bytes!("../../fixtures/register.xlsx");
/// Households most of which have something wrong.
pub const BAD: &[u8] = include_bytes!("../../fixtures/register_bad.xlsx");
const LONG_XLSX: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_long.xlsx");
const LONG_XLS: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_long.xls");
const LONG_ODS: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_long.ods");
const LONG_CSV: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_long.csv");
const LONG_HEADS: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_heads.xlsx");
const LOCKED: &[u8] = include_bytes!("../../../../papers/tests/fixtures/locked.xlsx");
const OLD: &[u8] = include_bytes!("../../../../papers/tests/fixtures/old_encoding.csv");

/// A commune whose second hamlet is Hoà Bình.
pub fn two_hamlets(site: &Site) -> Commune {
    let mut c = commune(site);
    c.other = site.hamlet(LONG_HE, "Hoà Bình");
    c
}

/// Sends a file through the form; the import's id.
pub async fn send(site: &Site, by: &Person, place: &str, name: &str, bytes: &[u8]) -> String {
    let reply = site.upload(by, "/imports", &[("place", code(place))], ("file", name, bytes)).await.is(303);
    reply.location().strip_prefix("/imports/").unwrap().split('?').next().unwrap().to_owned()
}

pub async fn outcome(site: &Site, by: &Person, id: &str) -> serde_json::Value {
    site.api("GET", Some(by), &format!("/api/v1/imports/{id}"), None).await.is(200).json()["outcome"].clone()
}

pub fn counts(outcome: &serde_json::Value) -> [i64; 4] {
    ["added", "changed", "unchanged", "waiting"].map(|key| outcome[key].as_i64().unwrap())
}

/// The problems of an outcome as `cell code`.
pub fn named(outcome: &serde_json::Value) -> Vec<String> {
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    outcome["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", text(one, "field"), text(one, "code")))
        .collect()
}

pub async fn apply(site: &Site, by: &Person, id: &str) -> Reply {
    site.post(Some(by), &format!("/imports/{id}/apply"), &[]).await
}

/// Sends a file to the API as it is.
async fn raw(site: &Site, by: &Person, query: &str, bytes: &[u8]) -> Reply {
    let token = by.cookie().strip_prefix("hoctap=").unwrap().to_owned();
    let request = Request::builder()
        .method("POST")
        .uri(format!("/api/v1/imports?{query}"))
        .header("authorization", format!("Bearer {token}"))
        .header("idempotency-key", site.app.dice.id(site.app.clock.now()))
        .body(Body::from(bytes.to_vec()))
        .unwrap();
    site.send(request).await
}

#[test]
fn a_file_is_looked_over_then_goes_in_and_the_second_time_changes_nothing() {
    both(|site| async move {
        let c = two_hamlets(site);
        site.get(Some(&c.officer), "/imports").await.is(200).says("Chưa có tệp nào");
        site.get(Some(&c.officer), "/imports/new").await.is(200).says("template.xlsx");
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200).says("Nhập 3 hộ vào sổ");
        page.says("Y Ƀlŭ Niê").says("Họ và tên").says("•••123");
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [3, 0, 0, 0]);
        assert_eq!(stock(site, LONG_HE, 2026), (0, 0), "looking writes nothing");
        let done = apply(site, &c.officer, &id).await.is(303);
        site.get(Some(&c.officer), &done.location()).await.is(200).says("Đã nhập 3 hộ vào sổ").says("Đã nhập");
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((2, 0), (1, 0)));
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=blu%20nie", None).await.is(200).json();
        let household = seen(site, &c.officer, list["items"][0]["id"].as_str().unwrap()).await;
        assert_eq!(household["hamlet"]["name"], "Bản Hoà Bình");
        assert_eq!(household["number"], "001");
        assert_eq!(household["members"][0]["id_tail"], "321");
        assert_eq!(household["members"][0]["birth"], "1990-11-20");
        assert_eq!(household["members"][1]["name"], "H'Nghĩa Êban");
        let page = site.get(Some(&c.officer), &format!("/households/{}", household["id"].as_str().unwrap())).await;
        page.is(200).says("Nhật ký");

        apply(site, &c.officer, &id).await.is(409);
        let again = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 3, 0]);
        site.get(Some(&c.officer), &format!("/imports/{again}")).await.is(200).says("không có gì thay đổi");
        let before = audit_of_households(site);
        apply(site, &c.officer, &again).await.is(303);
        assert_eq!(audit_of_households(site), before, "no household has a new line in the trail");
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        site.get(Some(&c.officer), "/imports").await.is(200).says("register.xlsx");
    });
}

fn audit_of_households(site: &Site) -> i64 {
    site.read(|tx| {
        tx.one("SELECT COUNT(*) FROM audit WHERE object_kind = 'household'", store::args![], |row| row.int(0))
    })
}

#[test]
fn what_is_wrong_is_named_at_its_cell_and_the_good_households_go_in() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register_bad.xlsx", BAD).await;
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!(counts(&found), [2, 0, 0, 6]);
        let mut all = named(&found);
        all.sort();
        let expected = [
            "Danh sách!B3 hamlet-unknown",
            "Danh sách!D6 not-a-choice",
            "Danh sách!D9 one-head",
            "Danh sách!F4 birth-shape",
            "Danh sách!G2 id-shape",
            "Danh sách!G8 id-taken",
        ];
        assert_eq!(all, expected);
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200);
        let page = page.says("Danh sách!B3").says("Bản Co Nhừ").says("Chủ hộ – Vợ, chồng – Con").says("31/02/1975");
        assert!(!page.text().contains("14084000123") && !page.text().contains("014071000999"));
        let list = site.get(Some(&c.officer), &format!("/imports/{id}/problems.xlsx")).await.is(200);
        let sheets = papers::import::read_rows("x.xlsx", &list.body, &papers::import::Limits::default()).unwrap();
        let cells: Vec<&str> = sheets[0].rows.iter().skip(1).map(|row| row.cells[1].text.as_str()).collect();
        assert_eq!(cells.len(), 6);
        assert!(cells.contains(&"F4"));
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (2, 0));
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200).says("Danh sách!F4");
        page.says("problems.xlsx");
        site.get(Some(&c.officer), &format!("/imports/{id}/problems.xlsx")).await.is(200);
        let bytes = site.read(move |tx| store::imports::body(tx, &id));
        assert!(!bytes.is_empty(), "what waits can still be put right");
        let good = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        apply(site, &c.officer, &good).await.is(303);
        let bytes = site.read(move |tx| store::imports::body(tx, &good));
        assert!(bytes.is_empty(), "nothing of it waits: its bytes are gone");
    });
}

#[test]
fn a_changed_file_changes_only_what_it_says() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        apply(site, &c.officer, &id).await.is(303);
        let csv = "Số hộ;Thôn;Họ và tên;Quan hệ;Giới tính;Ngày sinh;CCCD;Địa chỉ;Điện thoại\r\n\
                   001;Bản Co Nhừ;Lò Văn Ún;Chủ hộ;Nam;1984;;Đội 3;\r\n\
                   001;Bản Co Nhừ;Quang Thi O;Vợ;;02/09/1986;;;\r\n\
                   001;Bản Co Nhừ;Lò Văn Mới;Con;Nam;2020;;;\r\n\
                   2;Bản Co Nhừ;Sùng A Tủa;Chủ hộ;;;;;\r\n";
        let id = send(site, &c.officer, LONG_HE, "sua.csv", csv.as_bytes()).await;
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!(counts(&found), [0, 1, 1, 0], "{found}");
        site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200).says("Địa chỉ").says("Ngày sinh");
        apply(site, &c.officer, &id).await.is(303);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=lo%20van%20un", None).await.is(200).json();
        let household = seen(site, &c.officer, list["items"][0]["id"].as_str().unwrap()).await;
        assert_eq!(household["address"], "Đội 3");
        assert_eq!(household["phone"], "0912 345 678", "an empty cell changes nothing");
        let member = |at: usize, key: &str| household["members"][at][key].as_str().unwrap_or_default().to_owned();
        assert_eq!((member(0, "birth"), member(0, "id_tail")), ("1984-03-05".to_owned(), "123".to_owned()));
        assert_eq!((member(1, "name"), member(1, "birth")), ("Quang Thi O".to_owned(), "1986-09-02".to_owned()));
        assert_eq!(member(1, "id_tail"), "456");
        assert_eq!(household["members"].as_array().unwrap().len(), 4, "whom the file does not name stays");
        assert_eq!(member(3, "name"), "Lò Văn Mới");
    });
}

#[test]
fn a_family_is_never_overwritten_by_another_under_its_number() {
    both(|site| async move {
        let c = two_hamlets(site);
        family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let closed = family(site, &c.officer, &c.ban, "Cà Văn Quỷnh", "1975").await;
        let closing = json!({"status": "moved_out", "reason": "về quê"});
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{closed}/close"), Some(closing)).await.is(200);
        let far = site.hamlet(OTHER, "Nà Tòng");
        let far_officer = site.person("far", Role::CommuneOfficer, OTHER);
        let held = json!({"hamlet": code(&far), "members": [{"name": "Lò Văn Xa", "relation": "head", "id_number": "014084000777"}]});
        site.api("POST", Some(&far_officer), "/api/v1/households", Some(held)).await.is(201);
        let csv = "Số hộ,Thôn,Họ và tên,Quan hệ,Năm sinh,CCCD\n\
                   1,Co Nhừ,Thào A Khác,Chủ hộ,1955,\n\
                   2,Co Nhừ,Cà Văn Quỷnh,Chủ hộ,1975,\n\
                   3,Hoà Bình,Lò Văn Ún,Chủ hộ,1984,\n\
                   4,Co Nhừ,Lò Văn Giống,Chủ hộ,,014084000777\n\
                   5,Co Nhừ,Vừ A Dia,Chủ hộ,1971,\n\
                   6,Co Nhừ,Vừ A Dia,Chủ hộ,1971,\n";
        let id = send(site, &c.officer, LONG_HE, "khac.csv", csv.as_bytes()).await;
        let found = outcome(site, &c.officer, &id).await;
        let mut all = named(&found);
        all.sort();
        let expected = [
            "khac!A2 household-number-taken",
            "khac!C3 household-closed",
            "khac!C4 likely-duplicate",
            "khac!C7 household-repeated",
            "khac!F5 id-taken",
        ];
        assert_eq!(all, expected);
        assert_eq!(counts(&found), [1, 0, 0, 5]);
        assert!(!found.to_string().contains("Lò Văn Xa"), "who lives elsewhere is not named: {found}");
        let sure = [
            ("sheet", ""),
            ("head_row", "1"),
            ("sure", "1"),
            ("column.0", "number"),
            ("column.1", "hamlet"),
            ("column.2", "name"),
            ("column.3", "relation"),
            ("column.4", "birth"),
            ("column.5", "id_number"),
        ];
        site.post(Some(&c.officer), &format!("/imports/{id}"), &sure).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [3, 0, 0, 3]);
    });
}

#[test]
fn columns_are_guessed_and_the_person_has_the_last_word() {
    both(|site| async move {
        let c = two_hamlets(site);
        let csv = "cột a;cột b;cột c\nLò Văn Ún;1984;Đội 1\nCà Văn Quỷnh;1975;Đội 2\n";
        let id = send(site, &c.officer, &c.ban, "la.csv", csv.as_bytes()).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200);
        page.says("Chủ hộ – Họ và tên");
        apply(site, &c.officer, &id).await.is(422);
        let path = format!("/imports/{id}");
        let wrong = [("head_row", "1"), ("hamlet", code(&c.ban)), ("column.0", "head"), ("column.1", "head")];
        site.post(Some(&c.officer), &path, &wrong).await.is(422).says("B");
        let none = [("head_row", "1"), ("column.0", ""), ("since", "2027-01-01")];
        site.post(Some(&c.officer), &path, &none).await.is(422).says("tương lai");
        let right = [
            ("head_row", "1"),
            ("hamlet", code(&c.ban)),
            ("since", "2026-03-01"),
            ("column.0", "head"),
            ("column.1", "birth"),
            ("column.2", "address"),
        ];
        site.post(Some(&c.officer), &path, &right).await.is(303);
        site.get(Some(&c.officer), &path).await.is(200).says("Nhập 2 hộ vào sổ").says("value=\"01/03/2026\"");
        apply(site, &c.officer, &id).await.is(303);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=quynh", None).await.is(200).json();
        let household = seen(site, &c.officer, list["items"][0]["id"].as_str().unwrap()).await;
        assert_eq!((&household["address"], &household["stays"][0]["since"]), (&json!("Đội 2"), &json!("2026-03-01")));
        site.post(Some(&c.officer), &path, &right).await.is(409);
    });
}

#[test]
fn every_kind_of_file_says_the_same() {
    both(|site| async move {
        let c = commune(site);
        site.hamlet(LONG_HE, "Long Hẹ");
        let mut first = serde_json::Value::Null;
        for (name, bytes) in [("a.xlsx", LONG_XLSX), ("a.xls", LONG_XLS), ("a.ods", LONG_ODS), ("a.csv", LONG_CSV)] {
            let reply = raw(site, &c.officer, &format!("place={}&name={name}", code(LONG_HE)), bytes).await.is(201);
            let mut outcome = reply.json()["outcome"].clone();
            outcome["passed_over"] = json!(0);
            let cells: Vec<String> = named(&outcome)
                .into_iter()
                .map(|one| one.split_once('!').map_or(one.clone(), |(_, cell)| cell.to_owned()))
                .collect();
            // The CSV has no title lines: its rows stand higher.
            let codes: Vec<&str> = cells.iter().filter_map(|cell| cell.split(' ').nth(1)).collect();
            let said = json!([counts(&outcome), codes]);
            if first.is_null() {
                first = said;
            } else {
                assert_eq!(said, first, "{name}");
            }
        }
        assert_eq!(first, json!([[2, 0, 0, 1], ["birth-shape"]]));
    });
}

#[test]
fn a_list_of_heads_alone_is_known_again_namesakes_too() {
    both(|site| async move {
        let c = commune(site);
        site.hamlet(LONG_HE, "Long Hẹ");
        let id = send(site, &c.officer, LONG_HE, "heads.xlsx", LONG_HEADS).await;
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [3, 0, 0, 0]);
        apply(site, &c.officer, &id).await.is(303);
        for (csv, expected) in [
            ("Chủ hộ;Địa chỉ\nThào A Sinh;Đội 1\nThào A Sinh;Đội 2\n", [2, 0, 0, 0]),
            ("Chủ hộ;Địa chỉ\nThào A Sinh;Đội 2\nThào A Sinh;Đội 1\n", [0, 0, 2, 0]),
        ] {
            let id = send(site, &c.officer, &c.ban, "ten.csv", csv.as_bytes()).await;
            assert_eq!(counts(&outcome(site, &c.officer, &id).await), expected);
            apply(site, &c.officer, &id).await.is(303);
        }
        let again = send(site, &c.officer, LONG_HE, "heads.xlsx", LONG_HEADS).await;
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 3, 0]);
        assert_eq!(stock(site, LONG_HE, 2026), (5, 0));
    });
}

#[test]
fn a_file_that_cannot_be_read_is_told_on_the_form() {
    both(|site| async move {
        let c = commune(site);
        let huge = vec![b'x'; hoctap::acts::imports::LARGEST + 1];
        for (name, bytes, says) in [
            ("khoa.xlsx", LOCKED, "mật khẩu"),
            ("cu.csv", OLD, "bảng mã cũ"),
            ("anh.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\0" as &[u8], "không phải là bảng tính"),
            ("trong.xlsx", b"", "chưa có dòng dữ liệu"),
            ("trong.csv", b"\xef\xbb\xbf\r\n", "chưa có dòng dữ liệu"),
            ("hong.xlsx", &GOOD[..2000], "bị hỏng"),
            ("lon.csv", &huge, "25 MB"),
        ] {
            let reply = site.upload(&c.officer, "/imports", &[("place", code(LONG_HE))], ("file", name, bytes)).await;
            assert!(matches!(reply.status.as_u16(), 413 | 422), "{name}: {}", reply.status);
            reply.says(says).says("href=\"#f-file\"");
        }
        let none = site.upload(&c.officer, "/imports", &[("place", code(LONG_HE))], ("file", "", b"")).await;
        none.is(422).says("href=\"#f-file\"");
        let place = site.upload(&c.officer, "/imports", &[("place", "14")], ("file", "a.xlsx", GOOD)).await;
        place.is(422).says("href=\"#f-place\"");
        assert_eq!(site.read(|tx| Ok(store::imports::list_recent(tx, LONG_HE, 10)?.len())), 0);
        assert_eq!(codes(&raw(site, &c.officer, "place=03763&name=a.csv", b"").await)[0].1, "required");
        let larger = vec![b'x'; 28 << 20];
        let refused = raw(site, &c.officer, "place=03763&name=a.csv", &larger).await.is(413);
        assert_eq!(codes(&refused)[0].1, "too-large", "told as every other problem is");
        refused.says("25 MB");
    });
}

#[test]
fn only_the_communes_officer_imports_and_sees_its_files() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        let others = [
            c.head.clone(),
            site.person("chair", Role::CommuneChair, LONG_HE),
            site.person("far", Role::CommuneOfficer, OTHER),
            site.person("province", Role::ProvinceOfficer, SON_LA),
        ];
        for person in &others {
            for path in
                [format!("/imports/{id}"), format!("/imports/{id}/problems.xlsx"), format!("/api/v1/imports/{id}")]
            {
                site.get(Some(person), &path).await.is(403);
            }
            site.get(Some(person), &format!("/imports/template.xlsx?place={}", code(LONG_HE))).await.is(403);
            site.post(Some(person), &format!("/imports/{id}"), &[("head_row", "1")]).await.is(403);
            apply(site, person, &id).await.is(403);
            let sent = site.upload(person, "/imports", &[("place", code(LONG_HE))], ("file", "a.xlsx", GOOD)).await;
            sent.is(403);
            raw(site, person, "place=03763&name=a.xlsx", GOOD).await.is(403);
        }
        assert_eq!(stock(site, LONG_HE, 2026), (0, 0));
    });
}

#[test]
fn the_template_comes_back_filled_in_every_language() {
    both(|site| async move {
        let c = two_hamlets(site);
        for (lang, relation, sex) in
            [("vi", "Chủ hộ", "Nam"), ("en", "Head", "Male"), ("id", "Kepala keluarga", "Laki-laki")]
        {
            let path = format!("/imports/template.xlsx?place={}&lang={lang}", code(LONG_HE));
            let reply = site.get(Some(&c.officer), &path).await.is(200);
            let sheets = papers::import::read_rows("t.xlsx", &reply.body, &papers::import::Limits::default()).unwrap();
            let heads: Vec<&str> = sheets[0].rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
            // The workbook's own head and example, then one person, as a CSV: the same words must be understood.
            let example: Vec<&str> = sheets[0].rows[1].cells.iter().map(|cell| cell.text.as_str()).collect();
            let mine = ["7", "Bản Co Nhừ", &format!("Lò Văn {lang}"), relation, sex, "05/03/1984", "", "Đội 2", "", ""];
            let quoted = |row: &[&str]| row.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(";");
            let csv = format!("{}\n{}\n{}\n", quoted(&heads), quoted(&example), quoted(&mine));
            let id = send(site, &c.officer, LONG_HE, "mau.csv", csv.as_bytes()).await;
            let found = outcome(site, &c.officer, &id).await;
            assert_eq!((counts(&found), &found["passed_over"]), ([1, 0, 0, 0], &json!(1)), "{lang}: {found}");
        }
    });
}
