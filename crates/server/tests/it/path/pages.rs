//! Journeys through the pages of the path.

use rules::access::Role;

use super::fixture::{full, household, register, saved, step};
use crate::kit::{LONG_HE, OTHER, both, input};

const HAMLET_QUERY: &str = "hamlet=";

fn at(page: &str, hamlet: &str) -> String {
    format!("/families/2026/{page}?{HAMLET_QUERY}{}", hamlet.replace('@', "%40"))
}

#[test]
fn a_hamlet_head_registers_some_of_the_households_and_the_others_stay_to_be_asked() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let names = ["Quàng Văn Pánh", "Lò Thị Ệm", "Mùa A Sử", "Cà Văn Dương", "Lò Văn Inh"];
        let ids: Vec<_> = names.iter().map(|name| household(site, &hamlet, name, "2025-07-01")).collect();
        let list = site.get(Some(&head), &at("register", &hamlet)).await.is(200);
        for name in names {
            assert!(list.text().contains(name), "{name}");
        }
        let pick = [("pick", ids[0].as_str()), ("pick", &ids[2]), ("pick", &ids[4]), ("act", "register")];
        let done = site.post_as(Some(&head), &at("register", &hamlet), "r1", &pick).await.is(303);
        let shown = site.get(Some(&head), &done.location()).await.is(200).says("Đã đăng ký 3 gia đình");
        assert!(shown.text().contains("badge-registered"));
        // The same request again changes nothing and answers the same.
        let again = site.post_as(Some(&head), &at("register", &hamlet), "r1", &pick).await.is(303);
        assert_eq!(again.location(), done.location());
        // One of three was registered before: the others are kept, that one is named.
        let more = [("pick", ids[0].as_str()), ("pick", &ids[1]), ("act", "register")];
        site.post(Some(&head), &at("register", &hamlet), &more)
            .await
            .is(200)
            .says("Đã đăng ký 1 gia đình")
            .says("<b>Quàng Văn Pánh</b>")
            .says("Gia đình đã đăng ký năm 2026");
        let left = site.get(Some(&head), &format!("{}&missing=1", at("register", &hamlet))).await.is(200);
        assert!(left.text().contains("Cà Văn Dương") && !left.text().contains("Lò Thị Ệm"));
        site.post(Some(&head), &at("register", &hamlet), &[("act", "register")])
            .await
            .is(422)
            .says("Chưa chọn dòng nào");
        // Every one refused: nothing is done, the page says why.
        let all = [("pick", ids[0].as_str()), ("act", "register")];
        site.post(Some(&head), &at("register", &hamlet), &all).await.is(409).says("<b>Quàng Văn Pánh</b>");
        let found = site.get(Some(&head), &format!("{}&q=sung+su", at("register", &hamlet))).await.is(200);
        assert!(!found.text().contains("Mùa A Sử"));
        site.get(Some(&head), &format!("{}&q=mua+a+su", at("register", &hamlet))).await.is(200).says("Mùa A Sử");
    });
}

#[test]
fn only_the_hamlets_own_people_see_and_change_its_families() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let other = site.hamlet(LONG_HE, "Nà Nôm");
        let head = site.person("head", Role::HamletHead, &other);
        let far = site.person("far", Role::CommuneOfficer, OTHER);
        let viewer = site.person("viewer", Role::Viewer, LONG_HE);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &officer, register(&family, 2026)).unwrap();
        for person in [&head, &far, &viewer] {
            for path in [
                at("register", &hamlet),
                at("assess", &hamlet),
                at("grid", &hamlet),
                at("paper", &hamlet),
                format!("{}&format=csv", at("assess", &hamlet)),
                format!("/assessments/{}", one.id),
                format!("/assessments/{}/form", one.id),
            ] {
                let reply = site.get(Some(person), &path).await.is(403);
                assert!(!reply.text().contains("Pánh"), "{path}");
            }
            let pick = [("pick", family.as_str()), ("act", "withdraw")];
            let reply = site.post(Some(person), &at("register", &hamlet), &pick).await.is(403);
            assert!(!reply.text().contains("Pánh"));
            site.post(Some(person), &format!("/assessments/{}/withdraw", one.id), &[]).await.is(403);
        }
        site.get(None, &at("register", &hamlet)).await.is(303);
        site.get(Some(&officer), "/families").await.is(200).says("Long Hẹ");
        site.get(Some(&officer), "/families?year=2014").await.is(422).says("2016");
        site.get(Some(&officer), &at("register", LONG_HE)).await.is(200).says("Bản Cổng");
        site.get(Some(&officer), &at("register", "nowhere")).await.is(422);
        site.get(Some(&officer), "/families/next/register").await.is(404).says("<html");
    });
}

#[test]
fn a_sheet_is_saved_recalled_sent_and_its_story_told() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let (story, form) = (format!("/assessments/{}", one.id), format!("/assessments/{}/form", one.id));
        // Out of order: the sentence names the missing step and who takes it.
        site.post(Some(&head), &format!("{story}/submit"), &[])
            .await
            .is(409)
            .says("Lưu phiếu tự đánh giá")
            .says("Trưởng thôn, tổ trưởng dân phố");
        let page = site.get(Some(&head), &form).await.is(200);
        assert_eq!(input(&page.text(), "base_revision"), "1");
        page.says("Mục này và điểm tối đa được phục dựng").says("dự thảo");
        // Two answers, then sent too early: they are kept, the others are named.
        let some =
            [("base_revision", "1"), ("a.A1", "9"), ("a.A2", "8"), ("n.A1", "lớp 5, có giấy khen"), ("act", "submit")];
        let early = site.upload(&head, &form, &some, ("p.A1", "", &[])).await.is(422);
        early.says("Mục B1 chưa trả lời").says("Đã lưu những gì vừa nhập").says("lớp 5, có giấy khen");
        site.get(Some(&head), &story).await.is(200).says("2 trên").says("lớp 5, có giấy khen");
        let mut all = full(site, 80);
        all.push(("base_revision".to_owned(), "2".to_owned()));
        all.push(("act".to_owned(), "submit".to_owned()));
        let all: Vec<(&str, &str)> = all.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let sent = site.upload(&head, &form, &all, ("p.A1", "", &[])).await.is(303);
        let told = site.get(Some(&head), &sent.location()).await.is(200).says("Đã nộp phiếu").says("80");
        assert!(told.text().contains("badge-submitted") && told.text().contains("Người head"));
        site.get(Some(&head), &form).await.is(409).says("Rút lại phiếu đã nộp");
        site.post(Some(&head), &format!("{story}/recall"), &[]).await.is(303);
        site.post(Some(&head), &format!("{story}/withdraw"), &[]).await.is(422).says("cần nêu lý do");
        site.post(Some(&head), &format!("{story}/withdraw"), &[("reason", "chuyển đi")]).await.is(303);
        site.get(Some(&officer), &story).await.is(200).says("chuyển đi").says("badge-withdrawn");
        let kinds = site.read(move |tx| store::assessments::steps(tx, &one.id));
        let kinds: Vec<_> = kinds.iter().map(|step| step.step.kind.word()).collect();
        assert_eq!(kinds, ["register", "save", "save", "submit", "recall", "withdraw"]);
    });
}

#[test]
fn two_people_with_the_same_sheet_never_write_over_each_other_unseen() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let form = format!("/assessments/{}/form", one.id);
        let none = ("p.A1", "", &[][..]);
        let theirs = [("base_revision", "1"), ("a.A1", "4"), ("act", "save")];
        site.upload(&officer, &form, &theirs, none).await.is(303);
        let mine = [("base_revision", "1"), ("a.A1", "9"), ("n.A1", "của tôi"), ("act", "save")];
        let clash = site.upload(&head, &form, &mine, none).await.is(409);
        let text = clash.says("Người officer").says("Đang lưu: 4").says("của tôi").text();
        assert_eq!(input(&text, "base_revision"), "2");
        assert!(text.contains("name=\"a.A1\" min=\"0\" max=\"10\" step=\"1\" value=\"9\""));
        let id = one.id.clone();
        assert_eq!(site.read(move |tx| store::assessments::get(tx, &id)).unwrap().total, 4);
        let seen = [("base_revision", "2"), ("a.A1", "9"), ("n.A1", "của tôi"), ("act", "save")];
        site.upload(&head, &form, &seen, none).await.is(303);
        assert_eq!(site.read(move |tx| store::assessments::get(tx, &one.id)).unwrap().total, 9);
    });
}

#[test]
fn every_wrong_answer_is_told_at_its_item_and_what_was_typed_stays() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let form = format!("/assessments/{}/form", one.id);
        let long = "dài ".repeat(400);
        let bad = [("base_revision", "1"), ("a.A1", "chín"), ("a.A2", "99"), ("x.B1", "1"), ("n.A1", long.as_str())];
        let reply = site.upload(&head, &form, &bad, ("p.A2", "virus.exe", b"MZ not a picture")).await.is(422);
        let text = reply.text();
        assert!(text.contains("href=\"#f-A1\"") && text.contains("href=\"#f-A2\""), "{text}");
        assert!(text.contains("href=\"#f-note-A1\"") && text.contains("href=\"#f-photo-A2\""), "{text}");
        assert!(text.contains("value=\"chín\"") && text.contains("virus.exe"));
        assert_eq!(site.read(move |tx| store::assessments::get(tx, &one.id)).unwrap().filled, "");
    });
}

#[test]
fn last_years_answers_are_offered_and_differences_marked() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let family = household(site, &hamlet, "Quàng Văn Pánh", "2025-07-01");
        let last = step(site, &head, register(&family, 2025)).unwrap();
        step(site, &head, saved(site, &last.id, 80)).unwrap();
        let one = step(site, &head, register(&family, 2026)).unwrap();
        let form = format!("/assessments/{}/form", one.id);
        let plain = site.get(Some(&head), &form).await.is(200).says("Điền như năm 2025").says("data-before=\"8\"");
        assert!(!plain.text().contains("value=\"8\" data-max=\"10\""));
        site.get(Some(&head), &format!("{form}?before=1")).await.is(200).says("value=\"8\" data-max=\"10\"");
        site.get(Some(&head), &format!("{}&before=1", at("grid", &hamlet))).await.is(200).says("value=\"8\"");
        let changed = [("base_revision", "1"), ("a.A1", "5"), ("act", "save")];
        site.upload(&head, &form, &changed, ("p.A1", "", &[])).await.is(303);
        site.get(Some(&head), &form).await.is(200).says("score-row is-changed");
        site.get(Some(&head), &format!("/assessments/{}", one.id)).await.is(200).says("Năm 2025: 8.");
    });
}

#[test]
fn a_grid_saves_what_changed_keeps_the_good_rows_and_sends_the_complete_ones() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let mut ids = Vec::new();
        for name in ["Cà Văn Dương", "Lò Thị Ệm", "Mùa A Sử"] {
            let family = household(site, &hamlet, name, "2025-07-01");
            ids.push(step(site, &head, register(&family, 2026)).unwrap().id);
        }
        let page = site.get(Some(&head), &at("grid", &hamlet)).await.is(200).says("data-grid").says("Mùa A Sử");
        assert_eq!(input(&page.text(), &format!("r.{}", ids[0])), "1");
        let mut form: Vec<(String, String)> = Vec::new();
        for id in &ids {
            form.push((format!("r.{id}"), "1".to_owned()));
        }
        for (key, value) in full(site, 80) {
            form.push((format!("v.{}.{}", ids[0], key.trim_start_matches("a.")), value));
        }
        form.push((format!("v.{}.A1", ids[1]), "x".to_owned()));
        let send = |form: &[(String, String)], act: &str| {
            let mut form = form.to_vec();
            form.push(("act".to_owned(), act.to_owned()));
            form
        };
        let mut bad = form.clone();
        bad.push((format!("v.{}.A1", ids[2]), "mười".to_owned()));
        let bad: Vec<_> = bad.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        site.post(Some(&head), &at("grid", &hamlet), &bad).await.is(422).says("mười").says("aria-invalid");
        let sent = send(&form, "submit");
        let sent: Vec<_> = sent.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        // The complete one is sent, the one begun is told with what it lacks, the empty one was never begun.
        let done = site.post(Some(&head), &at("grid", &hamlet), &sent).await.is(200).text();
        assert!(done.contains("1 gia đình") && done.contains("<b>Lò Thị Ệm</b>"), "{done}");
        assert!(!done.contains("<b>Mùa A Sử</b>"), "{done}");
        assert!(done.contains("Đã lưu phiếu của 2 gia đình"), "what was saved is told too: {done}");
        let states = ids.clone();
        let states = site.read(move |tx| {
            let mut found = Vec::new();
            for id in &states {
                let one = store::assessments::get(tx, id)?.unwrap();
                found.push((one.state.word().to_owned(), one.total));
            }
            Ok(found)
        });
        let wanted = [("submitted", states[0].1), ("assessing", 10), ("registered", 0)];
        for ((state, total), (is, points)) in wanted.iter().zip(&states) {
            assert_eq!((state, total), (&is.as_str(), points));
        }
        // Somebody else saves the second family; the third is still taken.
        step(site, &officer, saved(site, &ids[1], 60)).unwrap();
        let (second, third) = (format!("v.{}.A1", ids[1]), format!("v.{}.A1", ids[2]));
        let (r2, r3) = (format!("r.{}", ids[1]), format!("r.{}", ids[2]));
        let late =
            [(r2.as_str(), "2"), (second.as_str(), "9"), (r3.as_str(), "1"), (third.as_str(), "7"), ("act", "save")];
        site.post(Some(&head), &at("grid", &hamlet), &late)
            .await
            .is(200)
            .says("<b>Lò Thị Ệm</b>")
            .says("Đang lưu: 6")
            .says("Đã lưu phiếu của 1 gia đình");
    });
}

#[test]
fn the_list_sends_many_and_is_taken_away_as_a_table() {
    both(|site| async move {
        let hamlet = site.hamlet(LONG_HE, "Cổng");
        let head = site.person("head", Role::HamletHead, &hamlet);
        let mut ids = Vec::new();
        for (name, percent) in [("Cà Văn Dương", 90), ("Lò Thị Ệm", 60)] {
            let family = household(site, &hamlet, name, "2025-07-01");
            let one = step(site, &head, register(&family, 2026)).unwrap();
            step(site, &head, saved(site, &one.id, percent)).unwrap();
            ids.push(one.id);
        }
        let unfinished = household(site, &hamlet, "=1+1", "2025-07-01");
        let unfinished = step(site, &head, register(&unfinished, 2026)).unwrap().id;
        let pick = [("pick", ids[0].as_str()), ("pick", &ids[1]), ("pick", &unfinished)];
        site.post(Some(&head), &at("assess", &hamlet), &pick)
            .await
            .is(200)
            .says("Đã nộp 2 phiếu tự đánh giá")
            .says("<b>=1+1</b>");
        site.get(Some(&head), &format!("{}&state=submitted", at("assess", &hamlet))).await.is(200).says("Lò Thị Ệm");
        let table = site.get(Some(&head), &format!("{}&format=csv", at("assess", &hamlet))).await.is(200);
        let text = table.text();
        assert!(text.contains("Cà Văn Dương") && text.contains("Chờ thẩm định"), "{text}");
        assert!(!text.contains(",=1+1"), "a name must not run as a formula: {text}");
        let book = site.get(Some(&head), &format!("{}&format=xlsx", at("assess", &hamlet))).await.is(200);
        assert!(book.body.starts_with(b"PK"));
        site.get(Some(&head), &at("paper", &hamlet)).await.is(200).says("=1+1");
        let hub = site.get(Some(&head), &format!("/families?year=2026&hamlet={}", hamlet.replace('@', "%40"))).await;
        hub.is(200).says("badge-submitted").says("badge-registered");
    });
}
