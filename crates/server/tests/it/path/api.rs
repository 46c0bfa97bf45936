//! The same through the JSON face.

use rules::access::Role;
use serde_json::json;

use super::fixture::{household, register, saved, sheet, step};
use crate::kit::{LONG_HE, both};

#[test]
fn a_program_registers_answers_sends_and_reads_the_record() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let a = household(site, &hamlet, "Cà Văn Dương", "2025-07-01");
        let b = household(site, &hamlet, "Lò Thị Ệm", "2026-02-01");
        let late = household(site, &hamlet, "Mùa A Sử", "2026-02-01");
        let wish = json!({"year": 2025, "model": "family", "households": [a, late, "nobody"]});
        let path = "/api/v1/registrations";
        site.api("POST", None, path, Some(wish.clone())).await.is(401);
        let done = site.api_as("POST", Some(&head), path, "k1", Some(wish.clone())).await.is(200).json();
        assert_eq!(done["done"], json!([a]));
        let refused = done["refused"].as_array().unwrap();
        let codes: Vec<_> = refused.iter().map(|one| one["problems"][0]["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["household-not-here-in-year", "not-found"]);
        assert_eq!(refused[0]["name"], "Mùa A Sử");
        assert_eq!(refused[1]["name"], "");
        // The same key again is the same request; with another body it is refused.
        let again = site.api_as("POST", Some(&head), path, "k1", Some(wish)).await.is(200).json();
        assert_eq!(again, done);
        let other = json!({"year": 2026, "model": "family", "households": [b]});
        site.api_as("POST", Some(&head), path, "k1", Some(other)).await.is(422).says("request-id-reused");
        let none = json!({"year": 2025, "model": "family", "households": [a]});
        let none = site.api("POST", Some(&head), path, Some(none)).await.is(409).json();
        assert_eq!(none["problems"][0]["field"], json!(a));
        site.api("POST", Some(&head), path, Some(json!({"year": 2025, "model": "clan", "households": [a]})))
            .await
            .is(422);
        site.api("POST", Some(&head), path, Some(json!({"year": 2025, "households": [a], "x": 1}))).await.is(400);

        let list = format!("/api/v1/assessments?year=2025&place={}", hamlet.split('@').next().unwrap());
        let found = site.api("GET", Some(&head), &list, None).await.is(200).json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let id = found["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(found["items"][0]["state"], "registered");
        let answers = serde_json::to_value(sheet(site, 80).answers).unwrap();
        let put = format!("/api/v1/assessments/{id}/answers");
        let body = json!({"base_revision": 1, "answers": answers, "notes": {"A1": "lớp 5"}});
        let saved = site.api("PUT", Some(&head), &put, Some(body.clone())).await.is(200).json();
        assert_eq!((&saved["state"], &saved["complete"]), (&json!("assessing"), &json!(true)));
        let clash = site.api("PUT", Some(&head), &put, Some(body)).await.is(409).json();
        assert_eq!(clash["title"], "changed-meanwhile");
        let bad = json!({"base_revision": 2, "answers": {"A1": {"points": 99}, "Z9": {"points": 1}}});
        let bad = site.api("PUT", Some(&head), &put, Some(bad)).await.is(422).json();
        let named: Vec<_> = bad["problems"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
        assert_eq!(named, [json!("A1"), json!("Z9")]);
        let sent = json!({"ids": [id, "nobody"]});
        let sent = site.api("POST", Some(&head), "/api/v1/submissions", Some(sent)).await.is(200).json();
        assert_eq!(sent["done"], json!([id]));
        let step_at = |kind: &str| format!("/api/v1/assessments/{id}/{kind}");
        site.api("POST", Some(&head), &step_at("submit"), Some(json!({}))).await.is(409).says("step-out-of-order");
        site.api("POST", Some(&head), &step_at("recall"), Some(json!({"base_revision": 3}))).await.is(200);
        site.api("POST", Some(&head), &step_at("withdraw"), Some(json!({}))).await.is(422).says("reason-required");
        site.api("POST", Some(&head), &step_at("withdraw"), Some(json!({"reason": "chuyển đi"}))).await.is(200);

        let record = site.api("GET", Some(&head), &format!("/api/v1/assessments/{id}"), None).await.is(200).json();
        assert_eq!(record["head_name"], "Cà Văn Dương");
        assert_eq!(record["notes"]["A1"], "lớp 5");
        assert_eq!(record["outcome"]["total"], record["total"]);
        let kinds: Vec<_> = record["steps"].as_array().unwrap().iter().map(|step| step["kind"].clone()).collect();
        assert_eq!(kinds, ["register", "save", "submit", "recall", "withdraw"]);
        assert_eq!(record["steps"][4]["reason"], "chuyển đi");
        let other = site.person("other", Role::HamletHead, &site.hamlet(LONG_HE, "Nà Nôm"));
        site.api("GET", Some(&other), &format!("/api/v1/assessments/{id}"), None).await.is(403);
        site.api("GET", Some(&other), &list, None).await.is(403);
        site.api("GET", Some(&head), "/api/v1/assessments?place=x&state=gone", None).await.is(422).says("not-a-choice");
    });
}

#[test]
fn a_long_list_comes_in_pages_without_gap_or_repeat() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        for n in 0..7 {
            let family = household(site, &hamlet, &format!("Lò Văn {}", n % 3), "2025-07-01");
            let one = step(site, &head, register(&family, 2026)).unwrap();
            if n % 2 == 0 {
                step(site, &head, saved(site, &one.id, 70)).unwrap();
            }
        }
        let place = hamlet.replace('@', "%40");
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/assessments?year=2026&place={place}&limit=2{cursor}");
            let page = site.api("GET", Some(&head), &path, None).await.is(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            assert!(seen.len() < 8, "the list does not end");
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((all, seen.len()), (7, 7));
        let path = format!("/api/v1/assessments?year=2026&place={place}&state=assessing");
        let some = site.api("GET", Some(&head), &path, None).await.is(200).json();
        assert_eq!(some["items"].as_array().unwrap().len(), 4);
    });
}
