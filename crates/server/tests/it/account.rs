//! Signing in and out, sessions, passwords, forged forms.

use rules::access::Role;

use crate::kit::{LONG_HE, both};

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
