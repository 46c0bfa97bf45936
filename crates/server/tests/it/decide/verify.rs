//! The public check of a paper.

use rules::access::Act;
use rules::basics::Day;

use super::fixture::{accepted, act, commune, decide};
use crate::kit::{LONG_HE, both};

const FORM: &[(&str, &str)] = &[("number", "12/QĐ-UBND"), ("issued_on", "2026-11-22")];

#[test]
fn anybody_sees_every_field_of_a_certificate_in_three_languages_and_nothing_more() {
    both(|site| async move {
        let c = commune(site);
        let one = accepted(site, &c, "Lò Thị Ệm");
        let decision = decide(site, &c.chair, LONG_HE, FORM, std::slice::from_ref(&one)).unwrap().id;
        let id = one.clone();
        let code = site.read(move |tx| store::decisions::certificate_of_assessment(tx, &id)).unwrap().id;
        let careless = code.to_lowercase().replace('-', "").replace('0', "o").replace('1', "l");
        let to = site.get(None, &format!("/verify?code={careless}")).await.is(303).location();
        assert_eq!(to, format!("/verify/{code}"));
        let address = format!("https://hoctap.example/verify/{code}");
        assert_eq!(site.get(None, &format!("/verify?code={address}")).await.is(303).location(), to);
        let fields = [
            "Lò Thị Ệm",
            "Bản Cổng",
            "Xã Long Hẹ, Tỉnh Sơn La",
            "2026",
            "12/QĐ-UBND",
            "Ủy ban nhân dân xã Long Hẹ",
            "Người chair, Chủ tịch",
            &code,
        ];
        let own = [
            ("vi", "Giấy chứng nhận có thật; gia đình được công nhận cho năm 2026", "Gia đình học tập", "22/11/2026"),
            ("en", "Genuine certificate; the family is recognised for 2026", "Learning Family", "22 Nov 2026"),
            ("id", "Sertifikat asli; keluarga ini diakui untuk tahun 2026", "Keluarga Belajar", "22/11/2026"),
        ];
        for (lang, result, title, day) in own {
            let page = site.get(None, &format!("/verify/{code}?lang={lang}")).await.is(200);
            assert_eq!(page.headers["x-robots-tag"], "noindex, nofollow");
            let text = page.text();
            for words in fields.iter().copied().chain([result, title, day]) {
                assert!(text.contains(words), "{lang}: no {words}");
            }
            // Points, numbers of households and ids of records are nobody else's business.
            for words in [&one, "100 điểm", "total", &decision] {
                assert!(!text.contains(words), "{lang}: {words} is shown");
            }
        }
        let json = site.api("GET", None, &format!("/api/v1/verify/{careless}"), None).await.is(200).json();
        assert_eq!(
            (json["state"].as_str(), json["family"]["head_name"].as_str()),
            (Some("recognised"), Some("Lò Thị Ệm"))
        );
        assert_eq!(
            (json["decision"]["number"].as_str(), json["decision"]["issued_on"].as_str()),
            (Some("12/QĐ-UBND"), Some("2026-11-22"))
        );
        assert_eq!(json["unverified"].as_array().map(Vec::is_empty), Some(false));
        let page = site.get(None, &format!("/verify/{decision}")).await.is(200).text();
        for words in ["Quyết định có thật", "Lò Thị Ệm", "Bản Cổng"] {
            assert!(page.contains(words), "no {words}");
        }
    });
}

#[test]
fn a_revoked_certificate_says_since_when_and_why() {
    both(|site| async move {
        let c = commune(site);
        let one = accepted(site, &c, "Lò Thị Ệm");
        decide(site, &c.chair, LONG_HE, FORM, std::slice::from_ref(&one)).unwrap();
        let id = one.clone();
        let code = site.read(move |tx| store::decisions::certificate_of_assessment(tx, &id)).unwrap().id;
        site.on("2027-01-10");
        act(site, &c.chair, Act::Revoke, "r", move |tx, ctx| {
            hoctap::acts::decide::revoke(tx, ctx, &one, "Khai không đúng điểm mục A1")
        })
        .unwrap();
        let page = site.get(None, &format!("/verify/{code}")).await.is(200).text();
        for words in
            ["đã bị thu hồi", "Thu hồi ngày 10/01/2027. Lý do: Khai không đúng điểm mục A1", "is-revoked", "12/QĐ-UBND"]
        {
            assert!(page.contains(words), "no {words}");
        }
        assert!(!page.contains("is-valid"));
        let json = site.api("GET", None, &format!("/api/v1/verify/{code}"), None).await.is(200).json();
        assert_eq!((json["state"].as_str(), json["revoked"]["on"].as_str()), (Some("revoked"), Some("2027-01-10")));
    });
}

#[test]
fn a_title_whose_term_is_over_says_so_and_stays_true() {
    both(|site| async move {
        let c = commune(site);
        let one = accepted(site, &c, "Lò Thị Ệm");
        let decision = decide(site, &c.chair, LONG_HE, FORM, std::slice::from_ref(&one)).unwrap().id;
        let code = site.read(move |tx| store::decisions::certificate_of_assessment(tx, &one)).unwrap().id;
        site.on("2027-12-31");
        site.get(None, &format!("/verify/{code}"))
            .await
            .is(200)
            .says("còn giá trị đến hết ngày 31/12/2027")
            .says("is-valid");
        site.on("2028-01-01");
        let own = [
            ("vi", "đã hết thời hạn", "có giá trị đến hết ngày 31/12/2027, nay đã hết hạn"),
            ("en", "has run out", "held until 31 Dec 2027 and has run out"),
            ("id", "telah habis", "berlaku sampai 31/12/2027 dan kini telah habis"),
        ];
        for (lang, result, term) in own {
            let page =
                site.get(None, &format!("/verify/{code}?lang={lang}")).await.is(200).says(result).says(term).text();
            assert!(page.contains("is-expired") && !page.contains("is-valid"), "{lang}");
        }
        let json = site.api("GET", None, &format!("/api/v1/verify/{code}"), None).await.is(200).json();
        assert_eq!((json["state"].as_str(), json["valid_until"].as_str()), (Some("expired"), Some("2027-12-31")));
        site.get(None, &format!("/verify/{decision}?lang=vi")).await.is(200).says("Đã hết hạn");
    });
}

#[test]
fn a_mistyped_code_is_answered_by_what_is_wrong_with_its_letters() {
    both(|site| async move {
        for (typed, wanted) in [
            ("12%2FQ%C4%90-UBND", "Đây giống số quyết định"),
            ("7K4M-9Q2X-3ZP", "Mã có 12 chữ và số; đã nhập 11"),
            ("7K4M-9Q2X-3ZP%C4%90", "Mã không bao giờ có: Đ"),
            ("7K4M-9Q2X-3ZUT", "Mã không bao giờ có: U"),
        ] {
            site.get(None, &format!("/verify?code={typed}")).await.is(404).says(wanted);
        }
        site.get(None, "/verify/7K4M-9Q2X-3ZPT").await.is(404).says("hay nhầm 8 với B");
        // Somebody's own number is not said again.
        let page = site.get(None, "/verify/014098001234").await.is(404).says("giống số định danh cá nhân").text();
        assert!(!page.contains(">014098001234<") && !page.contains("value=\"014098001234"), "{page}");
    });
}

#[test]
fn an_unknown_code_is_answered_with_advice() {
    both(|site| async move {
        site.get(None, "/verify").await.is(200).says("Mã trên giấy");
        for typed in ["/verify/0000-0000-0000", "/verify/khong-co", "/verify?code=Đ%20%3Cb%3E"] {
            let page = site.get(None, typed).await.is(404);
            let page =
                page.says("Không có giấy nào mang mã này").says("không có chữ I, L, O, U").says("Ủy ban nhân dân xã");
            assert!(!page.text().contains("<b>&lt;"), "what was typed is text");
            assert!(!page.text().contains("Đ <b>"));
        }
        let json = site.api("GET", None, "/api/v1/verify/0000-0000-0000", None).await.is(404).json();
        assert_eq!(json["title"], "not-found");
    });
}

#[test]
fn a_paper_of_a_merged_commune_names_where_the_place_belongs_today() {
    both(|site| async move {
        let c = commune(site);
        let one = accepted(site, &c, "Lò Thị Ệm");
        decide(site, &c.chair, LONG_HE, FORM, std::slice::from_ref(&one)).unwrap();
        let code = site.read(move |tx| store::decisions::certificate_of_assessment(tx, &one)).unwrap().id;
        // Another reorganisation: Long Hẹ goes into its neighbour at the end of 2026.
        site.write(|tx| {
            let unit = store::units::lock(tx, LONG_HE)?.unwrap();
            let ended = store::units::NewUnit {
                code: unit.code,
                level: unit.level,
                kind: unit.kind,
                name: unit.name,
                name_en: unit.name_en,
                full_name: unit.full_name,
                alt_names: unit.alt_names,
                parent_id: unit.parent_id,
                valid_from: unit.valid_from,
                valid_to: Day::parse("2026-12-31").unwrap(),
                area_km2: unit.area_km2,
                legal_basis: unit.legal_basis,
                source: unit.source,
                synthetic: unit.synthetic,
            };
            store::units::correct(tx, &ended)?;
            let edge = store::units::NewLineage {
                from_id: LONG_HE.to_owned(),
                to_id: crate::kit::OTHER.to_owned(),
                kind: "merged_whole".to_owned(),
                part: "whole".to_owned(),
                effective: Day::parse("2027-01-01").unwrap(),
                note: String::new(),
                legal_basis: String::new(),
                source: "test".to_owned(),
            };
            store::units::load(tx, &[], &[edge])
        });
        let before = site.get(None, &format!("/verify/{code}")).await.is(200).text();
        assert!(!before.contains("Địa bàn hiện nay"));
        site.on("2027-02-01");
        let page = site.get(None, &format!("/verify/{code}")).await.is(200).text();
        let name = site.read(|tx| store::units::unit(tx, crate::kit::OTHER)).unwrap().full_name;
        for words in [
            "Xã Long Hẹ giữ tên và địa giới này đến hết ngày 31/12/2026",
            &format!("Xã Long Hẹ đã sáp nhập; nay thuộc {name}"),
            // Who is to be told is the office of today.
            &format!("<b>Ủy ban nhân dân {}</b>", name.replace("Xã", "xã")),
            "Giấy chứng nhận vẫn có giá trị",
            "Xã Long Hẹ, Tỉnh Sơn La",
        ] {
            assert!(page.contains(words), "no {words}");
        }
        let json = site.api("GET", None, &format!("/api/v1/verify/{code}"), None).await.is(200).json();
        assert_eq!(
            (json["since"]["until"].as_str(), json["since"]["now"][0]["code"].as_str()),
            (Some("2026-12-31"), Some("03760"))
        );
    });
}
