//! The JSON twin of the page of templates: the same rights, the same trial, the same words.

use axum::body::Body;
use axum::http::{Request, header};
use papers::kind::Kind;
use rules::access::Role;
use serde_json::{Value, json};

use super::fixture::commune;
use super::papers::words_of;
use crate::kit::{LONG_HE, OTHER, Person, Reply, Site, both};

async fn bring(site: &Site, person: &Person, key: &str, query: &str, text: &str) -> Reply {
    site.api_bytes(person, &format!("/api/v1/templates?{query}"), key, text.as_bytes()).await
}

async fn paper(site: &Site, person: &Person, kind: &str) -> Value {
    let all = site.api("GET", Some(person), "/api/v1/templates?place=03763", None).await.is(200).json();
    assert_eq!(all["place"]["code"], "03763");
    let found = all["papers"].as_array().unwrap().iter().find(|paper| paper["kind"] == kind).unwrap();
    found.clone()
}

#[test]
fn a_program_brings_a_template_tries_it_uses_it_and_goes_back() {
    both(|site| async move {
        let c = commune(site);
        let officer = Some(&c.officer);
        let choose = |key: &'static str, choice: String| {
            let body = json!({"place": "03763", "kind": "decision", "choice": choice});
            site.api_as("PUT", officer, "/api/v1/templates/choice", key, Some(body))
        };
        let built_in = site.api("GET", officer, "/api/v1/templates/built-in/decision", None).await.is(200).json();
        assert_eq!(built_in["text"], Kind::Decision.built_in());
        assert!(built_in.get("id").is_none() && built_in.get("used").is_none(), "{built_in}");
        let own = Kind::Decision.built_in().replacen("#grid(\n", "#align(center)[MẪU RIÊNG]\n\n#grid(\n", 1);
        // Tried without being kept.
        let path = "/api/v1/templates/try?place=03763&kind=decision";
        let specimen = site.api_bytes(&c.officer, path, "t", own.as_bytes()).await.is(200);
        assert!(words_of(&specimen.body).contains("MẪU RIÊNG"));
        let before = paper(site, &c.officer, "decision").await;
        assert_eq!((&before["choice"], &before["versions"]), (&json!(""), &json!([])), "{before}");
        // Kept once, however often it is sent.
        let query = "place=03763&kind=decision&name=mau.typ";
        let made = bring(site, &c.officer, "one", query, &own).await.is(201);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(made.location(), format!("/api/v1/templates/{id}"));
        assert_eq!(bring(site, &c.officer, "one", query, &own).await.is(201).json()["id"], id);
        bring(site, &c.officer, "one", query, &own.replace("RIÊNG", "KHÁC")).await.is(422).says("request-id-reused");
        let kept = site.api("GET", officer, &format!("/api/v1/templates/{id}"), None).await.is(200).json();
        assert_eq!((&kept["n"], &kept["name"], &kept["used"]), (&json!(1), &json!("mau.typ"), &json!(false)));
        assert_eq!((&kept["text"], &kept["place"]["id"]), (&json!(own), &json!(LONG_HE)));
        let preview = site.api("GET", officer, &format!("/api/v1/templates/{id}/preview"), None).await.is(200);
        assert!(words_of(&preview.body).contains("MẪU RIÊNG"));
        let path = "/api/v1/templates/built-in/certificate/preview?place=03763";
        assert!(site.api("GET", officer, path, None).await.is(200).body.starts_with(b"%PDF"));
        // Chosen once, and back.
        for _ in 0..2 {
            assert_eq!(choose("two", id.clone()).await.is(200).json(), json!({"before": ""}));
        }
        let used = paper(site, &c.officer, "decision").await;
        assert_eq!(
            (&used["choice"], &used["in_force"]["n"], &used["chosen_by"]["id"]),
            (&json!(id), &json!(1), &json!(LONG_HE))
        );
        assert!(used["versions"][0]["brought_by"].is_string(), "{used}");
        assert_eq!(choose("three", "builtin".to_owned()).await.is(200).json(), json!({"before": id}));
        let back = paper(site, &c.officer, "decision").await;
        assert!(back.get("in_force").is_none() && back["choice"] == "builtin", "{back}");
        let lines = site.read(|tx| store::audit::of_object(tx, "template", LONG_HE));
        assert_eq!(lines.len(), 3, "brought, chosen, chosen: each once");
    });
}

#[test]
fn a_program_is_told_what_is_wrong_and_who_may_not_is_refused() {
    both(|site| async move {
        let c = commune(site);
        let query = "place=03763&kind=minutes";
        let broken = format!("{}\n#text(size: \"12\")[x]\n", Kind::Minutes.built_in());
        let told = bring(site, &c.officer, "a", &format!("{query}&lang=en"), &broken).await.is(422).json();
        let problem = &told["problems"][0];
        assert_eq!((&problem["code"], &problem["field"]), (&json!("template-wrong"), &json!("file")), "{told}");
        assert_eq!(problem["args"]["message"], "expected length, found string");
        assert_eq!(problem["args"]["excerpt"], "#text(size: \"12\")[x]");
        assert_eq!(problem["args"]["line"], (Kind::Minutes.built_in().lines().count() + 2).to_string());
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.contains("Here a length (such as 12pt, 5mm) is needed, but text in quotes was given."),
            "{detail}"
        );
        for (query, text, code) in [
            ("place=03763&kind=poem", "x", "not-a-choice"),
            ("place=99999&kind=minutes", "x", "no-such-place"),
            (query, "", "template-not-text"),
            (query, "\0", "template-not-text"),
            (query, "#set document(title: \"x\")\nshort", "template-lacks"),
        ] {
            let told = bring(site, &c.officer, &format!("{query}{text:?}"), query, text).await.is(422).json();
            assert_eq!(told["problems"][0]["code"], code, "{query} {text}");
        }
        let large = " ".repeat(300_000);
        bring(site, &c.officer, "large", query, &large).await.is(413).says("256 kB");
        let choice = |choice: &str| Some(json!({"place": "03763", "kind": "minutes", "choice": choice}));
        site.api("PUT", Some(&c.officer), "/api/v1/templates/choice", choice("no-such")).await.is(422);
        assert!(site.read(|tx| store::templates::of_unit(tx, LONG_HE, "minutes")).is_empty(), "nothing was taken");
        let whole = Kind::Minutes.built_in();
        let made = bring(site, &c.officer, "whole", query, whole).await.is(201);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        for person in [&stranger, &c.chair, &c.head] {
            for path in ["", "/try"] {
                let path = format!("/api/v1/templates{path}?{query}");
                site.api_bytes(person, &path, "who", whole.as_bytes()).await.is(403);
            }
            let paths = ["?place=03763".to_owned(), format!("/{id}"), format!("/{id}/preview")];
            for path in paths.iter().map(|path| format!("/api/v1/templates{path}")) {
                site.api("GET", Some(person), &path, None).await.is(403);
            }
            site.api("PUT", Some(person), "/api/v1/templates/choice", choice("")).await.is(403);
        }
        site.api("GET", Some(&c.officer), "/api/v1/templates/no-such", None).await.is(404);
        // A browser's cookie writes nothing here, and a program names its request.
        let request = |name: header::HeaderName, value: String| {
            Request::builder().method("POST").uri(format!("/api/v1/templates?{query}")).header(name, value)
        };
        let sent = |request: axum::http::request::Builder| site.send(request.body(Body::from(whole)).unwrap());
        sent(request(header::COOKIE, c.officer.cookie())).await.is(401);
        sent(request(header::AUTHORIZATION, format!("Bearer {}", c.officer.token()))).await.is(400);
    });
}

#[test]
fn every_address_of_the_json_face_is_described() {
    let site = Site::new(false).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let described = runtime.block_on(site.get(None, "/api/v1/openapi.json")).is(200).json();
    let missing: Vec<String> = hoctap::routes::table()
        .iter()
        .filter(|route| route.path.starts_with("/api/") && route.path != "/api/v1/openapi.json")
        .filter(|route| described["paths"][route.path][route.method.to_lowercase()].is_null())
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert!(missing.is_empty(), "not in openapi.rs: {missing:?}");
}
