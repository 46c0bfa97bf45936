//! Entering, finding and changing households.

use rules::access::Role;
use serde_json::json;

use super::{asked, code, codes, commune, family, household_of, seen, stock};
use crate::kit::{LONG_HE, OTHER, both, input};

#[test]
fn a_household_is_entered_once_even_when_the_form_is_sent_twice() {
    both(|site| async move {
        let c = commune(site);
        site.get(Some(&c.head), "/households/new").await.is(200).says("Co Nhừ");
        let form = [
            ("hamlet", code(&c.ban)),
            ("number", ""),
            ("address", "Đội 2"),
            ("phone", "0912 345 678"),
            ("members.0.name", "  Lò Văn   Ún "),
            ("members.0.sex", "male"),
            ("members.0.birth", "5/3/1984"),
            ("members.0.id_number", "014 084 000 123"),
            ("members.1.name", "Quàng Thị Ỏ"),
            ("members.1.relation", "spouse"),
            ("members.1.birth", "1986"),
        ];
        let first = site.post_as(Some(&c.head), "/households", "same", &form).await.is(303);
        let again = site.post_as(Some(&c.head), "/households", "same", &form).await.is(303);
        assert_eq!(first.location(), again.location());
        let id = household_of(&first);
        site.get(Some(&c.head), &first.location()).await.is(200).says("Đã thêm hộ vào sổ.");
        let household = seen(site, &c.officer, &id).await;
        assert_eq!(household["number"], "001");
        assert_eq!(household["head_name"], "Lò Văn Ún");
        assert_eq!(household["members"][0]["birth"], "1984-03-05");
        assert_eq!(household["members"][0]["id_tail"], "123");
        assert_eq!(household["members"][1]["birth"], "1986");
        assert_eq!(household["stays"][0]["since"], "2026-01-01");
        assert_eq!(stock(site, &c.ban, 2026), (1, 0));
        assert_eq!(stock(site, LONG_HE, 2026), (1, 0));
        let count = site.api("GET", Some(&c.officer), "/api/v1/households", None).await.is(200).json();
        assert_eq!(count["count"], 1);
        let other = site.post_as(Some(&c.head), "/households", "same", &form[..5]).await;
        other.is(422);
    });
}

#[test]
fn every_mistake_is_named_at_its_row_and_nothing_is_entered() {
    both(|site| async move {
        let c = commune(site);
        let form = [
            ("hamlet", code(&c.ban)),
            ("since", "2027-01-01"),
            ("phone", "gọi sau"),
            ("members.0.name", "Lò Văn Ún"),
            ("members.0.birth", "31/02/1990"),
            ("members.1.name", ""),
            ("members.1.relation", ""),
            ("members.2.name", "Lò Thị 3"),
            ("members.2.relation", ""),
            ("members.2.id_number", "01408400012"),
        ];
        let page = site.post(Some(&c.head), "/households", &form).await.is(422);
        let html = page.text();
        for field in
            ["since", "phone", "members.0.birth", "members.2.name", "members.2.relation", "members.2.id_number"]
        {
            assert!(html.contains(&format!("href=\"#f-{field}\"")), "{field} is not named: {html}");
        }
        assert!(html.contains("value=\"Lò Văn Ún\""), "what was typed stays");
        assert!(!html.contains("01408400012"), "but no number that may be an identity number");
        let empty = site.post(Some(&c.head), "/households", &[("hamlet", ""), ("members.0.name", "")]).await.is(422);
        empty.says("href=\"#f-hamlet\"");
        assert_eq!(stock(site, &c.ban, 2026), (0, 0));
    });
}

#[test]
fn a_form_shown_again_keeps_a_typed_number_without_showing_it() {
    both(|site| async move {
        let c = commune(site);
        let mut form = vec![
            ("hamlet", code(&c.ban)),
            ("members.0.name", "Lò Văn Ún"),
            ("members.0.birth", "nineteen"),
            ("members.0.id_number", "014084000123"),
            ("members.1.name", ""),
        ];
        let page = site.post(Some(&c.head), "/households", &form).await.is(422).text();
        assert!(!page.contains("014084000123"));
        let kept = input(&page, "members.0.id_kept");
        assert!(!kept.is_empty(), "{page}");
        form[2].1 = "1984";
        form[3].1 = "";
        form.push(("members.0.id_kept", &kept));
        let more =
            site.post(Some(&c.head), "/households", &[&form[..], &[("act", "more")]].concat()).await.is(200).text();
        assert!(more.contains("members.5.name") && !more.contains("014084000123"));
        let done = site.post(Some(&c.head), "/households", &form).await.is(303);
        let household = seen(site, &c.officer, &household_of(&done)).await;
        assert_eq!(household["members"][0]["id_tail"], "123");
    });
}

#[test]
fn a_likely_double_is_entered_only_when_the_person_is_sure() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let form = [("hamlet", code(&c.other)), ("members.0.name", "Lo Van UN"), ("members.0.birth", "05/03/1984")];
        let page = site.post(Some(&c.officer), "/households", &form).await.is(409);
        let page = page.says(&format!("/households/{id}")).says("name=\"sure\"");
        assert!(page.text().contains("001"), "the other household is named");
        let sure = [&form[..], &[("sure", "1")]].concat();
        site.post(Some(&c.officer), "/households", &sure).await.is(303);
        let another_year = asked(&c.other, "Lò Văn Ún", "1990");
        site.api("POST", Some(&c.officer), "/api/v1/households", Some(another_year)).await.is(201);
        // The head of another hamlet learns that there is one and where, not which.
        let stranger = site.person("stranger", Role::HamletHead, &c.other);
        let page = site.post(Some(&stranger), "/households", &form).await.is(409);
        assert!(!page.text().contains(&format!("/households/{id}")), "{}", page.text());
        page.says("Bản Co Nhừ");
    });
}

#[test]
fn an_identity_number_is_registered_once_wherever_its_owner_lives() {
    both(|site| async move {
        let c = commune(site);
        let far = site.hamlet(OTHER, "Nà Tòng");
        let far_officer = site.person("far", Role::CommuneOfficer, OTHER);
        let with_id = |hamlet: &str, name: &str| json!({"hamlet": code(hamlet), "members": [{"name": name, "relation": "head", "id_number": "014084000123"}]});
        site.api("POST", Some(&c.officer), "/api/v1/households", Some(with_id(&c.ban, "Lò Văn Ún"))).await.is(201);
        let near =
            site.api("POST", Some(&c.officer), "/api/v1/households", Some(with_id(&c.other, "Lò Văn Khác"))).await;
        let near = near.is(409);
        assert_eq!(codes(&near), [("members.0.id_number".to_owned(), "id-taken".to_owned())]);
        assert_eq!(near.json()["problems"][0]["args"]["household"], "001, Lò Văn Ún");
        let away = site.api("POST", Some(&far_officer), "/api/v1/households", Some(with_id(&far, "Lò Văn Khác"))).await;
        let away = away.is(409);
        assert_eq!(away.json()["problems"][0]["args"]["household"], "none");
        assert!(!away.text().contains("Lò Văn Ún") && !near.text().contains("014084000123"));
    });
}

#[test]
fn a_list_is_searched_without_accents_filtered_and_turned_by_page() {
    both(|site| async move {
        let c = commune(site);
        for n in 0..53 {
            let wish = json!({"hamlet": code(&c.ban), "sure": true, "members": [
                {"name": format!("Sùng A {}", ["Tủa", "Páo", "Lử"][n % 3]), "relation": "head", "birth": format!("{}", 1950 + n)}]});
            site.api("POST", Some(&c.officer), "/api/v1/households", Some(wish)).await.is(201);
        }
        let id = family(site, &c.officer, &c.other, "Lò Văn Ún", "1984").await;
        let first = site.get(Some(&c.officer), "/households").await.is(200).says("54 hộ").text();
        assert_eq!(first.matches("<tr><th scope=\"row\">").count(), 50);
        let next = first.split("href=\"/households?").find(|part| part.contains("cursor=")).unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = site.get(Some(&c.officer), &format!("/households?{next}")).await.is(200).says("51").text();
        assert_eq!(second.matches("<tr><th scope=\"row\">").count(), 4);
        site.get(Some(&c.officer), "/households?q=quang%20thi%20o").await.is(200).says(&id);
        site.get(Some(&c.officer), "/households?q=LO%20van%20UN").await.is(200).says("Lò Văn Ún");
        site.get(Some(&c.officer), "/households?q=khong").await.is(200).says("Không có hộ nào phù hợp");
        let own = site.get(Some(&c.head), "/households").await.is(200).text();
        assert!(own.contains("53 hộ") && !own.contains("Lò Văn Ún"), "a hamlet's head sees the hamlet");
        let mut cursor = String::new();
        let mut found = 0;
        loop {
            let path = format!("/api/v1/households?limit=20{cursor}");
            let page = site.api("GET", Some(&c.officer), &path, None).await.is(200).json();
            found += page["items"].as_array().unwrap().len();
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, 54);
        site.api("GET", Some(&c.officer), "/api/v1/households?cursor=xyz", None).await.is(400);
        site.api("GET", Some(&c.officer), "/api/v1/households?status=gone", None).await.is(422);
    });
}

#[test]
fn an_empty_register_leads_to_importing_or_adding() {
    both(|site| async move {
        let c = commune(site);
        let page = site.get(Some(&c.officer), "/households").await.is(200).says("Sổ hộ còn trống");
        page.says("/imports/new").says("/households/new");
        let page = site.get(Some(&c.head), "/households").await.is(200).says("/households/new");
        assert!(!page.text().contains("/imports/new"), "a hamlet's head imports nothing");
    });
}

#[test]
fn a_change_on_an_old_copy_is_refused_and_says_so() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let second = family(site, &c.officer, &c.ban, "Cà Văn Quỷnh", "1975").await;
        let path = format!("/households/{id}/edit");
        let form = site.get(Some(&c.officer), &path).await.is(200).text();
        let base = input(&form, "base_revision");
        let edit = |number: &'static str, base: String| {
            move |address: &'static str| {
                vec![("number", number.to_owned()), ("address", address.to_owned()), ("base_revision", base.clone())]
            }
        };
        let send = async |pairs: Vec<(&str, String)>| {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
            site.post(Some(&c.officer), &path, &pairs).await
        };
        send(edit("007", base.clone())("Đội 1")).await.is(303);
        let late = send(edit("008", base)("Đội 2")).await.is(409);
        late.says("Có người vừa sửa");
        let household = seen(site, &c.officer, &id).await;
        assert_eq!((household["number"].as_str(), household["address"].as_str()), (Some("007"), Some("Đội 1")));
        let taken = json!({"number": "007", "base_revision": null});
        let taken =
            site.api("PUT", Some(&c.officer), &format!("/api/v1/households/{second}"), Some(taken)).await.is(409);
        assert_eq!(codes(&taken), [("number".to_owned(), "household-number-taken".to_owned())]);
        let empty = json!({"number": " ", "note": "x".repeat(501)});
        let empty =
            site.api("PUT", Some(&c.officer), &format!("/api/v1/households/{second}"), Some(empty)).await.is(422);
        let mut named = codes(&empty);
        named.sort();
        assert_eq!(named, [("note".to_owned(), "too-long".to_owned()), ("number".to_owned(), "required".to_owned())]);
        site.get(Some(&c.officer), &format!("/households/{id}")).await.is(200).says("Nhật ký").says("007");
    });
}
