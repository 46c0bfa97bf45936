//! Several people at once: one identity number stays with one person, and nobody is left in a hamlet that has ended.

use rules::access::Role;
use serde_json::json;

use super::{code, commune};
use crate::kit::{LONG_HE, SON_LA, both};

const NAMES: [&str; 4] = ["Ai", "Bơi", "Cả", "Dua"];

#[test]
fn one_identity_number_entered_at_once_in_several_places_goes_in_once() {
    both(|site| async move {
        let c = commune(site);
        let handle = tokio::runtime::Handle::current();
        for round in 0..3 {
            let enter = |at: usize| {
                let (handle, officer) = (handle.clone(), c.officer.clone());
                let hamlet = if at.is_multiple_of(2) { c.ban.clone() } else { c.other.clone() };
                std::thread::spawn(move || {
                    let member = json!({"name": format!("Lò Văn {}", NAMES[at]), "relation": "head", "sex": "male",
                        "birth": "1984", "id_number": format!("01408400{round}123")});
                    let body = json!({"hamlet": code(&hamlet), "members": [member], "sure": true});
                    let answer = handle.block_on(site.api("POST", Some(&officer), "/api/v1/households", Some(body)));
                    assert!(matches!(answer.status.as_u16(), 201 | 409), "{}", answer.text());
                    answer.status.as_u16()
                })
            };
            let entering: Vec<_> = (0..4).map(enter).collect();
            let mut statuses: Vec<u16> = entering.into_iter().map(|one| one.join().unwrap()).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409, 409, 409]);
        }
        let found = site.findings();
        assert!(found.is_empty(), "{found:?}");
    });
}

#[test]
fn nobody_is_entered_in_a_hamlet_that_ends_at_the_same_moment() {
    both(|site| async move {
        let c = commune(site);
        let admin = site.person("admin", Role::Administrator, SON_LA);
        let handle = tokio::runtime::Handle::current();
        for round in 0..4 {
            let hamlet = site.hamlet(LONG_HE, &format!("Sắp hết {round}"));
            let enter = |at: usize| {
                let (handle, officer, hamlet) = (handle.clone(), c.officer.clone(), hamlet.clone());
                std::thread::spawn(move || {
                    let member = json!({"name": format!("Lò Văn {}", NAMES[at]), "relation": "head"});
                    let body = json!({"hamlet": code(&hamlet), "members": [member], "sure": true});
                    let answer = handle.block_on(site.api("POST", Some(&officer), "/api/v1/households", Some(body)));
                    // There is such a hamlet, or there is none any more.
                    assert!(matches!(answer.status.as_u16(), 201 | 422), "{}", answer.text());
                    answer.status.as_u16()
                })
            };
            let entering: Vec<_> = (0..2).map(enter).collect();
            let close = json!({"id": hamlet, "revision": 1, "last_day": "2026-11-21", "reason": "sáp nhập"});
            let path = format!("/api/v1/places/{}/close", code(&hamlet));
            let closed = site.api("POST", Some(&admin), &path, Some(close)).await.status.as_u16();
            let entered: Vec<u16> = entering.into_iter().map(|one| one.join().unwrap()).collect();
            let entered = entered.contains(&201);
            assert!(closed != 200 || !entered, "closed ({closed}) and entered at once");
        }
        let found = site.findings();
        assert!(found.is_empty(), "{found:?}");
    });
}
