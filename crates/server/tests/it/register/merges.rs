//! Two households that are one: merging through pages and API, what stays true, and taking it back.

use hoctap::acts::path::{Change, set_of};
use rules::path::StepKind;
use serde_json::{Value, json};

use super::doubles::{enter, twice};
use super::{Commune, codes, commune, seen, stock};
use crate::kit::{LONG_HE, Person, Reply, Site, both};
use crate::path::fixture;

/// Everything of the households of Long Hẹ and their assessments, without what only tells that something was locked.
pub fn all(site: &Site) -> Vec<String> {
    site.read(|tx| {
        let mut found = Vec::new();
        let ids =
            tx.query("SELECT id FROM household WHERE commune_id = $1 ORDER BY id", store::args![LONG_HE], |row| {
                row.text(0)
            })?;
        for id in ids {
            let mut household = store::register::household(tx, &id)?.unwrap();
            household.revision = 0;
            let (members, stays) = (store::register::members(tx, &id)?, store::register::stays(tx, &id)?);
            let titles = store::assessments::for_household(tx, &id)?.into_iter().map(|mut one| {
                one.revision = 0;
                one
            });
            found.push(format!("{household:?} {members:?} {stays:?} {:?}", titles.collect::<Vec<_>>()));
        }
        Ok(found)
    })
}

pub async fn merge(site: &Site, by: &Person, stay: &str, body: Value) -> Reply {
    site.api("POST", Some(by), &format!("/api/v1/households/{stay}/merge"), Some(body)).await
}

pub async fn unmerge(site: &Site, by: &Person, from: &str) -> Reply {
    site.api("POST", Some(by), &format!("/api/v1/households/{from}/unmerge"), Some(json!({}))).await
}

/// Registers a family for a year, and takes further steps, all answered; the assessment's id.
fn registered(site: &Site, by: &Person, household: &str, steps: &[StepKind]) -> String {
    let first = fixture::step(site, by, fixture::register(household, 2026)).unwrap();
    for kind in steps {
        let mut wish = fixture::on(&first.id, *kind).because("có lý do");
        if *kind == StepKind::Save {
            let id = first.id.clone();
            let one = site.read(move |tx| store::assessments::get(tx, &id)).unwrap();
            let set = set_of(&site.app, &one).unwrap();
            let whole = set.examples.iter().max_by_key(|example| example.answers.len()).unwrap();
            wish.change = Change::Answers(whole.answers.clone());
        }
        fixture::step(site, by, wish).unwrap();
    }
    first.id
}

fn sound(site: &Site) {
    let found: Vec<_> =
        site.findings().into_iter().filter(|one| one.severity == store::checks::Severity::Error).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_pair_is_merged_after_a_look_and_taken_back_exactly() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let before = all(site);
        assert_eq!((stock(site, &c.ban, 2025), stock(site, &c.other, 2026)), ((1, 0), (1, 0)));
        let path = format!("/households/duplicates/{one}/{two}");
        let page = site.get(Some(&c.officer), &path).await.is(200).text();
        let field = |name: &str| crate::kit::input(&page, name);
        let (stay, stays, froms) = (field("stay"), field("stay_revision"), field("from_revision"));
        assert_eq!(stay, one);
        let child = site.api("GET", Some(&c.officer), &format!("/api/v1/duplicates/{one}/{two}"), None).await.json();
        let bes = child["from"]["members"].as_array().unwrap().iter().find(|one| one["name"] == "Lò Thị Bé").unwrap();
        let bes = bes["id"].as_str().unwrap();
        let (become_field, relation_field) = (format!("p.{bes}"), format!("relation.{bes}"));
        let mut form = vec![
            ("stay", stay.as_str()),
            ("stay_revision", &stays),
            ("from_revision", &froms),
            (&become_field, "come"),
            (&relation_field, "grandchild"),
            ("act", "look"),
        ];
        let send = format!("{path}/merge");
        let look = site.post(Some(&c.officer), &send, &form).await.is(200);
        let look =
            look.says("Hộ sau khi gộp").says("từ hộ số 001").says("Cháu").says("không còn được tính trong số liệu");
        assert_eq!(crate::kit::input(&look.text(), &become_field), "come", "what was chosen goes along");
        assert_eq!(all(site), before, "a look changes nothing");
        form.pop();
        let edit: Vec<_> = form.iter().copied().chain([("act", "edit")]).collect();
        site.post(Some(&c.officer), &send, &edit).await.is(200).says("value=\"grandchild\" selected");
        form.push(("act", "merge"));
        let done = site.post_as(Some(&c.officer), &send, "once", &form).await.is(303);
        site.post_as(Some(&c.officer), &send, "once", &form).await.is(303);
        let page = site.get(Some(&c.officer), &done.location()).await.is(200).says("Đã gộp hai hộ thành một");
        page.says(&format!("/households/{two}/unmerge")).says("Hoàn tác");
        let whole = seen(site, &c.officer, &one).await;
        let people: Vec<_> = whole["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (one["name"].as_str().unwrap(), one["relation"].as_str().unwrap(), one["birth"].as_str().unwrap())
            })
            .collect();
        assert_eq!(
            people,
            [
                ("Lò Văn Ún", "head", "1984-02-03"),
                ("Quàng Thị Ỏ", "spouse", "1986"),
                ("Lò Văn Mới", "child", "2010"),
                ("Lò Thị Bé", "grandchild", "2015"),
            ]
        );
        assert_eq!(whole["merged"][0]["id"], two.as_str());
        // It was entered this year: it was never there.
        assert_eq!((stock(site, &c.ban, 2025), stock(site, &c.other, 2026)), ((1, 0), (0, 0)));
        let gone = seen(site, &c.officer, &two).await;
        assert_eq!((gone["status"].as_str(), gone["merged_into"].as_str()), (Some("merged"), Some(one.as_str())));
        let led = site.get(Some(&c.officer), &format!("/households/{two}")).await.is(303).location();
        assert_eq!(led, format!("/households/{one}?was={two}"));
        site.get(Some(&c.officer), &led).await.is(200).says("LO VAN UN vừa mở đã được gộp");
        site.get(Some(&c.officer), &format!("/households/{two}?as_it_was=1")).await.is(200).says("Đã gộp");
        site.get(Some(&c.officer), "/households?status=merged").await.is(200).says("LO VAN UN");
        for (path, form) in [
            (format!("/households/{two}/edit"), vec![("number", "9")]),
            (format!("/households/{two}/reopen"), vec![("on", "2026-11-22")]),
        ] {
            site.post(Some(&c.officer), &path, &form).await.is(409).says("đã được gộp vào hộ 001, Lò Văn Ún");
        }
        sound(site);
        let back = site.post(Some(&c.officer), &format!("/households/{two}/unmerge"), &[]).await.is(303).location();
        site.get(Some(&c.officer), &back).await.is(200).says("Đã hoàn tác");
        assert_eq!(all(site), before);
        assert_eq!((stock(site, &c.ban, 2025), stock(site, &c.other, 2026)), ((1, 0), (1, 0)));
        let again = unmerge(site, &c.officer, &two).await.is(409);
        assert_eq!(codes(&again), [(String::new(), "not-merged".to_owned())]);
        for id in [&one, &two] {
            let id = id.clone();
            let other = if id == one { two.clone() } else { one.clone() };
            let lines = site.read(move |tx| store::audit::of_object(tx, "household", &id));
            let about: Vec<_> = lines.iter().filter(|one| one.line.act == "merge_households").collect();
            assert_eq!(about.len(), 2);
            assert!(about.iter().all(|one| format!("{:?}", one.line).contains(&other)), "{about:?}");
        }
        sound(site);
    });
}

#[test]
fn figures_of_earlier_years_stay_when_the_double_was_counted_then() {
    both(|site| async move {
        let c = commune(site);
        let people = [("Lò Văn Ún", "head", "1984"), ("Quàng Thị Ỏ", "spouse", "1986")];
        let one = enter(site, &c.officer, &c.ban, "2025-07-01", &people).await;
        let two = enter(site, &c.officer, &c.other, "2025-08-01", &people).await;
        merge(site, &c.officer, &one, json!({"from": two})).await.is(200);
        assert_eq!((stock(site, LONG_HE, 2025), stock(site, LONG_HE, 2026)), ((2, 0), (0, 1)));
        unmerge(site, &c.officer, &two).await.is(200);
        assert_eq!((stock(site, LONG_HE, 2025), stock(site, LONG_HE, 2026)), ((2, 0), (0, 0)));
    });
}

#[test]
fn titles_go_along_and_certificates_keep_their_words() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let other = site.person("appraiser", rules::access::Role::CommuneOfficer, LONG_HE);
        let chair = site.person("chair", rules::access::Role::CommuneChair, LONG_HE);
        let withdrawn = registered(site, &c.officer, &one, &[StepKind::Withdraw]);
        let title = registered(site, &c.officer, &two, &[StepKind::Save, StepKind::Submit]);
        fixture::step(site, &other, fixture::on(&title, StepKind::Accept)).unwrap();
        let form = [("number", "01/QĐ-UBND"), ("issued_on", "2026-11-22")];
        crate::decide::fixture::decide(site, &chair, LONG_HE, &form, std::slice::from_ref(&title)).unwrap();
        let code = site.read({
            let title = title.clone();
            move |tx| Ok(store::decisions::certificate_of_assessment(tx, &title)?.unwrap().id)
        });
        let before = all(site);
        let page = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}?stay={one}")).await.is(200);
        page.says("Xem hộ sau khi gộp");
        merge(site, &c.officer, &one, json!({"from": two})).await.is(200);
        let held = |id: &str| {
            let id = id.to_owned();
            let all = site.read(move |tx| store::assessments::for_household(tx, &id));
            all.into_iter().map(|one| (one.id, one.hamlet_id)).collect::<Vec<_>>()
        };
        // What was decided stays where it was decided; the withdrawn one made room.
        assert_eq!(held(&one), [(title.clone(), c.other.clone())]);
        assert_eq!(held(&two), [(withdrawn.clone(), c.ban.clone())]);
        let paper = site.get(None, &format!("/verify/{code}")).await.is(200).says("LO VAN UN");
        paper.says("Pú Chắn");
        // What rests with the household that vanished has had its day.
        let again = fixture::step(site, &c.officer, fixture::register(&two, 2026));
        assert_eq!(fixture::codes(again), ["household-merged"]);
        sound(site);
        unmerge(site, &c.officer, &two).await.is(200);
        assert_eq!(all(site), before);
        sound(site);
    });
}

#[test]
fn an_open_registration_goes_along_to_the_hamlet_of_the_household_that_stays() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let open = registered(site, &c.officer, &two, &[StepKind::Save]);
        let before = all(site);
        merge(site, &c.officer, &one, json!({"from": two})).await.is(200);
        let now = site.read({
            let open = open.clone();
            move |tx| Ok(store::assessments::get(tx, &open)?.unwrap())
        });
        assert_eq!((now.household_id, now.hamlet_id), (one.clone(), c.ban.clone()));
        unmerge(site, &c.officer, &two).await.is(200);
        assert_eq!(all(site), before);
        // Once somebody goes on with it, it is built on.
        merge(site, &c.officer, &one, json!({"from": two})).await.is(200);
        fixture::step(site, &c.officer, fixture::on(&open, StepKind::Submit)).unwrap();
        let refused = unmerge(site, &c.officer, &two).await.is(409);
        assert_eq!(codes(&refused), [(String::new(), "merge-built-on".to_owned())]);
    });
}

#[test]
fn a_family_does_not_stand_twice_in_one_procedure() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        registered(site, &c.officer, &one, &[]);
        let second = registered(site, &c.officer, &two, &[StepKind::Save, StepKind::Submit]);
        let before = all(site);
        let refused = merge(site, &c.officer, &one, json!({"from": two})).await.is(409);
        assert_eq!(codes(&refused), [(String::new(), "merge-both-registered".to_owned())]);
        let page = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}")).await.is(200);
        let page = page.says("hồ sơ xét Gia đình học tập năm 2026").says(&format!("/assessments/{second}"));
        assert!(!page.text().contains("Xem hộ sau khi gộp"));
        assert_eq!(all(site), before);
        let withdraw = fixture::on(&second, StepKind::Withdraw).because("nhập trùng");
        fixture::step(site, &c.officer, withdraw).unwrap();
        merge(site, &c.officer, &one, json!({"from": two})).await.is(200);
    });
}

#[test]
fn what_is_asked_wrongly_is_named_all_at_once_and_changes_nothing() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let before = all(site);
        let compared = site.api("GET", Some(&c.officer), &format!("/api/v1/duplicates/{one}/{two}"), None).await.json();
        let id = |side: &str, at: usize| compared[side]["members"][at]["id"].as_str().unwrap().to_owned();
        let mut wrong = json!({"from": two, "number": "from", "note": "neither", "people": {}});
        wrong["people"][id("from", 0)] = json!({"same": id("stay", 0), "birth": "both"});
        wrong["people"][id("from", 1)] = json!({"same": id("stay", 0)});
        wrong["people"][id("from", 2)] = json!({"relation": "head"});
        wrong["people"]["nobody"] = json!({"left": true});
        let reply = merge(site, &c.officer, &one, wrong).await.is(422);
        let named = codes(&reply);
        let has = |field: String, code: &str| assert!(named.contains(&(field, code.to_owned())), "{code}: {named:?}");
        has("note".to_owned(), "not-a-choice");
        has("number".to_owned(), "not-a-choice");
        has(format!("birth.{}", id("from", 0)), "not-a-choice");
        has(format!("p.{}", id("from", 1)), "merge-person-twice");
        has(format!("p.{}", id("from", 2)), "one-head");
        has("p.nobody".to_owned(), "not-a-choice");
        let none = |code: &str| vec![(String::new(), code.to_owned())];
        assert_eq!(codes(&merge(site, &c.officer, &one, json!({"from": one})).await.is(422)), none("merge-itself"));
        merge(site, &c.officer, &one, json!({"from": "nobody"})).await.is(404);
        merge(site, &c.officer, &one, json!({"from": two, "unknown": 1})).await.is(400);
        let stale = json!({"from": two, "from_revision": 9});
        assert_eq!(codes(&merge(site, &c.officer, &one, stale).await.is(409)), none("changed-meanwhile"));
        let form = [("stay", one.as_str()), ("stay_revision", "9"), ("act", "look")];
        let shown = site.post(Some(&c.officer), &format!("/households/duplicates/{one}/{two}/merge"), &form).await;
        shown.is(409).says("Có người vừa sửa");
        unmerge(site, &c.officer, &one).await.is(409);
        assert_eq!(all(site), before);
    });
}

#[test]
fn a_merge_on_which_something_was_built_or_that_is_too_old_stays() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let merged = async || {
            merge(site, &c.officer, &one, json!({"from": two})).await.is(200);
        };
        let refused = async |code: &str| {
            let reply = unmerge(site, &c.officer, &two).await.is(409);
            assert_eq!(codes(&reply), [(String::new(), code.to_owned())], "{}", reply.text());
        };
        merged().await;
        registered(site, &c.officer, &one, &[]);
        refused("merge-built-on").await;
        let Commune { ban, other, officer, .. } = &c;
        let people = [("Cà Văn Xôm", "head", "1970"), ("Tòng Thị Hoa", "spouse", "1972")];
        let three = enter(site, officer, ban, "", &people).await;
        let four = enter(site, officer, other, "", &people).await;
        merge(site, officer, &three, json!({"from": four})).await.is(200);
        let edit = json!({"number": "077"});
        site.api("PUT", Some(officer), &format!("/api/v1/households/{three}"), Some(edit)).await.is(200);
        let reply = unmerge(site, officer, &four).await.is(409);
        assert_eq!(codes(&reply), [(String::new(), "merge-built-on".to_owned())]);
        assert!(reply.text().contains("077"), "{}", reply.text());
        let five = enter(site, officer, ban, "", &[("Sùng A Chớ", "head", "1990")]).await;
        let six = enter(site, officer, ban, "", &[("Sùng A Chớ", "head", "1990")]).await;
        merge(site, officer, &five, json!({"from": six})).await.is(200);
        site.on("2026-12-24");
        // What was kept for thirty days is forgotten with the next merge.
        let seven = enter(site, officer, ban, "", &[("Vừ A Nếnh", "head", "1991")]).await;
        let eight = enter(site, officer, ban, "", &[("Vừ A Nếnh", "head", "1991")]).await;
        merge(site, officer, &seven, json!({"from": eight})).await.is(200);
        let reply = unmerge(site, officer, &six).await.is(409);
        assert_eq!(codes(&reply), [(String::new(), "merge-too-old".to_owned())]);
        unmerge(site, officer, &eight).await.is(200);
    });
}

#[test]
fn identity_numbers_go_along_veiled_and_are_not_given_back_when_taken() {
    both(|site| async move {
        let c = commune(site);
        let head = |name: &str, number: &str| json!({"name": name, "relation": "head", "sex": "male", "birth": "1984", "id_number": number});
        let add = async |hamlet: &str, member: Value| {
            let body = json!({"hamlet": super::code(hamlet), "members": [member], "sure": true});
            let done = site.api("POST", Some(&c.officer), "/api/v1/households", Some(body)).await.is(201).json();
            done["household_id"].as_str().unwrap().to_owned()
        };
        let one = add(&c.ban, head("Thào A Sinh", "014084000111")).await;
        let two = add(&c.other, head("Thào A Sinh", "014084000222")).await;
        let page = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}")).await.is(200).text();
        assert!(page.contains("•••111") && page.contains("•••222"), "{page}");
        assert!(!page.contains("014084000"), "no page shows a number");
        let compared = site.api("GET", Some(&c.officer), &format!("/api/v1/duplicates/{one}/{two}"), None).await.json();
        let from = compared["from"]["members"][0]["id"].as_str().unwrap();
        let stay = compared["stay"]["id"].as_str().unwrap().to_owned();
        let (kept, gone) = if stay == one { ("111", two.clone()) } else { ("222", one.clone()) };
        let lost = if kept == "111" { "014084000222" } else { "014084000111" };
        let twin = compared["stay"]["members"][0]["id"].as_str().unwrap();
        let mut body = json!({"from": gone, "people": {}});
        body["people"][from] = json!({"same": twin, "id_number": "stay"});
        merge(site, &c.officer, &stay, body).await.is(200);
        assert_eq!(seen(site, &c.officer, &stay).await["members"][0]["id_tail"], kept);
        // The other number is nobody's now, until somebody bears it.
        add(&c.ban, head("Vừ A Nếnh", lost)).await;
        let refused = unmerge(site, &c.officer, &gone).await.is(409);
        assert_eq!(codes(&refused)[0].1, "id-taken");
        assert!(refused.text().contains("Vừ A Nếnh"), "{}", refused.text());
    });
}

#[test]
fn numbers_change_hands_and_one_merge_after_the_other_is_taken_back() {
    both(|site| async move {
        let c = commune(site);
        let people = [("Lò Văn Ún", "head", "1984-02-03"), ("Quàng Thị Ỏ", "spouse", "1986")];
        let one = enter(site, &c.officer, &c.ban, "2025-07-01", &people).await;
        let two = enter(site, &c.officer, &c.ban, "", &people).await;
        let three = enter(site, &c.officer, &c.other, "", &people).await;
        let first = all(site);
        let swapped = json!({"from": two, "number": "from"});
        let done = merge(site, &c.officer, &one, swapped).await.is(200).json();
        assert_eq!(done["number"], "002");
        let second = all(site);
        merge(site, &c.officer, &one, json!({"from": three})).await.is(200);
        let refused = unmerge(site, &c.officer, &two).await.is(409);
        assert_eq!(codes(&refused), [(String::new(), "merge-built-on".to_owned())], "the later one goes first");
        unmerge(site, &c.officer, &three).await.is(200);
        assert_eq!(all(site), second);
        unmerge(site, &c.officer, &two).await.is(200);
        assert_eq!(all(site), first);
        // Along a chain an old address still leads to where the family is now.
        merge(site, &c.officer, &two, json!({"from": one})).await.is(200);
        merge(site, &c.officer, &three, json!({"from": two})).await.is(200);
        let led = site.get(Some(&c.officer), &format!("/households/{one}")).await.is(303).location();
        assert_eq!(led, format!("/households/{three}?was={one}"));
        site.get(Some(&c.officer), &led).await.is(200).says("đã được gộp vào hộ này");
        sound(site);
    });
}
