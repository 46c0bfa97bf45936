//! Templates of an office: brought, tried, refused, used, gone back from; and papers that stay as they were issued.

use papers::kind::Kind;
use rules::access::Role;

use super::fixture::{accepted, commune, decide};
use super::papers::words_of;
use crate::kit::{LONG_HE, OTHER, Person, Reply, SON_LA, Site, VN, both};

/// The built-in decision with a line of one's own above it.
fn own(words: &str) -> String {
    let built_in = Kind::Decision.built_in();
    let own = built_in.replacen("#grid(\n", &format!("#align(center)[{words}]\n\n#grid(\n"), 1);
    assert_ne!(own, built_in);
    own
}

async fn bring(site: &Site, person: &Person, place: &str, kind: &str, text: &str) -> Reply {
    let form = [("place", place), ("kind", kind)];
    site.upload(person, "/templates", &form, ("file", "mau.typ", text.as_bytes())).await
}

async fn choose(site: &Site, person: &Person, place: &str, choice: &str) -> Reply {
    site.post(Some(person), "/templates/choose", &[("place", place), ("kind", "decision"), ("choice", choice)]).await
}

/// The id in the address that an accepted template leads to.
fn id_of(reply: Reply) -> String {
    let to = reply.is(303).location();
    to.strip_prefix("/templates/").and_then(|rest| rest.split('?').next()).expect("the page of a template").to_owned()
}

#[test]
fn an_office_brings_a_template_tries_it_uses_it_and_goes_back() {
    both(|site| async move {
        let c = commune(site);
        let ids = ["Quàng Văn Pánh", "Cà Văn Ái", "Lò Thị Ệm"].map(|name| accepted(site, &c, name));
        let issue = |at: usize, number: &'static str| {
            let form = [("number", number), ("issued_on", "2026-11-22")];
            decide(site, &c.chair, LONG_HE, &form, std::slice::from_ref(&ids[at])).unwrap().id
        };
        let paper = |id: String| {
            let officer = c.officer.clone();
            async move {
                let path = format!("/decisions/{id}/decision.pdf");
                words_of(&site.get(Some(&officer), &path).await.is(200).body)
            }
        };
        let before = issue(0, "1/QĐ-UBND");
        site.get(Some(&c.officer), "/decisions").await.is(200).says("href=\"/templates\"");
        let page = site.get(Some(&c.officer), "/templates").await.is(200);
        page.says("Mẫu giấy: Xã Long Hẹ").says("Đang dùng mẫu có sẵn.");
        let file = site.get(Some(&c.officer), "/templates/built-in/decision/template.typ").await.is(200);
        assert_eq!(file.text(), Kind::Decision.built_in());
        let id = id_of(bring(site, &c.officer, "03763", "decision", &own("MẪU RIÊNG CỦA XÃ")).await);
        // Taken, but not in use before somebody has looked at it.
        site.get(Some(&c.officer), &format!("/templates/{id}")).await.is(200).says("chưa dùng").says("MẪU RIÊNG");
        let specimen = site.get(Some(&c.officer), &format!("/templates/{id}/preview.pdf")).await.is(200);
        let text = words_of(&specimen.body);
        for words in ["MẪU RIÊNG CỦA XÃ", "MAU0-0001-0000", "Lò Văn Mẫu", "XÃ LONG HẸ"] {
            assert!(text.contains(words), "no {words} in {text}");
        }
        assert!(!paper(issue(1, "2/QĐ-UBND")).await.contains("MẪU RIÊNG"));
        let to = choose(site, &c.officer, "03763", &id).await.is(303).location();
        assert!(to.contains("before=&") && to.contains("done=template-chosen"), "{to}");
        let page = site.get(Some(&c.officer), &to).await.is(200);
        page.says("Đang dùng mẫu số 1 của nơi này").says("Hoàn tác");
        let after = issue(2, "3/QĐ-UBND");
        assert!(paper(after.clone()).await.contains("MẪU RIÊNG CỦA XÃ"));
        // What was issued before stays as it was, and what was issued now too when the office goes back.
        assert!(!paper(before.clone()).await.contains("MẪU RIÊNG"));
        choose(site, &c.officer, "03763", "").await.is(303);
        site.get(Some(&c.officer), "/templates?place=03763").await.is(200).says("Đang dùng mẫu có sẵn.");
        assert!(paper(after.clone()).await.contains("MẪU RIÊNG CỦA XÃ"));
        let lines = site.read(|tx| store::audit::of_object(tx, "template", LONG_HE));
        assert_eq!(lines.len(), 3, "brought, chosen, taken back");
    });
}

#[test]
fn the_nearest_place_with_a_choice_counts() {
    both(|site| async move {
        let c = commune(site);
        let province = site.person("province", Role::ProvinceOfficer, SON_LA);
        let site_admin = site.person("admin", Role::Administrator, VN);
        let seen = |words: &'static str| {
            let officer = c.officer.clone();
            async move {
                site.get(Some(&officer), "/templates").await.is(200).says(words);
            }
        };
        let of_site = id_of(bring(site, &site_admin, "VN", "decision", &own("CẢ NƯỚC")).await);
        choose(site, &site_admin, "VN", &of_site).await.is(303);
        seen("Đang dùng mẫu số 1 của Việt Nam").await;
        let of_province = id_of(bring(site, &province, "14", "decision", &own("CỦA TỈNH")).await);
        choose(site, &province, "14", &of_province).await.is(303);
        seen("Đang dùng mẫu số 1 của Tỉnh Sơn La").await;
        let one = accepted(site, &c, "Lò Thị Ệm");
        let form = [("number", "1/QĐ-UBND"), ("issued_on", "2026-11-22")];
        let id = decide(site, &c.chair, LONG_HE, &form, &[one]).unwrap().id;
        let pdf = site.get(Some(&province), &format!("/decisions/{id}/decision.pdf")).await.is(200);
        assert!(words_of(&pdf.body).contains("CỦA TỈNH"));
        choose(site, &c.officer, "03763", "builtin").await.is(303);
        seen("Đang dùng mẫu có sẵn, do Xã Long Hẹ chọn").await;
        // Another place's version is not to be used, nor seen, nor another paper's.
        choose(site, &c.officer, "03763", &of_province).await.is(422).says("không thuộc nơi");
        site.get(Some(&c.officer), &format!("/templates/{of_province}")).await.is(403);
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        for person in [&stranger, &c.chair, &c.head] {
            site.get(Some(person), "/templates?place=03763").await.is(403);
            bring(site, person, "03763", "decision", &own("X")).await.is(403);
            choose(site, person, "03763", "").await.is(403);
        }
    });
}

#[test]
fn a_template_that_is_wrong_or_leaves_something_out_is_refused_and_told_why() {
    both(|site| async move {
        let c = commune(site);
        let built_in = Kind::Decision.built_in();
        let line = built_in.lines().count() + 2;
        for (text, wanted) in [
            (
                format!("{built_in}\n#foo\n"),
                vec![
                    format!("Mẫu sai ở dòng {line}, chữ thứ 2: Tên foo chưa được đặt"),
                    "Dòng đó là: “#foo”".to_owned(),
                    "Nguyên văn của bộ dàn trang: unknown variable: foo".to_owned(),
                ],
            ),
            (built_in.replace("text(13pt, d.number)", "[]"), vec!["thiếu: số văn bản".to_owned()]),
            (built_in.replace("if d.watermark != none", "if false"), vec!["chữ chìm “bản trình diễn”".to_owned()]),
            (built_in.replace("for notice in d.notices {", "for notice in () {"), vec!["các cảnh báo".to_owned()]),
            (
                built_in.replace("..annex.rows.flatten(),", "..annex.rows.slice(1).flatten(),"),
                vec!["các dòng của bảng".to_owned()],
            ),
            (
                built_in.replace("par(strong(d.verify.shown))", "par(text(fill: white, d.verify.shown))"),
                vec!["địa chỉ kiểm tra".to_owned()],
            ),
            (
                built_in.replace("format: \"svg\", width: 24mm", "format: \"svg\", width: 9mm"),
                vec!["phải có 1 mã QR".to_owned(), "chỉ thấy 0".to_owned()],
            ),
            ("#let x = \"a\" * 3000000000".to_owned(), vec!["quá nhiều bộ nhớ".to_owned()]),
            ("#for n in range(9000) { [x]; pagebreak() }".to_owned(), vec!["quá nhiều trang".to_owned()]),
            ("#read(\"/etc/passwd\")".to_owned(), vec!["Mẫu sai ở dòng 1, chữ thứ 7".to_owned()]),
            // It fails only where there is no warning: as most papers are.
            (format!("{built_in}\n#hide(d.notices.first())"), vec![format!("Mẫu sai ở dòng {line}")]),
            (
                built_in.replacen("Liberation Serif", "Times New Roman", 1),
                vec!["Không có phông chữ times new roman".to_owned(), "Liberation Serif và Vollkorn".to_owned()],
            ),
            (String::new(), vec!["không phải mẫu Typst".to_owned()]),
        ] {
            assert_ne!(text, built_in, "{wanted:?}");
            let page = bring(site, &c.officer, "03763", "decision", &text).await.is(422);
            for words in wanted {
                assert!(page.text().contains(&words), "no {words} in {}", page.text());
            }
        }
        let page = bring(site, &c.officer, "03763", "decision", &format!("{built_in}\n#foo\n")).await;
        page.says("class=\"excerpt\"").says(&format!("<b>{line}  #foo</b>"));
        let form = [("place", "03763"), ("kind", "decision")];
        site.upload(&c.officer, "/templates", &form, ("file", "mau.typ", b"\xff\xfe\x00")).await.is(422).says("UTF-8");
        site.upload(&c.officer, "/templates", &form, ("file", "big.typ", &vec![b' '; 300_000])).await.is(413);
        site.post(Some(&c.officer), "/templates/choose", &[("place", "03763"), ("kind", "poem")]).await.is(422);
        assert!(site.read(|tx| store::templates::of_unit(tx, LONG_HE, "decision")).is_empty(), "nothing was taken");
        // Every built-in template passes the same trial.
        for kind in Kind::ALL {
            bring(site, &c.officer, "03763", kind.word(), kind.built_in()).await.is(303);
            let path = format!("/templates/built-in/{}/preview.pdf?place=03763", kind.word());
            assert!(site.get(Some(&c.officer), &path).await.is(200).body.starts_with(b"%PDF"));
        }
    });
}

#[test]
fn a_template_that_never_ends_is_ended() {
    // Once is enough: no database is asked while a paper is set.
    let site = Site::new(false).unwrap();
    let press = &site.app.press;
    let endless = "#for a in range(100000) { for b in range(100000) { let c = a * b } }";
    let day = rules::basics::Day::new(2026, 1, 1).unwrap();
    let order = papers::press::Order::new(Kind::Decision, &1, "x".to_owned(), day).unwrap().with(endless);
    let bounds = hoctap::typeset::Bounds { seconds: 2, megabytes: 1200 };
    let begun = std::time::Instant::now();
    assert_eq!(press.make(order, bounds), Err(papers::PaperError::Limit(papers::error::Limit::Time)));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
