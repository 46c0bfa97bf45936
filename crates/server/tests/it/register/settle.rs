//! Moving, closing, reopening; and what becomes of this year's registration.

use hoctap::acts::path::{Change, set_of};
use rules::access::Role;
use rules::basics::Day;
use rules::path::StepKind;
use serde_json::json;
use store::assessments::for_household;

use super::{Commune, code, codes, commune, family, seen, stock};
use crate::kit::{LONG_HE, OTHER, Person, Site, both};
use crate::path::fixture;

/// Registers a family for a year, and takes further steps, all answered.
fn registered(site: &Site, by: &Person, household: &str, year: i64, steps: &[StepKind]) {
    let first = fixture::step(site, by, fixture::register(household, year)).unwrap();
    for kind in steps {
        let mut wish = fixture::on(&first.id, *kind);
        if *kind == StepKind::Save {
            let id = first.id.clone();
            let one = site.read(move |tx| store::assessments::get(tx, &id)).unwrap();
            let set = set_of(&site.app, &one).unwrap();
            let whole = set.examples.iter().max_by_key(|example| example.answers.len()).unwrap();
            wish.change = Change::Answers(whole.answers.clone());
        }
        fixture::step(site, by, wish).unwrap();
    }
}

fn states(site: &Site, household: &str) -> Vec<(i64, String, String)> {
    let household = household.to_owned();
    site.read(move |tx| for_household(tx, &household))
        .into_iter()
        .map(|one| (one.year, one.state.word().to_owned(), one.hamlet_id))
        .collect()
}

async fn move_to(site: &Site, by: &Person, id: &str, hamlet: &str, on: &str) -> crate::kit::Reply {
    site.post(Some(by), &format!("/households/{id}/move"), &[("hamlet", code(hamlet)), ("on", on)]).await
}

#[test]
fn a_move_within_the_commune_takes_the_open_registration_along_and_can_be_undone() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        registered(site, &c.head, &id, 2026, &[]);
        let page = site.get(Some(&c.officer), &format!("/households/{id}/move")).await.is(200);
        page.says("Bản Pú Chắn");
        let done = move_to(site, &c.officer, &id, &c.other, "2026-06-01").await.is(303);
        assert_eq!(states(site, &id), [(2026, "registered".to_owned(), c.other.clone())]);
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((1, 1), (1, 0)));
        assert_eq!(stock(site, LONG_HE, 2026), (2, 1), "in and out of the commune cancel out");
        let household = seen(site, &c.officer, &id).await;
        assert_eq!(household["stays"].as_array().unwrap().len(), 2);
        assert_eq!(household["stays"][1]["until"], "2026-05-31");
        let page = site.get(Some(&c.officer), &done.location()).await.is(200).says("Hoàn tác").text();
        let field = |name: &str| crate::kit::input(&page, name);
        let (hamlet, number, on, base) = (field("hamlet"), field("number"), field("on"), field("base_revision"));
        let undo = [("hamlet", hamlet.as_str()), ("number", &number), ("on", &on), ("base_revision", &base)];
        let back = field("back");
        let undo: Vec<_> = undo.into_iter().chain([("back", back.as_str())]).collect();
        let undone = site.post(Some(&c.officer), &format!("/households/{id}/move"), &undo).await.is(303).location();
        assert!(undone.ends_with("done=household-moved-back"), "{undone}");
        assert_eq!(states(site, &id), [(2026, "registered".to_owned(), c.ban.clone())]);
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((1, 0), (0, 0)));
        assert_eq!(seen(site, &c.officer, &id).await["stays"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn what_was_sent_in_must_be_finished_before_the_family_moves_or_closes() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        registered(site, &c.head, &id, 2026, &[StepKind::Save, StepKind::Submit]);
        move_to(site, &c.officer, &id, &c.other, "").await.is(409).says("năm 2026");
        let closing = json!({"status": "dissolved", "reason": "thử"});
        let busy = site.api("POST", Some(&c.officer), &format!("/api/v1/households/{id}/close"), Some(closing)).await;
        assert_eq!(codes(&busy.is(409)), [(String::new(), "household-busy".to_owned())]);
        assert_eq!(stock(site, &c.ban, 2026), (1, 0));
    });
}

#[test]
fn facts_of_earlier_years_stay_where_they_were_made() {
    both(|site| async move {
        let c = commune(site);
        site.on("2025-12-01");
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        registered(site, &c.head, &id, 2025, &[StepKind::Save, StepKind::Submit]);
        site.on("2026-11-22");
        move_to(site, &c.officer, &id, &c.other, "2026-06-01").await.is(303);
        assert_eq!(states(site, &id), [(2025, "submitted".to_owned(), c.ban.clone())]);
    });
}

#[test]
fn to_another_commune_the_open_registration_ends_and_both_communes_know() {
    both(|site| async move {
        let Commune { ban, officer, head, .. } = commune(site);
        let far = site.hamlet(OTHER, "Nà Tòng");
        let id = family(site, &officer, &ban, "Lò Văn Ún", "1984").await;
        registered(site, &head, &id, 2026, &[]);
        move_to(site, &officer, &id, &far, "2026-06-01").await.is(403);
        let both_places = site.person("both", Role::CommuneOfficer, LONG_HE);
        let grant = store::people::RoleGrant {
            id: "grant-far".to_owned(),
            account_id: both_places.id.clone(),
            role: Role::CommuneOfficer,
            unit_id: OTHER.to_owned(),
            unit_name: String::new(),
            since: Day::parse("2025-07-01").unwrap(),
            until: Day::FOREVER,
            legal_basis: String::new(),
        };
        site.grant(grant);
        let done = move_to(site, &both_places, &id, &far, "2026-06-01").await.is(303);
        site.get(Some(&both_places), &done.location()).await.is(200).says("đã được rút");
        assert_eq!(states(site, &id), [(2026, "withdrawn".to_owned(), ban.clone())]);
        assert_eq!((stock(site, LONG_HE, 2026), stock(site, OTHER, 2026)), ((1, 1), (1, 0)));
        site.get(Some(&officer), &format!("/households/{id}")).await.is(403);
        let chains: Vec<String> = site
            .read({
                let id = id.clone();
                move |tx| store::audit::of_object(tx, "household", &id)
            })
            .into_iter()
            .map(|one| one.chain)
            .collect();
        assert_eq!(chains.iter().filter(|chain| *chain == OTHER).count(), 1);
        assert_eq!(chains.iter().filter(|chain| *chain == LONG_HE).count(), 2);
        registered(site, &both_places, &id, 2026, &[]);
        assert_eq!(states(site, &id), [(2026, "registered".to_owned(), far.clone())]);
    });
}

#[test]
fn a_closed_household_is_out_of_the_stock_and_closing_can_be_taken_back() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        registered(site, &c.head, &id, 2026, &[]);
        let path = format!("/households/{id}/close");
        site.get(Some(&c.officer), &path).await.is(200);
        let wrong =
            site.post(Some(&c.officer), &path, &[("status", ""), ("on", "2025-12-31"), ("reason", " ")]).await.is(422);
        wrong.says("href=\"#f-status\"").says("href=\"#f-on\"").says("href=\"#f-reason\"");
        let form = [("status", "moved_out"), ("on", "31/06/2026"), ("reason", "Về quê ở Nghệ An")];
        let wrong = site.post(Some(&c.officer), &path, &form).await.is(422).says("tháng 6 năm 2026 có 30 ngày");
        wrong.says("value=\"31/06/2026\"").says("Về quê ở Nghệ An");
        let form = [("status", "moved_out"), ("on", "1/8/2026"), ("reason", "Về quê ở Nghệ An")];
        let done = site.post_as(Some(&c.officer), &path, "close", &form).await.is(303);
        site.post_as(Some(&c.officer), &path, "close", &form).await.is(303);
        assert_eq!(stock(site, &c.ban, 2026), (1, 1));
        assert_eq!(states(site, &id)[0].1, "withdrawn");
        site.get(Some(&c.officer), &done.location()).await.is(200).says("đã được rút").says("Hoàn tác");
        for (path, form) in [
            (format!("/households/{id}/edit"), vec![("number", "9")]),
            (format!("/households/{id}/move"), vec![("hamlet", code(&c.other))]),
            (format!("/households/{id}/members"), vec![("name", "Ai"), ("relation", "other")]),
        ] {
            site.post(Some(&c.officer), &path, &form).await.is(409).says("01/08/2026");
        }
        site.get(Some(&c.officer), "/households").await.is(200).says("Không có hộ nào phù hợp");
        site.get(Some(&c.officer), "/households?status=moved_out").await.is(200).says("Lò Văn Ún");
        let early = json!({"on": "2026-07-01"});
        let early =
            site.api("POST", Some(&c.officer), &format!("/api/v1/households/{id}/reopen"), Some(early)).await.is(422);
        assert_eq!(codes(&early), [("on".to_owned(), "day-too-early".to_owned())]);
        site.get(Some(&c.officer), &format!("/households/{id}/reopen")).await.is(200);
        site.post(Some(&c.officer), &format!("/households/{id}/reopen"), &[("on", "2026-08-01")]).await.is(303);
        assert_eq!(stock(site, &c.ban, 2026), (1, 0), "as if it had never been closed");
        site.post(Some(&c.officer), &format!("/households/{id}/reopen"), &[]).await.is(409);
        let again = json!({"status": "dissolved", "on": "2026-08-01", "reason": "tách hộ"});
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{id}/close"), Some(again)).await.is(200);
        let later = json!({"on": "2026-10-01"});
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{id}/reopen"), Some(later)).await.is(200);
        assert_eq!(stock(site, &c.ban, 2026), (2, 1));
        assert_eq!(seen(site, &c.officer, &id).await["stays"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn moves_that_cannot_be_are_refused_with_their_reason() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        family(site, &c.officer, &c.other, "Cà Văn Quỷnh", "1975").await;
        let api = async |body: serde_json::Value| {
            codes(&site.api("POST", Some(&c.officer), &format!("/api/v1/households/{id}/move"), Some(body)).await)
        };
        let named = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
        assert_eq!(api(json!({"hamlet": code(&c.ban)})).await, named("hamlet", "household-already-there"));
        assert_eq!(api(json!({"hamlet": "99999.001"})).await, named("hamlet", "no-such-place"));
        assert_eq!(api(json!({"hamlet": code(LONG_HE)})).await, named("hamlet", "no-such-place"));
        assert_eq!(api(json!({"hamlet": code(&c.other), "on": "2026-12-01"})).await, named("on", "day-in-future"));
        assert_eq!(api(json!({"hamlet": code(&c.other), "on": "2025-12-31"})).await, named("on", "day-too-early"));
        assert_eq!(
            api(json!({"hamlet": code(&c.other), "number": "001"})).await,
            named("number", "household-number-taken")
        );
        assert_eq!(api(json!({"hamlet": code(&c.other), "base_revision": 7})).await, named("", "changed-meanwhile"));
        move_to(site, &c.head, &id, &c.other, "").await.is(403);
        move_to(site, &c.officer, &id, &c.other, "").await.is(303);
        assert_eq!(seen(site, &c.officer, &id).await["number"], "002", "its own number is in use there");
    });
}
