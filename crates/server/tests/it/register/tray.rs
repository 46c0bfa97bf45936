//! What a preview tells of each person, rows that wait put right on screen, corrected copies, remembered columns.

use serde_json::json;

use super::imports::{BAD, GOOD, apply, counts, named, outcome, send, two_hamlets};
use super::{code, seen, stock};
use crate::kit::{LONG_HE, Person, Site, both};

const FILE: &str = "Số hộ;Thôn;Họ và tên;Quan hệ với chủ hộ;Ngày sinh;Số CCCD\n\
                    1;Bản Co Nhừ;Thào A Sinh;Chủ hộ;1984;014084000999\n\
                    1;Bản Co Nhừ;Mùa Thị Dợ;Vợ;31/02/1986;\n\
                    2;Co Nhu2;Giàng A Lử;Chủ hộ;1979;\n\
                    3;Bản Co Nhừ;Vừ A Dia;Chủ hộ;1971;01407100\n\
                    4;Bản Co Nhừ;Sùng A Khua;Chủ hộ;1990;\n";

async fn put(site: &Site, by: &Person, id: &str, fixes: serde_json::Value) -> crate::kit::Reply {
    site.api("PUT", Some(by), &format!("/api/v1/imports/{id}/tray"), Some(fixes)).await
}

#[test]
fn rows_that_wait_are_put_right_on_screen_and_go_in() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "danh-sach.csv", FILE.as_bytes()).await;
        let mut all = named(&outcome(site, &c.officer, &id).await);
        all.sort();
        assert_eq!(all, ["danh-sach!B4 hamlet-unknown", "danh-sach!E3 birth-shape", "danh-sach!F5 id-shape"]);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (1, 0));
        let list = site.get(Some(&c.officer), "/imports").await.is(200);
        list.says(&format!("/imports/{id}/tray"));
        let path = format!("/imports/{id}/tray");
        let page =
            site.get(Some(&c.officer), &path).await.is(200).says("3 hộ chưa nhập được").says("cell.danh-sach!E3");
        assert!(!page.text().contains("014084000999"), "numbers stay veiled");
        // One cell of one household: it leaves the tray and can be entered.
        let form = [("at", "danh-sach!2"), ("act", "save"), ("page", "1"), ("cell.danh-sach!E3", "28/02/1986")];
        let done = site.post(Some(&c.officer), &path, &form).await.is(303).location();
        let page = site.get(Some(&c.officer), &done).await.is(200).says("Đã lưu 1 chỗ sửa");
        page.says("2 hộ chưa nhập được").says("Nhập 1 hộ đã đúng vào sổ");
        // A wrong correction is named at the same cell; a number is replaced, another taken away.
        let form = [("at", "danh-sach!4"), ("act", "save"), ("cell.danh-sach!B4", "Không đâu")];
        let done = site.post(Some(&c.officer), &path, &form).await.is(303).location();
        site.get(Some(&c.officer), &done).await.is(200).says("Không đâu").says("2 hộ chưa nhập được");
        let form = [("at", "danh-sach!5"), ("act", "save"), ("none.danh-sach!F5", "1"), ("secret.danh-sach!F5", "")];
        site.post(Some(&c.officer), &path, &form).await.is(303);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [3, 0, 0, 1]);
        let form = [("at", "danh-sach!4"), ("act", "save"), ("cell.danh-sach!B4", "Hoà Bình")];
        site.post(Some(&c.officer), &path, &form).await.is(303);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!((stock(site, LONG_HE, 2026), stock(site, &c.other, 2026)), ((4, 0), (1, 0)));
        site.get(Some(&c.officer), &path).await.is(200).says("Khay trống");
        apply(site, &c.officer, &id).await.is(409);
        put(site, &c.officer, &id, json!({"danh-sach!B4": {"text": "x"}})).await.is(409);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=thao%20a%20sinh", None).await.is(200).json();
        let household = seen(site, &c.officer, list["items"][0]["id"].as_str().unwrap()).await;
        assert_eq!(household["members"][1]["birth"], "1986-02-28");
        assert_eq!(household["members"][0]["id_tail"], "999", "what the tray did not show went in all the same");
        // All runs of the file are one act to take back.
        site.post(Some(&c.officer), &format!("/imports/{id}/undo"), &[]).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (0, 0));
        site.get(Some(&c.head), &path).await.is(403);
    });
}

#[test]
fn households_are_left_out_brought_back_and_told_apart() {
    both(|site| async move {
        let c = two_hamlets(site);
        let twice = "Thôn;Họ và tên;Quan hệ;Năm sinh\n\
                     Bản Co Nhừ;Vừ A Dia;Chủ hộ;1971\n\
                     Bản Co Nhừ;Vừ A Dia;Chủ hộ;1971\n\
                     Bản Co Nhừ;Sùng A Khua;Chủ hộ;31/31/1990\n";
        let id = send(site, &c.officer, LONG_HE, "hai.csv", twice.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [1, 0, 0, 2]);
        let path = format!("/imports/{id}/tray");
        let page = site.get(Some(&c.officer), &path).await.is(200).says("Đây là hộ khác");
        drop(page);
        let left = put(site, &c.officer, &id, json!({"hai!3": "leave", "hai!4": "leave"})).await.is(200).json();
        assert_eq!(left, json!([]));
        site.get(Some(&c.officer), &path).await.is(200).says("Đã bỏ ra (2 hộ)").says("đóng khay");
        let back = site.post(Some(&c.officer), &path, &[("at", "hai!3"), ("act", "back")]).await.is(303).location();
        site.get(Some(&c.officer), &back).await.is(200).says("Đã bỏ ra (1 hộ)").says("1 hộ chưa nhập được");
        site.post(Some(&c.officer), &path, &[("at", "hai!3"), ("act", "apart")]).await.is(303);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (2, 0), "two families of that name, as the officer said");
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!((counts(&found), &found["left_out"]), ([2, 0, 0, 0], &json!(1)));
        // A tray is closed by leaving out what is in it.
        let id = send(site, &c.officer, LONG_HE, "xau.csv", twice.as_bytes()).await;
        put(site, &c.officer, &id, json!({"xau!2": "leave", "xau!3": "leave", "xau!4": "leave"})).await.is(200);
        apply(site, &c.officer, &id).await.is(422).says("Chưa có hộ nào");
        // Bad input is refused whole.
        put(site, &c.officer, &id, json!({"xau!B99": {"text": "x"}})).await.is(404);
        put(site, &c.officer, &id, json!({"nowhere": "leave"})).await.is(404);
        put(site, &c.officer, &id, json!({"xau!B2": {"text": "x".repeat(3000)}})).await.is(422);
    });
}

#[test]
fn a_household_twice_in_a_file_is_entered_once_even_when_the_register_has_it() {
    both(|site| async move {
        let c = two_hamlets(site);
        let once = "Thôn;Họ và tên;Quan hệ;Năm sinh\nBản Co Nhừ;Vừ A Dia;Chủ hộ;1971\n";
        let id = send(site, &c.officer, LONG_HE, "mot.csv", once.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        let twice = format!("{once}Bản Co Nhừ;Vừ A Dia;Chủ hộ;1971\n");
        let id = send(site, &c.officer, LONG_HE, "hai.csv", twice.as_bytes()).await;
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!((counts(&found), named(&found)), ([0, 0, 1, 1], vec!["hai!B3 household-repeated".to_owned()]));
    });
}

#[test]
fn a_preview_tells_what_becomes_of_each_person() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        site.get(Some(&c.officer), &format!("/imports/{id}"))
            .await
            .is(200)
            .says("H&#39;Nghĩa Êban")
            .says("thêm vào hộ");
        apply(site, &c.officer, &id).await.is(303);
        let csv = "Số hộ;Thôn;Họ và tên;Quan hệ;Ngày sinh;CCCD;Địa chỉ\r\n\
                   001;Bản Co Nhừ;Lò Văn Ún;Chủ hộ;1984;;Đội 3\r\n\
                   001;Bản Co Nhừ;Lò Văn Mới;Con;2020;;\r\n";
        let id = send(site, &c.officer, LONG_HE, "sua.csv", csv.as_bytes()).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{id}?what=change")).await.is(200);
        let page = page.says("Địa chỉ: ").says("→ Đội 3").says("Lò Văn Mới").says("thêm vào hộ");
        page.says("giữ nguyên: có trong sổ, tệp không nhắc đến").says("không đổi");
        let none = site.get(Some(&c.officer), &format!("/imports/{id}?what=add")).await.is(200);
        assert!(!none.text().contains("→ Đội 3"), "only what is asked for");
    });
}

#[test]
fn columns_keep_the_meaning_a_person_gave_them() {
    both(|site| async move {
        let c = two_hamlets(site);
        let file = |name: &str| format!("Số hộ;Chủ hộ;Năm sinh;Ghi chú\n{};{name};1984;Đội 1\n", name.len());
        let id = send(site, &c.officer, &c.ban, "la.csv", file("Lò Văn Ún").as_bytes()).await;
        let right = [
            ("head_row", "1"),
            ("hamlet", code(&c.ban)),
            ("column.0", ""),
            ("column.1", "head"),
            ("column.2", "birth"),
            ("column.3", "address"),
        ];
        site.post(Some(&c.officer), &format!("/imports/{id}"), &right).await.is(303);
        apply(site, &c.officer, &id).await.is(303);
        let next = send(site, &c.officer, &c.ban, "la-2.csv", file("Cà Văn Quỷnh").as_bytes()).await;
        let columns = |id: &str| format!("/api/v1/imports/{id}");
        let seen = site.api("GET", Some(&c.officer), &columns(&next), None).await.is(200).json();
        assert_eq!(seen["settings"]["columns"], json!({"head": 1, "birth": 2, "address": 3}));
        let page = site.get(Some(&c.officer), &format!("/imports/{next}")).await.is(200);
        page.says("Nhập 1 hộ vào sổ").says("lần trước với tệp “la.csv”");
        // Guessed anew on demand; other heads are not taken for these.
        let guess = [("head_row", "1"), ("hamlet", code(&c.ban)), ("act", "guess")];
        site.post(Some(&c.officer), &format!("/imports/{next}"), &guess).await.is(303);
        let seen = site.api("GET", Some(&c.officer), &columns(&next), None).await.is(200).json();
        assert_eq!(seen["settings"]["columns"], json!({"number": 0, "head": 1, "birth": 2, "note": 3}));
        assert_eq!(seen["settings"]["like"], "");
        let csv = "Số hộ;Chủ hộ;Năm sinh;Địa chỉ\n1;Lò Văn Ba;1984;Đội 1\n";
        let other = send(site, &c.officer, &c.ban, "khac.csv", csv.as_bytes()).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{other}")).await.is(200);
        assert!(!page.text().contains("lần trước với tệp"));
        // Applied as anybody would guess it, the file is what the next one goes by.
        apply(site, &c.officer, &next).await.is(303);
        let last = send(site, &c.officer, &c.ban, "la-3.csv", file("Vừ A Dia").as_bytes()).await;
        let seen = site.api("GET", Some(&c.officer), &columns(&last), None).await.is(200).json();
        assert_eq!(seen["settings"]["columns"], json!({"number": 0, "head": 1, "birth": 2, "note": 3}));
    });
}

#[test]
fn a_corrected_copy_empties_the_tray_of_its_file() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register_bad.xlsx", BAD).await;
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [2, 0, 0, 6]);
        let copy = site.get(Some(&c.officer), &format!("/imports/{id}/marked.xlsx")).await.is(200).body;
        assert_eq!(papers::import::copied_from(&copy).as_deref(), Some(id.as_str()));
        let again = send(site, &c.officer, LONG_HE, "register_bad-da-ghi-chu.xlsx", &copy).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{again}")).await.is(200);
        page.says("Tệp này là bản đã sửa của “register_bad.xlsx” (6 hộ đang chờ)");
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 2, 6]);
        apply(site, &c.officer, &again).await.is(303);
        site.get(Some(&c.officer), &format!("/imports/{id}/tray")).await.is(200).says("Khay trống");
        site.get(Some(&c.officer), &format!("/imports/{again}/tray")).await.is(200).says("6 hộ chưa nhập được");
    });
}

#[test]
fn what_two_rows_say_of_one_number_or_one_family_is_told_and_stops_nobody() {
    both(|site| async move {
        let c = two_hamlets(site);
        let two = "Số hộ;Thôn;Chủ hộ;Năm sinh\n\
                   7;Bản Co Nhừ;Vừ A Dia;1971\n\
                   7;Co Nhừ;Sùng A Khua;1980\n\
                   ;Co Nhừ;Giàng A Lử;1979\n";
        let id = send(site, &c.officer, LONG_HE, "hai.csv", two.as_bytes()).await;
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!((counts(&found), named(&found)), ([2, 0, 0, 1], vec!["hai!A3 row-repeated".to_owned()]));
        apply(site, &c.officer, &id).await.is(303);
        // The same family under two spellings of its hamlet, each with another telephone.
        let twice = "Số hộ;Thôn;Chủ hộ;Năm sinh;Điện thoại\n\
                     7;Bản Co Nhừ;Vừ A Dia;1971;0912345678\n\
                     ;Co Nhừ;Vừ A Dia;1971;0912345679\n";
        let id = send(site, &c.officer, LONG_HE, "hai-lan.csv", twice.as_bytes()).await;
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [0, 1, 0, 1]);
        apply(site, &c.officer, &id).await.is(303);
    });
}

#[test]
fn a_household_put_right_is_not_taken_for_its_namesake() {
    both(|site| async move {
        let c = two_hamlets(site);
        let csv = "Thôn;Họ và tên;Quan hệ;Năm sinh\n\
                   Bản Co Nhừ;Lò Văn Ún;Chủ hộ;\n\
                   Bản Co Nhừ;Quàng Thị Ỏ;hàng xóm;1986\n\
                   Bản Co Nhừ;Lò Văn Ún;Chủ hộ;\n\
                   Bản Co Nhừ;Cà Thị Say;Vợ;1990\n";
        let id = send(site, &c.officer, LONG_HE, "trung-ten.csv", csv.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [1, 0, 0, 1]);
        let fixes = json!({"trung-ten!C3": {"text": "Vợ"}, "trung-ten!2": "apart"});
        put(site, &c.officer, &id, fixes).await.is(200);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [2, 0, 0, 0]);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households", None).await.is(200).json();
        for one in list["items"].as_array().unwrap() {
            let household = seen(site, &c.officer, one["id"].as_str().unwrap()).await;
            assert_eq!(household["members"].as_array().unwrap().len(), 2, "{household}");
        }
    });
}

#[test]
fn a_field_nobody_touched_changes_nothing_and_other_communes_stay_unseen() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "danh-sach.csv", FILE.as_bytes()).await;
        let path = format!("/imports/{id}/tray");
        let card = |was: &'static str, now: &'static str| {
            [("at", "danh-sach!4"), ("act", "save"), ("was.danh-sach!B4", was), ("cell.danh-sach!B4", now)]
        };
        site.post(Some(&c.officer), &path, &card("Co Nhu2", "Hoà Bình")).await.is(303);
        // Somebody whose page is older saves it without having touched the cell.
        site.post(Some(&c.officer), &path, &card("Co Nhu2", "Co Nhu2")).await.is(303);
        let named = named(&outcome(site, &c.officer, &id).await);
        assert!(!named.iter().any(|one| one.contains("B4")), "{named:?}");
        // A file of another commune is not told about.
        let far = site.person("far", rules::access::Role::CommuneOfficer, crate::kit::OTHER);
        let own = send(site, &far, crate::kit::OTHER, "la.csv", FILE.as_bytes()).await;
        let mut settings =
            site.api("GET", Some(&far), &format!("/api/v1/imports/{own}"), None).await.is(200).json()["settings"]
                .clone();
        settings["replaces"] = json!(id);
        let kept = site.api("PUT", Some(&far), &format!("/api/v1/imports/{own}"), Some(settings)).await.is(200).json();
        assert_eq!(kept["settings"]["replaces"], "");
        let page = site.get(Some(&far), &format!("/imports/{own}")).await.is(200);
        assert!(!page.text().contains("danh-sach.csv"));
        // A file whose name holds digits like a number's is read as it was kept.
        let csv = "Thôn;Chủ hộ;Năm sinh\nBản Co Nhừ;Vừ A Dia;1971\n";
        let id = send(site, &c.officer, LONG_HE, "so  ho 202611221030.csv", csv.as_bytes()).await;
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [1, 0, 0, 0]);
    });
}
