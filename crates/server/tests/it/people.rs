//! Accounts and roles of others: who may change what, what is shown once, what ends at once.

use axum::http::{Request, header};
use rules::access::Role;
use serde_json::json;

use crate::kit::{LONG_HE, OTHER, Person, Reply, SON_LA, Site, VN, both, input};

/// A password the site made, as the page shows it.
fn password_in(reply: &Reply) -> String {
    let text = reply.text();
    let rest = text.split("<code id=\"password\">").nth(1).expect("a page with a password");
    rest.split('<').next().unwrap().to_owned()
}

async fn id_of(site: &Site, admin: &Person, login: &str) -> String {
    let listed = site.api("GET", Some(admin), &format!("/api/v1/people?q={login}"), None).await.is(200).json();
    listed["items"][0]["id"].as_str().unwrap_or_default().to_owned()
}

/// Signs in through the page; the cookie.
async fn enter(site: &Site, login: &str, password: &str) -> String {
    let entered = site.post(None, "/sign-in", &[("login", login), ("password", password)]).await.is(303);
    let cookie = entered.headers.get("set-cookie").unwrap().to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn get_with(site: &Site, cookie: &str, path: &str) -> Reply {
    site.send(Request::builder().uri(path).header(header::COOKIE, cookie).body(axum::body::Body::empty()).unwrap())
        .await
}

const LAN: &[(&str, &str)] = &[
    ("login", "Lan.PungTai"),
    ("name", "Lò Thị Lan"),
    ("title", "Công chức văn hóa – xã hội"),
    ("role", "commune_officer"),
    ("place", "03763"),
    ("since", "2026-01-01"),
    ("legal_basis", "214/QĐ-UBND"),
];

/// The codes of the problems in an API answer.
fn codes(reply: &Reply) -> Vec<String> {
    let problems = reply.json()["problems"].as_array().cloned().unwrap_or_default();
    problems.iter().map(|problem| problem["code"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_new_person_gets_a_password_shown_once_and_must_choose_their_own_first() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, SON_LA);
        let page = site.post_as(Some(&admin), "/people", "one", LAN).await.is(200).says("lan.pungtai");
        let password = password_in(&page);
        let again = site.post_as(Some(&admin), "/people", "one", LAN).await.is(200);
        assert_eq!(password_in(&again), password, "a form sent twice shows the same password");
        let kept = site.read(|tx| store::receipts::seen(tx, "", "one"));
        assert!(kept.is_none());
        let cookie = enter(site, "lan.pungtai", &password).await;
        assert_eq!(get_with(site, &cookie, "/people").await.is(303).location(), "/account?done=must-change");
        get_with(site, &cookie, "/today").await.is(303);
        get_with(site, &cookie, "/").await.is(200);
        let account = get_with(site, &cookie, "/account").await.is(200).says("Xã Long Hẹ").text();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("_token", &input(&account, "_token"))
            .append_pair("_request", "change")
            .append_pair("old", &password)
            .append_pair("new", "học mãi học mãi")
            .append_pair("again", "học mãi học mãi")
            .finish();
        let request = Request::builder()
            .method("POST")
            .uri("/account/password")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(form))
            .unwrap();
        site.send(request).await.is(303);
        get_with(site, &cookie, "/today").await.is(200);
        enter(site, "lan.pungtai", "học mãi học mãi").await;
    });
}

#[test]
fn everything_wrong_with_a_new_account_is_said_at_once() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let add = |body: serde_json::Value| site.api("POST", Some(&admin), "/api/v1/people", Some(body));
        let wrong = json!({"login": "1", "name": " ", "language": "fr",
            "role": {"role": "chief", "place": "không có ở đâu", "since": "2026-02-31"}});
        let reply = add(wrong).await.is(422);
        let said = ["not-a-choice", "no-such-place", "no-such-day", "login-shape", "required", "not-a-choice"];
        assert_eq!(codes(&reply), said);
        let weak = json!({"login": "hoa.lo", "name": "Lò Thị Hoa", "password": "12345678901"});
        assert_eq!(codes(&add(weak).await.is(422)), ["password-weak"]);
        let free = json!({"login": "hoa.lo", "name": "Lò Thị Hoa"});
        let made = add(free.clone()).await.is(201).json();
        assert_eq!(made["password"].as_str().map(str::len), Some(14));
        assert_eq!(codes(&add(free).await.is(409)), ["login-taken"]);
        let several = json!({"login": "x.y", "name": "X", "role": {"role": "commune_officer", "place": "Tân"}});
        assert_eq!(codes(&add(several).await.is(422)), ["place-several"]);
        let level = json!({"login": "x.y", "name": "X", "role": {"role": "commune_officer", "place": "14"}});
        assert_eq!(codes(&add(level).await.is(422)), ["role-level"]);
        let dates = json!({"login": "x.y", "name": "X",
            "role": {"role": "viewer", "place": "14", "since": "2026-02-01", "until": "2026-01-31"}});
        assert_eq!(codes(&add(dates).await.is(422)), ["role-dates"]);
        let before =
            json!({"login": "x.y", "name": "X", "role": {"role": "viewer", "place": "14", "since": "1990-01-01"}});
        assert_eq!(codes(&add(before).await.is(422)), ["place-not-in-force"], "no role is older than its place");
        let closed = json!({"login": "x.y", "name": "X", "role": {"role": "viewer", "place": "14@2004-08-31"}});
        let closed = add(closed).await;
        assert!(matches!(closed.status.as_u16(), 422), "{}", closed.text());
        let unknown = json!({"login": "x.y", "name": "X", "admin": true});
        add(unknown).await.is(400);
    });
}

#[test]
fn several_places_of_one_name_are_offered_to_choose_from() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let form = [("login", "hoa.lo"), ("name", "Lò Thị Hoa"), ("role", "commune_officer"), ("place", "Bình Minh")];
        let page = site.post(Some(&admin), "/people", &form).await.is(422).text();
        let offered: Vec<_> = page.match_indices("name=\"place_id\"").collect();
        assert!(offered.len() > 1, "{page}");
        let chosen = input(&page, "place_id");
        let mut form = form.to_vec();
        form.push(("place_id", &chosen));
        site.post(Some(&admin), "/people", &form).await.is(200);
        let id = id_of(site, &admin, "hoa.lo").await;
        let person = site.api("GET", Some(&admin), &format!("/api/v1/people/{id}"), None).await.is(200).json();
        assert_eq!(person["roles"][0]["place"], json!(chosen));
    });
}

#[test]
fn who_manages_a_commune_lets_people_into_it_and_nowhere_else() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, LONG_HE);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        let shared = site.person("shared", Role::CommuneOfficer, LONG_HE);
        let hamlet = site.hamlet(LONG_HE, "Pú Chắn");
        let body = |login: &str, role: &str, place: &str| json!({"login": login, "name": "Người", "role": {"role": role, "place": place}});
        let add = |body: serde_json::Value| site.api("POST", Some(&admin), "/api/v1/people", Some(body));
        add(body("head.one", "hamlet_head", &hamlet)).await.is(201);
        add(body("chair.one", "commune_chair", "03763")).await.is(201);
        assert_eq!(codes(&add(body("no.one", "commune_chair", "03760")).await.is(403)), ["forbidden"]);
        add(body("no.one", "viewer", "14")).await.is(403);
        add(json!({"login": "no.one", "name": "Không vai trò"})).await.is(403);
        site.api("POST", Some(&officer), "/api/v1/people", Some(body("no.one", "viewer", "03763"))).await.is(403);
        site.get(Some(&officer), "/people").await.is(403);
        site.get(Some(&officer), "/people/new").await.is(403);
        site.get(None, "/people").await.is(303);

        site.get(Some(&admin), &format!("/people/{}", officer.id)).await.is(200);
        site.get(Some(&admin), &format!("/people/{}", stranger.id)).await.is(403);
        let listed = site.api("GET", Some(&admin), "/api/v1/people", None).await.is(200).json();
        let logins: Vec<_> = listed["items"].as_array().unwrap().iter().map(|one| one["login"].clone()).collect();
        assert_eq!(logins, ["admin", "chair.one", "head.one", "officer", "shared"]);
        site.api("GET", Some(&admin), &format!("/api/v1/people?place={OTHER}"), None).await.is(403);

        // Somebody with a role elsewhere too: their role here can be ended, their password not taken over.
        let grant = store::people::RoleGrant {
            id: "elsewhere".to_owned(),
            account_id: shared.id.clone(),
            role: Role::Viewer,
            unit_id: OTHER.to_owned(),
            unit_name: String::new(),
            since: rules::basics::Day::parse("2026-01-01").unwrap(),
            until: rules::basics::Day::FOREVER,
            legal_basis: String::new(),
        };
        site.grant(grant);
        let path = format!("/people/{}", shared.id);
        site.post(Some(&admin), &format!("{path}/password"), &[]).await.is(403);
        site.post(Some(&admin), &format!("{path}/disable"), &[]).await.is(403);
        site.post(Some(&admin), &path, &[("name", "Khác"), ("revision", "1")]).await.is(403);
        site.post(Some(&admin), &format!("{path}/roles/elsewhere/end"), &[]).await.is(403);
        let person = site.api("GET", Some(&admin), &format!("/api/v1/people/{}", shared.id), None).await.json();
        let here = person["roles"].as_array().unwrap().iter().find(|role| role["place"] == LONG_HE).unwrap();
        let end = format!("{path}/roles/{}/end", here["id"].as_str().unwrap());
        site.post(Some(&admin), &end, &[]).await.is(303);
        site.get(Some(&shared), &format!("/people/{}", shared.id)).await.is(403);
    });
}

#[test]
fn nobody_gives_ends_or_closes_their_own_rights() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let other = site.person("other", Role::Administrator, VN);
        let path = format!("/people/{}", admin.id);
        let own = site.api("GET", Some(&admin), &format!("/api{}", path.replace("/people", "/v1/people")), None).await;
        let role = own.is(200).json()["roles"][0]["id"].as_str().unwrap().to_owned();
        let grant = json!({"role": "commune_chair", "place": "03763"});
        let roles = format!("/api/v1/people/{}/roles", admin.id);
        assert_eq!(codes(&site.api("POST", Some(&admin), &roles, Some(grant)).await.is(409)), ["own-role"]);
        let ended = site.api("DELETE", Some(&admin), &format!("/api/v1/roles/{role}"), None).await.is(409);
        assert_eq!(codes(&ended), ["own-role"]);
        site.post(Some(&admin), &format!("{path}/disable"), &[]).await.is(409);
        site.post(Some(&admin), &format!("{path}/password"), &[]).await.is(409);
        site.get(Some(&admin), &path).await.is(200).says("/account");
        site.api("DELETE", Some(&other), &format!("/api/v1/roles/{role}"), None).await.is(200);
        site.get(Some(&admin), "/people").await.is(403);
    });
}

#[test]
fn the_country_never_loses_its_last_administrator() {
    both(|site| async move {
        let one = site.person("one", Role::Administrator, VN);
        let two = site.person("two", Role::Administrator, VN);
        site.person("local", Role::Administrator, LONG_HE);
        let role_of = |person: &Person| {
            let id = person.id.clone();
            site.read(move |tx| Ok(store::people::grants(tx, &id)?.remove(0).id))
        };
        let end = |by: Person, role: String, on: &'static str| async move {
            site.api("DELETE", Some(&by), &format!("/api/v1/roles/{role}?on={on}"), None).await
        };
        // One's role lasts until the end of the month: two's may no longer end, because nobody lasts as long.
        end(two.clone(), role_of(&one), "2026-11-30").await.is(200);
        assert_eq!(codes(&end(one.clone(), role_of(&two), "2026-11-25").await.is(409)), ["last-administrator"]);
        assert_eq!(codes(&end(one.clone(), role_of(&two), "").await.is(409)), ["last-administrator"]);
        let disabled = site.post(Some(&one), &format!("/people/{}/disable", two.id), &[]).await.is(409);
        drop(disabled);
        site.post(Some(&two), &format!("/people/{}/disable", one.id), &[]).await.is(303);
        site.get(Some(&two), "/people").await.is(200);
    });
}

#[test]
fn a_disabled_account_is_out_at_once_and_back_when_opened() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, LONG_HE);
        site.post(Some(&admin), "/people", &[LAN, &[("password", "một mật khẩu dài")]].concat()).await.is(303);
        let id = id_of(site, &admin, "lan.pungtai").await;
        let cookie = enter(site, "lan.pungtai", "một mật khẩu dài").await;
        get_with(site, &cookie, "/account").await.is(200);
        let path = format!("/people/{id}");
        let form = [("reason", "nghỉ việc")];
        site.post_as(Some(&admin), &format!("{path}/disable"), "off", &form).await.is(303);
        site.post_as(Some(&admin), &format!("{path}/disable"), "off", &form).await.is(303);
        get_with(site, &cookie, "/account").await.is(303);
        site.post(None, "/sign-in", &[("login", "lan.pungtai"), ("password", "một mật khẩu dài")]).await.is(401);
        site.get(Some(&admin), &path).await.is(200).says("nghỉ việc");
        site.post(Some(&admin), &format!("{path}/enable"), &[]).await.is(303);
        get_with(site, &cookie, "/account").await.is(303);
        enter(site, "lan.pungtai", "một mật khẩu dài").await;
        let lines = site.read(move |tx| store::audit::of_object(tx, "account", &id));
        assert_eq!(lines.len(), 4, "added, first role, closed once, opened");
        assert!(lines.iter().all(|line| line.chain == LONG_HE), "in the chain of their commune");
    });
}

#[test]
fn a_new_password_signs_out_everywhere_and_lets_in_after_too_many_failures() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, LONG_HE);
        site.post(Some(&admin), "/people", &[LAN, &[("password", "một mật khẩu dài")]].concat()).await.is(303);
        let id = id_of(site, &admin, "lan.pungtai").await;
        let cookie = enter(site, "lan.pungtai", "một mật khẩu dài").await;
        for _ in 0..8 {
            site.post(None, "/sign-in", &[("login", "lan.pungtai"), ("password", "sai")]).await.is(401);
        }
        site.post(None, "/sign-in", &[("login", "lan.pungtai"), ("password", "một mật khẩu dài")]).await.is(429);
        let page = site.post_as(Some(&admin), &format!("/people/{id}/password"), "reset", &[]).await.is(200);
        let password = password_in(&page);
        let again = site.post_as(Some(&admin), &format!("/people/{id}/password"), "reset", &[]).await.is(200);
        assert_eq!(password_in(&again), password);
        get_with(site, &cookie, "/account").await.is(303);
        let cookie = enter(site, "lan.pungtai", &password.to_lowercase().to_uppercase()).await;
        assert_eq!(get_with(site, &cookie, "/today").await.location(), "/account?done=must-change");
        let stored = site.read(|tx| store::people::account_by_login(tx, "lan.pungtai")).unwrap();
        assert!(!stored.password_hash.contains(&password) && stored.must_change);
    });
}

#[test]
fn a_role_holds_to_the_end_of_its_last_day() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let deputy = site.person("deputy", Role::Viewer, LONG_HE);
        let body = json!({"role": "administrator", "place": "03763", "until": "2026-11-22", "legal_basis": "12/QĐ"});
        let path = format!("/api/v1/people/{}/roles", deputy.id);
        let one = site.api_as("POST", Some(&admin), &path, "key", Some(body.clone())).await.is(201).json();
        let two = site.api_as("POST", Some(&admin), &path, "key", Some(body.clone())).await.is(201).json();
        assert_eq!(one["id"], two["id"], "sent twice, done once");
        let other = json!({"role": "administrator", "place": "03763"});
        let reused = site.api_as("POST", Some(&admin), &path, "key", Some(other)).await.is(422);
        assert_eq!(codes(&reused), ["request-id-reused"]);
        assert_eq!(codes(&site.api("POST", Some(&admin), &path, Some(body)).await.is(409)), ["role-held"]);
        site.get(Some(&deputy), "/people").await.is(200);
        site.on("2026-11-23");
        site.get(Some(&deputy), "/people").await.is(403);
        let role = format!("/api/v1/roles/{}", one["id"].as_str().unwrap());
        assert_eq!(codes(&site.api("DELETE", Some(&admin), &role, None).await.is(409)), ["role-ended"]);
    });
}

#[test]
fn a_role_is_ended_on_a_day_at_once_or_taken_back() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let person = site.person("person", Role::Viewer, LONG_HE);
        let path = format!("/people/{}", person.id);
        let grant = |since: &'static str, place: &'static str| {
            let path = path.clone();
            let admin = admin.clone();
            async move {
                let form = [("role", "commune_officer"), ("place", place), ("since", since)];
                site.post(Some(&admin), &format!("{path}/roles"), &form).await.is(303);
            }
        };
        grant("2026-01-01", "03763").await;
        grant("2026-12-01", "03760").await;
        let id = person.id.clone();
        let held = |at: usize| {
            let id = id.clone();
            site.read(move |tx| store::people::grants(tx, &id)).get(at).cloned()
        };
        let end = |at: usize, on: &'static str| {
            let (path, admin, role) = (path.clone(), admin.clone(), held(at).unwrap().id);
            async move {
                let form = [("on", on), ("reason", "điều động")];
                site.post(Some(&admin), &format!("{path}/roles/{role}/end"), &form).await
            }
        };
        end(1, "2026-11-20").await.is(422).says("2026");
        end(1, "không phải ngày").await.is(422);
        end(1, "2026-12-31").await.is(303);
        assert_eq!(held(1).unwrap().until.to_string(), "2026-12-31");
        end(1, "").await.is(303);
        assert_eq!(held(1).unwrap().until.to_string(), "2026-11-21");
        end(2, "").await.is(303);
        assert!(held(2).is_none(), "it had not begun");
        let page = site.get(Some(&admin), &path).await.is(200).text();
        assert_eq!(page.matches("điều động").count(), 3, "every ending with its reason stands in the trail");
        for (lang, word) in [("vi", "Đến hết ngày: "), ("en", "Until: "), ("id", "Sampai: ")] {
            site.get(Some(&admin), &format!("{path}?lang={lang}")).await.is(200).says(word);
        }
    });
}

#[test]
fn names_are_corrected_once_and_a_late_form_is_told() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, LONG_HE);
        let person = site.person("person", Role::Viewer, LONG_HE);
        let path = format!("/people/{}", person.id);
        let page = site.get(Some(&admin), &path).await.is(200).text();
        let revision = input(&page, "revision");
        let form =
            [("name", "Vàng A Páo"), ("title", "Trưởng bản"), ("language", "vi"), ("revision", revision.as_str())];
        site.post_as(Some(&admin), &path, "edit", &form).await.is(303);
        site.post_as(Some(&admin), &path, "edit", &form).await.is(303);
        site.post(Some(&admin), &path, &form).await.is(409);
        let now = input(&site.get(Some(&admin), &path).await.text(), "revision");
        let wrong = [("name", ""), ("title", "x"), ("language", "fr"), ("revision", now.as_str())];
        site.post(Some(&admin), &path, &wrong).await.is(422);
        site.get(Some(&admin), &path).await.is(200).says("Vàng A Páo").says("→ Vàng A Páo");
        site.get(Some(&admin), "/people?q=vang+pao").await.is(200).says("Vàng A Páo");
    });
}

#[test]
fn the_list_is_searched_paged_and_exported() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        for n in 10..64 {
            site.person(&format!("nguoi{n}"), Role::Viewer, if n % 2 == 0 { LONG_HE } else { OTHER });
        }
        let first = site.get(Some(&admin), "/people?role=viewer").await.is(200);
        assert_eq!(first.text().matches("href=\"/people/").count(), 51, "fifty people and the button to add one");
        let next = first.text().split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap().to_owned();
        let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let second = site.get(Some(&admin), &next).await.is(200).says("nguoi63").text();
        assert_eq!(second.matches("href=\"/people/").count(), 5);
        assert!(!second.contains("rel=\"next\""));
        site.get(Some(&admin), "/people?q=khong+co+ai").await.is(200).says("class=\"empty\"");
        site.get(Some(&admin), "/people?q=nguoi10&role=hamlet_head").await.is(200).says("class=\"empty\"");
        let csv = site.get(Some(&admin), "/people.csv?q=nguoi").await.is(200).text();
        assert_eq!(csv.lines().count(), 56, "a head and one line a role");
        assert!(csv.contains("nguoi10") && csv.contains("Xã Long Hẹ"));
        let book = site.get(Some(&admin), "/people.xlsx").await.is(200);
        assert!(book.body.starts_with(b"PK"));
        let mut seen = Vec::new();
        let mut path = "/api/v1/people?limit=20".to_owned();
        loop {
            let listed = site.api("GET", Some(&admin), &path, None).await.is(200).json();
            seen.extend(listed["items"].as_array().unwrap().iter().map(|one| one["login"].clone()));
            match listed["next"].as_str() {
                Some(cursor) => path = format!("/api/v1/people?limit=20&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 55);
        site.api("GET", Some(&admin), "/api/v1/people?cursor=@@", None).await.is(400);
    });
}

#[test]
fn a_program_corrects_closes_opens_and_gives_a_new_password() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let one = site.person("mai", Role::Viewer, LONG_HE);
        let path = format!("/api/v1/people/{}", one.id);
        let was = site.api("GET", Some(&admin), &path, None).await.is(200).json();
        let body =
            json!({"base_revision": was["revision"], "name": "Lò Thị Mai", "title": "Công chức", "language": "en"});
        let now = site.api("PUT", Some(&admin), &path, Some(body.clone())).await.is(200).json();
        assert_eq!((&now["name"], &now["language"]), (&json!("Lò Thị Mai"), &json!("en")));
        site.api("PUT", Some(&admin), &path, Some(body)).await.is(409).says("changed-meanwhile");
        let closed = site.api("POST", Some(&admin), &format!("{path}/disable"), Some(json!({"reason": "nghỉ"}))).await;
        assert!(closed.is(200).json()["disabled_at"].is_i64());
        site.api("GET", Some(&one), "/api/v1/me", None).await.is(401);
        let opened = site.api("POST", Some(&admin), &format!("{path}/enable"), Some(json!({}))).await.is(200).json();
        assert!(opened["disabled_at"].is_null());
        let reset = format!("{path}/password");
        let first = site.api_as("POST", Some(&admin), &reset, "k1", None).await.is(200).json();
        assert_eq!(first, site.api_as("POST", Some(&admin), &reset, "k1", None).await.is(200).json());
        let body = json!({"login": first["login"], "password": first["password"]});
        let session = site.api("POST", None, "/api/v1/session", Some(body)).await.is(201).json();
        assert_eq!(session["must_change"], true);
        let by = Person { token: session["token"].as_str().unwrap().to_owned(), ..Person::default() };
        site.api("GET", Some(&by), "/api/v1/me", None).await.is(403).says("password-must-change");
        let chosen = json!({"old": first["password"], "new": "đã tự chọn lấy"});
        site.api("PUT", Some(&by), "/api/v1/me/password", Some(chosen)).await.is(200);
        assert_eq!(site.api("GET", Some(&by), "/api/v1/me", None).await.is(200).json()["name"], "Lò Thị Mai");
        let own = format!("/api/v1/people/{}/password", admin.id);
        site.api("POST", Some(&admin), &own, None).await.is(409).says("own-account");
    });
}

#[test]
fn who_appraises_and_decides_at_one_place_is_told_of() {
    both(|site| async move {
        let (admin, lan) =
            (site.person("admin", Role::Administrator, VN), site.person("lan", Role::CommuneOfficer, LONG_HE));
        let path = format!("/people/{}", lan.id);
        let told = || async { site.api("GET", Some(&admin), &format!("/api/v1{path}"), None).await.is(200).json() };
        assert_eq!(told().await["appraises_and_decides_at"], json!([]));
        let role = [("role", "commune_chair"), ("place", "03763")];
        site.post(Some(&admin), &format!("{path}/roles"), &role).await.is(303);
        assert_eq!(told().await["appraises_and_decides_at"], json!([LONG_HE]));
        site.get(Some(&admin), &format!("{path}?lang=en")).await.is(200).says("both appraises and decides");
    });
}
