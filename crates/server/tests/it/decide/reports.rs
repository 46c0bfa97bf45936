//! Papers made of what is recorded: the minutes of an appraisal, the table of the models; and the press they come from.

use rules::access::{Act, Role};
use rules::path::StepKind;

use super::fixture::{accepted, act, commune, sent};
use super::papers::words_of;
use crate::kit::{LONG_HE, OTHER, SON_LA, VN, both};

#[test]
fn the_minutes_tell_every_verdict_with_its_reasons_exceptions_first() {
    both(|site| async move {
        let c = commune(site);
        let path = format!("/families/2026/minutes.pdf?hamlet={LONG_HE}");
        let none = site.get(Some(&c.officer), &path).await.is(200);
        assert!(words_of(&none.body).contains("Chưa có hồ sơ nào được thẩm định; 0 hồ sơ đang chờ"));
        let hub = format!("/families?year=2026&hamlet={LONG_HE}");
        assert!(!site.get(Some(&c.officer), &hub).await.is(200).text().contains("minutes.pdf"));
        accepted(site, &c, "Quàng Văn Pánh");
        sent(site, &c, "Lò Văn Chờ", 90);
        let [back, twice, not] = ["Cà Văn Ái", "Lò Thị Ệm", "Tòng Văn Ón"].map(|name| sent(site, &c, name, 90));
        let judge = |id: &str, kind, reason: &'static str| {
            let (id, request) = (id.to_owned(), format!("{id}-{kind:?}-{reason}"));
            act(site, &c.officer, Act::Appraise, &request, move |tx, ctx| {
                hoctap::acts::path::appraise::judge(tx, ctx, &id, kind, reason)
            })
            .unwrap();
        };
        judge(&back, StepKind::Return, "thiếu minh chứng mục A1");
        judge(&not, StepKind::Reject, "khai không đúng mục B2");
        judge(&twice, StepKind::Reject, "nhầm với hộ cùng tên");
        judge(&twice, StepKind::Reopen, "đã xác minh lại");
        judge(&twice, StepKind::Accept, "");
        site.get(Some(&c.officer), &hub).await.is(200).says("minutes.pdf");
        let minutes = site.get(Some(&c.officer), &path).await.is(200);
        assert_eq!(minutes.headers["content-type"], "application/pdf");
        let text = words_of(&minutes.body);
        let mut from = 0;
        for words in [
            "BIÊN BẢN",
            "Địa điểm: xã Long Hẹ, tỉnh Sơn La.",
            "Người thẩm định: Người officer",
            "đã thẩm định 4 gia đình; đạt 2, không đạt 1, trả lại hoặc đang xem lại 1; còn 1 hồ sơ chờ thẩm định",
            "I. Không đạt, trả lại hoặc đang xem lại: 2 gia đình",
            "Cà Văn Ái",
            "thiếu minh chứng mục A1",
            "Tòng Văn Ón",
            "khai không đúng mục B2",
            "II. Đạt sau khi đã trả lại hoặc xem lại: 1 gia đình",
            "Lò Thị Ệm",
            "nhầm với hộ cùng tên",
            "đã xác minh lại",
            "III. Đạt ngay lần thẩm định đầu: 1 gia đình",
            "Quàng Văn Pánh",
            "Tổng số 4 2 1 1",
            "NGƯỜI THẨM ĐỊNH",
        ] {
            let at = text.get(from..).and_then(|rest| rest.find(words));
            from += at.unwrap_or_else(|| panic!("no {words} after {from} in {text}"));
        }
        assert!(!text.contains("Lò Văn Chờ"), "a family without a verdict is only counted");
        let english = site.get(Some(&c.chair), &format!("{path}&in=en")).await.is(200);
        let text = words_of(&english.body);
        assert!(text.contains("I. Not passed, sent back or being looked at again: 2 families"), "{text}");
        // Minutes name people: they stay in the commune.
        let province = site.person("province", Role::ProvinceOfficer, SON_LA);
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        for person in [&province, &stranger, &c.head] {
            site.get(Some(person), &path).await.is(403);
        }
        site.get(None, &path).await.is(303);
        site.get(Some(&c.officer), "/families/1999/minutes.pdf").await.is(422);
    });
}

#[test]
fn the_table_of_the_models_shows_what_is_counted_and_leaves_the_rest_empty() {
    both(|site| async move {
        let c = commune(site);
        for name in ["Quàng Văn Pánh", "Cà Văn Ái", "Lò Thị Ệm", "Tòng Văn Ón", "Lò Văn Én", "Cà Thị Ọi"]
        {
            accepted(site, &c, name);
        }
        let own = site.get(None, "/figures/03763/models.pdf?year=2026").await.is(200);
        let text = words_of(&own.body);
        for words in [
            "BIỂU TỔNG HỢP",
            "NĂM 2026",
            "Gia đình học tập 6 6 100,00 0 0,00 × ×",
            "2 Dòng họ học tập × × Chưa thống kê trong hệ thống",
            "Công dân học tập × × Chưa thống kê trong hệ thống",
            "7 Cộng đồng học tập cấp xã Chưa thống kê trong hệ thống",
            "1 Bản Cổng 6 6 100,00 0 0,00",
            "Tổng số 6 6 100,00 0 0,00",
        ] {
            assert!(text.to_uppercase().contains(&words.to_uppercase()), "no {words} in {text}");
        }
        let province = site.get(None, "/figures/14/models.pdf?year=2026&in=id").await.is(200);
        let text = words_of(&province.body);
        assert!(
            text.contains("II. Keluarga Belajar per komune dan kelurahan") && text.contains("Xã Long Hẹ 6 6"),
            "{text}"
        );
        // Who signs finds a sentence above the signature, on whatever sheet it comes to stand.
        assert!(text.contains("Tabel ini berisi 82 baris, dibuat dari angka sistem pada"), "{text}");
        site.get(None, "/figures/03763?year=2026").await.is(200).says("/figures/03763/models.pdf?year=2026");
        site.get(None, "/figures/VN/models.pdf").await.is(422);
        site.get(None, "/figures/99999/models.pdf").await.is(404);
        assert!(
            !site.get(None, &format!("/figures/{}", VN.split('@').next().unwrap())).await.text().contains("models.pdf")
        );
    });
}
