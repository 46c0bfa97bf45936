//! Pairs that look alike: who sees them, what is said of them, telling them apart and taking that back.

use rules::access::Role;
use serde_json::{Value, json};

use super::{Commune, code, codes, commune};
use crate::kit::{LONG_HE, OTHER, Person, Site, both};

/// A family of these people, the head first: name, relation, birth; entered although it may look like another one.
pub async fn enter(site: &Site, by: &Person, hamlet: &str, since: &str, people: &[(&str, &str, &str)]) -> String {
    let members: Vec<Value> = people
        .iter()
        .map(|(name, relation, birth)| json!({"name": name, "relation": relation, "birth": birth}))
        .collect();
    let body = json!({"hamlet": code(hamlet), "since": since, "members": members, "sure": true});
    let done = site.api("POST", Some(by), "/api/v1/households", Some(body)).await.is(201).json();
    done["household_id"].as_str().unwrap().to_owned()
}

/// One family entered twice, in two hamlets and once without accents; their ids.
pub async fn twice(site: &Site, c: &Commune) -> (String, String) {
    let first =
        [("Lò Văn Ún", "head", "1984-02-03"), ("Quàng Thị Ỏ", "spouse", "1986"), ("Lò Văn Mới", "child", "2010")];
    let second = [("LO VAN UN", "head", "1984"), ("Quang Thi O", "spouse", "1986"), ("Lò Thị Bé", "child", "2015")];
    (enter(site, &c.officer, &c.ban, "2025-07-01", &first).await, enter(site, &c.officer, &c.other, "", &second).await)
}

/// The ids of the pairs that somebody is shown.
async fn pairs(site: &Site, by: &Person, query: &str) -> Vec<(String, String)> {
    let list = site.api("GET", Some(by), &format!("/api/v1/duplicates{query}"), None).await.is(200).json();
    let items = list["items"].as_array().unwrap().iter();
    let ids: Vec<_> = items
        .map(|one| (one["one"]["id"].as_str().unwrap().to_owned(), one["two"]["id"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(list["count"], ids.len());
    ids
}

/// A given name for each number up to 130.
pub fn given(n: u8) -> String {
    format!("{}{}", char::from(b'A' + n % 26), ["an", "inh", "ông", "ươi", "ếch"][usize::from(n / 26)])
}

fn ordered(one: &str, two: &str) -> (String, String) {
    (one.min(two).to_owned(), one.max(two).to_owned())
}

#[test]
fn a_pair_is_shown_where_it_is_met_with_what_speaks_for_it() {
    both(|site| async move {
        let c = commune(site);
        site.get(Some(&c.officer), "/households/duplicates").await.is(200).says("Không có cặp hộ nào giống nhau");
        let (one, two) = twice(site, &c).await;
        enter(site, &c.officer, &c.ban, "", &[("Cà Văn Xôm", "head", "1970"), ("Tòng Thị Hoa", "spouse", "1972")])
            .await;
        let page = site.get(Some(&c.officer), "/households/duplicates").await.is(200);
        let (first, second) = ordered(&one, &two);
        let page =
            page.says(&format!("/households/duplicates/{first}/{second}")).says("Chủ hộ cùng tên, cùng năm sinh");
        page.says("1 thành viên cùng tên").says("1 cặp");
        site.get(Some(&c.officer), "/households").await.is(200).says("Có 1 cặp hộ có vẻ trùng nhau");
        let alike = site.get(Some(&c.officer), &format!("/households/{two}")).await.is(200);
        alike.says("Hộ này có vẻ trùng với").says(&format!("/households/duplicates/{two}/{one}"));
        let page = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}")).await.is(200);
        let page = page.says("LO VAN UN").says("Lò Văn Ún").says("khác nhau: họ và tên").says("chỉ có ở một hộ");
        page.says("Xem hộ sau khi gộp").says("là cùng một người với Lò Văn Ún, 03/02/1984");
        let other = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}?stay={two}")).await.is(200);
        other.says(&format!("name=\"stay\" value=\"{two}\""));
        let seen = site.api("GET", Some(&c.officer), &format!("/api/v1/duplicates/{one}/{two}"), None).await.is(200);
        let seen = seen.json();
        assert_eq!((seen["stay"]["id"].as_str(), seen["kind"].as_str()), (Some(one.as_str()), Some("household")));
        assert_eq!(seen["same"].as_array().unwrap().len(), 2);
        assert_eq!(seen["proposed"]["from"], two.as_str());
    });
}

#[test]
fn a_hamlet_head_sees_pairs_of_the_hamlet_alone_and_merges_nothing() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let people = [("Sùng A Chớ", "head", "1990-03-04"), ("Giàng Thị Dở", "spouse", "1992-05-06")];
        let third = enter(site, &c.officer, &c.ban, "", &people).await;
        let fourth = enter(site, &c.officer, &c.ban, "", &people).await;
        let all = pairs(site, &c.officer, "").await;
        assert_eq!(all, [ordered(&third, &fourth), ordered(&one, &two)], "the likeliest first");
        assert_eq!(pairs(site, &c.officer, &format!("?place={}", code(&c.other))).await, [ordered(&one, &two)]);
        assert_eq!(pairs(site, &c.head, "").await, [ordered(&third, &fourth)]);
        site.get(Some(&c.head), &format!("/households/duplicates/{one}/{two}")).await.is(403);
        let own = site.get(Some(&c.head), &format!("/households/duplicates/{third}/{fourth}")).await.is(200);
        let own = own.says("Cán bộ xã là người gộp hai hộ");
        assert!(!own.text().contains("/merge\""));
        let merge = json!({"from": fourth});
        site.api("POST", Some(&c.head), &format!("/api/v1/households/{third}/merge"), Some(merge)).await.is(403);
        let told = format!("/households/duplicates/{third}/{fourth}/apart");
        let to = site.post(Some(&c.head), &told, &[]).await.is(303).location();
        site.get(Some(&c.head), &to).await.is(200).says("Đã ghi là hai hộ khác nhau").says("/together\"");
        assert_eq!(pairs(site, &c.head, "").await, []);
        assert_eq!(pairs(site, &c.head, "?show=apart").await, [ordered(&third, &fourth)]);
        // The chair reads and decides nothing; people of another commune see nothing.
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        site.get(Some(&chair), "/households/duplicates").await.is(200);
        site.post(Some(&chair), &format!("/households/duplicates/{one}/{two}/apart"), &[]).await.is(403);
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        assert_eq!(pairs(site, &stranger, "").await, []);
        site.get(Some(&stranger), &format!("/households/duplicates/{one}/{two}")).await.is(403);
        site.get(Some(&stranger), &format!("/households/duplicates?place={}", code(LONG_HE))).await.is(403);
    });
}

#[test]
fn told_apart_holds_until_something_changes_that_matters() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let path = format!("/api/v1/duplicates/{two}/{one}/apart");
        site.api("PUT", Some(&c.officer), &path, Some(json!({}))).await.is(200);
        site.api("PUT", Some(&c.officer), &path, Some(json!({}))).await.is(200);
        assert_eq!(pairs(site, &c.officer, "").await, []);
        let page = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}")).await.is(200);
        page.says("Người officer đã ghi là hai hộ khác nhau").says("/together\"");
        // A child is born: nothing that the pair was told apart on.
        let child = json!({"name": "Lò Văn Út", "relation": "child", "birth": "2026"});
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{one}/members"), Some(child.clone()))
            .await
            .is(201);
        assert_eq!(pairs(site, &c.officer, "").await, []);
        // The same child with the other one too: one more person in common.
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{two}/members"), Some(child)).await.is(201);
        assert_eq!(pairs(site, &c.officer, "").await, [ordered(&one, &two)]);
        let list = site.get(Some(&c.officer), "/households/duplicates").await.is(200);
        list.says("cặp này hiện lại");
        site.api("PUT", Some(&c.officer), &path, Some(json!({}))).await.is(200);
        assert_eq!(pairs(site, &c.officer, "").await, []);
        site.api("DELETE", Some(&c.officer), &path, None).await.is(200);
        assert_eq!(pairs(site, &c.officer, "").await, [ordered(&one, &two)]);
        let lines = site.read({
            let one = one.clone();
            move |tx| store::audit::of_object(tx, "household", &one)
        });
        let about: Vec<_> = lines.iter().filter(|one| one.line.act == "tell_apart").collect();
        assert_eq!(about.len(), 4);
        assert!(about.iter().all(|one| format!("{:?}", one.line).contains(&two)), "{about:?}");
    });
}

#[test]
fn what_cannot_be_told_apart_is_refused_with_its_reason() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = twice(site, &c).await;
        let ask = async |one: &str, two: &str| {
            let path = format!("/api/v1/duplicates/{one}/{two}/apart");
            site.api("PUT", Some(&c.officer), &path, Some(json!({}))).await
        };
        let none = |code: &str| vec![(String::new(), code.to_owned())];
        assert_eq!(codes(&ask(&one, &one).await.is(422)), none("merge-itself"));
        ask(&one, "nobody").await.is(404);
        site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{one}")).await.is(422).says("cùng một hộ");
        site.get(Some(&c.officer), &format!("/households/duplicates/{one}/nobody")).await.is(404);
        let close = json!({"status": "dissolved", "reason": "tách hộ"});
        site.api("POST", Some(&c.officer), &format!("/api/v1/households/{two}/close"), Some(close)).await.is(200);
        assert_eq!(codes(&ask(&one, &two).await.is(409)), none("household-closed"));
        assert_eq!(pairs(site, &c.officer, "").await, []);
        let page = site.get(Some(&c.officer), &format!("/households/duplicates/{one}/{two}")).await.is(200);
        let page = page.says("Một trong hai hộ không còn ở đây");
        assert!(!page.text().contains("/merge\""));
        for (wrong, status) in [("?cursor=zzz", 400), ("?limit=0", 422), ("?place=99999", 422)] {
            let reply = site.api("GET", Some(&c.officer), &format!("/api/v1/duplicates{wrong}"), None).await;
            assert_eq!(reply.status.as_u16(), status, "{wrong}: {}", reply.text());
        }
    });
}

#[test]
fn many_pairs_come_in_pages() {
    both(|site| async move {
        let c = commune(site);
        for n in 0..28_u8 {
            let (man, woman) = (format!("Lò Văn {}", given(n)), format!("Cà Thị {}", given(n)));
            let people = [(man, "head", "1984-02-03"), (woman, "spouse", "1986-05-06")];
            let people: Vec<_> = people.iter().map(|one| (one.0.as_str(), one.1, one.2)).collect();
            enter(site, &c.officer, &c.ban, "", &people).await;
            enter(site, &c.officer, &c.other, "", &people).await;
        }
        let page =
            site.get(Some(&c.officer), "/households/duplicates").await.is(200).says("Cặp 1 đến 25 trên 28").text();
        let next = page.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        site.get(Some(&c.officer), &next).await.is(200).says("Cặp 26 đến 28 trên 28");
        let mut seen = std::collections::BTreeSet::new();
        let mut path = "/api/v1/duplicates?limit=10".to_owned();
        loop {
            let list = site.api("GET", Some(&c.officer), &path, None).await.is(200).json();
            seen.extend(list["items"].as_array().unwrap().iter().map(|one| one["one"]["id"].to_string()));
            let Some(cursor) = list["next"].as_str() else { break };
            path = format!("/api/v1/duplicates?limit=10&cursor={cursor}");
        }
        assert_eq!(seen.len(), 28);
    });
}
