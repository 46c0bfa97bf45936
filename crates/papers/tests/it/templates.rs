//! Templates as foreign input: what they may reach, what is said when they are wrong, what is seen on what they make.

use papers::PaperError;
use papers::certificate::PerPage;
use papers::error::Limit;
use papers::kind::{Kind, mark};
use papers::pdf::{Order, look, make};
use papers::press::{Job, Reply, answer, serve};
use rules::basics::Day;

use crate::samples;

fn order(template: &str) -> Order {
    let day = Day::new(2025, 1, 1).unwrap();
    Order::new(Kind::Decision, &["x"], "test".to_owned(), day).unwrap().with(template)
}

fn samples() -> Vec<(Kind, Order)> {
    let cards = samples::certificates(5);
    let (bundle, report) = (samples::bundle(), samples::report());
    let mut marked = cards.clone();
    marked.iter_mut().for_each(|card| card.watermark = Some("BẢN TRÌNH DIỄN".to_owned()));
    vec![
        (Kind::Decision, samples::decision(80).order().unwrap()),
        (Kind::Certificate, papers::certificate::order(&bundle, &marked, PerPage::One).unwrap()),
        (Kind::Certificate, papers::certificate::order(&bundle, &marked, PerPage::Four).unwrap()),
        (Kind::Minutes, report.order(Kind::Minutes).unwrap()),
        (Kind::Models, report.order(Kind::Models).unwrap()),
    ]
}

#[test]
fn an_error_in_a_template_names_its_line_and_letter() {
    let wrong = order("Good\n\n#let d = json(\"data.json\")\n#d.nothing\n");
    let error = make(&wrong).unwrap_err();
    assert!(matches!(&error, PaperError::Template { line: Some(4), column: Some(4), .. }), "{error}");
    assert!(error.to_string().starts_with("decision.typ:4:4: "), "{error}");
    for (template, line, column) in [("Đẹp\n#foo", 2, 2), ("#let x = (1, 2", 1, 10), ("a\nĐẹp #(1 + \"b\")", 2, 7)]
    {
        let error = make(&order(template)).unwrap_err();
        let at = match &error {
            PaperError::Template { line, column, .. } => (*line, *column),
            _ => (None, None),
        };
        assert_eq!(at, (Some(line), Some(column)), "{error}");
    }
}

#[test]
fn a_template_reaches_neither_disk_nor_packages_nor_plug_ins() {
    for source in [
        "#read(\"/etc/hostname\")",
        "#read(\"../../Cargo.toml\")",
        "#import \"@preview/cetz:0.3.0\"",
        "#import \"@local/own:1.0.0\"",
        "#include \"/etc/passwd\"",
        "#image(\"http://127.0.0.1/x.png\")",
        "#plugin(\"x.wasm\")",
        "#csv(\"/proc/self/environ\")",
    ] {
        assert!(matches!(make(&order(source)), Err(PaperError::Template { line: Some(1), .. })), "{source}");
    }
}

#[test]
fn a_paper_has_only_so_many_pages_and_depth() {
    let mut long = order("#for n in range(40) { [x]; pagebreak() }");
    long.pages = 30;
    assert_eq!(make(&long), Err(PaperError::Limit(Limit::Pages)));
    long.pages = 41;
    make(&Order { template: format!("#set document(title: \"x\")\n{}", long.template), ..long }).unwrap();
    for endless in ["#let f(x) = f(x + 1)\n#f(0)", "#while true { }", "#show \"x\": \"xx\"\nx"] {
        assert!(matches!(make(&order(endless)), Err(PaperError::Template { .. })), "{endless}");
    }
}

#[test]
fn every_mandatory_field_is_seen_on_what_the_built_in_templates_make() {
    for (kind, mut order) in samples() {
        let marks = mark(kind, &mut order.value);
        assert!(marks.len() > 12, "{kind:?}: {}", marks.len());
        let seen = look(&order).unwrap();
        for (word, mark) in &marks {
            assert!(seen.text.contains(mark.as_str()), "{kind:?}: {word} is not on the paper");
        }
        assert_eq!(seen.codes, kind.codes(&order.value), "{kind:?}");
    }
}

#[test]
fn what_is_too_small_too_pale_hidden_or_beside_the_page_is_not_seen() {
    let page = "#set document(title: \"x\")\n#set page(width: 200pt, height: 100pt, margin: 10pt)\n";
    let text = |body: &str| look(&order(&format!("{page}{body}"))).unwrap().text;
    assert!(text("MARK").contains("MARK"));
    for body in [
        "#text(3pt)[MARK]",
        "#text(fill: white)[MARK]",
        "#text(fill: rgb(0, 0, 0, 5))[MARK]",
        "#hide[MARK]",
        "#place(dx: 300pt)[MARK]",
        "#place(dy: -60pt)[MARK]",
        "#scale(20%)[MARK]",
        "#metadata(\"MARK\")",
    ] {
        assert!(!text(body).contains("MARK"), "{body}");
    }
}

#[test]
fn a_job_goes_through_the_pipe_and_back() {
    let send = |order: Order, look| {
        let mut out = Vec::new();
        serve(serde_json::to_vec(&Job { order, look }).unwrap().as_slice(), &mut out).unwrap();
        answer(&out)
    };
    let decision = samples::decision(3).order().unwrap();
    let (reply, paper) = send(decision.clone(), false).unwrap();
    assert!(matches!(reply, Reply::Made) && paper == make(&decision).unwrap());
    assert!(matches!(send(decision.clone(), true), Ok((Reply::Seen(seen), _)) if seen.pages == 2));
    assert!(matches!(send(decision.with("#foo"), false), Err(PaperError::Template { line: Some(1), .. })));
    assert_eq!(answer(b"").unwrap_err(), PaperError::Limit(Limit::Memory));
    assert_eq!(answer(b"memory allocation of 8 bytes failed\n").unwrap_err(), PaperError::Limit(Limit::Memory));
}
