//! Decisions and certificates as PDF, read back by poppler (`pdftotext`, `pdftoppm`, Debian package poppler-utils).

use std::io::Write;
use std::process::{Command, Stdio};

use papers::PaperError;
use papers::certificate::{PerPage, certificates_pdf};
use papers::decision::decision_pdf;
use papers::kind::Kind;
use papers::pdf::make;

use crate::samples;

fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> Vec<u8> {
    let mut child = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("these tests need {tool} (Debian package poppler-utils): {error}"));
    let (mut stdin, pdf) = (child.stdin.take().unwrap(), pdf.to_vec());
    let feeder = std::thread::spawn(move || stdin.write_all(&pdf));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success(), "{tool} failed");
    output.stdout
}

fn text_of(pdf: &[u8]) -> String {
    String::from_utf8(poppler("pdftotext", &["-layout", "-", "-"], pdf)).unwrap()
}

/// The text with every run of white space as one space: names may be broken over lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The codes of the first page; `parts` cuts it into that many columns and rows, because the decoder wants one at a time.
fn codes_on_first_page(pdf: &[u8], parts: usize) -> Vec<String> {
    let picture = poppler("pdftoppm", &["-r", "200", "-gray", "-f", "1", "-l", "1", "-"], pdf);
    let mut head = picture.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(head.next(), Some(b"P5".as_slice()));
    let mut number = || std::str::from_utf8(head.next().unwrap()).unwrap().parse::<usize>().unwrap();
    let (width, height) = (number(), number());
    let pixels = &picture[picture.len() - width * height..];
    let (wide, high) = (width / parts, height / parts);
    let corners = (0..parts).flat_map(|row| (0..parts).map(move |column| (column * wide, row * high)));
    let decode = |(left, top): (usize, usize)| {
        // The code stands in the lower left of its part; the frame around it is left out.
        let (dx, dy) = (wide / 20, high / 2);
        let pixel = |x: usize, y: usize| pixels[(top + dy + y) * width + left + dx + x];
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(wide / 2, high / 2 - 20, pixel);
        image.detect_grids().into_iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect::<Vec<_>>()
    };
    corners.flat_map(decode).collect()
}

#[test]
fn a_decision_holds_every_name_exactly_on_numbered_pages_with_repeated_heads() {
    let decision = samples::decision(312);
    let pdf = decision_pdf(&decision).unwrap();
    let text = text_of(&pdf);
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 8, "312 rows need several pages, got {}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("{}/{}", at + 1, pages.len())), "page {} is numbered", at + 1);
        assert!(page.contains("BẢN TRÌNH DIỄN: mọi người"), "page {} says what it is", at + 1);
        if at > 0 {
            assert!(page.contains("Họ và tên chủ hộ"), "page {} repeats the heads", at + 1);
        }
        // The annex is numbered for itself, and neither first page shows its number.
        let first_line = page.lines().find(|line| !line.trim().is_empty()).unwrap().trim();
        let number = if at > 1 { at.to_string() } else { String::new() };
        assert_eq!(first_line.parse::<usize>().map_or(String::new(), |n| n.to_string()), number, "{page}");
    }
    let all = flat(&text);
    for words in [
        "ỦY BAN NHÂN DÂN",
        "Độc lập - Tự do - Hạnh phúc",
        "Điều 1. Công nhận",
        "Tổng số: 312 gia đình.",
        "Tổng hợp theo bản, tiểu khu",
        "Hoàng Văn Diễn",
    ] {
        assert!(all.contains(words), "{words}");
    }
    for name in ["Lò Văn Ún", "Y Ƀlŭ Niê Kđăm", "H'Nghĩa \"Mí\" Êban", "Sùng A #Tủa", "Giàng *Thị* _Mỷ_ $x$ @y <z> [k]"]
    {
        assert!(all.contains(name), "{name}");
    }
}

#[test]
fn no_sheet_holds_a_signature_alone() {
    let mut turned = 0;
    for more in 0..14 {
        let mut decision = samples::decision(1);
        (decision.annex, decision.watermark) = (None, None);
        let line = "Giao Trưởng phòng Văn hóa - Xã hội theo dõi việc thực hiện và báo cáo hằng năm.".to_owned();
        decision.articles[1].paragraphs.extend(vec![line; more]);
        let text = text_of(&decision_pdf(&decision).unwrap());
        let pages: Vec<String> = text.trim_end_matches('\u{c}').split('\u{c}').map(flat).collect();
        let signed = pages.iter().find(|page| page.contains("Hoàng Văn Diễn")).unwrap();
        assert!(signed.contains("kể từ ngày ký./."), "{more} more paragraphs: {signed}");
        turned += usize::from(pages.len() == 2);
    }
    assert!(turned > 2, "the signature went over the page");
    let mut report = samples::report();
    report.watermark = None;
    for rows in 6..22 {
        report.sections.truncate(1);
        let row = report.sections[0].rows[0].clone();
        report.sections[0].rows = vec![row; rows];
        let text = text_of(&make(&report.order(Kind::Minutes).unwrap()).unwrap());
        let signed = text.split('\u{c}').map(flat).find(|page| page.contains("NGƯỜI THẨM ĐỊNH")).unwrap();
        assert!(signed.contains("Biên bản lập thành"), "{rows} rows: {signed}");
    }
}

#[test]
fn totals_by_hamlet_end_with_the_sum_of_all() {
    let mut decision = samples::decision(12);
    decision.watermark = None;
    let text = flat(&text_of(&decision_pdf(&decision).unwrap()));
    assert!(text.contains("6 Bản Pá Púa A 8 Tổng số 12"), "{text}");
    decision.annex.as_mut().unwrap().totals.as_mut().unwrap().sum.pop();
    assert!(matches!(decision_pdf(&decision), Err(PaperError::Shape(what)) if what.contains("row 7")));
}

#[test]
fn every_vietnamese_letter_with_every_tone_is_shown_as_itself() {
    let mut decision = samples::decision(1);
    decision.articles[0].paragraphs = vec![crate::ALL_MARKS.to_owned()];
    decision.watermark = None;
    assert!(flat(&text_of(&decision_pdf(&decision).unwrap())).contains(&flat(crate::ALL_MARKS)));
}

#[test]
fn decomposed_letters_are_composed_before_they_are_set() {
    let mut decision = samples::decision(1);
    decision.signatory = "Hoa\u{300}ng Va\u{306}n Die\u{302}\u{303}n".to_owned();
    assert!(text_of(&decision_pdf(&decision).unwrap()).contains("Hoàng Văn Diễn"));
}

#[test]
fn the_code_of_a_decision_leads_to_its_address() {
    let decision = samples::decision(3);
    let pdf = decision_pdf(&decision).unwrap();
    assert_eq!(codes_on_first_page(&pdf, 1), vec![decision.verify.unwrap().address]);
}

#[test]
fn four_certificates_on_a_sheet_keep_codes_that_scan() {
    let cards = samples::certificates(4);
    let pdf = certificates_pdf(&samples::bundle(), &cards, PerPage::Four).unwrap();
    let mut found = codes_on_first_page(&pdf, 2);
    found.sort();
    let mut wanted: Vec<String> = cards.iter().map(|card| card.verify.address.clone()).collect();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn certificates_hold_name_title_and_code_one_to_a_page() {
    let cards = samples::certificates(10);
    let text = text_of(&certificates_pdf(&samples::bundle(), &cards, PerPage::One).unwrap());
    let pages: Vec<String> = text.trim_end_matches('\u{c}').split('\u{c}').map(flat).collect();
    assert_eq!(pages.len(), cards.len());
    for (page, card) in pages.iter().zip(&cards) {
        for words in
            [&card.name, &card.title, &card.place, &card.code, &card.register[0], &card.signatory, &card.notices[0]]
        {
            assert!(page.contains(&flat(words)), "{words} in {page}");
        }
    }
}

#[test]
fn the_same_decision_gives_the_same_bytes() {
    let decision = samples::decision(40);
    assert_eq!(decision_pdf(&decision).unwrap(), decision_pdf(&decision).unwrap());
}

#[test]
fn papers_are_archivable_tagged_and_dated() {
    let pdf = decision_pdf(&samples::decision(2)).unwrap();
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("<pdfaid:part>2</pdfaid:part>"), "PDF/A-2");
    assert!(raw.contains("<pdfaid:conformance>A</pdfaid:conformance>"), "level A");
    assert!(raw.contains("<pdfuaid:part>1</pdfuaid:part>"), "PDF/UA-1");
    assert!(raw.contains("2025-12-05T00:00:00+07:00"), "the day of the decision");
}

#[test]
fn a_character_outside_the_fonts_is_named_instead_of_printed_as_a_box() {
    let mut decision = samples::decision(1);
    decision.annex.as_mut().unwrap().rows[0][1] = "Lò 😀 Văn".to_owned();
    let wanted = PaperError::Unprintable { text: "Lò 😀 Văn".to_owned(), character: '😀' };
    assert_eq!(decision_pdf(&decision), Err(wanted));
}

#[test]
fn a_row_with_a_missing_cell_is_refused() {
    let mut decision = samples::decision(2);
    decision.annex.as_mut().unwrap().rows[1].pop();
    assert!(matches!(decision_pdf(&decision), Err(PaperError::Shape(what)) if what.contains("row 2")));
}

#[test]
fn a_bare_decision_in_another_language_needs_no_annex_code_or_warning() {
    let mut decision = samples::decision(0);
    decision.lang = "id".to_owned();
    decision.body = vec!["KOMITE RAKYAT KOMUNE LONG HẸ".to_owned()];
    (decision.annex, decision.verify, decision.watermark) = (None, None, None);
    decision.notices.clear();
    decision.bases.clear();
    decision.signed.clear();
    let text = text_of(&decision_pdf(&decision).unwrap());
    assert!(text.contains("1/1") && text.contains("KOMITE RAKYAT"), "{text}");
}

#[test]
fn a_certificate_leaves_empty_lines_out_and_carries_a_watermark() {
    let mut cards = samples::certificates(1);
    let card = &mut cards[0];
    for line in [&mut card.kind, &mut card.family, &mut card.recognises, &mut card.signed] {
        line.clear();
    }
    card.watermark = Some("BẢN TRÌNH DIỄN".to_owned());
    card.notices.clear();
    let text = flat(&text_of(&certificates_pdf(&samples::bundle(), &cards, PerPage::One).unwrap()));
    assert!(text.contains("Lò Văn Ún") && !text.contains("công nhận") && !text.contains("(Đã ký)"), "{text}");
    assert!(certificates_pdf(&samples::bundle(), &[], PerPage::One).is_err());
}

#[test]
fn many_callers_at_once_all_get_their_paper() {
    std::thread::scope(|scope| {
        let one = |families| scope.spawn(move || decision_pdf(&samples::decision(families)).map(|pdf| pdf.len()));
        let callers: Vec<_> = (1..7).map(one).collect();
        for caller in callers {
            assert!(caller.join().unwrap().unwrap() > 10_000);
        }
    });
}

/// Every kind there is; a new one does not compile here before it stands in this list, and then needs a specimen below.
const KINDS: &[Kind] = {
    const fn known(kind: Kind) -> Kind {
        match kind {
            Kind::Decision | Kind::Certificate | Kind::Minutes | Kind::Models => kind,
        }
    }
    &[known(Kind::Decision), known(Kind::Certificate), known(Kind::Minutes), known(Kind::Models)]
};

/// Writes specimens of every paper into `target/tmp/specimens`, with what the codes on its first page say: to be looked
/// at after a template was changed, and for `tests/papers`, which holds them against programs of other hands.
#[test]
fn a_specimen_of_every_paper_is_there_to_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("specimens");
    std::fs::create_dir_all(&folder).unwrap();
    let (bundle, cards) = (samples::bundle(), samples::certificates(10));
    let mut marked = samples::certificates(1);
    marked[0].watermark = Some("BẢN TRÌNH DIỄN".to_owned());
    let decision = samples::decision(312);
    let address = |verify: &papers::decision::Verify| verify.address.clone();
    let codes = |n: usize| cards.iter().take(n).map(|card| address(&card.verify)).collect::<Vec<_>>();
    let of_decision = vec![address(decision.verify.as_ref().unwrap())];
    let report = |kind, landscape| {
        let mut report = samples::report();
        report.landscape = landscape;
        report.order(kind).and_then(|order| make(&order))
    };
    let (certificate, models) = (Kind::Certificate, Kind::Models);
    let mut list = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (name, kind, codes, pdf) in [
        ("decision.pdf", Kind::Decision, of_decision.clone(), decision_pdf(&decision)),
        ("decision-of-one.pdf", Kind::Decision, of_decision, decision_pdf(&samples::decision(1))),
        ("certificates-1.pdf", certificate, codes(1), certificates_pdf(&bundle, &cards, PerPage::One)),
        ("certificates-4.pdf", certificate, codes(4), certificates_pdf(&bundle, &cards, PerPage::Four)),
        ("minutes.pdf", Kind::Minutes, vec![], report(Kind::Minutes, false)),
        ("models.pdf", models, vec![], report(models, true)),
        ("certificate-watermark.pdf", certificate, codes(1), certificates_pdf(&bundle, &marked, PerPage::One)),
    ] {
        let pdf = pdf.unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
        std::fs::write(folder.join(name), pdf).unwrap();
        seen.insert(kind);
        list.push(serde_json::json!({ "file": name, "codes": codes }));
    }
    assert_eq!(KINDS, Kind::ALL, "every kind is among those that offices may replace");
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "no specimen of {missing:?}");
    std::fs::write(folder.join("specimens.json"), serde_json::to_string_pretty(&list).unwrap()).unwrap();
}
