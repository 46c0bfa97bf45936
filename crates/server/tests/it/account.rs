//! Signing in and out, sessions, passwords, forged forms.

use axum::body::Body;
use axum::http::{Request, header};
use rules::access::Role;
use serde_json::json;

use crate::kit::{LONG_HE, Reply, SON_LA, Site, both};

#[test]
fn a_person_signs_in_sees_today_and_signs_out() {
    both(|site| async move {
        site.account("hoa", "một mật khẩu dài");
        site.get(None, "/today").await.is(303);
        site.post(None, "/sign-in", &[("login", "hoa"), ("password", "sai mật khẩu")]).await.is(401);
        let entered = site.post(None, "/sign-in", &[("login", "Hoa"), ("password", "một mật khẩu dài")]).await.is(303);
        assert_eq!(entered.location(), "/today");
        let cookie = entered.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let token = cookie.split(';').next().unwrap().to_owned();
        let ask = |path: &str| {
            axum::http::Request::builder().uri(path).header("cookie", &token).body(axum::body::Body::empty()).unwrap()
        };
        site.send(ask("/today")).await.is(200);
        site.send(ask("/account")).await.is(200).says("hoa");
    });
}

#[test]
fn one_changes_over_to_another_account_and_the_former_session_ends() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        site.account("mai", "một mật khẩu dài");
        let there = site.get(Some(&hoa), "/sign-in?as=hoa&back=/imports/new").await.is(303);
        assert_eq!(there.location(), "/imports/new", "who is signed in already is sent on");
        let away = site.get(Some(&hoa), "/sign-in?as=hoa&back=//elsewhere.example").await.is(303);
        assert_eq!(away.location(), "/today", "never to another site");
        for hidden in ["/%09/elsewhere.example", "/%0a/elsewhere.example", "/%5celsewhere.example"] {
            let away = site.get(Some(&hoa), &format!("/sign-in?as=hoa&back={hidden}")).await.is(303);
            assert_eq!(away.location(), "/today", "{hidden}");
        }
        let page = site.get(Some(&hoa), "/sign-in?as=mai&back=/figures/VN").await.is(200).text();
        assert!(page.contains("value=\"mai\"") && !page.contains("hoctap-demo"), "{page}");
        let wrong = [("login", "mai"), ("password", "sai"), ("back", "/figures/VN")];
        site.post(Some(&hoa), "/sign-in", &wrong).await.is(401);
        site.get(Some(&hoa), "/account").await.is(200);
        let right = [("login", "mai"), ("password", "một mật khẩu dài"), ("back", "/figures/VN")];
        assert_eq!(site.post(Some(&hoa), "/sign-in", &right).await.is(303).location(), "/figures/VN");
        site.get(Some(&hoa), "/account").await.is(303);
    });
}

#[test]
fn after_eight_failures_a_login_waits_and_an_unknown_one_looks_the_same() {
    both(|site| async move {
        site.account("hoa", "một mật khẩu dài");
        for _ in 0..8 {
            site.post(None, "/sign-in", &[("login", "hoa"), ("password", "x")]).await.is(401);
            site.post(None, "/sign-in", &[("login", "nobody"), ("password", "x")]).await.is(401);
        }
        site.post(None, "/sign-in", &[("login", "hoa"), ("password", "một mật khẩu dài")]).await.is(429);
        site.post(None, "/sign-in", &[("login", "nobody"), ("password", "x")]).await.is(429);
        site.on("2026-11-23");
        site.post(None, "/sign-in", &[("login", "hoa"), ("password", "một mật khẩu dài")]).await.is(303);
    });
}

#[test]
fn guesses_of_strangers_keep_nobody_away_from_their_own_device() {
    both(|site| async move {
        site.account("hoa", "một mật khẩu dài");
        site.account("mai", "một mật khẩu dài");
        let right = [("login", "hoa"), ("password", "một mật khẩu dài")];
        let entered = site.post(None, "/sign-in", &right).await.is(303);
        let known = entered.cookie("known");
        assert!(!known.is_empty() && !known.contains("hoa"), "{known}");
        for _ in 0..9 {
            site.post(None, "/sign-in", &[("login", "hoa"), ("password", "x")]).await;
        }
        site.post(None, "/sign-in", &right).await.is(429);
        let from = async |cookie: &str, login: &str, password: &str| {
            let body = form_urlencoded::Serializer::new(String::new())
                .append_pair("login", login)
                .append_pair("password", password)
                .finish();
            let request = axum::http::Request::post("/sign-in")
                .header("host", "localhost")
                .header("cookie", format!("known={cookie}"))
                .header("content-type", "application/x-www-form-urlencoded");
            site.send(request.body(axum::body::Body::from(body)).unwrap()).await
        };
        // A made-up mark and somebody else's mark are worth nothing.
        from("0123456789abcdef", "hoa", "một mật khẩu dài").await.is(429);
        let others = site.post(None, "/sign-in", &[("login", "mai"), ("password", "một mật khẩu dài")]).await;
        from(&others.cookie("known"), "hoa", "một mật khẩu dài").await.is(429);
        // On the person's own device it goes on, and a device keeps the marks of several people.
        let again = from(&known, "hoa", "một mật khẩu dài").await.is(303);
        assert_eq!(again.cookie("known"), known);
        let two = from(&known, "mai", "một mật khẩu dài").await.is(303).cookie("known");
        assert!(two.ends_with(&format!(".{known}")), "{two}");
        // Even there guesses are counted.
        for _ in 0..8 {
            from(&two, "hoa", "x").await.is(401);
        }
        from(&two, "hoa", "một mật khẩu dài").await.is(429);
    });
}

#[test]
fn what_was_typed_is_held_when_the_session_has_ended_or_is_another() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let typed = [("address", "Đội 2, \"cạnh suối\""), ("members.0.name", "Lò Văn Ai"), ("act", "save")];
        site.post(Some(&hoa), "/sign-out", &[]).await.is(303);
        let held = site.post(Some(&hoa), "/households", &typed).await.is(401).says("cạnh suối").text();
        assert!(held.contains("action=\"/households\"") && held.contains("Lò Văn Ai"), "{held}");
        assert!(!held.contains("name=\"_token\""), "nobody is signed in");
        // In another language it still holds everything.
        let carried = crate::kit::input(&held, "_held");
        let english = site.post(None, "/households?lang=en", &[("_held", &carried)]).await.is(401).says("lang=\"en\"");
        assert!(english.text().contains("cạnh suối") && english.text().contains("Lò Văn Ai"), "{}", english.text());
        // What one form carried is nothing at another address.
        let elsewhere = site.post(None, "/published/import", &[("_held", &carried)]).await.is(401).text();
        assert!(!elsewhere.contains("cạnh suối"), "{elsewhere}");
        let mai = site.person("mai", Role::CommuneOfficer, LONG_HE);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(typed)
            .append_pair("_token", "of-another-session")
            .append_pair("_request", "r1")
            .finish();
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/households")
            .header("cookie", mai.cookie())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(body))
            .unwrap();
        let held = site.send(request).await.is(403).says("Lò Văn Ai").text();
        assert_eq!(crate::kit::input(&held, "_token"), site.app.secrets.form_token(&mai.session_id));
        assert!(held.contains("name=\"_request\" value=\"r1\""), "{held}");
        site.post_as(Some(&mai), "/households", "r1", &typed).await.is(422).says("Lò Văn Ai");
    });
}

#[test]
fn a_wrong_old_password_is_told_in_every_language() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let form = [("old", "sai"), ("new", "một mật khẩu dài"), ("again", "một mật khẩu dài")];
        let page = site.post(Some(&hoa), "/account/password", &form).await.is(422).text();
        // The passwords are gone with the page, so its languages lead to the page it belongs to.
        assert!(page.contains("href=\"/account?lang=en\"") && !page.contains("_held"), "{page}");
    });
}

#[test]
fn a_form_of_another_site_or_without_its_token_changes_nothing() {
    both(|site| async move {
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        let request = |token: &str, origin: &str| {
            let body = format!("_token={token}&_request=a-request");
            axum::http::Request::builder()
                .method("POST")
                .uri("/account/sign-out-everywhere")
                .header("host", "localhost")
                .header("origin", origin)
                .header("cookie", hoa.cookie())
                .header("content-type", "application/x-www-form-urlencoded")
                .body(axum::body::Body::from(body))
                .unwrap()
        };
        let right = site.app.secrets.form_token(&hoa.session_id);
        site.send(request("wrong", "http://localhost")).await.is(403);
        site.send(request(&right, "http://evil.example")).await.is(403);
        site.get(Some(&hoa), "/account").await.is(200);
        site.send(request(&right, "http://localhost")).await.is(303);
        site.get(Some(&hoa), "/account").await.is(303);
    });
}

#[test]
fn a_program_sees_its_devices_signs_others_out_and_changes_the_password_once() {
    both(|site| async move {
        site.account("mai", "một mật khẩu dài");
        let sign_in = |password: &str| serde_json::json!({"login": "mai", "password": password});
        let mut tokens = Vec::new();
        for _ in 0..3 {
            let begun = site.api("POST", None, "/api/v1/session", Some(sign_in("một mật khẩu dài"))).await.is(201);
            tokens.push(begun.json()["token"].as_str().unwrap().to_owned());
        }
        let mai = |at: usize| crate::kit::Person { token: tokens[at].clone(), ..crate::kit::Person::default() };
        let seen = site.api("GET", Some(&mai(0)), "/api/v1/sessions", None).await.is(200).json();
        assert_eq!(seen.as_array().unwrap().len(), 3);
        let other = seen.as_array().unwrap().iter().find(|one| one["here"] == false).unwrap()["id"].clone();
        let path = format!("/api/v1/sessions/{}", other.as_str().unwrap());
        assert_eq!(site.api("DELETE", Some(&mai(0)), &path, None).await.is(200).json()["ended"], 1);
        assert_eq!(site.api("DELETE", Some(&mai(0)), "/api/v1/sessions", None).await.is(200).json()["ended"], 1);
        for at in [1, 2] {
            site.api("GET", Some(&mai(at)), "/api/v1/me", None).await.is(401);
        }
        let change = |old: &str, new: &str| serde_json::json!({"old": old, "new": new});
        let path = "/api/v1/me/password";
        let wrong = change("sai", "mật khẩu khác hẳn");
        site.api("PUT", Some(&mai(0)), path, Some(wrong)).await.is(422).says("password-wrong");
        let weak = change("một mật khẩu dài", "12345678901");
        site.api("PUT", Some(&mai(0)), path, Some(weak)).await.is(422).says("password-weak");
        for _ in 0..2 {
            let right = change("một mật khẩu dài", "mật khẩu khác hẳn");
            site.api_as("PUT", Some(&mai(0)), path, "k1", Some(right)).await.is(200);
        }
        let no_more = change("một mật khẩu dài", "mật khẩu khác hẳn");
        site.api_as("PUT", Some(&mai(0)), path, "k2", Some(no_more)).await.is(422).says("password-wrong");
        site.api("POST", None, "/api/v1/session", Some(sign_in("một mật khẩu dài"))).await.is(401);
        site.api("POST", None, "/api/v1/session", Some(sign_in("mật khẩu khác hẳn"))).await.is(201);
    });
}

#[test]
fn guesses_made_at_once_are_counted_one_by_one_and_keep_nobody_else_out() {
    both(|site| async move {
        site.account("hoa", "một mật khẩu dài");
        site.account("mai", "một mật khẩu khác");
        let wrong = [("login", "hoa"), ("password", "đoán mò")];
        let handle = tokio::runtime::Handle::current();
        let guess = || {
            let handle = handle.clone();
            std::thread::spawn(move || handle.block_on(site.post(None, "/sign-in", &wrong)).status.as_u16())
        };
        let guesses: Vec<_> = (0..20).map(|_| guess()).collect();
        let answers: Vec<u16> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
        assert_eq!(answers.iter().filter(|status| **status == 401).count(), 8, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 429).count(), 12, "{answers:?}");
        let made_up: Vec<_> = (0..60).map(|n| format!("nobody-{n}{}", "x".repeat(3000))).collect();
        for name in &made_up {
            site.post(None, "/sign-in", &[("login", name.as_str()), ("password", "x")]).await.is(401);
        }
        site.post(None, "/sign-in", &[("login", "mai"), ("password", "một mật khẩu khác")]).await.is(303);
    });
}

#[test]
fn a_program_signs_in_asks_who_it_is_and_signs_out() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, SON_LA);
        let body = json!({"login": "may.tinh", "name": "Máy tính", "password": "một mật khẩu dài",
            "role": {"role": "commune_officer", "place": "Long Hẹ"}});
        let made = site.api("POST", Some(&admin), "/api/v1/people", Some(body)).await.is(201);
        assert_eq!(made.json()["password"], json!(null), "a given password is never sent back");
        let sign_in = json!({"login": "may.tinh", "password": "một mật khẩu dài"});
        let wrong = json!({"login": "may.tinh", "password": "một mật khẩu khác"});
        site.api("POST", None, "/api/v1/session", Some(wrong)).await.is(401);
        let session = site.api("POST", None, "/api/v1/session", Some(sign_in.clone())).await.is(201).json();
        assert_eq!(session["must_change"], json!(true));
        let held = bearer(site, "GET", &session, "/api/v1/me").await.is(403);
        held.says("password-must-change");
        bearer(site, "DELETE", &session, "/api/v1/session").await.is(204);
        bearer(site, "GET", &session, "/api/v1/me").await.is(401);
        site.broken_on_purpose.store(true, std::sync::atomic::Ordering::SeqCst);
        site.write(|tx| {
            let mut account = store::people::account_by_login(tx, "may.tinh")?.unwrap();
            account.must_change = false;
            store::people::update_account(tx, &account)
        });
        let session = site.api("POST", None, "/api/v1/session", Some(sign_in)).await.is(201).json();
        let me = bearer(site, "GET", &session, "/api/v1/me").await.is(200).json();
        assert_eq!((me["login"].as_str(), me["today"].as_str()), (Some("may.tinh"), Some("2026-11-22")));
        assert_eq!(me["reach"]["edit_register"], json!([LONG_HE]));
        assert_eq!(me["reach"]["decide"], json!(null));
        assert_eq!(me["roles"][0]["until"], json!(null));
    });
}

async fn bearer(site: &Site, method: &str, session: &serde_json::Value, path: &str) -> Reply {
    let token = session["token"].as_str().unwrap();
    let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    site.send(request.body(axum::body::Body::empty()).unwrap()).await
}

#[test]
fn devices_are_called_what_people_call_them() {
    both(|site| async move {
        site.account("hoa", "một mật khẩu dài");
        let agent = "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36";
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("login", "hoa")
            .append_pair("password", "một mật khẩu dài")
            .finish();
        let enter = Request::builder()
            .method("POST")
            .uri("/sign-in")
            .header("host", "localhost")
            .header("user-agent", agent)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let token = site.send(enter).await.is(303).cookie("hoctap");
        let own = Request::builder().uri("/account?lang=en").header("host", "localhost");
        let own = own.header("cookie", format!("hoctap={token}")).body(Body::empty()).unwrap();
        let page = site.send(own).await.is(200).text();
        assert!(page.contains("<b>Chrome on Windows 7</b>") && !page.contains("Mozilla"), "{page}");
    });
}
