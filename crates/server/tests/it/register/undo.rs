//! Taking imports back: as one act, while nothing was built on them; and throwing waiting files away.

use serde_json::json;

use super::imports::{GOOD, send, two_hamlets};
use super::{codes, seen, stock};
use crate::kit::{LONG_HE, Person, Site, both};

const FIRST: &str = "Số hộ;Họ và tên;Quan hệ với chủ hộ;Năm sinh;Số CCCD;Địa chỉ\n\
                     1;Thào A Sinh;Chủ hộ;1984;014084000999;Đội 1\n\
                     1;Mùa Thị Dợ;Vợ;1986;;\n";
const SECOND: &str = "Số hộ;Họ và tên;Quan hệ với chủ hộ;Năm sinh;Số CCCD;Địa chỉ\n\
                      1;Thào A Sinh;Chủ hộ;1984;014084000888;Đội 9\n\
                      1;Thào A Pó;Con;2012;;\n\
                      2;Giàng A Lử;Chủ hộ;1979;;Đội 2\n";

async fn applied(site: &Site, by: &Person, place: &str, name: &str, bytes: &[u8]) -> String {
    let id = send(site, by, place, name, bytes).await;
    site.post(Some(by), &format!("/imports/{id}/apply"), &[]).await.is(303);
    id
}

async fn undo(site: &Site, by: &Person, id: &str) -> crate::kit::Reply {
    site.post(Some(by), &format!("/imports/{id}/undo"), &[]).await
}

async fn households(site: &Site, by: &Person) -> Vec<serde_json::Value> {
    let list = site.api("GET", Some(by), "/api/v1/households", None).await.is(200).json();
    let mut all = Vec::new();
    for one in list["items"].as_array().unwrap() {
        let mut household = seen(site, by, one["id"].as_str().unwrap()).await;
        // Who did what stands in the trail, which only grows; the revision is raised by every look under lock.
        for passing in ["revision", "trail", "id"] {
            household.as_object_mut().unwrap().remove(passing);
        }
        all.push(household);
    }
    all
}

#[test]
fn an_import_is_taken_back_whole_and_the_same_file_goes_in_again() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = applied(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200);
        page.says("Hoàn tác lần nhập này (3 hộ)");
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        let done = undo(site, &c.officer, &id).await.is(303).location();
        site.get(Some(&c.officer), &done).await.is(200).says("3 hộ trở lại như trước khi nhập").says("Đã hoàn tác");
        assert_eq!((stock(site, LONG_HE, 2026), households(site, &c.officer).await.len()), ((0, 0), 0));
        undo(site, &c.officer, &id).await.is(409).says("Không có gì để hoàn tác");
        let again = applied(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        assert_eq!(stock(site, LONG_HE, 2026), (3, 0));
        let path = format!("/api/v1/imports/{again}/undo");
        let by_program = site.api("POST", Some(&c.officer), &path, Some(json!({}))).await.is(200);
        assert_eq!(by_program.json()["households"], 3);
        site.get(Some(&c.head), &format!("/imports/{again}")).await.is(403);
    });
}

#[test]
fn what_an_import_changed_is_as_before_with_its_people_and_their_numbers() {
    both(|site| async move {
        let c = two_hamlets(site);
        let first = applied(site, &c.officer, &c.ban, "mot.csv", FIRST.as_bytes()).await;
        let before = households(site, &c.officer).await;
        let second = applied(site, &c.officer, &c.ban, "hai.csv", SECOND.as_bytes()).await;
        let changed = households(site, &c.officer).await;
        let addresses: Vec<_> = changed.iter().map(|one| one["address"].as_str().unwrap()).collect();
        assert!(addresses.len() == 2 && addresses.contains(&"Đội 9"), "{addresses:?}");
        // The first one was built on by the second.
        let refused = undo(site, &c.officer, &first).await.is(409);
        refused.says("Thào A Sinh đã được sửa");
        assert_eq!(households(site, &c.officer).await, changed, "nothing was taken back by half");
        undo(site, &c.officer, &second).await.is(303);
        assert_eq!(households(site, &c.officer).await, before);
        // What the first one did may be taken back again, now that the register is as it left it.
        undo(site, &c.officer, &first).await.is(303);
        assert_eq!(households(site, &c.officer).await, Vec::<serde_json::Value>::new());
        applied(site, &c.officer, &c.ban, "mot.csv", FIRST.as_bytes()).await;
        assert_eq!(households(site, &c.officer).await.len(), before.len());
        // The number that was there before is the person's again, and the other one free.
        let again = send(site, &c.officer, &c.ban, "mot.csv", FIRST.as_bytes()).await;
        let path = format!("/api/v1/imports/{again}");
        let found = site.api("GET", Some(&c.officer), &path, None).await.is(200).json();
        assert_eq!(found["outcome"]["unchanged"], 1, "{found}");
        let findings: Vec<_> = site.findings().into_iter().map(|one| one.check).collect();
        assert_eq!(findings, Vec::<&str>::new());
    });
}

#[test]
fn a_number_that_somebody_else_bears_by_now_is_not_given_back() {
    both(|site| async move {
        let c = two_hamlets(site);
        applied(site, &c.officer, &c.ban, "mot.csv", FIRST.as_bytes()).await;
        let second = applied(site, &c.officer, &c.ban, "hai.csv", SECOND.as_bytes()).await;
        // The old number, free by now, turns out to be another person's.
        let member = json!({"name": "Vừ A Nếnh", "relation": "head", "sex": "male", "birth": "1984", "id_number": "014084000999"});
        let body = json!({"hamlet": super::code(&c.other), "members": [member], "sure": true});
        site.api("POST", Some(&c.officer), "/api/v1/households", Some(body)).await.is(201);
        undo(site, &c.officer, &second).await.is(409).says("Vừ A Nếnh");
        assert_eq!(site.findings(), []);
    });
}

#[test]
fn an_import_on_which_something_was_built_stays() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = applied(site, &c.officer, &c.ban, "mot.csv", FIRST.as_bytes()).await;
        let list = site.api("GET", Some(&c.officer), "/api/v1/households", None).await.json();
        let household = list["items"][0]["id"].as_str().unwrap().to_owned();
        let wish = json!({"year": 2026, "model": "family", "households": [household]});
        site.api("POST", Some(&c.head), "/api/v1/registrations", Some(wish)).await.is(200);
        undo(site, &c.officer, &id).await.is(409).says("Thào A Sinh");
        assert_eq!(stock(site, LONG_HE, 2026).0, 1);
    });
}

#[test]
fn a_waiting_file_is_thrown_away_and_an_applied_one_is_not() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        site.post(Some(&c.head), &format!("/imports/{id}/discard"), &[]).await.is(403);
        let to = site.post(Some(&c.officer), &format!("/imports/{id}/discard"), &[]).await.is(303).location();
        let list = site.get(Some(&c.officer), &to).await.is(200);
        list.says("Đã bỏ tệp").says("Hoàn tác").says(&format!("action=\"/imports/{id}/restore\""));
        // The button is for that file and no other address, whatever a link says.
        for asked in [format!("{id}/apply%3F"), "..%2Faccount".to_owned(), "none".to_owned()] {
            let list = format!("/imports?done=import-discarded&undo={asked}");
            let page = site.get(Some(&c.officer), &list).await.is(200).text();
            assert_eq!(page.matches("/restore\"").count(), 1, "the list's own button alone: {page}");
        }
        let told = site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{id}"), None).await.is(200).json();
        assert_eq!((&told["columns"], &told["outcome"]), (&json!([]), &json!(null)), "nothing of it is told");
        site.get(Some(&c.officer), &format!("/imports/{id}/marked.xlsx")).await.is(409);
        // It takes no part in anything while it is thrown away.
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200).text();
        assert!(page.contains("Tệp này đã bị bỏ") && !page.contains("/apply"), "{page}");
        for act in ["apply", "discard"] {
            site.post(Some(&c.officer), &format!("/imports/{id}/{act}"), &[]).await.is(409);
        }
        let apply = format!("/api/v1/imports/{id}/apply");
        let refused = site.api("POST", Some(&c.officer), &apply, Some(json!({}))).await.is(409);
        assert_eq!(codes(&refused)[0].1, "import-discarded");
        let tray = format!("/api/v1/imports/{id}/tray");
        let refused = site.api("PUT", Some(&c.officer), &tray, Some(json!({}))).await.is(409);
        assert_eq!(codes(&refused)[0].1, "import-discarded");
        // Brought back once, however often it is asked for; then it goes in as if nothing had been.
        let restore = format!("/imports/{id}/restore");
        site.post(Some(&c.head), &restore, &[]).await.is(403);
        for _ in 0..2 {
            let to = site.post_as(Some(&c.officer), &restore, "one", &[]).await.is(303).location();
            assert_eq!(to, format!("/imports/{id}?done=import-restored"));
        }
        site.post(Some(&c.officer), &restore, &[]).await.is(409).says("không nằm trong số đã bỏ");
        let of = id.clone();
        let lines = site.read(move |tx| store::audit::of_object(tx, "import", &of));
        assert_eq!(lines.len(), 3, "sent, thrown away, brought back");
        site.api("DELETE", Some(&c.officer), &format!("/api/v1/imports/{id}"), Some(json!({}))).await.is(204);
        let seen = site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{id}"), None).await.is(200).json();
        assert_eq!(seen["state"], "discarded");
        let restore = format!("/api/v1/imports/{id}/restore");
        let back = site.api("POST", Some(&c.officer), &restore, Some(json!({}))).await.is(200).json();
        assert_eq!((&back["state"], back["outcome"]["added"].as_i64() > Some(0)), (&json!("waiting"), true), "{back}");
        // Nobody brought it back in time: it is gone with all its bytes.
        site.api("DELETE", Some(&c.officer), &format!("/api/v1/imports/{id}"), Some(json!({}))).await.is(204);
        let later = rules::basics::Moment(site.app.clock.now().0 + 31 * 86_400_000);
        site.write(move |tx| store::imports::delete_unapplied(tx, later));
        site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(404);
        let id = applied(site, &c.officer, LONG_HE, "register.xlsx", GOOD).await;
        let kept =
            site.api("DELETE", Some(&c.officer), &format!("/api/v1/imports/{id}"), Some(json!({}))).await.is(409);
        assert_eq!(codes(&kept)[0].1, "import-applied");
    });
}

#[test]
fn a_copy_with_notes_is_corrected_and_goes_in() {
    both(|site| async move {
        let c = two_hamlets(site);
        let id = send(site, &c.officer, LONG_HE, "register_bad.xlsx", super::imports::BAD).await;
        let path = format!("/imports/{id}");
        site.get(Some(&c.officer), &path).await.is(200).says("marked.xlsx");
        let copy = site.get(Some(&c.officer), &format!("{path}/marked.xlsx")).await.is(200).body;
        let found = site.api("GET", Some(&c.officer), &format!("/api/v1{path}"), None).await.is(200).json();
        let cells: Vec<_> =
            found["outcome"]["problems"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
        assert!(cells.len() > 5, "{cells:?}");
        // The copy reads as the file does: the same cells, the same mistakes at the same places.
        let again = send(site, &c.officer, LONG_HE, "copy.xlsx", &copy).await;
        let same = site.api("GET", Some(&c.officer), &format!("/api/v1/imports/{again}"), None).await.is(200).json();
        assert_eq!(same["outcome"], found["outcome"]);
        // Somebody else's file is theirs: it holds identity numbers.
        let other = site.person("second", rules::access::Role::CommuneOfficer, LONG_HE);
        site.get(Some(&other), &path).await.is(200);
        let page = site.get(Some(&other), &path).await.text();
        assert!(!page.contains("marked.xlsx"));
        site.get(Some(&other), &format!("{path}/marked.xlsx")).await.is(409);
    });
}

#[test]
fn a_file_with_a_family_twice_changes_nothing_after_a_merge_and_is_taken_back_after_its_undoing() {
    const TWICE: &str = "Số hộ;Họ và tên;Quan hệ với chủ hộ;Năm sinh;Số CCCD;Địa chỉ\n\
                         1;Thào A Sinh;Chủ hộ;1984;;Đội 1\n\
                         1;Mùa Thị Dợ;Vợ;1986;;\n\
                         2;Thào A Sinh;Chủ hộ;;;Đội 1\n\
                         2;Mùa Thị Dợ;Vợ;1986;;\n";
    both(|site| async move {
        let c = two_hamlets(site);
        let id = applied(site, &c.officer, &c.ban, "hai-lan.csv", TWICE.as_bytes()).await;
        let pairs = site.api("GET", Some(&c.officer), "/api/v1/duplicates", None).await.is(200).json();
        let pair = ["one", "two"].map(|side| pairs["items"][0][side]["id"].as_str().unwrap().to_owned());
        let [stay, from] = &pair;
        let path = format!("/api/v1/households/{stay}/merge");
        site.api("POST", Some(&c.officer), &path, Some(json!({"from": from}))).await.is(200);
        undo(site, &c.officer, &id).await.is(409);
        let again = send(site, &c.officer, &c.ban, "hai-lan.csv", TWICE.as_bytes()).await;
        let found = super::imports::outcome(site, &c.officer, &again).await;
        assert_eq!((found["added"].as_i64(), found["waiting"].as_i64()), (Some(0), Some(0)), "{found}");
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{from}/unmerge"), Some(json!({})))
            .await
            .is(200);
        undo(site, &c.officer, &id).await.is(303);
        assert_eq!(stock(site, LONG_HE, 2026), (0, 0));
        assert_eq!(site.findings(), []);
    });
}
