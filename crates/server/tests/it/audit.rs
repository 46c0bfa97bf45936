//! The audit trail as people and programs read it: by place, act, person and day; nothing that is not for their eyes.

use std::sync::atomic::Ordering;

use rules::access::Role;
use rules::basics::Moment;
use serde_json::json;
use store::audit::Line;

use crate::kit::{LONG_HE, OTHER, SON_LA, Site, VN, both};

/// A line about a household with everything that must not come through.
fn household_line(site: &Site, account: &str, chain: &'static str, at: i64, name: &str) {
    let (account, name, seal) = (account.to_owned(), name.to_owned(), site.app.secrets.trail().clone());
    site.write(move |tx| {
        let after = json!({"head_name": name, "number": "012", "members": [
            {"name": name, "birth": "1984-03-02", "id_number": "014084000999", "id_tail": "999", "relation": "head"}]});
        let line = Line {
            at: Moment(at),
            account_id: account.clone(),
            act: "edit_register".to_owned(),
            object_kind: "household".to_owned(),
            object_id: "household-1".to_owned(),
            unit_id: chain.to_owned(),
            before: String::new(),
            after: after.to_string(),
            reason: "sửa theo sổ gốc".to_owned(),
            proof: String::new(),
        };
        store::audit::append(tx, &seal, chain, &[line])
    });
}

#[test]
fn each_sees_the_trail_of_their_place_and_nobody_an_identity_number() {
    both(|site| async move {
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        let head = site.person("head", Role::HamletHead, &site.hamlet(LONG_HE, "Pú Chắn"));
        let neighbour = site.person("neighbour", Role::CommuneOfficer, OTHER);
        let admin = site.person("admin", Role::Administrator, VN);
        let now = site.app.clock.now().0;
        household_line(site, &officer.id, LONG_HE, now, "Thào A Dia");
        household_line(site, &neighbour.id, OTHER, now, "Mùa A Của");

        for reader in [&officer, &chair] {
            let page = site.get(Some(reader), "/audit").await.is(200).says("Thào A Dia").says("sửa theo sổ gốc").text();
            for secret in ["014084000999", ">999<", "1984-03-02", "02/03/1984", "Mùa A Của"] {
                assert!(!page.contains(secret), "{secret} in the trail");
            }
        }
        site.get(Some(&chair), &format!("/audit?place={OTHER}")).await.is(403);
        site.get(Some(&chair), "/audit?place=VN").await.is(403);
        site.get(Some(&head), "/audit").await.is(403);
        site.get(None, "/audit").await.is(303);

        // Who manages access sees that something was done, not to whom.
        let page = site.get(Some(&admin), "/audit").await.is(200).text();
        for name in ["Thào A Dia", "Mùa A Của", "sửa theo sổ gốc", "/households/household-1"] {
            assert!(!page.contains(name), "{name} is shown to an administrator");
        }
        assert!(page.contains("Người officer") && page.contains("Người neighbour"));
        for file in ["/audit.csv", "/audit.xlsx", "/api/v1/audit"] {
            let reply = site.api("GET", Some(&admin), file, None).await.is(200);
            assert!(!reply.text().contains("Thào A Dia"), "{file}");
        }
        let one = site.api("GET", Some(&admin), &format!("/api/v1/audit?place={LONG_HE}"), None).await.is(200).json();
        assert_eq!((one["items"][0]["veiled"].as_bool(), one["items"].as_array().map(Vec::len)), (Some(true), Some(1)));
        let own = site.api("GET", Some(&chair), "/api/v1/audit?lang=en", None).await.is(200).json();
        let changes = own["items"][0]["changes"].as_array().unwrap();
        assert!(
            changes.contains(&json!({"field": "Head of household", "from": null, "to": "Thào A Dia"})),
            "{changes:?}"
        );
        assert!(changes.contains(&json!({"field": "Member · 1 · Identity number", "from": null, "to": "(not shown)"})));
    });
}

#[test]
fn lines_are_filtered_by_act_person_and_day_and_paged() {
    both(|site| async move {
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let other = site.person("other", Role::CommuneOfficer, LONG_HE);
        let now = site.app.clock.now().0;
        for n in 0..60 {
            household_line(site, &officer.id, LONG_HE, now - 86_400_000 * (n / 30) - n, &format!("Hộ số {n}"));
        }
        household_line(site, &other.id, LONG_HE, now, "Hộ của người khác");
        let count = |page: String| page.matches("<th scope=\"row\">").count();
        let get = |path: String| {
            let officer = officer.clone();
            async move { site.get(Some(&officer), &path).await.is(200).text() }
        };
        let first = get("/audit".to_owned()).await;
        let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        assert_eq!(count(first.clone()), 50);
        assert_eq!(count(get(next).await), 11);
        assert_eq!(count(get("/audit?who=other".to_owned()).await), 1);
        assert_eq!(count(get("/audit?who=nobody".to_owned()).await), 0);
        assert_eq!(count(get("/audit?act=decide".to_owned()).await), 0);
        assert_eq!(count(get("/audit?act=edit_register&from=2026-11-22".to_owned()).await), 31);
        assert_eq!(count(get("/audit?until=21/11/2026".to_owned()).await), 30);
        site.get(Some(&officer), "/audit?from=hôm+nay").await.is(422);
        let csv = get("/audit.csv?until=2026-11-21&lang=vi".to_owned()).await;
        assert!(
            csv.contains("Chủ hộ: Hộ số 59") && csv.contains("Thành viên · 1 · Ngày sinh: (không hiển thị)"),
            "{csv}"
        );
        let mut numbers = Vec::new();
        let mut path = "/api/v1/audit?limit=25".to_owned();
        loop {
            let listed = site.api("GET", Some(&officer), &path, None).await.is(200).json();
            numbers.extend(listed["items"].as_array().unwrap().iter().map(|line| line["n"].as_i64().unwrap()));
            match listed["next"].as_str() {
                Some(cursor) => path = format!("/api/v1/audit?limit=25&cursor={cursor}"),
                None => break,
            }
        }
        let all: std::collections::BTreeSet<_> = numbers.iter().copied().collect();
        assert_eq!((numbers.len(), all.len()), (61, 61), "every line once");
    });
}

#[test]
fn an_administrator_of_a_province_sees_its_communes_and_what_concerns_them() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, SON_LA);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let now = site.app.clock.now().0;
        household_line(site, &officer.id, LONG_HE, now, "Thào A Dia");
        household_line(site, &officer.id, "00004@2025-07-01", now, "Ở tỉnh khác");
        let form = [("role", "viewer"), ("place", "14")];
        site.post(Some(&admin), &format!("/people/{}/roles", officer.id), &form).await.is(303);
        let listed = site.api("GET", Some(&admin), "/api/v1/audit", None).await.is(200).json();
        let said: Vec<_> = listed["items"].as_array().unwrap().iter().map(|line| line["chain"].clone()).collect();
        assert_eq!(said, ["site", "site", "site", LONG_HE], "two people were made, one got a role");
        site.get(Some(&admin), "/audit?act=manage_people&lang=vi").await.is(200).says("Vai trò: Người xem");
    });
}

#[test]
fn a_line_changed_behind_the_programs_back_is_found() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, LONG_HE);
        let viewer = site.person("viewer", Role::Viewer, LONG_HE);
        let path = format!("/people/{}/disable", viewer.id);
        site.post(Some(&admin), &path, &[("reason", "vì lý do thật")]).await.is(303);
        site.post(Some(&admin), &path.replace("disable", "enable"), &[]).await.is(303);
        let seal = site.app.secrets.trail().clone();
        let breaks = move |tx: &mut store::Tx<'_>| Ok(store::audit::verify(tx, &seal)?.1);
        assert_eq!(site.read(breaks.clone()), []);
        site.broken_on_purpose.store(true, Ordering::SeqCst);
        site.write(|tx| tx.exec("UPDATE audit SET reason = 'lý do khác' WHERE reason <> ''", store::args![]));
        let breaks = site.read(breaks);
        let said: Vec<_> = breaks.iter().map(|found| (found.chain.as_str(), found.n, found.what)).collect();
        assert_eq!(said, [(LONG_HE, 1, "content")]);
    });
}

#[test]
fn no_later_act_makes_a_record_changed_behind_the_programs_back_look_sound() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, LONG_HE);
        let viewer = site.person("viewer", Role::Viewer, LONG_HE);
        let found = || -> Vec<(String, String)> {
            let found = site.findings().into_iter().filter(|one| one.check == "record-differs");
            found.map(|one| (one.id, one.detail)).collect()
        };
        assert_eq!(found(), []);
        site.broken_on_purpose.store(true, Ordering::SeqCst);
        let id = viewer.id.clone();
        site.write(move |tx| {
            tx.exec(
                "INSERT INTO role_grant (id, account_id, role, unit_id, since, until, legal_basis)
                 SELECT 'smuggled', account_id, 'administrator', unit_id, since, until, '' FROM role_grant
                 WHERE account_id = $1",
                store::args![&id],
            )
        });
        assert_eq!(found(), [(viewer.id.clone(), "account changed".to_owned())]);
        // Neither the person nor somebody else makes it sound by going on as if nothing had happened.
        site.post(Some(&viewer), "/account/sign-out-everywhere", &[]).await.is(303);
        let path = format!("/people/{}/disable", viewer.id);
        site.post(Some(&admin), &path, &[("reason", "nghỉ việc")]).await.is(303);
        assert_eq!(found(), [(viewer.id.clone(), "account was changed".to_owned())]);
    });
}
