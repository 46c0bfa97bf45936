//! Pages of what stopped a request: a wrong address, a missing right, a failure, a crowd; each says what to do next.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use hoctap::failure::Failure;
use hoctap::visit::{Guard, Look, Visit};
use hoctap::words::Lang;
use http_body_util::BodyExt as _;
use rules::access::Role;
use rules::problem::Problem;

use crate::kit::{LONG_HE, Site, both};

#[test]
fn a_wrong_address_gets_a_search_and_the_nearest_addresses_that_are_open_to_the_reader() {
    both(|site| async move {
        let page = site.get(None, "/plases?lang=en").await.is(404).text();
        assert!(page.contains("Did you mean") && page.contains("<a href=\"/places\">"), "{page}");
        assert!(page.contains("name=\"q\" value=\"plases\""), "{page}");
        site.get(None, "/dia-ban").await.is(404).says("<a href=\"/places\">");
        site.get(None, "/login").await.is(404).says("<a href=\"/sign-in\">");
        site.get(None, "/publishd/2025").await.is(404).says("<a href=\"/published\">");
        // Far from everything: only the search, with nothing in it that is no name.
        let far = site.get(None, "/wp-content/0198f3a2-5555-7000-8000-000000000001").await.is(404).text();
        assert!(!far.contains("guesses") && far.contains("name=\"q\" value=\"\""), "{far}");
        // What needs a right is not offered to who lacks it.
        assert!(!site.get(None, "/audits").await.is(404).text().contains("href=\"/audit\""));
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        site.get(Some(&officer), "/audits").await.is(404).says("<a href=\"/audit\">");
        // Letters are shown as letters.
        let odd = site.get(None, "/%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.is(404).text();
        assert!(!odd.contains("<script>alert"), "{odd}");
        site.get(None, "/places/xa-khong-co?lang=vi").await.is(404).says("value=\"xa khong co\"");
    });
}

#[test]
fn who_may_not_is_told_which_roles_he_holds() {
    both(|site| async move {
        let head = site.person("head", Role::HamletHead, &site.hamlet(LONG_HE, "Cổng"));
        let page = site.get(Some(&head), "/people?lang=en").await.is(403).text();
        assert!(page.contains("Your roles today") && page.contains("Hamlet head, Bản Cổng"), "{page}");
    });
}

async fn shown(site: &Site, failure: Failure, lang: Lang) -> (StatusCode, String) {
    let visit = Visit {
        app: site.app.clone(),
        guard: Guard::new(None, site.app.day(site.app.clock.now())),
        actor: None,
        lang,
        look: Look::Auto,
        at: site.app.clock.now(),
        today: site.app.day(site.app.clock.now()),
        method: axum::http::Method::GET,
        uri: "/figures/VN?year=2026".parse().unwrap(),
        by_token: false,
    };
    let response = hoctap::answer::finish(&visit, failure.into_response());
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[test]
fn a_failure_names_its_incident_and_a_crowd_offers_the_same_address_again() {
    both(|site| async move {
        for (lang, nothing) in [
            (Lang::En, "Nothing was saved this time"),
            (Lang::Vi, "chưa có gì được lưu"),
            (Lang::Id, "tidak ada yang disimpan"),
        ] {
            let (status, page) = shown(site, Failure::Broken("a cause for the log".to_owned()), lang).await;
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
            assert!(page.contains("id=\"incident\"") && page.contains(nothing), "{page}");
            assert!(!page.contains("a cause for the log"), "causes stay in the log");
            let incident = page.split("id=\"incident\">").nth(1).unwrap().split('<').next().unwrap();
            assert!(
                incident.len() >= 6 && page.matches(incident).count() >= 2,
                "the sentence and the box name {incident}"
            );
        }
        let (status, page) = shown(site, Problem::new("busy").into(), Lang::En).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("href=\"/figures/VN?year=2026\"") && page.contains("Try again"), "{page}");
    });
}
