//! The people of a household.

use serde_json::json;

use super::{codes, commune, family, seen};
use crate::kit::{Site, both, input};

async fn members(site: &Site, c: &super::Commune, id: &str) -> Vec<(String, String, String)> {
    let household = seen(site, &c.officer, id).await;
    let of = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    household["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (of(one, "id"), of(one, "name"), of(one, "relation")))
        .collect()
}

#[test]
fn somebody_comes_is_corrected_leaves_and_comes_back() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.head, &c.ban, "Lò Văn Ún", "1984").await;
        site.get(Some(&c.head), &format!("/households/{id}/members/new")).await.is(200);
        let form = [
            ("name", "Lò Thị Mỹ"),
            ("relation", "child"),
            ("sex", "female"),
            ("birth", "15/9/2010"),
            ("id_number", "014310000789"),
        ];
        let to = format!("/households/{id}/members");
        site.post(Some(&c.head), &to, &form).await.is(303);
        let twice = site.post(Some(&c.head), &to, &form).await.is(409);
        assert!(!twice.text().contains("014310000789"));
        let all = members(site, &c, &id).await;
        assert_eq!(all.len(), 3);
        let (child, ..) = all[2].clone();
        let page = site.get(Some(&c.head), &format!("/members/{child}")).await.is(200).says("Đã lưu một số").text();
        assert!(!page.contains("cuối 789"), "the head of a hamlet does not see the tail");
        site.get(Some(&c.officer), &format!("/members/{child}")).await.is(200).says("cuối 789");
        let base = input(&page, "base_revision");
        let edit = [
            ("name", "Lò Thị Mỹ Duyên"),
            ("relation", "child"),
            ("sex", "female"),
            ("birth", "2010-09-15"),
            ("base_revision", base.as_str()),
        ];
        site.post(Some(&c.head), &format!("/members/{child}"), &edit).await.is(303);
        site.post(Some(&c.head), &format!("/members/{child}"), &edit).await.is(409).says("Có người vừa sửa");
        let household = seen(site, &c.officer, &id).await;
        assert_eq!(household["members"][2]["name"], "Lò Thị Mỹ Duyên");
        assert_eq!(household["members"][2]["id_tail"], "789", "an empty field keeps the number");
        site.get(Some(&c.head), "/households?q=my%20duyen").await.is(200).says(&id);

        site.get(Some(&c.head), &format!("/members/{child}/remove")).await.is(200);
        let wrong =
            site.post(Some(&c.head), &format!("/members/{child}/remove"), &[("why", ""), ("on", "2027-01-01")]).await;
        wrong.is(422).says("href=\"#f-why\"").says("href=\"#f-on\"");
        let gone = site
            .post(Some(&c.head), &format!("/members/{child}/remove"), &[("why", "moved"), ("on", "2026-09-01")])
            .await;
        let page = site.get(Some(&c.head), &gone.is(303).location()).await.is(200);
        page.says(&format!("action=\"/members/{child}/restore\"")).says("Hoàn tác");
        assert_eq!(members(site, &c, &id).await.len(), 2);
        site.get(Some(&c.head), "/households?q=my%20duyen").await.is(200).says("Không có hộ nào phù hợp");
        site.post(Some(&c.head), &format!("/members/{child}/restore"), &[]).await.is(303);
        assert_eq!(members(site, &c, &id).await.len(), 3);
        site.get(Some(&c.officer), &format!("/households/{id}")).await.is(200).says("Chuyển đi nơi khác");
    });
}

#[test]
fn a_household_has_one_head_and_who_it_is_can_change() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.head, &c.ban, "Lò Văn Ún", "1984").await;
        let child = json!({"name": "Lò Văn Con", "relation": "child", "sex": "male", "birth": "2005"});
        site.api("POST", Some(&c.head), &format!("/api/v1/households/{id}/members"), Some(child)).await.is(201);
        let second = json!({"name": "Lò Văn Hai", "relation": "head"});
        let second =
            site.api("POST", Some(&c.head), &format!("/api/v1/households/{id}/members"), Some(second)).await.is(422);
        assert_eq!(codes(&second), [("relation".to_owned(), "one-head".to_owned())]);
        let all = members(site, &c, &id).await;
        let (head, wife) = (all[0].0.clone(), all[1].0.clone());
        let path = format!("/api/v1/members/{head}?why=died&on=2026-10-01");
        let stays = site.api("DELETE", Some(&c.head), &path, None).await.is(422);
        assert_eq!(codes(&stays)[0].1, "one-head");
        let demoted = json!({"name": "Lò Văn Ún", "relation": "other"});
        site.api("PUT", Some(&c.head), &format!("/api/v1/members/{head}"), Some(demoted)).await.is(422);

        site.get(Some(&c.head), &format!("/households/{id}/head")).await.is(200).says("Quàng Thị Ỏ");
        let form = site.get(Some(&c.head), &format!("/households/{id}/head?member={wife}")).await.is(200).text();
        let base = input(&form, "base_revision");
        let done = site
            .post(
                Some(&c.head),
                &format!("/households/{id}/head"),
                &[("member", wife.as_str()), ("base_revision", base.as_str())],
            )
            .await;
        site.get(Some(&c.head), &done.is(303).location()).await.is(200).says("Hộ Quàng Thị Ỏ");
        let after = members(site, &c, &id).await;
        let relations: Vec<_> = after.iter().map(|one| (one.1.as_str(), one.2.as_str())).collect();
        assert_eq!(relations, [("Lò Văn Ún", "spouse"), ("Quàng Thị Ỏ", "head"), ("Lò Văn Con", "child")]);
        let gone = site.api("DELETE", Some(&c.head), &path, None).await.is(200).json();
        assert_eq!(gone["member_id"], head.as_str());
        let back = site.api("POST", Some(&c.head), &format!("/api/v1/members/{head}/restore"), None).await;
        back.is(200);
        let two = json!({"member": wife, "relations": {head.clone(): "head"}});
        site.api("POST", Some(&c.head), &format!("/api/v1/households/{id}/head"), Some(two)).await.is(422);
        let renamed = json!({"name": "Quàng Thị Ỏ Mới", "relation": "head", "sex": "female", "birth": "1986"});
        site.api("PUT", Some(&c.head), &format!("/api/v1/members/{wife}"), Some(renamed)).await.is(200);
        assert_eq!(seen(site, &c.officer, &id).await["head_name"], "Quàng Thị Ỏ Mới");
    });
}

#[test]
fn a_stored_number_is_replaced_or_removed_and_the_trail_tells_only_that() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let (head, ..) = members(site, &c, &id).await[0].clone();
        let write = async |more: serde_json::Value| {
            let mut body = json!({"name": "Lò Văn Ún", "relation": "head", "sex": "male", "birth": "1984"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            site.api("PUT", Some(&c.officer), &format!("/api/v1/members/{head}"), Some(body)).await
        };
        write(json!({"id_number": "014084000123"})).await.is(200);
        write(json!({"id_number": "014084000456"})).await.is(200);
        assert_eq!(seen(site, &c.officer, &id).await["members"][0]["id_tail"], "456");
        write(json!({"id_number": "014184000456"})).await.is(422);
        write(json!({"id_number": "014099000456"})).await.is(422);
        write(json!({"clear_id": true})).await.is(200);
        assert_eq!(seen(site, &c.officer, &id).await["members"][0]["has_id"], false);
        let lines = site.read({
            let id = id.clone();
            move |tx| store::audit::of_object(tx, "household", &id)
        });
        assert_eq!(lines.len(), 4);
        let all: String = lines.iter().map(|one| format!("{}{}", one.line.before, one.line.after)).collect();
        assert!(!all.contains("014084000123") && !all.contains("014084000456") && all.contains("changed"));
        let page = site.get(Some(&c.officer), &format!("/households/{id}")).await.is(200).text();
        assert_eq!(page.matches("Số định danh: ").count(), 3, "given, replaced, removed: {page}");
    });
}
