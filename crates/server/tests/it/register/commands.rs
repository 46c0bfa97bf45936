//! The register in and out by the operator's commands, as another process.

use std::process::{Command, Output};

use super::imports::{BAD, GOOD, two_hamlets};
use super::{code, stock};
use crate::kit::{LONG_HE, Site, both};

fn hoctap(site: &Site, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoctap"))
        .args(args)
        .arg("--data")
        .arg(&site.app.config.data)
        .env("HOCTAP_DATABASE", &site.app.config.database)
        .env("HOCTAP_LANGUAGE", "vi")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_register_goes_in_and_out_by_command() {
    both(|site| async move {
        let c = two_hamlets(site);
        let folder = site.app.config.data.clone();
        let path = |name: &str| folder.join(name).display().to_string();
        std::fs::write(path("so ho.xlsx"), GOOD).unwrap();
        std::fs::write(path("bad.xlsx"), BAD).unwrap();
        let import = |file: &str, more: &[&str]| {
            let file = path(file);
            let place = code(LONG_HE).to_owned();
            let mut args = vec!["import", "households", &file, "--place", &place, "--as", "officer"];
            args.extend(more);
            hoctap(site, &args)
        };
        let dry = import("so ho.xlsx", &["--dry-run", "--json"]);
        assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
        let json: serde_json::Value = serde_json::from_slice(&dry.stdout).unwrap();
        assert_eq!((json["added"].as_i64(), json["dry_run"].as_bool()), (Some(3), Some(true)));
        assert_eq!(stock(site, LONG_HE, this_year()), (0, 0), "a dry run writes nothing");
        let done = import("so ho.xlsx", &[]);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        assert!(said(&done).contains("added 3"), "{}", said(&done));
        let again = import("so ho.xlsx", &[]);
        assert!(said(&again).contains("added 0, changed 0, as they were 3"), "{}", said(&again));
        let bad = import("bad.xlsx", &["--json"]);
        assert_eq!(bad.status.code(), Some(3), "{}", said(&bad));
        assert!(said(&bad).contains("Danh sách!F4") && !said(&bad).contains("014071000999"), "{}", said(&bad));
        let stranger = path("so ho.xlsx");
        let refused = hoctap(site, &["import", "households", &stranger, "--place", code(LONG_HE), "--as", "head"]);
        assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
        let nobody = hoctap(site, &["import", "households", &stranger, "--place", code(LONG_HE), "--as", "nobody"]);
        assert_eq!(nobody.status.code(), Some(1), "{}", said(&nobody));

        let out = path("out.csv");
        let args = ["export", "households", "--place", code(&c.ban), "--as", "officer", "--format", "csv", "-o", &out];
        let export = hoctap(site, &args);
        assert_eq!(export.status.code(), Some(0), "{}", said(&export));
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(text.contains("Lò Văn Ún") && !text.contains("014084000123"));
        let back = import("out.csv", &[]);
        assert!(said(&back).contains("added 0, changed 0"), "{}", said(&back));
        assert_eq!(stock(site, LONG_HE, this_year()), (5, 0));
    });
}

/// The command runs by the machine's own clock.
fn this_year() -> i64 {
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    i64::from(jiff::Timestamp::now().to_zoned(zone).year())
}

#[test]
fn what_everybody_may_see_is_written_by_command() {
    both(|site| async move {
        two_hamlets(site);
        let path = |name: &str| site.app.config.data.join(name).display().to_string();
        for (name, begins) in [("vn.xlsx", "PK"), ("vn.csv", "\u{feff}"), ("vn.json", "{")] {
            let done = hoctap(site, &["export", "figures", "VN", "--on", "2025-12-31", "-o", &path(name)]);
            assert_eq!(done.status.code(), Some(0), "{}", said(&done));
            let written = std::fs::read(path(name)).unwrap();
            assert!(written.starts_with(begins.as_bytes()), "{name}: {:?}", &written[..20]);
        }
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(path("vn.json")).unwrap()).unwrap();
        assert_eq!(json["on"], "2025-12-31");
        let done = hoctap(site, &["export", "published", "--lang", "en", "-o", &path("published.csv")]);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        assert!(std::fs::read_to_string(path("published.csv")).unwrap().contains("87.77"));
        let nowhere = hoctap(site, &["export", "figures", "99999", "-o", &path("x.csv")]);
        assert_eq!(nowhere.status.code(), Some(1), "{}", said(&nowhere));
        let unclear = hoctap(site, &["export", "figures", "VN", "-o", &path("x.pdf")]);
        assert_eq!(unclear.status.code(), Some(2), "{}", said(&unclear));
        assert!(!std::path::Path::new(&path("x.csv")).exists());
    });
}
