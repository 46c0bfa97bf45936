//! Pages and papers of a decision, as the people of the path see them.

use std::io::Write as _;
use std::process::{Command, Stdio};

use rules::access::Role;

use super::fixture::{Commune, accepted, commune, decide};
use crate::kit::{LONG_HE, OTHER, SON_LA, Site, VN, both};

const FORM: &[(&str, &str)] = &[("number", "12/QĐ-UBND"), ("issued_on", "2026-11-22")];

/// A decision on three families; its code, the assessments and the certificates in the order of the annex.
pub fn decided(site: &Site, c: &Commune) -> (String, Vec<String>, Vec<String>) {
    let ids = ["Quàng Văn Pánh", "Cà Văn Ái", "Lò Thị Ệm"].map(|name| accepted(site, c, name)).to_vec();
    let id = decide(site, &c.chair, LONG_HE, FORM, &ids).unwrap().id;
    let asked = id.clone();
    let annex = site.read(move |tx| store::decisions::annex(tx, &asked));
    let assessments = annex.iter().map(|line| line.certificate.assessment_id.clone()).collect();
    (id, assessments, annex.into_iter().map(|line| line.certificate.id).collect())
}

/// The words of a PDF, lines joined.
pub fn words_of(pdf: &[u8]) -> String {
    let mut child = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext (poppler-utils) is installed");
    let mut input = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    // A code or a long address may break after one of its own strokes.
    text.replace("- ", "-")
}

/// What the QR codes on the first page of a PDF say to a reader of another hand, drawn at 300 dots an inch.
fn codes_on(site: &Site, pdf: &[u8]) -> Vec<String> {
    let (file, out) = (site.app.config.data.join("look.pdf"), site.app.config.data.join("look"));
    std::fs::write(&file, pdf).unwrap();
    let drawn =
        Command::new("pdftoppm").args(["-r", "300", "-gray", "-singlefile", "-png"]).arg(&file).arg(&out).status();
    assert!(drawn.expect("pdftoppm (poppler-utils) is installed").success());
    let picture = image::open(out.with_extension("png")).unwrap().to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0[0]
    });
    let mut found: Vec<String> = seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
    found.sort();
    found
}

#[test]
fn a_decision_page_shows_every_field_and_its_papers_hold_every_name() {
    both(|site| async move {
        let c = commune(site);
        let (id, assessments, codes) = decided(site, &c);
        let page = site.get(Some(&c.chair), &format!("/decisions/{id}")).await.is(200);
        for words in [
            "12/QĐ-UBND",
            "22/11/2026, Long Hẹ",
            "Ủy ban nhân dân xã Long Hẹ",
            "Người chair, Chủ tịch",
            "387/QĐ-TTg",
            &codes[0],
            "Cà Văn Ái",
            "chưa xác minh",
            "3 gia đình đang được công nhận, 0 đã bị thu hồi",
        ] {
            assert!(page.text().contains(words), "no {words}");
        }
        let pdf = site.get(Some(&c.officer), &format!("/decisions/{id}/decision.pdf")).await.is(200);
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        let text = words_of(&pdf.body);
        for words in [
            "QUYẾT ĐỊNH",
            "Số: 12/QĐ-UBND",
            "Long Hẹ, ngày 22 tháng 11 năm 2026",
            "cho 3 gia đình",
            "địa bàn xã Long Hẹ, tỉnh Sơn La",
            "Quàng Văn Pánh",
            "Lò Thị Ệm",
            "Bản Cổng",
            &codes[2],
            &id,
            "Bản trình diễn: người và gia đình trong giấy này là giả định",
            "mức điểm đạt",
        ] {
            assert!(text.contains(words), "no {words} in {text}");
        }
        let again = site.get(Some(&c.chair), &format!("/decisions/{id}/decision.pdf")).await.is(200);
        assert!(pdf.body == again.body, "the same decision gives the same bytes");
        let four = site.get(Some(&c.officer), &format!("/decisions/{id}/certificates.pdf?per_page=4")).await.is(200);
        let text = words_of(&four.body);
        for words in ["Cà Văn Ái", "Lò Thị Ệm", "Quàng Văn Pánh", "GIA ĐÌNH HỌC TẬP", &codes[0], &codes[1], &codes[2]]
        {
            assert!(text.contains(words), "no {words} in {text}");
        }
        let one = site.get(Some(&c.officer), &format!("/assessments/{}/certificate.pdf", assessments[1])).await.is(200);
        let text = words_of(&one.body);
        assert!(text.contains("Lò Thị Ệm") && text.contains(&codes[1]) && !text.contains("Quàng Văn Pánh"), "{text}");
        let address = |code: &str| format!("{}/verify/{code}", site.app.config.public_url);
        assert_eq!(codes_on(site, &one.body), [address(&codes[1])]);
        let mut all: Vec<String> = codes.iter().map(|code| address(code)).collect();
        all.sort();
        assert_eq!(codes_on(site, &four.body), all);
        let english = site.get(Some(&c.officer), &format!("/decisions/{id}/decision.pdf?in=en")).await.is(200);
        assert!(words_of(&english.body).contains("the official document is the Vietnamese one"));
        let print = site.get(Some(&c.officer), &format!("/decisions/{id}/print")).await.is(200);
        for words in ["Độc lập - Tự do - Hạnh phúc", "Điều 3.", "Quàng Văn Pánh", "<svg"] {
            assert!(print.text().contains(words), "no {words}");
        }
        site.get(Some(&c.officer), &format!("/decisions/{id}/certificates.pdf?per_page=3")).await.is(422);
    });
}

#[test]
fn certificates_of_one_hamlet_are_a_file_of_their_own() {
    both(|site| async move {
        let c = commune(site);
        let upper = Commune { hamlet: site.hamlet(LONG_HE, "Nà Nôm"), ..commune_people(&c) };
        let upper = Commune { head: site.person("upper", Role::HamletHead, &upper.hamlet), ..upper };
        let ids = [accepted(site, &c, "Quàng Văn Pánh"), accepted(site, &upper, "Lò Thị Ệm")];
        let id = decide(site, &c.chair, LONG_HE, FORM, &ids).unwrap().id;
        let page = site.get(Some(&c.chair), &format!("/decisions/{id}")).await.is(200).says("Bản Nà Nôm (1)");
        assert!(page.text().contains(&format!("value=\"{}\"", upper.hamlet)), "{}", page.text());
        let path = format!("/decisions/{id}/certificates.pdf?per_page=4&hamlet={}", upper.hamlet);
        let file = site.get(Some(&c.chair), &path).await.is(200);
        let named = file.headers["content-disposition"].to_str().unwrap().to_owned();
        assert!(named.contains("ban-na-nom.pdf"), "{named}");
        let text = words_of(&file.body);
        assert!(text.contains("Lò Thị Ệm") && !text.contains("Quàng Văn Pánh"), "{text}");
        site.get(Some(&c.chair), &format!("/decisions/{id}/certificates.pdf?hamlet=nowhere")).await.is(422);
        let decision = site.get(Some(&c.chair), &format!("/decisions/{id}/decision.pdf")).await.is(200);
        let text = words_of(&decision.body);
        for words in ["1 Bản Cổng 1", "2 Bản Nà Nôm 1", "Tổng số 2"] {
            assert!(text.contains(words), "no {words} in {text}");
        }
    });
}

/// The same people, for a commune with another hamlet.
fn commune_people(c: &Commune) -> Commune {
    let person = |one: &crate::kit::Person| one.clone();
    Commune { hamlet: String::new(), head: person(&c.head), officer: person(&c.officer), chair: person(&c.chair) }
}

#[test]
fn decisions_are_seen_by_those_above_and_by_a_hamlet_for_its_own_families_only() {
    both(|site| async move {
        let c = commune(site);
        let (id, _, codes) = decided(site, &c);
        let path = format!("/decisions/{id}");
        let province = site.person("province", Role::ProvinceOfficer, SON_LA);
        let viewer = site.person("viewer", Role::Viewer, VN);
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        let next_door = site.person("next", Role::HamletHead, &site.hamlet(LONG_HE, "Nà Nôm"));
        for person in [&province, &viewer, &c.officer, &c.chair] {
            site.get(Some(person), &path).await.is(200).says("Quàng Văn Pánh");
            site.get(Some(person), "/decisions").await.is(200).says("12/QĐ-UBND");
        }
        let points = site.get(Some(&province), &path).await.text();
        assert!(!points.contains("data-label=\"Điểm\""), "points stay in the commune");
        for person in [&stranger, &next_door] {
            site.get(Some(person), &path).await.is(403);
            site.get(Some(person), &format!("{path}/decision.pdf")).await.is(403);
            site.get(Some(person), &format!("{path}/certificates.pdf")).await.is(403);
            site.get(Some(person), &format!("/certificates/{}", codes[0])).await.is(403);
            assert!(!site.get(Some(person), "/decisions").await.is(200).text().contains("12/QĐ-UBND"));
        }
        site.get(Some(&c.head), &path).await.is(200).says("Chỉ hiện các gia đình thuộc địa bàn bạn phụ trách");
        site.get(Some(&c.head), "/decisions").await.is(200).says("12/QĐ-UBND");
        site.get(Some(&c.head), &format!("{path}/certificates.pdf")).await.is(200);
        site.get(Some(&c.head), &format!("{path}/decision.pdf")).await.is(403);
        site.get(None, &path).await.is(303);
        site.get(Some(&c.chair), "/decisions/0000-0000-0000").await.is(404);
        let csv = site.get(Some(&province), "/decisions?format=csv&place=14").await.is(200).text();
        assert!(csv.contains("12/QĐ-UBND") && csv.contains("Xã Long Hẹ") && csv.contains("2026-11-22"), "{csv}");
        let xlsx = site.get(Some(&province), "/decisions?format=xlsx").await.is(200);
        assert_eq!(&xlsx.body[..2], b"PK");
        site.get(Some(&province), "/decisions?year=2025").await.is(200).says("Chưa có quyết định nào");
        site.get(Some(&stranger), "/decisions?place=03763").await.is(403);
        site.get(Some(&province), "/decisions?place=99999").await.is(422);
        let api = site.api("GET", Some(&province), "/api/v1/decisions?place=14&year=2026", None).await.is(200).json();
        assert_eq!(
            (api["items"][0]["number"].as_str(), api["items"][0]["families"].as_i64()),
            (Some("12/QĐ-UBND"), Some(3))
        );
        let api = site.api("GET", Some(&c.head), &format!("/api/v1{path}"), None).await.is(200).json();
        assert_eq!((api["whole"].as_bool(), api["annex"].as_array().map(Vec::len)), (Some(false), Some(3)));
    });
}

#[test]
fn a_revocation_from_the_certificates_page_shows_everywhere() {
    both(|site| async move {
        let c = commune(site);
        let (id, assessments, codes) = decided(site, &c);
        let path = format!("/certificates/{}", codes[1]);
        site.get(Some(&c.chair), &path).await.is(200).says("Thu hồi công nhận của gia đình này");
        let officer = site.get(Some(&c.officer), &path).await.is(200).text();
        assert!(!officer.contains("Thu hồi công nhận của gia đình này"));
        let revoke = format!("{path}/revoke");
        site.post(Some(&c.officer), &revoke, &[("reason", "Cấp nhầm")]).await.is(403);
        site.post(Some(&c.chair), &revoke, &[("reason", "")]).await.is(422).says("lý do");
        let request = "one-revocation";
        let sent = [("reason", "Cấp nhầm hai giấy cho một hộ")];
        let to = site.post_as(Some(&c.chair), &revoke, request, &sent).await.is(303).location();
        assert_eq!(to, format!("{path}?done=revoked"));
        site.post_as(Some(&c.chair), &revoke, request, &sent).await.is(303);
        site.post(Some(&c.chair), &revoke, &sent).await.is(409);
        let decision = site.get(Some(&c.chair), &format!("/decisions/{id}")).await.is(200);
        let decision =
            decision.says("2 gia đình đang được công nhận, 1 đã bị thu hồi").says("Cấp nhầm hai giấy cho một hộ");
        assert!(decision.text().contains("Đã thu hồi công nhận"));
        let pdf = site.get(Some(&c.chair), &format!("/assessments/{}/certificate.pdf", assessments[1])).await.is(200);
        assert!(words_of(&pdf.body).contains("đã bị thu hồi ngày 22/11/2026"));
    });
}
