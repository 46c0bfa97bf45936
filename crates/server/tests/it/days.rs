//! Days in fields: typed day first on every page, whatever the browser's language; a wrong one is named where it stands.

use rules::access::Role;

use crate::kit::{LONG_HE, VN, both};

#[test]
fn no_page_leaves_the_shape_of_a_day_to_the_browser() {
    let mut found = Vec::new();
    let mut waiting = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    let mut read = 0;
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            read += 1;
            let native = ["type=\"date\"", "\"date\"", "type=\"month\"", "type=\"time\"", "type=\"datetime-local\""];
            found.extend(native.iter().filter(|kind| text.contains(**kind)).map(|kind| (path.clone(), *kind)));
        }
    }
    assert!(read > 50, "{read}");
    assert!(found.is_empty(), "use p::day: {found:?}");
}

#[test]
fn a_page_asked_for_a_day_says_what_is_wrong_with_it_beside_the_field() {
    both(|site| async move {
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        for path in ["/places", "/places/14", "/figures/14"] {
            let page = site.get(None, &format!("{path}?on=31/02/2026&lang=vi")).await.is(422);
            let page = page.says("tháng 2 năm 2026 có 28 ngày").says("href=\"#f-on\"").text();
            assert!(page.contains("value=\"31/02/2026\" inputmode=\"numeric\""), "what was typed stays: {page}");
            assert!(page.contains("aria-describedby=\"f-on-hint f-on-error\""), "{path}");
            site.get(None, &format!("{path}?on=11/22/2026&lang=en")).await.is(422).says("there is no month 22");
            site.get(None, &format!("{path}?on=22/11/26&lang=id")).await.is(422).says("keempat angka tahun");
            site.get(None, &format!("{path}?on=mai&lang=vi")).await.is(422).says("không phải là ngày");
            for typed in ["30/6/2025", "30062025", "30.6.2025", "30%20Jun%202025", "2025-06-30"] {
                let page = site.get(None, &format!("{path}?on={typed}&lang=vi")).await.is(200).text();
                assert!(page.contains("value=\"30/06/2025\" inputmode=\"numeric\""), "{path}?on={typed}: {page}");
                assert!(page.contains("Ngày/tháng/năm, ví dụ 22/11/2026."), "the shape is said");
            }
        }
        let page = site.get(Some(&officer), "/audit?from=1/13/2026&until=31/4/2026&lang=vi").await.is(422);
        page.says("không có tháng 13").says("tháng 4 năm 2026 có 30 ngày").says("href=\"#f-from\"");
        site.get(Some(&officer), "/audit?from=1/11/2026&until=22112026").await.is(200).says("value=\"22112026\"");
        // Files and programs get no page that is of another day than they asked for.
        for path in ["/figures/14.csv?on=31/02/2026", "/api/v1/figures/14?on=31/02/2026", "/audit.csv?from=1/13/2026"] {
            site.get(Some(&officer), path).await.is(422);
        }
    });
}

#[test]
fn the_end_of_a_role_is_typed_as_everywhere_and_stays_when_wrong() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let path = format!("/people/{}", officer.id);
        let page = site.get(Some(&admin), &path).await.is(200).says("value=\"22/11/2026\"").text();
        let at = page.find("/roles/").unwrap() + "/roles/".len();
        let role = page[at..].split('/').next().unwrap().to_owned();
        let end = format!("{path}/roles/{role}/end");
        let wrong = [("on", "31/11/2026"), ("reason", "nghỉ hưu")];
        let page = site.post(Some(&admin), &end, &wrong).await.is(422).says("tháng 11 năm 2026 có 30 ngày").text();
        assert!(page.contains("value=\"31/11/2026\"") && page.contains("value=\"nghỉ hưu\""), "{page}");
        assert!(page.contains("id=\"f-on\""), "the summary's link leads to the field");
        site.post(Some(&admin), &end, &[("on", "30/11/2026")]).await.is(303);
        site.get(Some(&admin), &path).await.is(200).says("30/11/2026");
    });
}

#[test]
fn programs_send_days_year_first_and_nothing_else() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let hamlet = site.hamlet(LONG_HE, "Ngày Tháng");
        let code = |reply: &crate::kit::Reply| {
            let problem = reply.json()["problems"][0].clone();
            (problem["code"].as_str().unwrap().to_owned(), problem["field"].as_str().unwrap().to_owned())
        };
        let said = |code: &str, field: &str| (code.to_owned(), field.to_owned());
        for (path, field) in
            [("/api/v1/figures/14?on=", "on"), ("/api/v1/places/14?on=", "on"), ("/api/v1/audit?from=", "from")]
        {
            site.get(Some(&admin), &format!("{path}2026-06-05")).await.is(200);
            for typed in ["05/06/2026", "5.6.2026", "20260605", "2026-6-5"] {
                let reply = site.get(Some(&admin), &format!("{path}{typed}")).await.is(422);
                assert_eq!(code(&reply), said("not-iso-day", field), "{path}{typed}");
            }
            let reply = site.get(Some(&admin), &format!("{path}2026-06-31")).await.is(422);
            assert_eq!(code(&reply), said("no-such-day", field), "{path}");
        }
        let family = |since: &str| {
            let members = serde_json::json!([{"name": "Lò Văn Ngày", "relation": "head", "birth": "1980"}]);
            serde_json::json!({"hamlet": hamlet.split('@').next(), "number": "1", "since": since, "members": members, "sure": true})
        };
        let reply = site.api("POST", Some(&officer), "/api/v1/households", Some(family("1/8/2026"))).await.is(422);
        assert_eq!(code(&reply), said("not-iso-day", "since"));
        for (birth, wrong) in [("5/6/1980", "not-iso-day"), ("05.06.1980", "not-iso-day"), ("năm nào", "birth-shape")]
        {
            let mut sent = family("2026-08-01");
            sent["members"][0]["birth"] = birth.into();
            let reply = site.api("POST", Some(&officer), "/api/v1/households", Some(sent)).await.is(422);
            assert_eq!(code(&reply), said(wrong, "members.0.birth"), "{birth}");
        }
        site.api("POST", Some(&officer), "/api/v1/households", Some(family("2026-08-01"))).await.is(201);
        let account = serde_json::json!({"login": "hoa.lo", "name": "Lò Thị Hoa",
            "role": {"role": "viewer", "place": "14", "since": "1/7/2026"}});
        let reply = site.api("POST", Some(&admin), "/api/v1/people", Some(account)).await.is(422);
        assert_eq!(code(&reply), said("not-iso-day", "role.since"));
    });
}
