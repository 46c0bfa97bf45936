//! Who sees what of the register.

use rules::access::Role;
use serde_json::json;

use super::{code, commune, family, household_of, seen};
use crate::kit::{LONG_HE, SON_LA, VN, both};

#[test]
fn a_household_is_for_its_hamlet_and_commune_only() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let member = seen(site, &c.officer, &id).await["members"][0]["id"].as_str().unwrap().to_owned();
        let outsiders = [
            site.person("neighbour", Role::HamletHead, &c.other),
            site.person("province", Role::ProvinceOfficer, SON_LA),
            site.person("admin", Role::Administrator, VN),
            site.person("viewer", Role::Viewer, LONG_HE),
        ];
        let pages = [
            format!("/households/{id}"),
            format!("/households/{id}/edit"),
            format!("/households/{id}/members/new"),
            format!("/households/{id}/head"),
            format!("/households/{id}/move"),
            format!("/households/{id}/close"),
            format!("/members/{member}"),
            format!("/members/{member}/remove"),
            format!("/households?place={}", code(&c.ban)),
            format!("/households?place={}", code(LONG_HE)),
            format!("/api/v1/households/{id}"),
            format!("/api/v1/households?place={}", code(&c.ban)),
        ];
        for person in &outsiders {
            for path in &pages {
                let reply = site.get(Some(person), path).await.is(403);
                assert!(!reply.text().contains("Lò Văn Ún"), "{path}");
            }
            for (path, form) in [
                (format!("/households/{id}/edit"), vec![("number", "9")]),
                (format!("/households/{id}/members"), vec![("name", "Ai"), ("relation", "other")]),
                (format!("/members/{member}"), vec![("name", "Ai"), ("relation", "head")]),
                (format!("/members/{member}/remove"), vec![("why", "died")]),
                (format!("/members/{member}/restore"), vec![]),
                (format!("/households/{id}/head"), vec![("member", "x")]),
                (format!("/households/{id}/move"), vec![("hamlet", code(&c.other))]),
                (format!("/households/{id}/close"), vec![("status", "dissolved"), ("reason", "x")]),
                (format!("/households/{id}/reopen"), vec![]),
                ("/households".to_owned(), vec![("hamlet", code(&c.ban)), ("members.0.name", "Ai")]),
            ] {
                site.post(Some(person), &path, &form).await.is(403);
            }
        }
        let head = c.head;
        for path in ["move", "close"] {
            site.get(Some(&head), &format!("/households/{id}/{path}")).await.is(403);
        }
        site.get(None, &format!("/households/{id}")).await.is(303);
        site.get(Some(&head), "/households/nobody").await.is(404);
        assert_eq!(seen(site, &head, &id).await["revision"], 1, "nobody changed anything");
    });
}

#[test]
fn birth_and_the_end_of_a_number_are_shown_to_those_who_may_see_them() {
    both(|site| async move {
        let c = commune(site);
        let form = [
            ("hamlet", code(&c.ban)),
            ("members.0.name", "Lò Văn Ún"),
            ("members.0.birth", "05/03/1984"),
            ("members.0.id_number", "014084000517"),
        ];
        let id = household_of(&site.post(Some(&c.officer), "/households", &form).await.is(303));
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        let path = format!("/households/{id}");
        for (person, birth, tail) in [(&c.officer, true, true), (&c.head, true, false), (&chair, false, false)] {
            let page = site.get(Some(person), &path).await.is(200).text();
            assert_eq!((page.contains("05/03/1984"), page.contains("•••517")), (birth, tail));
            let api = seen(site, person, &id).await;
            assert_eq!(api["members"][0]["birth"].is_null(), !birth);
            assert_eq!(api["members"][0]["id_tail"].is_null(), !tail);
            assert!(!page.contains("014084000517") && !api.to_string().contains("014084000517"));
        }
        let page = site.get(Some(&chair), &path).await.is(200).text();
        assert!(!page.contains("/edit\"") && !page.contains("/close\""), "the chair reads the register");
        site.post(Some(&chair), &format!("{path}/edit"), &[("number", "9")]).await.is(403);
    });
}

#[test]
fn a_number_sent_as_a_json_number_is_not_repeated_by_the_error() {
    both(|site| async move {
        let c = commune(site);
        let wish = json!({"hamlet": code(&c.ban), "members": [{"name": "Lò Văn Ún", "relation": "head", "id_number": 14_084_000_517_i64}]});
        let reply = site.api("POST", Some(&c.officer), "/api/v1/households", Some(wish)).await.is(400);
        assert!(!reply.text().contains("14084000517"), "{}", reply.text());
    });
}
