//! The operator's page, what programs that watch the site are told, and what the log may hold.

use axum::body::Body;
use axum::http::Request;
use hoctap::pages::operations::health::Peer;
use rules::access::Role;

use crate::kit::{LONG_HE, NOW, SON_LA, Site, VN, both};
use crate::program::{Server, free_port};

#[test]
fn programs_that_watch_are_told_whether_it_lives_and_can_answer() {
    both(|site| async move {
        site.get(None, "/healthz").await.is(200).says("alive");
        site.get(None, "/readyz").await.is(200).says("ready");
        let all = site.app.places.try_acquire_many(256).unwrap();
        site.get(None, "/readyz").await.is(503).says("every place is taken");
        site.get(None, "/healthz").await.is(200);
        drop(all);
        site.write(|tx| {
            tx.exec("INSERT INTO migration (n, name, checksum, at) VALUES (99, 'x', 'x', 1)", store::args![])
        });
        site.get(None, "/readyz").await.is(503).says("another schema");
        site.write(|tx| tx.exec("DELETE FROM migration WHERE n = 99", store::args![]));
        // Metrics: for this machine only, and nothing of anybody in them.
        site.get(None, "/metrics").await.is(404);
        let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
        site.get(Some(&officer), "/households?q=L%C3%B2+V%C4%83n+%C3%9An").await.is(200);
        site.get(Some(&officer), &format!("/people/{}", officer.id)).await;
        let ask = |peer: &str, header: Option<(&str, &str)>| {
            let mut request = Request::builder().uri("/metrics");
            if let Some((name, value)) = header {
                request = request.header(name, value);
            }
            let mut request = request.body(Body::empty()).unwrap();
            request.extensions_mut().insert(Peer(peer.parse().unwrap()));
            site.send(request)
        };
        ask("203.0.113.5:40000", None).await.is(404);
        ask("127.0.0.1:40000", Some(("x-forwarded-for", "203.0.113.5"))).await.is(404);
        let told = ask("127.0.0.1:40000", None).await.is(200).text();
        for line in [
            "hoctap_requests_total{method=\"GET\",route=\"/households\",class=\"2xx\"} 1",
            "hoctap_refused_total 1",
            "hoctap_places 256",
            "hoctap_database_up 1",
        ] {
            assert!(told.lines().any(|own| own == line), "no {line} in:\n{told}");
        }
        for hidden in [officer.id.as_str(), "canbo", "Lò", "L%C3%B2", LONG_HE] {
            assert!(!told.contains(hidden), "{hidden} in:\n{told}");
        }
        for line in told.lines().filter(|line| !line.starts_with('#')) {
            let value = line.rsplit(' ').next().unwrap();
            assert!(value.parse::<f64>().is_ok() && line.starts_with("hoctap_"), "{line}");
        }
    });
}

#[test]
fn the_operator_sees_how_the_site_is_and_starts_what_is_due() {
    both(|site| async move {
        let operator = site.person("vanhanh", Role::Operator, VN);
        let keeper = site.person("quantri", Role::Administrator, VN);
        let province = site.person("tinh", Role::Administrator, SON_LA);
        let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
        site.get(Some(&officer), "/operations").await.is(403);
        site.get(Some(&province), "/operations").await.is(403);
        site.post(Some(&officer), "/operations/backup/start", &[]).await.is(403);
        site.post(Some(&operator), "/operations/nothing/start", &[]).await.is(404);
        site.get(Some(&keeper), "/operations").await.is(200);
        let page = site.get(Some(&operator), "/operations").await.is(200).says("Chưa có bản sao lưu nào");
        assert!(!page.text().contains("Người canbo"), "nobody's record");
        // Only the running of the site: no register, no people.
        site.get(Some(&operator), "/households").await.is(403);
        site.get(Some(&operator), "/people").await.is(403);
        // Nothing to bring back: it says so at once, and says it in the reader's language.
        let asked = site.post(Some(&operator), "/operations/drill/start", &[]).await.is(409);
        asked.says("Chưa có bản sao lưu nào để khôi phục thử");
        for work in ["backup", "drill", "check", "recount"] {
            let path = format!("/operations/{work}/start");
            let to = site.post(Some(&operator), &path, &[]).await.is(303).location();
            site.get(Some(&operator), &to).await.is(200).says("Đã bắt đầu");
            hoctap::nightly::once(&site.app, "one").await.unwrap();
        }
        for (lang, says) in [
            ("vi", "đã được khôi phục vào chỗ thử"),
            ("en", "brought back into a scratch place"),
            ("id", "dipulihkan ke tempat uji"),
        ] {
            let page = site.get(Some(&operator), &format!("/operations?lang={lang}")).await.is(200);
            page.says(says).says("hoctap-20261122-020000.hoctap");
        }
        // The disk of the backups is gone: the drill fails, and each reader is told why in their language.
        let backups = site.app.config.backups.clone();
        let aside = backups.with_extension("aside");
        std::fs::rename(&backups, &aside).unwrap();
        site.post(Some(&operator), "/operations/drill/start", &[("again", "1")]).await.is(303);
        assert_eq!(hoctap::nightly::once(&site.app, "one").await.unwrap(), 1);
        let at = backups.display().to_string();
        for (lang, says, other) in [
            ("vi", "không dùng được thư mục sao lưu", "cannot use"),
            ("en", "the folder of backups", "thư mục sao lưu"),
            ("id", "tidak dapat digunakan", "cannot use"),
        ] {
            let page = site.get(Some(&operator), &format!("/operations?lang={lang}")).await.is(200);
            let page = page.says(says).says(&at).says("No such file");
            assert!(!page.text().contains(other), "{lang}: {other}");
        }
        std::fs::rename(&aside, &backups).unwrap();
        told_in_each_language(site, &operator).await;
        let today = site.get(Some(&operator), "/today").await.is(200);
        today.says("/operations");
        let lines = site.read(|tx| {
            let sql = "SELECT COUNT(*) FROM audit WHERE act = 'operate'";
            tx.one(sql, store::args![], |row| row.int(0))
        });
        assert_eq!(lines, 8, "who started what stands in the trail");
        // Two days later nobody has looked after it.
        site.app.clock.set(rules::basics::Moment(NOW.0 + 2 * 86_400_000));
        let later = site.person("vanhanhsau", Role::Operator, VN);
        site.get(Some(&later), "/operations?lang=vi").await.is(200).says("Bản sao lưu tốt gần nhất được tạo");
    });
}

/// A backup that was cut off, one that another key made, one that cannot be written: each is told in the reader's language.
async fn told_in_each_language(site: &Site, operator: &crate::kit::Person) {
    let backups = site.app.config.backups.clone();
    let minute = || site.app.clock.set(rules::basics::Moment(site.app.clock.now().0 + 60_000));
    for (work, says) in [
        ("drill", ["bị cắt cụt hoặc bị thay đổi", "it was cut off or changed", "terpotong atau diubah"]),
        (
            "drill",
            ["khóa của trang không mở được", "the key of this site does not open", "kunci situs ini tidak membuka"],
        ),
        ("backup", ["không ghi được", "could not be written", "tidak dapat ditulis"]),
    ] {
        let newest = hoctap::backup::folder::list(&backups).pop().unwrap();
        minute();
        let at = site.app.clock.now();
        let next = backups.join(hoctap::backup::folder::name(at));
        let told_of = if says[0].starts_with("bị") {
            let bytes = std::fs::read(&newest).unwrap();
            std::fs::write(&newest, &bytes[..bytes.len() - 9]).unwrap();
            newest
        } else if work == "drill" {
            let (app, file) = (site.app.clone(), next.clone());
            let made = move || {
                let (key, tell) = (Some("a key of somebody else that is long enough"), hoctap::backup::silent());
                hoctap::backup::make(&app.db, &app.config.secret_file, &file, key, at, &app.dice, &tell).unwrap()
            };
            tokio::task::spawn_blocking(made).await.unwrap();
            next
        } else {
            // Something stands in the way of the file that is being written.
            let mut part = next.clone().into_os_string();
            part.push(".part");
            std::fs::create_dir(&part).unwrap();
            next
        };
        site.post(Some(operator), &format!("/operations/{work}/start"), &[("round", &at.0.to_string())]).await.is(303);
        assert_eq!(hoctap::nightly::once(&site.app, "one").await.unwrap(), 1);
        for (lang, says) in ["vi", "en", "id"].into_iter().zip(says) {
            let page = site.get(Some(operator), &format!("/operations?lang={lang}")).await.is(200).says(says);
            page.says(told_of.file_name().unwrap().to_str().unwrap());
        }
    }
}

/// Names, numbers and codes that people type, in every place a request has.
const TYPED: [&str; 6] = ["Lò Văn Ún", "Lò", "Ún", "014084000999", "L%C3%B2", "mat-khau-bi-mat"];

#[test]
fn the_log_is_json_and_never_holds_a_name_or_a_number() {
    for postgres in [false, true] {
        let Some(site) = Site::new(postgres) else { continue };
        let officer = site.person("canbo", Role::CommuneOfficer, LONG_HE);
        let hamlet = site.hamlet(LONG_HE, "Ghi Chép");
        let path = site.app.config.data.join("log");
        let log = std::fs::File::create(&path).unwrap();
        let env = [("HOCTAP_LOG", "hoctap=trace,store=trace,tower_http=trace,info"), ("HOCTAP_LOG_FORMAT", "json")];
        let server = Server::start_with(&site, free_port(), &env, log.into());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let hamlet = hamlet.split('@').next().unwrap();
            let body = format!(
                "{{\"hamlet\": \"{hamlet}\", \"number\": \"1\", \"sure\": true, \"members\": [{{\"name\": \"Lò Văn Ún\", \"relation\": \"head\", \"id_number\": \"014084000999\"}}]}}"
            );
            let broken = body.replace("\"head\"", "\"Lò\"");
            for (method, path, body) in [
                ("GET", "/households?q=L%C3%B2+V%C4%83n+%C3%9An", String::new()),
                ("GET", "/api/v1/households?place=L%C3%B2", String::new()),
                ("POST", "/api/v1/households", body.clone()),
                ("POST", "/api/v1/households", body),
                ("POST", "/api/v1/households", broken),
                ("POST", "/api/v1/session", "{\"login\": \"Lò Văn Ún\", \"password\": \"mat-khau-bi-mat\"}".to_owned()),
                ("POST", "/api/v1/session", "Lò Văn Ún 014084000999".to_owned()),
                ("GET", "/L%C3%B2/014084000999", String::new()),
            ] {
                ask(&server.address, method, path, officer.token(), &body).await;
            }
        });
        // What the database itself says of a row it refuses is told without the row.
        let told = site.app.db.write(|tx| {
            tx.exec("INSERT INTO setting (key, value) VALUES ('Lò Văn Ún', '1')", store::args![])?;
            tx.exec("INSERT INTO setting (key, value) VALUES ('Lò Văn Ún', '014084000999')", store::args![])
        });
        let told = told.unwrap_err();
        server.kill();
        let text = std::fs::read_to_string(&path).unwrap() + &told.to_string().replace('\n', " ");
        assert!(!text.contains("unique rule refused the row: Lò"), "{told}");
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let json: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|cause| panic!("{cause}: {line}"));
            assert!(json["level"].is_string() && json["timestamp"].is_string(), "{line}");
        }
        for typed in TYPED {
            assert!(!text.contains(typed), "{typed} stands in the log:\n{text}");
        }
        site.check();
    }
}

async fn ask(address: &str, method: &str, path: &str, token: &str, body: &str) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {length}-{path}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&answer));
}
