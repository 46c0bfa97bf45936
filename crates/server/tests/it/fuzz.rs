//! The server's own parsers of foreign bytes, driven as those of `papers` are (see its `tests/fuzz`). Which parser is driven by
//! which target stands in `docs/foreign-bytes.md`; a test here holds that list against the targets there are.

#[path = "../../../papers/tests/fuzz/driver.rs"]
#[expect(clippy::print_stdout, dead_code, reason = "what was driven, how far and how slowly")]
mod driver;
#[path = "../../../papers/tests/fuzz/mutate.rs"]
#[expect(dead_code, reason = "forms have no tags")]
mod mutate;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::extract::FromRequest as _;
use axum::http::{Request, header};
use hoctap::acts::imports::Settings;
use hoctap::acts::imports::fixes::Fix;
use hoctap::acts::path::evidence::prepare;
use hoctap::acts::published::{COLUMNS, MOST, read_file};
use hoctap::acts::register::merges::Merging;
use hoctap::config::{Config, Overrides};
use hoctap::forms::{Fields, Json, Upload, read_day};
use hoctap::pages::templates::text_in;
use hoctap::typeset::Bounds;
use papers::PaperError;
use papers::kind::Kind;
use papers::press::{Job, Order, answer, serve};
use rules::access::Role;
use serde_json::Value;

use crate::kit::{LONG_HE, Site};

const MEMORY: usize = 200 << 20;

fn mutated(dice: &mut driver::Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = dice.pick(seeds).clone();
    mutate::bytes(dice, &mut input, seeds);
    input
}

#[test]
fn form_bodies() {
    let seeds: Vec<Vec<u8>> = [
        "_token=a&_request=01&name=L%C3%B2+V%C4%83n+%C3%9An&birth=05%2F03%2F1984&members.0.name=x&members.1.name=y",
        "q=a&place=03763&from=2025-01-01&page=2&score=1.234&n=9223372036854775807",
        "answers.1=10&answers.2=yes&base=%31&_held=abc",
    ]
    .iter()
    .map(|body| body.as_bytes().to_vec())
    .collect();
    drive("forms", &seeds, |body| {
        let fields = Fields::parse(body);
        let again = Fields::parse(fields.packed().as_bytes());
        assert_eq!(again.typed(), fields.typed(), "what is carried comes back");
        for (name, value) in fields.typed() {
            let mut problems = Vec::new();
            let _ = (fields.day(&name, &mut problems), fields.int(&name, &mut problems), read_day(&value, &name));
            let short = fields.required(&name, 20, &mut problems);
            assert!(short.chars().count() <= 20 || !problems.is_empty());
        }
        let _ = (fields.content(), fields.beginning("members."));
    });
}

#[test]
fn published_figures() {
    let row = "MOET 2024,Điện Biên,11,2024-12-31,family,recognised,\"1.234\",2000,61.7,ước tính,x";
    let text = format!("{}\n{row}\n{row}\n", COLUMNS.join(","));
    let seeds =
        vec![text.clone().into_bytes(), text.replace(',', ";").into_bytes(), text.replace(',', "\t").into_bytes()];
    drive("published", &seeds, |bytes| match read_file("x.csv", bytes) {
        Ok(rows) => assert!(rows.len() <= MOST && rows.iter().all(|(line, _)| *line > 0)),
        Err(problems) => assert!(!problems.is_empty()),
    });
}

/// What a backup is made of: a file in its container, and, for what lies behind the seals, the stream itself.
fn backups() -> (Vec<u8>, Vec<u8>) {
    use std::io::Read as _;
    let folder = std::env::temp_dir().join(format!("hoctap-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let db = store::Db::open(folder.join("site.db").to_str().unwrap()).unwrap();
    store::migrate::migrate(&db, crate::kit::NOW).unwrap();
    db.write(|tx| store::receipts::set_setting(tx, "tên", "Lò Văn Ún")).unwrap();
    let file = folder.join("site.hoctap");
    let dice = hoctap::clock::Dice::Seeded(9.into());
    let tell = hoctap::backup::silent();
    let secret = folder.join("secret.key");
    std::fs::write(&secret, "a secret of no site\n".repeat(4)).unwrap();
    hoctap::backup::make(&db, &secret, &file, None, crate::kit::NOW, &dice, &tell).unwrap();
    drop(db);
    let bytes = std::fs::read(&file).unwrap();
    let mut stream = Vec::new();
    hoctap::backup::container::Reader::open(bytes.as_slice(), None).unwrap().read_to_end(&mut stream).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    (bytes, stream)
}

#[test]
fn backup_files() {
    use std::io::Read as _;
    let (file, stream) = backups();
    let seeds = vec![file.clone()];
    drive("backup-file", &seeds, |bytes| {
        let mut plain = Vec::new();
        let read = hoctap::backup::container::Reader::open(bytes, None).and_then(|mut one| one.read_to_end(&mut plain));
        assert!(read.is_err() || bytes == file, "a changed file was taken for a whole one");
    });
    let seeds = vec![stream];
    drive("backup-stream", &seeds, |bytes| {
        let tell = hoctap::backup::silent();
        if let Ok((header, sums)) = store::dump::Reader::open(bytes).and_then(|dump| dump.verify(&tell)) {
            assert_eq!(header.parts.len(), sums.len());
            assert!(header.parts.iter().zip(&sums).all(|(part, sum)| part.rows == sum.rows));
        }
    });
}

fn drive(target: &str, seeds: &[Vec<u8>], check: impl Fn(&[u8])) {
    driver::drive(target, MEMORY, |dice| mutated(dice, seeds), check);
}

fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn multipart_bodies() {
    let part = "--b\r\nContent-Disposition: form-data; name=\"place\"\r\n\r\n03763\r\n--b\r\nContent-Disposition: form-data; \
                name=\"file\"; filename=\"danh s\u{e1}ch.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n1,2\r\n--b--\r\n";
    let other = "--b\r\ncontent-disposition: form-data; name*=UTF-8''x; filename=\"\"\r\n\r\n\r\n--b--";
    let runtime = runtime();
    drive("multipart", &texts(&[part, other, "--b--\r\n"]), |body| {
        let request = Request::builder()
            .method("POST")
            .uri("/imports")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(Body::from(body.to_vec()))
            .unwrap();
        match runtime.block_on(Upload::from_request(request, &())) {
            Ok(upload) => {
                let held: usize = upload.files.iter().map(|(_, _, bytes)| bytes.len()).sum();
                assert!(held <= body.len(), "nothing is made of nothing");
                assert!(upload.files.iter().all(|(_, name, _)| !name.is_empty()));
            }
            Err(refused) => assert!(matches!(refused.status().as_u16(), 400 | 413), "{}", refused.status()),
        }
    });
}

#[test]
fn json_bodies() {
    let seeds = texts(&[
        r#"{"sheet": "DATA", "head_row": 4, "columns": {"name": 2, "head": 11}, "hamlet": "", "all_sheets": false, "letters": "vni"}"#,
        r#"{"Sheet1!C7": {"text": "L\u00f2 V\u0103n"}, "Sheet1!9": "left_out", "Sheet1!10": "as_sent"}"#,
        r#"{"from": "a", "number": "stay", "people": {"x": {"same": "y", "name": "from"}}, "stay_revision": 3}"#,
        r#"[[[{"a": 1e400, "b": -0, "c": "\ud800"}]]]"#,
    ]);
    let runtime = runtime();
    fn read<T: serde::de::DeserializeOwned>(runtime: &tokio::runtime::Runtime, body: &[u8]) {
        let request = Request::builder().method("POST").uri("/api/v1/x").body(Body::from(body.to_vec())).unwrap();
        match runtime.block_on(Json::<T>::from_request(request, &())) {
            Ok(Json(_, text)) => assert!(!text.contains('\0')),
            Err(refused) => assert!(matches!(refused.status().as_u16(), 400 | 413), "{}", refused.status()),
        }
    }
    drive("json", &seeds, |body| {
        read::<Settings>(&runtime, body);
        read::<BTreeMap<String, Fix>>(&runtime, body);
        read::<Merging>(&runtime, body);
        read::<Value>(&runtime, body);
    });
}

/// Whole requests: a target with its query, then a line for each of cookie, token, languages and form origin. The first line
/// of each seed says who asks: somebody signed in, or nobody.
#[test]
fn requests() {
    let site = Site::new(false).unwrap();
    let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let cookie = officer.cookie();
    let seeds = texts(&[
        "/verify/MAU0-0001-0000?lang=en\nhoctap=abc; lang=id; look=dark\nBearer abc\n",
        "/places/03763.001?on=2025-06-30&lang=vi\n\n\nhttp://localhost",
        "/places?q=L%C3%B2%20v&on=31/02/2025\nlang=vi; lang=en;;=;x\n\nnull",
        "/figures/14?year=2026&model=family&sort=-rate\n\n\n",
        "/published?check=agrees&q=binh\n\n\n",
        "/api/v1/households?place=03763&cursor=WyJhIiwiYiJd&limit=5\n@\n\n",
        "/api/v1/audit?cursor=eyJhIjoxfQ&limit=9999999999999999999\n@\n\n",
        "/households?place=03763&q=%00&page=-1\n@\n\n",
        "/imports/0198f3a2-5555-7000-8000-000000000001/tray?page=18446744073709551616\n@\n\n",
    ]);
    drive("requests", &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.split('\n');
        let mut next = || lines.next().unwrap_or_default().to_owned();
        let (target, cookies, token, origin) = (next(), next(), next(), next());
        // The session of who is signed in, as long as the mark for it stands.
        let cookies = cookies.replacen('@', &cookie, 1);
        let request = Request::builder()
            .method("GET")
            .uri(target)
            .header(header::HOST, "localhost")
            .header(header::COOKIE, cookies)
            .header(header::AUTHORIZATION, token)
            .header(header::ORIGIN, origin);
        // What no web server would hand on does not come here.
        let Ok(request) = request.body(Body::empty()) else { return };
        let status = runtime.block_on(site.send(request)).status;
        assert!(status.as_u16() < 500, "{status}");
    });
    drop(runtime);
    site.check();
}

#[test]
fn configurations() {
    let example = include_str!("../../../../hoctap.example.toml");
    let plain = "data = \"data\"\nlisten = \"0.0.0.0:80\"\nlanguage = \"id\"\ntime_zone = \"Asia/Jakarta\"\npublic_url = \"https://x\"\n";
    drive("configuration", &texts(&[example, &example.replace("# ", ""), plain, "data = [1, {a = 2}]"]), |bytes| {
        let text = String::from_utf8_lossy(bytes);
        match Config::from(&text, "hoctap.toml", &[], &Overrides::default()) {
            Ok(config) => {
                assert!(config.listen.parse::<std::net::SocketAddr>().is_ok());
                assert!(["vi", "en", "id"].contains(&config.language.as_str()));
                assert!(config.public_url.starts_with("http") && !config.public_url.ends_with('/'));
            }
            Err(said) => assert!(!said.trim().is_empty(), "an operator is told what is wrong"),
        }
    });
}

#[test]
fn photos() {
    let picture = |format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let small = image::RgbImage::from_fn(24, 16, |x, y| image::Rgb([(x * 9) as u8, (y * 9) as u8, 90]));
        image::DynamicImage::ImageRgb8(small).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let seeds =
        vec![picture(image::ImageFormat::Jpeg), picture(image::ImageFormat::Png), picture(image::ImageFormat::WebP)];
    drive("photos", &seeds, |bytes| match prepare("C1", "a.jpg", bytes) {
        Ok(photo) => {
            let kept = image::load_from_memory(&photo.body).unwrap();
            assert!(kept.width().max(kept.height()) <= 1280);
        }
        Err(problem) => assert!(["evidence-kind", "too-large"].contains(&problem.code.as_str())),
    });
}

/// Templates go through the process of their own, as they do when an office sends one: whatever is in them, an answer comes.
#[test]
fn templates() {
    let site = Site::new(false).unwrap();
    let seeds: Vec<Vec<u8>> = Kind::ALL.iter().map(|kind| kind.built_in().as_bytes().to_vec()).collect();
    let day = rules::basics::Day::new(2026, 1, 1).unwrap();
    drive("templates", &seeds, |bytes| {
        let Ok(text) = text_in(bytes.to_vec()) else { return };
        let value = serde_json::json!({"lang": "vi", "title": "x"});
        let order = Order::new(Kind::Decision, &value, "x".to_owned(), day).unwrap().with(&text);
        match site.app.press.look(order, Bounds { seconds: 8, megabytes: 1200 }) {
            Ok(_) | Err(PaperError::Template { .. } | PaperError::Limit(_)) => {}
            Err(other) => panic!("{other}"),
        }
    });
    site.check();
}

#[test]
fn the_pipe_of_the_typesetter() {
    let day = rules::basics::Day::new(2026, 1, 1).unwrap();
    let order = Order::new(Kind::Decision, &1, "x".to_owned(), day).unwrap();
    let job = serde_json::to_vec(&Job { order, look: true }).unwrap();
    let replies = texts(&[
        "\"Made\"\n%PDF-1.7",
        "{\"Seen\":{\"pages\":1,\"text\":\"x\",\"codes\":0}}\n",
        "{\"Failed\":\"QrTooLong\"}\n",
    ]);
    drive("pipe", &replies, |bytes| {
        if let Ok((_, paper)) = answer(bytes) {
            assert!(paper.len() < bytes.len());
        }
        // The other end: what is no job is refused before anything is set.
        let broken = &job[..bytes.len() % job.len()];
        assert!(serve(broken, &mut Vec::new()).is_err());
    });
}

#[test]
fn the_list_of_parsers_names_the_targets_that_there_are() {
    let list = include_str!("../../../../docs/foreign-bytes.md");
    let own = include_str!("fuzz.rs");
    let papers = include_str!("../../../papers/tests/fuzz/main.rs");
    let word = |text: &'static str, end: char| text.split(end).next().unwrap_or_default();
    let named: BTreeSet<&str> = list.split("`fuzz:").skip(1).map(|rest| word(rest, '`')).collect();
    let mut driven = BTreeSet::new();
    for source in [own, papers] {
        let calls = source.split("drive(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
        driven.extend(
            calls.map(|rest| word(rest, '"')).filter(|name| name.bytes().all(|letter| letter.is_ascii_lowercase())),
        );
    }
    driven.remove("");
    assert_eq!(named, driven, "docs/foreign-bytes.md names each target, and no other");
}
