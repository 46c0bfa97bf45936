//! The JSON face of appraisal and decision.

use serde_json::json;

use super::fixture::{accepted, commune, sent};
use crate::kit::both;

#[test]
fn programs_appraise_many_and_get_a_report_per_item() {
    both(|site| async move {
        let c = commune(site);
        let (good, low) = (sent(site, &c, "Quàng Văn Pánh", 90), sent(site, &c, "Lò Thị Ệm", 60));
        let body = json!({"accept": [good, low, "no-such"]});
        let report =
            site.api_as("POST", Some(&c.officer), "/api/v1/appraisals", "k1", Some(body.clone())).await.is(200).json();
        assert_eq!(report["done"], json!([good]));
        let refused: Vec<_> = report["refused"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (one["id"].as_str().unwrap().to_owned(), one["problems"][0]["code"].as_str().unwrap().to_owned())
            })
            .collect();
        assert!(refused.contains(&(low.clone(), "below-pass-mark".to_owned())), "{refused:?}");
        assert!(refused.contains(&("no-such".to_owned(), "not-found".to_owned())), "{refused:?}");
        let again = site.api_as("POST", Some(&c.officer), "/api/v1/appraisals", "k1", Some(body)).await.is(200).json();
        assert_eq!(again, report, "the same key is the same request");
        let alone =
            site.api("POST", Some(&c.head), "/api/v1/appraisals", Some(json!({"accept": [low]}))).await.is(403).json();
        assert_eq!(alone["problems"][0]["code"], "forbidden");
        site.api("POST", Some(&c.officer), "/api/v1/appraisals", Some(json!({"accept": []}))).await.is(422);
        site.api("POST", Some(&c.officer), "/api/v1/appraisals", Some(json!({"take": []}))).await.is(400);
        let back = format!("/api/v1/assessments/{low}/return");
        site.api("POST", Some(&c.officer), &back, Some(json!({"reason": " "}))).await.is(422);
        let stand =
            site.api("POST", Some(&c.officer), &back, Some(json!({"reason": "Thiếu ảnh"}))).await.is(200).json();
        assert_eq!(stand["state"], "returned");
        let reopen = format!("/api/v1/assessments/{good}/reopen");
        let stand =
            site.api("POST", Some(&c.officer), &reopen, Some(json!({"reason": "Xem lại"}))).await.is(200).json();
        assert_eq!(stand["state"], "submitted");
        let reject = format!("/api/v1/assessments/{good}/reject");
        let stand =
            site.api("POST", Some(&c.officer), &reject, Some(json!({"reason": "Không đúng"}))).await.is(200).json();
        assert_eq!(stand["state"], "rejected");
    });
}

#[test]
fn programs_issue_one_decision_however_often_it_is_sent() {
    both(|site| async move {
        let c = commune(site);
        let ids = vec![accepted(site, &c, "Quàng Văn Pánh"), accepted(site, &c, "Lò Thị Ệm")];
        let body = json!({"commune": "03763", "year": 2026, "number": "15/QĐ-UBND", "issued_on": "2026-11-22", "families": ids, "bases": ["Căn cứ A;", "Căn cứ B;"]});
        let path = "/api/v1/decisions";
        site.api("POST", Some(&c.officer), path, Some(body.clone())).await.is(403);
        let first = site.api_as("POST", Some(&c.chair), path, "k", Some(body.clone())).await.is(201);
        let issued = first.json();
        assert_eq!(first.location(), format!("{path}/{}", issued["id"].as_str().unwrap()));
        assert_eq!((issued["families"].as_i64(), issued["number"].as_str()), (Some(2), Some("15/QĐ-UBND")));
        let second = site.api_as("POST", Some(&c.chair), path, "k", Some(body.clone())).await.is(201).json();
        assert_eq!(second, issued);
        let refused = site.api("POST", Some(&c.chair), path, Some(body)).await.is(409).json();
        let codes: Vec<_> = refused["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(codes, ["decision-number-taken", "step-out-of-order", "step-out-of-order"], "all at once");
        let shown = site
            .api("GET", Some(&c.chair), &format!("{path}/{}", issued["id"].as_str().unwrap()), None)
            .await
            .is(200)
            .json();
        assert_eq!(
            (shown["bases"][1]["text"].as_str(), shown["annex"].as_array().map(Vec::len)),
            (Some("Căn cứ B;"), Some(2))
        );
        assert_eq!((shown["whole"].as_bool(), shown["annex"][0]["state"].as_str()), (Some(true), Some("recognised")));
        let revoke = format!("/api/v1/assessments/{}/revoke", ids[0]);
        let stand = site.api("POST", Some(&c.chair), &revoke, Some(json!({"reason": "Cấp nhầm"}))).await.is(200).json();
        assert_eq!(stand["state"], "revoked");
        let listed = site.api("GET", Some(&c.chair), "/api/v1/decisions?limit=1", None).await.is(200).json();
        assert_eq!((listed["items"].as_array().map(Vec::len), listed["next"].as_str()), (Some(1), None));
        let unknown =
            json!({"commune": "99999", "year": 2026, "number": "1", "issued_on": "2026-11-22", "families": []});
        site.api("POST", Some(&c.chair), path, Some(unknown)).await.is(422);
    });
}
