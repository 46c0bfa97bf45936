//! Places: the map before and since the reform, search, code reuse, hamlets, area classes.

use rules::access::Role;
use serde_json::json;

use crate::kit::{LONG_HE, OTHER, SON_LA, both};

/// A query value as browsers send it.
fn enc(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn the_map_has_sixty_three_provinces_before_the_reform_and_thirty_four_since() {
    both(|site| async move {
        for (day, provinces, districts, communes) in [("2025-06-30", 63, 696, 10035), ("2025-07-01", 34, 0, 3321)] {
            let country = site.api("GET", None, &format!("/api/v1/places/VN?on={day}"), None).await.is(200).json();
            assert_eq!(country["below_by_level"]["province"], provinces, "{day}");
            assert_eq!(country["below_by_level"]["commune"], communes, "{day}");
            assert_eq!(country["below_by_level"]["district"].as_i64().unwrap_or(0), districts, "{day}");
            let list = site.api("GET", None, &format!("/api/v1/places/VN/children?on={day}"), None).await.json();
            assert_eq!(list["items"].as_array().unwrap().len(), provinces as usize);
        }
        site.get(None, "/places?on=2025-06-30&lang=en").await.is(200).says("there are 63 provinces and cities.");
        site.get(None, "/places?lang=vi").await.is(200).says("Vào ngày 22/11/2026 có 34 tỉnh, thành phố.");
        site.get(None, "/places?on=1999-01-01").await.is(200).says("31/8/2004");
        site.get(None, "/places?on=31/02/2026").await.is(422);
    });
}

#[test]
fn a_place_is_found_with_or_without_marks_and_with_the_name_above() {
    both(|site| async move {
        let found = |q: &'static str| async move {
            let list = site.api("GET", None, &format!("/api/v1/places?q={}", enc(q)), None).await.is(200).json();
            let ids = list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
            ids.collect::<Vec<_>>()
        };
        assert_eq!(found("dong thap").await[..2], ["82@2025-07-01", "87@2004-08-31"]);
        assert_eq!(found("long he").await[0], LONG_HE);
        assert_eq!(found("LONG HẸ").await[0], LONG_HE);
        assert_eq!(found("long he son la").await[0], LONG_HE);
        assert_eq!(found("son la, long he").await[0], LONG_HE);
        assert_eq!(found("03763").await, [LONG_HE, "03763@2004-08-31"]);
        assert_eq!(found("xa long he").await[0], LONG_HE);
        assert_eq!(found("hòa bình").await, found("hoà bình").await);
        assert_eq!(found("hòa bình").await[0], "17@2004-08-31", "the province before the communes of that name");
        assert!(found("khong co noi nay").await.is_empty());
        assert!(found("!!!").await.len() == 34, "nothing to look for is the list of provinces");
        let marked = site.api("GET", None, &format!("/api/v1/places?q={}&limit=5", enc("tân hoá")), None).await.json();
        let first = marked["items"][0]["name"].as_str().unwrap();
        assert_eq!(rules::text::marks_key(first), rules::text::marks_key("Tân Hóa"), "the same marks come first");
        let next = marked["next"].as_str().unwrap();
        let more = format!("/api/v1/places?q={}&limit=5&cursor={next}", enc("tân hoá"));
        let second = site.api("GET", None, &more, None).await.is(200).json();
        assert_ne!(second["items"][0]["id"], marked["items"][0]["id"]);
        let page = site.get(None, "/places?q=dong+thap&lang=en").await.is(200).text();
        assert!(page.contains("href=\"/places/82\"") && page.contains("href=\"/places/87?on=2025-06-30\""), "{page}");
        assert!(page.contains("since 1 Jul 2025") && page.contains("until 30 Jun 2025"));
        let page = site.get(None, "/places?q=dong+thap&on=2025-06-30&lang=en").await.is(200).text();
        assert!(!page.contains("href=\"/places/82"), "82 was another province on that day");
        site.get(None, &format!("/places?q={}&lang=en", enc("<b>x")))
            .await
            .is(200)
            .says("No place found for “&#60;b&#62;x”");
    });
}

#[test]
fn a_code_that_names_two_places_says_so_and_links_the_right_days() {
    both(|site| async move {
        let now = site.get(None, "/places/26740?lang=en").await.is(200).text();
        assert!(
            now.contains("Phường Sài Gòn") && now.contains("This code also names Phường Bến Nghé (until 30 Jun 2025)")
        );
        assert!(now.contains("href=\"/places/26740?on=2025-06-30\""));
        assert!(now.contains("The whole of Phường Bến Nghé was merged into it on 1 Jul 2025."));
        assert!(now.contains("A part of Phường Đa Kao was merged into it"));
        let then = site.get(None, "/places/26740?on=2025-06-30&lang=en").await.is(200).text();
        assert!(
            then.contains("<h1>Phường Bến Nghé</h1>") && then.contains("You are looking at this place on 30 Jun 2025.")
        );
        assert!(then.contains("href=\"/places/26740\""), "what became of it is there today");
        assert!(then.contains("href=\"/places/760?on=2025-06-30\""), "the district of that day is in the crumbs");
        site.get(None, "/places/26740?on=2025-06-30&lang=vi")
            .await
            .says("Toàn bộ nhập vào Phường Sài Gòn từ ngày 01/07/2025.");
        site.get(None, "/places/26740?on=2025-06-30&lang=id")
            .await
            .says("Seluruhnya digabungkan ke Phường Sài Gòn pada 01/07/2025.");
        // A code without meaning today names its days instead.
        let gone = site.get(None, "/places/87?lang=en").await.is(404).text();
        assert!(gone.contains("names no place on 22 Nov 2026") && gone.contains("Tỉnh Đồng Tháp"));
        assert!(gone.contains("merged into Tỉnh Đồng Tháp on 1 Jul 2025") && gone.contains("href=\"/places/82\""));
        let refused = site.api("GET", None, "/api/v1/places/87", None).await.is(422).json();
        assert_eq!(refused["problems"][0]["code"], "place-not-in-force");
        site.api("GET", None, "/api/v1/places/00000", None).await.is(404);
        site.get(None, "/places/00000").await.is(404);
        site.get(None, "/places/vn").await.is(200);
        let lineage = site.api("GET", None, "/api/v1/places/82/lineage?lang=en", None).await.is(200).json();
        let from: Vec<_> = lineage["from"].as_array().unwrap().iter().map(|edge| edge["place"]["id"].clone()).collect();
        assert_eq!(from, ["87@2004-08-31", "82@2004-08-31"]);
    });
}

#[test]
fn a_commune_officer_keeps_hamlets_and_nobody_else_does() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let other = site.person("nga", Role::CommuneOfficer, OTHER);
        let form = [
            ("unit", LONG_HE),
            ("kind", "ban"),
            ("name", "Bản Pú Chứn"),
            ("since", "2025-07-01"),
            ("legal_basis", "12/NQ"),
        ];
        site.post(None, "/places/03763/hamlets", &form).await.is(401);
        site.post(Some(&other), "/places/03763/hamlets", &form).await.is(403);
        let done = site.post_as(Some(&hoa), "/places/03763/hamlets", "one-request", &form).await.is(303);
        assert_eq!(done.location(), "/places/03763?done=hamlet-added");
        site.post_as(Some(&hoa), "/places/03763/hamlets", "one-request", &form).await.is(303);
        let list = site.api("GET", None, "/api/v1/places/03763/children", None).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "a form sent twice adds one hamlet");
        assert_eq!(
            (&list["items"][0]["code"], &list["items"][0]["full_name"]),
            (&json!("03763.001"), &json!("Bản Pú Chứn"))
        );
        // A second time by hand is refused at the field, with what was entered still there.
        let again = site.post(Some(&hoa), "/places/03763/hamlets?lang=en", &form).await.is(409).text();
        assert!(
            again.contains("The name “Bản Pú Chứn” already exists in this commune")
                && again.contains("value=\"Bản Pú Chứn\"")
        );
        let early = [("unit", LONG_HE), ("kind", "ban"), ("name", "Xưa"), ("since", "2025-06-30")];
        site.post(Some(&hoa), "/places/03763/hamlets?lang=en", &early)
            .await
            .is(422)
            .says("is not in force on 30 Jun 2025");
        let province = [("unit", SON_LA), ("kind", "ban"), ("name", "Lạc"), ("since", "2025-07-01")];
        site.post(Some(&hoa), "/places/14/hamlets", &province).await.is(403);
        let wrong = [("unit", LONG_HE), ("kind", "x"), ("name", "<Pú>"), ("since", "hôm qua"), ("legal_basis", "")];
        site.post(Some(&hoa), "/places/03763/hamlets?lang=en", &wrong).await.is(422).says("is not a date");
        // Corrected, with the version that was seen; found by its other spelling.
        let seen = &list["items"][0];
        let (id, revision) = (seen["id"].as_str().unwrap(), seen["revision"].to_string());
        let change = [
            ("unit", id),
            ("revision", revision.as_str()),
            ("kind", "ban"),
            ("name", "Pú Chứn Dưới"),
            ("alt_names", "Pu Chun Duoi, Pá Chứn"),
        ];
        site.post(Some(&hoa), "/places/03763.001/correct", &change).await.is(303);
        site.post(Some(&hoa), "/places/03763.001/correct?lang=en", &change)
            .await
            .is(409)
            .says("Somebody has just changed this");
        let found = site.api("GET", None, &format!("/api/v1/places?q={}", enc("pá chứn")), None).await.json();
        assert_eq!(found["items"][0]["full_name"], "Bản Pú Chứn Dưới");
        // The trail is for those who may see it.
        let page = site.get(Some(&hoa), "/places/03763.001?lang=en").await.is(200).text();
        assert!(page.contains("Managing hamlets") && page.contains("Bản Pú Chứn Dưới") && page.contains("Người hoa"));
        assert!(!site.get(None, "/places/03763.001?lang=en").await.is(200).text().contains("Người hoa"));
    });
}

#[test]
fn many_hamlets_come_from_a_list_or_a_file_after_a_look_at_every_row() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let at = "/places/03763/hamlets/import";
        site.get(None, at).await.is(303);
        site.get(Some(&site.person("xem", Role::Viewer, LONG_HE)), at).await.is(403);
        site.get(Some(&hoa), at).await.is(200).says("name=\"rows\"");
        let bad = "Bản Pú Tậu; ; khó khăn\nbản pú tậu\n<Nà>\nThôn 2;thôn;xa";
        let look =
            site.post(Some(&hoa), &format!("{at}?lang=en"), &[("rows", bad), ("kind", "ban")]).await.is(422).text();
        assert!(
            look.contains("This row repeats row 1") && look.contains("These characters cannot be used: &#60;&#62;"),
            "{look}"
        );
        assert!(look.contains("“xa” is not on the list") && !look.contains("name=\"confirm\""));
        // Confirming a list with problems adds nothing.
        let forced = [("rows", bad), ("kind", "ban"), ("since", "2025-07-01"), ("confirm", "1")];
        site.post(Some(&hoa), at, &forced).await.is(422);
        let good = "Bản Pú Tậu; ; khó khăn\nNà Lìa\nThôn 2;thôn;thuận lợi";
        let look = [("rows", good), ("kind", "ban"), ("since", "2025-07-01")];
        site.post(Some(&hoa), &format!("{at}?lang=en"), &look)
            .await
            .is(200)
            .says("Nothing is saved yet")
            .says("3 hamlets can be added.");
        let list = site.api("GET", None, "/api/v1/places/03763/children", None).await.json();
        assert_eq!(list["items"], json!([]));
        let add = [("rows", good), ("kind", "ban"), ("since", "2025-07-01"), ("confirm", "1")];
        let done = site.post_as(Some(&hoa), at, "list-1", &add).await.is(303);
        assert_eq!(done.location(), "/places/03763?done=hamlets-added&n=3");
        assert_eq!(site.post_as(Some(&hoa), at, "list-1", &add).await.is(303).location(), done.location());
        let list = site.api("GET", None, "/api/v1/places/03763/children", None).await.json();
        let names: Vec<_> =
            list["items"].as_array().unwrap().iter().map(|one| one["full_name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Thôn 2", "Bản Nà Lìa", "Bản Pú Tậu"], "in the order of the names without their kinds");
        let area = site.api("GET", None, "/api/v1/places/03763.001", None).await.json();
        assert_eq!(
            (&area["area_class"], &area["area_class_from"]),
            (&json!("difficult"), &json!("03763.001@2025-07-01"))
        );
        // A file is read, rows already there are skipped.
        let file = "Tên,Loại,Vùng\nBản Pú Tậu,,\nHua Lương,bản,khó khăn\n".as_bytes();
        let read =
            site.upload(&hoa, &format!("{at}/file?lang=en"), &[("kind", "ban")], ("file", "thon.csv", file)).await;
        read.is(200).says("there already, skipped").says("Hua Lương;bản;khó khăn").says("1 hamlet can be added.");
        let none = site.upload(&hoa, &format!("{at}/file?lang=en"), &[], ("file", "thon.csv", b"a,b\n1,2\n")).await;
        none.is(422).says("These columns were not found: name");
        let template = site.get(Some(&hoa), "/places/03763/hamlets/template.xlsx").await.is(200);
        let sheets = papers::import::read_rows("t.xlsx", &template.body, &papers::import::Limits::default()).unwrap();
        assert_eq!(sheets[0].rows[0].cells[0].text, "Tên");
    });
}

#[test]
fn a_hamlet_with_households_stays_open_and_an_empty_one_ends_on_its_day() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let (full, empty) = (site.hamlet(LONG_HE, "Nà Lìa"), site.hamlet(LONG_HE, "Pú Tậu"));
        crate::path::fixture::household(site, &full, "Lò Văn Hặc", "2025-07-01");
        let close = |unit: &str, day: &'static str| {
            vec![
                ("unit", unit.to_owned()),
                ("revision", "1".to_owned()),
                ("last_day", day.to_owned()),
                ("reason", "nhập bản".to_owned()),
            ]
        };
        let pairs = |form: &[(&'static str, String)]| form.to_vec();
        let send = |path: &'static str, form: Vec<(&'static str, String)>| {
            let hoa = hoa.clone();
            async move {
                let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (*key, value.as_str())).collect();
                site.post(Some(&hoa), path, &form).await
            }
        };
        let refused = send("/places/03763.001/close?lang=en", pairs(&close(&full, "2026-11-30"))).await.is(409);
        refused.says("1 household is still registered here. Move or close it first.");
        send("/places/03763.002/close?lang=en", close(&empty, "2025-01-01"))
            .await
            .is(422)
            .says("The last day is before the first");
        let done = send("/places/03763.002/close", close(&empty, "2026-10-31")).await.is(303);
        assert_eq!(done.location(), "/places/03763.002?on=2026-10-31&done=hamlet-closed");
        let list = site.api("GET", None, "/api/v1/places/03763/children", None).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        let list = site.api("GET", None, "/api/v1/places/03763/children?on=2026-10-31", None).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        site.get(None, "/places/03763?lang=en").await.says("1 hamlet not in force on this day");
        let bare = vec![("unit", empty.clone()), ("revision", "2".to_owned()), ("last_day", String::new())];
        send("/places/03763.002/close?lang=en", bare).await.is(422).says("This entry is empty");
        let found = site.findings();
        assert!(found.iter().all(|one| one.check == "household-without-head"), "{found:?}");
    });
}

#[test]
fn an_area_class_is_set_from_a_day_on_a_document_and_hamlets_follow_their_commune() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let hamlet = site.hamlet(LONG_HE, "Nà Lìa");
        let bare = [("unit", LONG_HE), ("area_class", "difficult"), ("area_since", "2025-07-01"), ("area_basis", "")];
        site.post(Some(&hoa), "/places/03763/area?lang=en", &bare).await.is(422).says("This entry is empty");
        let odd = [("unit", LONG_HE), ("area_class", "x"), ("area_since", "2025-06-01"), ("area_basis", "861/QĐ-TTg")];
        site.post(Some(&hoa), "/places/03763/area", &odd).await.is(422);
        let set = [
            ("unit", LONG_HE),
            ("area_class", "difficult"),
            ("area_since", "2025-07-01"),
            ("area_basis", "861/QĐ-TTg"),
        ];
        site.post(Some(&hoa), "/places/03763/area", &set).await.is(303);
        let class = |code: &'static str| async move {
            let place = site.api("GET", None, &format!("/api/v1/places/{code}"), None).await.json();
            (place["area_class"].as_str().unwrap().to_owned(), place["area_class_from"].as_str().map(str::to_owned))
        };
        assert_eq!(class("03763.001").await, ("difficult".to_owned(), Some(LONG_HE.to_owned())));
        let later = json!({"class": "normal", "since": "2026-01-01", "legal_basis": "45/QĐ-UBND"});
        site.api("POST", None, "/api/v1/places/03763.001/area-class", Some(later.clone())).await.is(401);
        site.api("POST", Some(&hoa), "/api/v1/places/03763.001/area-class", Some(later)).await.is(200);
        assert_eq!(class("03763.001").await, ("normal".to_owned(), Some(hamlet.clone())));
        let then = site.api("GET", None, "/api/v1/places/03763.001?on=2025-12-31", None).await.json();
        assert_eq!(then["area_class"], "difficult");
        let page = site.get(None, "/places/03763?lang=vi").await.is(200).text();
        assert!(page.contains("Vùng khó khăn") && page.contains("861/QĐ-TTg"));
    });
}

#[test]
fn the_api_adds_corrects_and_closes_like_the_pages() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let body = json!({"since": "2025-07-01", "kind": "ban", "items": [{"name": "Nà Lìa"}, {"name": "Thôn 2", "area": "difficult"}]});
        let mut dry = body.clone();
        dry["dry_run"] = json!(true);
        let at = "/api/v1/places/03763/hamlets";
        assert_eq!(site.api("POST", Some(&hoa), at, Some(dry)).await.is(200).json()["added"], 2);
        let made = site.api_as("POST", Some(&hoa), at, "key-1", Some(body.clone())).await.is(201).json();
        assert_eq!(made["codes"], json!(["03763.001", "03763.002"]));
        assert_eq!(site.api_as("POST", Some(&hoa), at, "key-1", Some(body.clone())).await.is(201).json(), made);
        let wrong = json!({"since": "2025-07-01", "items": [{"name": "Nà"}]});
        let refused = site.api("POST", Some(&hoa), at, Some(wrong)).await.is(422).json();
        assert_eq!(
            (&refused["problems"][0]["code"], &refused["problems"][0]["field"]),
            (&json!("not-a-choice"), &json!("row-1"))
        );
        site.api("POST", Some(&hoa), at, Some(body)).await.is(422);
        let change = json!({"id": "03763.001@2025-07-01", "revision": 1, "name": "Nà Lừa"});
        site.api("PUT", Some(&hoa), "/api/v1/places/03763.001", Some(change)).await.is(200);
        let end = json!({"id": "03763.001@2025-07-01", "revision": 2, "last_day": "2026-01-31", "reason": "nhập"});
        site.api("POST", Some(&hoa), "/api/v1/places/03763.001/close", Some(end)).await.is(200);
        let place = site.api("GET", None, "/api/v1/places/03763.001?on=2026-01-31", None).await.is(200).json();
        assert_eq!((&place["full_name"], &place["valid_to"]), (&json!("Bản Nà Lừa"), &json!("2026-01-31")));
        let commune = json!({"id": LONG_HE, "revision": 1, "name": "Khác"});
        site.api("PUT", Some(&hoa), "/api/v1/places/03763", Some(commune)).await.is(404);
    });
}

#[test]
fn a_hamlet_closed_by_mistake_is_opened_again_as_the_place_it_was() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let stranger = site.person("stranger", Role::CommuneOfficer, crate::kit::OTHER);
        let id = site.hamlet(LONG_HE, "Pú Tậu");
        let path = "/places/03763.001";
        let form = |revision: &'static str| vec![("unit", id.clone()), ("revision", revision.to_owned())];
        let send =
            |person: &crate::kit::Person, act: &'static str, key: &'static str, form: Vec<(&'static str, String)>| {
                let person = person.clone();
                async move {
                    let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (*key, value.as_str())).collect();
                    site.post_as(Some(&person), &format!("{path}/{act}"), key, &form).await
                }
            };
        // One that goes on has nothing to take back.
        send(&hoa, "reopen", "k1", form("1")).await.is(409).says("không có ngày kết thúc riêng");
        let mut close = form("1");
        close.push(("last_day", "2026-10-31".to_owned()));
        let to = send(&hoa, "close", "k2", close).await.is(303).location();
        let page = site.get(Some(&hoa), &to).await.is(200);
        page.says("Hoàn tác").says("action=\"/places/03763.001/reopen\"").says("id=\"reopen\"");
        let seen = site.get(Some(&stranger), "/places/03763.001?on=2026-10-31").await.is(200).text();
        assert!(!seen.contains("/reopen"), "{seen}");
        send(&stranger, "reopen", "k3", form("2")).await.is(403);
        send(&hoa, "reopen", "k4", form("1")).await.is(409).says("2");
        // Twice under one request id is once.
        for _ in 0..2 {
            let to = send(&hoa, "reopen", "k5", form("2")).await.is(303).location();
            assert_eq!(to, "/places/03763.001?done=hamlet-opened");
        }
        let known = id.clone();
        let unit = site.read(move |tx| store::units::unit(tx, &known)).unwrap();
        assert_eq!((unit.id.as_str(), unit.valid_to), (id.as_str(), rules::basics::Day::FOREVER));
        let page = site.get(Some(&hoa), path).await.is(200).text();
        assert!(!page.contains("/reopen"), "nothing is left to open");
        let of = id.clone();
        let lines = site.read(move |tx| store::audit::of_object(tx, "unit", &of));
        assert_eq!(lines.len(), 2, "closed, opened");
        // Closed again, and another hamlet takes its name: that is history now.
        let end = json!({"id": id, "revision": 3, "last_day": "2026-10-31", "reason": "nhập"});
        site.api("POST", Some(&hoa), "/api/v1/places/03763.001/close", Some(end)).await.is(200);
        let new = [("unit", LONG_HE), ("name", "Pú Tậu"), ("kind", "ban"), ("since", "2026-11-01")];
        site.post(Some(&hoa), "/places/03763/hamlets", &new).await.is(303);
        let back = json!({"id": id, "revision": 4});
        let refused = site.api("POST", Some(&hoa), "/api/v1/places/03763.001/reopen", Some(back)).await.is(409);
        refused.says("place-built-on").says("Bản Pú Tậu");
        // That one is closed before its first day is over, by mistake too, and comes back: its name is its own.
        let end = json!({"id": "03763.002@2026-11-01", "revision": 1, "last_day": "2026-11-20"});
        site.api("POST", Some(&hoa), "/api/v1/places/03763.002/close", Some(end)).await.is(200);
        let back = json!({"id": "03763.002@2026-11-01", "revision": 2, "reason": "nhầm"});
        site.api("POST", Some(&hoa), "/api/v1/places/03763.002/reopen", Some(back)).await.is(200);
        let back = json!({"id": "03763.001@1999-01-01", "revision": 2});
        site.api("POST", Some(&hoa), "/api/v1/places/03763.001/reopen", Some(back)).await.is(404);
    });
}
