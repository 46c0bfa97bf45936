//! What a person says of hamlets and of households that look alike: once for all that say the same, and to be taken back.

use serde_json::json;

use super::imports::{apply, counts, named, outcome, send, two_hamlets};
use super::{code, seen, stock};
use crate::kit::{LONG_HE, OTHER, Person, Reply, Site, both};

async fn put(site: &Site, by: &Person, id: &str, fixes: serde_json::Value) -> Reply {
    site.api("PUT", Some(by), &format!("/api/v1/imports/{id}/tray"), Some(fixes)).await
}

#[test]
fn a_hamlet_is_named_once_for_all_households_that_say_the_same() {
    both(|site| async move {
        let c = two_hamlets(site);
        // A heading line, which no cell of a household can put right, and a name nobody knows, twice.
        let csv = "Số hộ;Thôn;Chủ hộ;Năm sinh\n\
                   BẢN NẬM KHÔNG;;;\n\
                   1;;Thào A Sinh;1984\n\
                   2;;Giàng A Lử;1979\n\
                   3;Hua Xa Lắc;Vừ A Dia;1971\n\
                   4;hua xa lắc;Sùng A Khua;1980\n\
                   5;Hoà Bình;Cà Thị Say;1990\n";
        let id = send(site, &c.officer, LONG_HE, "ban.csv", csv.as_bytes()).await;
        let waits = ["ban!A2", "ban!A2", "ban!B5", "ban!B6"].map(|cell| format!("{cell} hamlet-unknown"));
        assert_eq!(named(&outcome(site, &c.officer, &id).await), waits);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [1, 0, 0, 4]);
        let path = format!("/imports/{id}/tray");
        let page = site.get(Some(&c.officer), &path).await.is(200);
        let page = page.says("“BẢN NẬM KHÔNG” là thôn, bản, tổ dân phố nào?").says("hamlet=bản nậm không");
        page.says("“Hua Xa Lắc” là thôn, bản, tổ dân phố nào?").says("4 hộ chưa nhập được");
        // A hamlet of another commune is none here.
        let far = site.hamlet(OTHER, "Nà Xa");
        let form = [("at", "ban!3"), ("act", "save"), ("hamlet_of", "hamlet=bản nậm không"), ("hamlet", code(&far))];
        site.post(Some(&c.officer), &path, &form).await.is(422).says("Không tìm thấy địa bàn");
        let form = [("at", "ban!3"), ("act", "save"), ("hamlet_of", "hamlet=bản nậm không"), ("hamlet", code(&c.ban))];
        let done = site.post(Some(&c.officer), &path, &form).await.is(303).location();
        let page = site.get(Some(&c.officer), &done).await.is(200).says("2 hộ chưa nhập được");
        page.says("Nhập 2 hộ đã đúng vào sổ").says("“bản nậm không” là Bản Co Nhừ");
        put(site, &c.officer, &id, json!({"hamlet=hua xa lắc": {"hamlet": c.other}})).await.is(200);
        // Taken back, its households wait again.
        site.post(Some(&c.officer), &path, &[("at", "hamlet=bản nậm không"), ("act", "back")]).await.is(303);
        site.get(Some(&c.officer), &path).await.is(200).says("2 hộ chưa nhập được").says("Nhập 2 hộ");
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((0, 0), (3, 0)));
        put(site, &c.officer, &id, json!({"hamlet=bản nậm không": {"hamlet": c.ban}})).await.is(200);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(stock(site, &c.ban, 2026), (2, 0));
        // Of a file without hamlets each household has its own.
        let csv = "Số hộ;Chủ hộ;Năm sinh\n11;Lò Văn Một;1984\n12;Lò Văn Hai;1979\n";
        let id = send(site, &c.officer, LONG_HE, "khong.csv", csv.as_bytes()).await;
        let all = json!({"hamlet:khong!2": {"hamlet": c.ban}, "hamlet:khong!3": {"hamlet": c.other}});
        put(site, &c.officer, &id, all).await.is(200);
        let page = site.get(Some(&c.officer), &format!("/imports/{id}/tray")).await.is(200);
        page.says("Dòng khong!3 thuộc").says("Nhập 2 hộ");
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((3, 0), (4, 0)));
        // Bad input is refused whole.
        let id =
            send(site, &c.officer, LONG_HE, "khac.csv", b"Th\xc3\xb4n;Ch\xe1\xbb\xa7 h\xe1\xbb\x99\nX;Y Z\n").await;
        for place in ["khac!2", "hamlet:khac!99", "hamlet:nowhere", "somewhere"] {
            put(site, &c.officer, &id, json!({place: {"hamlet": c.ban}})).await.is(404);
        }
        put(site, &c.officer, &id, json!({"hamlet=x": {"hamlet": "99999.9"}})).await.is(422);
        put(site, &c.officer, &id, json!({format!("hamlet={}", "x".repeat(3000)): {"hamlet": c.ban}})).await.is(422);
    });
}

#[test]
fn who_is_left_out_stands_in_nobodys_way() {
    both(|site| async move {
        let c = two_hamlets(site);
        let csv = "Số hộ;Thôn;Chủ hộ;Ngày sinh;CCCD\n\
                   7;Co Nhừ;Vừ A Dia;1971;\n\
                   7;Co Nhừ;Sùng A Khua;1980;\n\
                   8;Co Nhừ;Thào A Sinh;1984;014084000999\n\
                   9;Co Nhừ;Thào A Xinh;1984;014084000999\n\
                   10;Co Nhừ;Mùa A Dế;02/03/1990;\n\
                   11;Co Nhừ;Mùa A Dế;02/03/1990;\n\
                   12;Hoà Bình;Mùa A Dế;02/03/1990;\n\
                   13;Hoà Bình;Mùa A Dế;02/03/1990;\n";
        let id = send(site, &c.officer, LONG_HE, "hai.csv", csv.as_bytes()).await;
        let told = ["A3 row-repeated", "E5 id-taken", "C7 household-repeated", "C9 household-repeated"];
        assert_eq!(named(&outcome(site, &c.officer, &id).await), told.map(|one| format!("hai!{one}")));
        let path = format!("/imports/{id}/tray");
        let page = site.get(Some(&c.officer), &path).await.is(200).says("Hộ ở dòng 6 đã có đúng những người này");
        let offered = page.text().matches("Đây là hộ khác, vẫn thêm").count();
        assert_eq!(offered, 2, "where only the people are alike, not where a number is");
        let fixes = json!({"hai!2": "leave", "hai!4": "leave", "hai!7": "apart"});
        put(site, &c.officer, &id, fixes).await.is(200);
        assert_eq!(named(&outcome(site, &c.officer, &id).await), ["hai!C9 household-repeated"]);
        apply(site, &c.officer, &id).await.is(303);
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!((counts(&found), &found["left_out"]), ([5, 0, 0, 1], &json!(2)));
        assert_eq!(stock(site, LONG_HE, 2026), (5, 0));
    });
}

#[test]
fn a_likely_double_stands_beside_its_like_and_is_one_or_two_as_a_person_says() {
    both(|site| async move {
        let c = two_hamlets(site);
        let first = "Số hộ;Thôn;Chủ hộ;Năm sinh;Địa chỉ\n5;Co Nhừ;Vừ A Dia;1971;Đội 1\n6;Co Nhừ;Sùng A Khua;1980;\n";
        let id = send(site, &c.officer, LONG_HE, "mot.csv", first.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        let second = "Số hộ;Thôn;Chủ hộ;Năm sinh;Địa chỉ\n77;Co Nhừ;Vừ A Dia;;Đội 2\n78;Hoà Bình;Sùng A Khua;1980;\n";
        let id = send(site, &c.officer, LONG_HE, "hai.csv", second.as_bytes()).await;
        let told = ["hai!C2 likely-duplicate", "hai!C3 likely-duplicate"];
        assert_eq!(named(&outcome(site, &c.officer, &id).await), told);
        let path = format!("/imports/{id}/tray");
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=vu%20a%20dia", None).await.is(200).json();
        let held = list["items"][0]["id"].as_str().unwrap().to_owned();
        let page = site.get(Some(&c.officer), &path).await.is(200).says(&format!("/households/{held}"));
        let page = page.says("Đội 1").says("Đội 2").says("Sổ đang ghi hộ này ở thôn khác");
        assert_eq!(page.text().matches("value=\"same\"").count(), 1, "not where the hamlet is another");
        // Nobody's household, and that of another commune, are none.
        put(site, &c.officer, &id, json!({"hai!2": {"same": "none"}})).await.is(404);
        let form = [("at", "hai!2"), ("act", "same"), ("same", held.as_str())];
        let done = site.post(Some(&c.officer), &path, &form).await.is(303).location();
        let page = site.get(Some(&c.officer), &done).await.is(200).says("1 hộ chưa nhập được");
        page.says("Vừ A Dia (dòng 2) chính là hộ trông giống trong sổ");
        site.post(Some(&c.officer), &path, &[("at", "hai!2"), ("act", "back")]).await.is(303);
        site.get(Some(&c.officer), &path).await.is(200).says("2 hộ chưa nhập được");
        site.post(Some(&c.officer), &path, &form).await.is(303);
        site.post(Some(&c.officer), &path, &[("at", "hai!3"), ("act", "apart")]).await.is(303);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [1, 1, 0, 0]);
        let household = seen(site, &c.officer, &held).await;
        assert_eq!((&household["number"], &household["address"]), (&json!("77"), &json!("Đội 2")));
        assert_eq!(household["members"].as_array().unwrap().len(), 1);
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        // The same file again changes nothing.
        let again = send(site, &c.officer, LONG_HE, "hai.csv", second.as_bytes()).await;
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 2, 0]);
    });
}

#[test]
fn what_went_in_is_nobody_elses_and_comes_again_as_itself() {
    both(|site| async move {
        let c = two_hamlets(site);
        let rows = |wife: &str| format!("Co Nhừ;Mùa A Dế;Chủ hộ;1990\nCo Nhừ;{wife};Vợ;1992\n");
        let csv = format!("Thôn;Họ và tên;Quan hệ;Năm sinh\n{}{}{}", rows("Lò Mai"), rows("Lò Dua"), rows("Lò Pà"));
        let id = send(site, &c.officer, LONG_HE, "ba.csv", csv.as_bytes()).await;
        put(site, &c.officer, &id, json!({"ba!4": "apart"})).await.is(200);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &id).await), [2, 0, 0, 1]);
        let waits = async || {
            let tray = site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{id}/tray"), None).await;
            tray.is(200).json().as_array().unwrap().len()
        };
        assert_eq!(waits().await, 1, "the third family takes nobody's household");
        // Nor when who went in is left out afterwards.
        put(site, &c.officer, &id, json!({"ba!2": "leave"})).await.is(200);
        assert_eq!(waits().await, 1);
        put(site, &c.officer, &id, json!({"ba!6": "apart"})).await.is(200);
        apply(site, &c.officer, &id).await.is(303);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households", None).await.is(200).json();
        let mut people: Vec<i64> =
            list["items"].as_array().unwrap().iter().map(|one| one["members"].as_i64().unwrap_or(-1)).collect();
        people.sort_unstable();
        assert_eq!(people, [2, 2, 2], "{list}");
        // The same file again, with the same said of it, changes nothing.
        let again = send(site, &c.officer, LONG_HE, "ba.csv", csv.as_bytes()).await;
        put(site, &c.officer, &again, json!({"ba!4": "apart", "ba!6": "apart"})).await.is(200);
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 3, 0]);
    });
}

#[test]
fn whom_a_person_chose_goes_before_whom_the_program_guessed_and_only_where_it_stands() {
    both(|site| async move {
        let c = two_hamlets(site);
        let first = "Số hộ;Thôn;Chủ hộ;Năm sinh\n5;Co Nhừ;Vừ A Dia;1971\n6;Co Nhừ;Sùng A Khua;1980\n";
        let id = send(site, &c.officer, LONG_HE, "mot.csv", first.as_bytes()).await;
        apply(site, &c.officer, &id).await.is(303);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=vu%20a%20dia", None).await.is(200).json();
        let held = list["items"][0]["id"].as_str().unwrap().to_owned();
        let second =
            "Số hộ;Thôn;Chủ hộ;Năm sinh\n80;Nậm Không;Vừ A Dia;1971\n77;Co Nhừ;Vừ A Dia;\n78;Hoà Bình;Vừ A Dia;\n";
        let id = send(site, &c.officer, LONG_HE, "hai.csv", second.as_bytes()).await;
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!(named(&found)[1..], ["hai!C3 likely-duplicate", "hai!C4 likely-duplicate"]);
        assert_eq!(found["problems"][1]["args"]["id"], held, "whole, to be sent back");
        // Said of a row in another hamlet it holds for nobody; a name is the same in capitals.
        let fixes = json!({
            "hai!3": {"same": held}, "hai!4": {"same": held}, "hamlet=NẬM  Không": {"hamlet": c.ban},
        });
        let left = put(site, &c.officer, &id, fixes).await.is(200).json();
        let codes: Vec<&str> = left.as_array().unwrap().iter().map(|one| one["at"].as_str().unwrap()).collect();
        assert_eq!(codes, ["hai!4"], "{left}");
        let said = site.get(Some(&c.officer), &format!("/imports/{id}/tray")).await.is(200);
        said.says("Vừ A Dia (dòng 3) chính là hộ").says("Vừ A Dia (dòng 4) chính là hộ");
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!(seen(site, &c.officer, &held).await["number"], "77");
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        // A household that has ended is none.
        let closing = json!({"status": "moved_out", "reason": "về quê"});
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{held}/close"), Some(closing)).await.is(200);
        put(site, &c.officer, &id, json!({"hai!4": {"same": held}})).await.is(404);
    });
}

#[test]
fn an_identity_number_in_the_place_of_a_hamlet_stays_veiled() {
    both(|site| async move {
        let c = two_hamlets(site);
        let csv =
            "Số hộ;Thôn;Chủ hộ;Năm sinh\n1;014084000999;Vừ A Dia;1971\n2;?;Sùng A Khua;1980\n3;-;Thào A Sinh;1984\n";
        let id = send(site, &c.officer, LONG_HE, "lech.csv", csv.as_bytes()).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{id}/tray")).await.is(200);
        assert!(!page.text().contains("014084000999"));
        put(site, &c.officer, &id, json!({"hamlet=014084000999": {"hamlet": c.ban}})).await.is(404);
        put(site, &c.officer, &id, json!({"hamlet=?": {"hamlet": c.ban}})).await.is(404);
        let tray = site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{id}/tray"), None).await.is(200).json();
        let places: Vec<_> = tray.as_array().unwrap().iter().map(|one| one["hamlet_at"].clone()).collect();
        assert_eq!(places[0], json!(null));
        // Leaving out the one above from the card of the one below.
        let csv = "Số hộ;Thôn;Chủ hộ;Năm sinh\n7;Co Nhừ;Vừ A Dia;1971\n7;Co Nhừ;Sùng A Khua;1980\n";
        let id = send(site, &c.officer, LONG_HE, "hai.csv", csv.as_bytes()).await;
        let path = format!("/imports/{id}/tray");
        site.get(Some(&c.officer), &path).await.is(200).says("Bỏ ra hộ ở dòng 2");
        let form = [("at", "hai!3"), ("act", "leave_first"), ("first", "hai!2")];
        site.post(Some(&c.officer), &path, &form).await.is(303);
        apply(site, &c.officer, &id).await.is(303);
        let list = site.api("GET", Some(&c.officer), "/api/v1/households?q=sung%20a%20khua", None).await.is(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
    });
}
