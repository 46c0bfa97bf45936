//! The pages of appraisal and decision, as the commune officer and the chair use them.

use rules::path::State;

use super::fixture::{accepted, commune, sent};
use crate::kit::{LONG_HE, OTHER, Person, Reply, Site, both};
use rules::access::Role;

fn state(site: &Site, id: &str) -> State {
    let id = id.to_owned();
    site.read(move |tx| store::assessments::get(tx, &id)).unwrap().state
}

const LIST: &str = "/families/2026/appraise";

#[test]
fn the_worklist_shows_exceptions_first_and_passes_many_at_once() {
    both(|site| async move {
        let c = commune(site);
        let good = sent(site, &c, "Cà Văn Ái", 90);
        let low = sent(site, &c, "Lò Thị Ệm", 60);
        let other = sent(site, &c, "Quàng Văn Pánh", 90);
        let page = site.get(Some(&c.officer), LIST).await.is(200).text();
        let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}"));
        assert!(place("Lò Thị Ệm") < place("Cà Văn Ái") && place("Cà Văn Ái") < place("Quàng Văn Pánh"));
        for words in [
            "Thiếu 20 điểm so với mức 80",
            "Chưa có minh chứng",
            "Người head",
            "Mức đạt 80 điểm",
            "phỏng theo cách chấm",
        ] {
            place(words);
        }
        assert!(!page.contains(&format!("name=\"pick\" value=\"{low}\"")), "who is below the mark cannot be picked");
        site.get(Some(&c.head), LIST).await.is(403);
        site.get(Some(&c.chair), LIST).await.is(403);
        site.get(None, LIST).await.is(303);
        site.get(Some(&c.officer), "/families/1990/appraise").await.is(422);
        let pick = [("pick", good.as_str()), ("pick", other.as_str()), ("act", "accept")];
        let to = site.post(Some(&c.officer), LIST, &pick).await.is(303).location();
        assert_eq!(to, format!("{LIST}?done=accepted&n=2"));
        site.get(Some(&c.officer), &to).await.is(200).says("Đã kết luận đạt 2 gia đình.");
        assert_eq!((state(site, &good), state(site, &other)), (State::Accepted, State::Accepted));
        let mixed = [("pick", good.as_str()), ("pick", low.as_str()), ("act", "accept")];
        let page = site.post(Some(&c.officer), LIST, &mixed).await.is(409).text();
        for words in ["Cà Văn Ái</b>", "Lò Thị Ệm</b>", "Kết quả 60 chưa đạt mức 80"] {
            assert!(page.contains(words), "no {words}");
        }
        site.post(Some(&c.officer), LIST, &[("act", "accept")]).await.is(422).says("Chưa chọn dòng nào");
        site.get(Some(&c.officer), &format!("{LIST}?state=accepted")).await.is(200).says("Mở lại thẩm định");
    });
}

#[test]
fn sending_back_not_passing_and_reopening_each_need_a_reason() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = (sent(site, &c, "Cà Văn Ái", 90), sent(site, &c, "Lò Thị Ệm", 60));
        let field = format!("reason.{one}");
        let back = format!("return:{one}");
        let page = site.post(Some(&c.officer), LIST, &[("act", &back), (&field, " ")]).await.is(422).text();
        assert!(page.contains("Cà Văn Ái: Việc này cần nêu lý do") && page.contains("<details class=\"more\" open"));
        site.post(Some(&c.head), LIST, &[("act", &back), (&field, "Thiếu ảnh")]).await.is(403);
        let to = site.post(Some(&c.officer), LIST, &[("act", &back), (&field, "Thiếu ảnh")]).await.is(303).location();
        assert_eq!((to, state(site, &one)), (format!("{LIST}?done=returned-one"), State::Returned));
        let (reject, why) = (format!("reject:{two}"), format!("reason.{two}"));
        site.post(Some(&c.officer), LIST, &[("act", &reject), (&why, "Không đủ điểm")]).await.is(303);
        assert_eq!(state(site, &two), State::Rejected);
        let reopen = format!("reopen:{two}");
        site.post(Some(&c.officer), LIST, &[("act", &reopen), (&why, "Xem lại mục A1")]).await.is(303);
        assert_eq!(state(site, &two), State::Submitted);
        site.post(Some(&c.officer), LIST, &[("act", "recognise:x"), ("reason.x", "y")]).await.is(422);
    });
}

#[test]
fn what_was_typed_and_ticked_in_other_rows_outlives_a_verdict() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = (sent(site, &c, "Cà Văn Ái", 90), sent(site, &c, "Lò Thị Ệm", 60));
        let three = sent(site, &c, "Quàng Văn Pánh", 90);
        let (why, other) = (format!("reason.{one}"), format!("reason.{two}"));
        let ticked = format!("value=\"{three}\" checked");
        let rest = [(other.as_str(), "Không đủ điểm"), ("pick", three.as_str())];
        let with = |act: &str, reason: &str| -> Vec<(String, String)> {
            let rest = rest.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            rest.chain([("act".to_owned(), act.to_owned()), (why.clone(), reason.to_owned())]).collect()
        };
        let send = async |form: Vec<(String, String)>| {
            let form: Vec<_> = form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            site.post(Some(&c.officer), LIST, &form).await
        };
        // A mistake in one row keeps the others.
        send(with(&format!("return:{one}"), "")).await.is(422).says("Không đủ điểm</textarea>").says(&ticked);
        // So does a verdict given, which is told.
        let page = send(with(&format!("return:{one}"), "Thiếu ảnh")).await.is(200);
        let page = page.says("Đã trả lại để bổ sung").says("Không đủ điểm</textarea>").says(&ticked).text();
        assert!(!page.contains("Thiếu ảnh</textarea>"), "the reason that was used is gone from the list");
        assert_eq!((state(site, &one), state(site, &two)), (State::Returned, State::Submitted));
        // Passing those ticked keeps the reason of the family that waits.
        let form = [("act", "accept"), ("pick", three.as_str()), (other.as_str(), "Không đủ điểm")];
        let page = site.post(Some(&c.officer), LIST, &form).await.is(200);
        page.says("Đã kết luận đạt 1 gia đình").says("Không đủ điểm</textarea>");
        assert_eq!(state(site, &three), State::Accepted);
    });
}

#[test]
fn another_language_on_a_page_with_mistakes_keeps_the_form_and_does_nothing() {
    both(|site| async move {
        let c = commune(site);
        let one = sent(site, &c, "Cà Văn Ái", 90);
        let why = format!("reason.{one}");
        let back = format!("return:{one}");
        let long = "x".repeat(2001);
        let page = site.post(Some(&c.officer), LIST, &[("act", &back), (&why, &long)]).await.is(422);
        let page = page.says("<form class=\"langs\" method=\"post\"").text();
        assert!(page.contains(&format!("formaction=\"{LIST}?lang=en\"")), "the button goes to the same page");
        let english = format!("{LIST}?lang=en");
        let held = crate::kit::input(&page, "_held");
        let page = site.post(Some(&c.officer), &english, &[("_held", &held)]).await.is(422);
        page.says("lang=\"en\"").says(&format!("{long}</textarea>"));
        // Nothing is wrong with it any more, and still nothing is done until the button is pressed.
        let right = [("act", back.as_str()), (why.as_str(), "Thiếu ảnh")];
        let typed = form_urlencoded::Serializer::new(String::new()).extend_pairs(right).finish() + "&_request=later";
        let held = site.app.secrets.conceal(&format!("form {LIST}\n{typed}"), &site.app.dice);
        let page = site.post(Some(&c.officer), &english, &[("_held", &held)]).await.is(409);
        page.says("Nothing has been sent yet").says("Thiếu ảnh</textarea>");
        // What is not ours brings an empty form, not a verdict.
        site.post(Some(&c.officer), &english, &[("_held", "act=accept")]).await.is(400);
        assert_eq!(state(site, &one), State::Submitted);
        let to = site.post(Some(&c.officer), LIST, &right).await.is(303).location();
        assert_eq!((to, state(site, &one)), (format!("{LIST}?done=returned-one"), State::Returned));
        // A page that nothing was sent to has plain links.
        let page = site.get(Some(&c.officer), LIST).await.is(200).text();
        assert!(page.contains("<nav class=\"langs\"") && !page.contains("_held"));
    });
}

#[test]
fn whoever_filled_in_the_sheet_gives_no_verdict_on_it() {
    both(|site| async move {
        let mut c = commune(site);
        // The officer helped the family with its sheet.
        c.head = c.officer.clone();
        let one = sent(site, &c, "Cà Văn Ái", 90);
        let page = site.get(Some(&c.officer), LIST).await.is(200).says("Bạn đã tham gia tự đánh giá hộ này");
        assert!(!page.text().contains(&format!("value=\"{one}\"")));
        let refused = site.post(Some(&c.officer), LIST, &[("pick", &one), ("act", "accept")]).await;
        assert!(matches!(refused.status.as_u16(), 403 | 409), "{}", refused.status);
        assert!(refused.text().contains("đã tham gia tự đánh giá"));
        let alone = format!("/assessments/{one}/appraise");
        site.get(Some(&c.officer), &alone).await.is(200).says("nên không được kết luận đạt hay không đạt");
        site.post(Some(&c.officer), &alone, &[("act", "accept")]).await.is(403);
        assert_eq!(state(site, &one), State::Submitted);
        let second = site.person("second", Role::CommuneOfficer, LONG_HE);
        site.post(Some(&second), &alone, &[("act", "accept")]).await.is(303);
        assert_eq!(state(site, &one), State::Accepted);
    });
}

#[test]
fn verdicts_one_by_one_go_on_to_the_next_family_that_waits() {
    both(|site| async move {
        let c = commune(site);
        let (one, two) = (sent(site, &c, "Cà Văn Ái", 90), sent(site, &c, "Lò Thị Ệm", 90));
        let page = site.get(Some(&c.officer), &format!("/assessments/{one}/appraise")).await.is(200);
        let page = page.says("A1.").says("Người head").says("sau kết luận sẽ mở hộ Lò Thị Ệm");
        let next = crate::kit::input(&page.text(), "next");
        assert_eq!(next, two);
        let form = [("act", "accept"), ("next", next.as_str())];
        let to = site.post(Some(&c.officer), &format!("/assessments/{one}/appraise"), &form).await.is(303).location();
        assert_eq!(to, format!("/assessments/{two}/appraise?done=accepted-one"));
        let path = format!("/assessments/{two}/appraise");
        site.post(Some(&c.officer), &path, &[("act", "reject"), ("reason", "")]).await.is(422).says("lý do");
        site.post(Some(&c.officer), &path, &[("act", "register")]).await.is(422);
        let to =
            site.post(Some(&c.officer), &path, &[("act", "return"), ("reason", "Thiếu ảnh"), ("next", "//x")]).await;
        assert_eq!(to.is(303).location(), format!("/assessments/{two}?done=returned-one"));
        site.get(Some(&c.head), &path).await.is(403);
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        site.get(Some(&stranger), &path).await.is(403);
    });
}

const DECIDE: &str = "/families/2026/decide";

fn form<'a>(families: &'a [String], act: &'a str, number: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("act", act),
        ("number", number),
        ("issued_on", "2026-11-22"),
        ("issued_at", "Long Hẹ"),
        ("issuer", "Ủy ban nhân dân xã Long Hẹ"),
        ("bases", "Căn cứ Quyết định số 387/QĐ-TTg;"),
        ("signatory", "Thào A Dụ"),
        ("signatory_title", "Phó Chủ tịch"),
    ];
    form.extend(families.iter().map(|id| ("family", id.as_str())));
    form
}

async fn post(site: &Site, person: &Person, form: &[(&str, &str)]) -> Reply {
    site.post(Some(person), DECIDE, form).await
}

#[test]
fn the_chair_previews_the_paper_and_issues_one_decision_however_often_it_is_sent() {
    both(|site| async move {
        let c = commune(site);
        let mut ids = vec![accepted(site, &c, "Cà Văn Ái"), accepted(site, &c, "Lò Thị Ệm")];
        ids.sort();
        let page = site.get(Some(&c.chair), DECIDE).await.is(200).text();
        for words in [
            "Bản Cổng",
            "Cà Văn Ái",
            "người có thẩm quyền: Chủ tịch Ủy ban nhân dân xã",
            "Căn cứ Quyết định số 387/QĐ-TTg ngày 25 tháng 3 năm 2022",
            "chưa xác minh",
            "value=\"Ủy ban nhân dân xã Long Hẹ\"",
            "value=\"22/11/2026\"",
        ] {
            assert!(page.contains(words), "no {words}");
        }
        site.get(Some(&c.officer), DECIDE).await.is(403);
        post(site, &c.officer, &form(&ids, "issue", "12/QĐ-UBND")).await.is(403);
        let wrong = post(site, &c.chair, &form(&[], "preview", " ")).await.is(422).text();
        assert!(wrong.contains("Chưa chọn dòng nào") && wrong.contains("f-number-error"));
        let preview = post(site, &c.chair, &form(&ids, "preview", "12/QĐ-UBND")).await.is(200).text();
        for words in [
            "Chưa ban hành",
            "Số: 12/QĐ-UBND",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "cho 2 gia đình",
            "Lò Thị Ệm",
            "cấp khi ban hành",
            "Căn cứ Quyết định số 387/QĐ-TTg;",
        ] {
            assert!(preview.contains(words), "no {words}");
        }
        assert!(ids.iter().all(|id| state(site, id) == State::Accepted), "a preview changes nothing");
        let again = post(site, &c.chair, &form(&ids, "edit", "12/QĐ-UBND")).await.is(200);
        again.says("value=\"Phó Chủ tịch\"").says("value=\"12/QĐ-UBND\"");
        let issue = form(&ids, "issue", "12/QĐ-UBND");
        let first = site.post_as(Some(&c.chair), DECIDE, "once", &issue).await.is(303).location();
        let second = site.post_as(Some(&c.chair), DECIDE, "once", &issue).await.is(303).location();
        assert_eq!(first, second);
        assert!(first.starts_with("/decisions/") && first.ends_with("?done=issued&n=2"), "{first}");
        let filter = || store::decisions::DecisionFilter { scope: LONG_HE.to_owned(), limit: 9, ..Default::default() };
        assert_eq!(site.read(move |tx| store::decisions::list_decisions(tx, &filter())).len(), 1);
        let after = post(site, &c.chair, &issue).await.is(409).text();
        assert!(after.contains("Số quyết định 12/QĐ-UBND đã dùng") && after.contains("Cà Văn Ái (Bản Cổng): "));
        site.get(Some(&c.chair), DECIDE).await.is(200).says("Chưa có gia đình nào chờ quyết định");
    });
}

#[test]
fn a_family_in_the_way_stops_the_whole_decision_until_it_is_unticked() {
    both(|site| async move {
        let c = commune(site);
        let (good, taken) = (accepted(site, &c, "Cà Văn Ái"), accepted(site, &c, "Lò Thị Ệm"));
        // While the chair reads the list, the officer takes one verdict back.
        let reopen = format!("reopen:{taken}");
        let why = format!("reason.{taken}");
        site.post(Some(&c.officer), LIST, &[("act", &reopen), (&why, "Xem lại")]).await.is(303);
        let both_of = [good.clone(), taken.clone()];
        for act in ["preview", "issue"] {
            let page = post(site, &c.chair, &form(&both_of, act, "12/QĐ-UBND")).await.is(409).text();
            assert!(page.contains("Lò Thị Ệm (Bản Cổng): Chưa thực hiện được bước"), "{act}");
            assert_eq!(page.matches("name=\"family\"").count(), 1, "who no longer waits is no longer offered");
        }
        assert_eq!(state(site, &good), State::Accepted);
        post(site, &c.chair, &form(std::slice::from_ref(&good), "issue", "12/QĐ-UBND")).await.is(303);
        assert_eq!((state(site, &good), state(site, &taken)), (State::Recognised, State::Submitted));
    });
}
