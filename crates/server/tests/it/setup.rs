//! The first account: through the page with a code, through the operator's commands without a page.

use std::process::{Command, Stdio};

use axum::http::{Request, header};
use hoctap::acts::people::setup;
use rules::access::Role;

use crate::kit::{Site, both};

fn code(site: &Site) -> String {
    let app = site.app.clone();
    std::thread::spawn(move || setup::make_code(&app).unwrap().unwrap()).join().unwrap()
}

fn form(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("code", code),
        ("login", "quantri"),
        ("name", "Nguyễn Thị Quản Trị"),
        ("password", "một mật khẩu dài"),
        ("again", "một mật khẩu dài"),
    ]
}

#[test]
fn the_code_makes_one_administrator_of_the_country_and_burns() {
    both(|site| async move {
        site.get(None, "/setup").await.is(200);
        let (old, code) = (code(site), code(site));
        site.post(None, "/setup", &form(&old)).await.is(403);
        let careless = code.to_lowercase().replace('-', " ");
        let entered = site.post_as(None, "/setup", "first", &form(&careless)).await.is(303);
        let cookie = entered.headers.get("set-cookie").unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
        let ask = Request::builder().uri("/people").header(header::COOKIE, &cookie).body(axum::body::Body::empty());
        site.send(ask.unwrap()).await.is(200).says("quantri");
        site.post_as(None, "/setup", "first", &form(&careless)).await.is(303);
        site.post(None, "/setup", &form(&code)).await.is(404);
        site.get(None, "/setup").await.is(404);
        let accounts = site.read(store::people::count_accounts);
        assert_eq!(accounts, 1);
        let (roles, lines) = site.read(|tx| {
            let account = store::people::account_by_login(tx, "quantri")?.unwrap();
            assert!(!account.must_change);
            Ok((store::people::grants(tx, &account.id)?, store::audit::of_object(tx, "account", &account.id)?))
        });
        assert_eq!((roles.len(), roles[0].role, roles[0].unit_id.starts_with("VN@")), (1, Role::Administrator, true));
        let said: Vec<_> = lines.iter().map(|line| (line.chain.as_str(), line.line.account_id.as_str())).collect();
        assert_eq!(said, [("site", "system")]);
        assert!(!lines[0].line.after.contains("mật khẩu"), "{}", lines[0].line.after);
        let app = site.app.clone();
        let none = std::thread::spawn(move || setup::make_code(&app).unwrap()).join().unwrap();
        assert!(none.is_none(), "a site with people needs no code");
    });
}

#[test]
fn a_wrong_code_is_told_with_the_form_and_soon_has_to_wait() {
    both(|site| async move {
        let code = code(site);
        for _ in 0..8 {
            let page = site.post(None, "/setup", &form("0000-0000-0000")).await.is(403);
            assert!(page.text().contains("value=\"quantri\""), "what was typed stays");
        }
        site.post(None, "/setup", &form(&code)).await.is(429);
        site.on("2026-11-23");
        let mut wrong = form(&code);
        wrong[1].1 = "1";
        wrong[2].1 = "";
        wrong[4].1 = "anders";
        let page = site.post(None, "/setup", &wrong).await.is(422).text();
        assert_eq!(page.matches("class=\"field-error\"").count(), 3, "{page}");
        site.post(None, "/setup", &form(&code)).await.is(303);
    });
}

/// Runs the program on a site; exit code, output, error output.
fn hoctap(site: &Site, input: &str, words: &[&str]) -> (i32, String, String) {
    use std::io::Write as _;
    let config = &site.app.config;
    let mut child = Command::new(env!("CARGO_BIN_EXE_hoctap"))
        .args(words)
        .arg("--data")
        .arg(&config.data)
        .env("HOCTAP_DATABASE", &config.database)
        .env("HOCTAP_LANGUAGE", "en")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[test]
fn an_operator_lets_people_in_from_the_command_line() {
    both(|site| async move {
        let add =
            ["user", "add", "Lan.PungTai", "--name", "Lò Thị Lan", "--role", "commune_officer", "--place", "Long Hẹ"];
        let (status, out, _) = hoctap(site, "", &add);
        assert_eq!(status, 0);
        let password = out.lines().find_map(|line| line.strip_prefix("password: ")).unwrap().trim().to_owned();
        site.post(None, "/sign-in", &[("login", "lan.pungtai"), ("password", &password)]).await.is(303);

        let (status, out, said) = hoctap(site, "", &add);
        assert_eq!((status, out.as_str()), (1, ""));
        assert!(said.contains("The login name “lan.pungtai” is already taken"), "{said}");
        assert_eq!(hoctap(site, "", &["user", "add"]).0, 2);
        assert_eq!(hoctap(site, "", &["user", "add", "x.y", "--name", "X", "--role", "viewer"]).0, 2);
        let (status, _, said) = hoctap(site, "", &["user", "grant", "lan.pungtai", "hamlet_head", "03763"]);
        assert_eq!(status, 1);
        assert!(said.contains("cannot be given at the level"), "{said}");

        let chair =
            ["user", "grant", "lan.pungtai", "commune_chair", "03763", "--since", "2026-01-01", "--basis", "214/QĐ"];
        for day in ["01/02/2026", "2026-2-1", "2026-02-31"] {
            let grant = ["user", "grant", "lan.pungtai", "commune_chair", "03763", "--since", day];
            let (status, _, said) = hoctap(site, "", &grant);
            assert!(status == 2 && said.contains("not a day YYYY-MM-DD"), "{day}: {status} {said}");
            let import =
                ["import", "households", "/no/such.csv", "--place", "03763", "--as", "lan.pungtai", "--since", day];
            let (status, _, said) = hoctap(site, "", &import);
            assert!(status == 2 && said.contains("not a day YYYY-MM-DD"), "{day}: {status} {said}");
        }
        assert_eq!(hoctap(site, "", &chair).0, 0);
        let end = ["user", "end-role", "lan.pungtai", "commune_chair", "03763", "--reason", "điều động"];
        assert_eq!(hoctap(site, "", &end).0, 0);
        assert_eq!(hoctap(site, "", &end).0, 1, "there is none any more");

        let set = ["user", "password", "lan.pungtai", "--password-stdin", "--json"];
        let (status, out, _) = hoctap(site, "một mật khẩu dài\n", &set);
        let made: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((status, &made["password"]), (0, &serde_json::Value::Null));
        assert_eq!(hoctap(site, "", &set).0, 1);
        site.post(None, "/sign-in", &[("login", "lan.pungtai"), ("password", "một mật khẩu dài")]).await.is(303);

        assert_eq!(hoctap(site, "", &["user", "disable", "lan.pungtai", "--reason", "nghỉ việc"]).0, 0);
        site.post(None, "/sign-in", &[("login", "lan.pungtai"), ("password", "một mật khẩu dài")]).await.is(401);
        let (status, out, _) = hoctap(site, "", &["user", "list", "lan", "--json"]);
        let listed: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((status, listed["people"].as_array().map(Vec::len)), (0, Some(1)));
        assert_eq!(listed["people"][0]["disabled"], serde_json::json!(true));
        assert_eq!(listed["people"][0]["roles"].as_array().map(Vec::len), Some(2));
        let (_, out, _) = hoctap(site, "", &["user", "list"]);
        assert!(out.contains("lan.pungtai  Lò Thị Lan (disabled)") && out.contains("Xã Long Hẹ"), "{out}");
        assert_eq!(hoctap(site, "", &["user", "disable", "lan.pungtai", "--undo"]).0, 0);
        let lines = site.read(|tx| {
            let account = store::people::account_by_login(tx, "lan.pungtai")?.unwrap();
            store::audit::of_object(tx, "account", &account.id)
        });
        assert!(lines.iter().all(|line| line.chain == "site" && line.line.account_id == "system"));
        assert_eq!(lines.len(), 7);
    });
}
