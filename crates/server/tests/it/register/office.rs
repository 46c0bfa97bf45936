//! Files as offices keep them, from the upload to the register: a sheet for each hamlet, letters from before Unicode.

use super::imports::{apply, counts, named, outcome, send};
use super::{code, commune, stock};
use crate::kit::{LONG_HE, both};

const SPLIT: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_split.xlsx");
const SURVEY_XLSX: &[u8] = include_bytes!("../../../../papers/tests/fixtures/survey.xlsx");
const SURVEY_XLS: &[u8] = include_bytes!("../../../../papers/tests/fixtures/survey.xls");
const TCVN3_XLSX: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_tcvn3.xlsx");
const TCVN3_CSV: &[u8] = include_bytes!("../../../../papers/tests/fixtures/register_tcvn3.csv");

#[test]
fn one_sheet_for_each_hamlet_goes_in_as_one_register() {
    both(|site| async move {
        let mut c = commune(site);
        c.ban = site.hamlet(LONG_HE, "Long Hẹ");
        c.other = site.hamlet(LONG_HE, "Pú Chắn");
        let id = send(site, &c.officer, LONG_HE, "tach-cot.xlsx", SPLIT).await;
        let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200);
        let page = page.says("name=\"all_sheets\" value=\"1\" checked").says("Bản Long Hẹ!5").text();
        assert!(page.contains("Tên (cột riêng)") && page.contains("Ngày sinh: tháng"), "{page}");
        let found = outcome(site, &c.officer, &id).await;
        assert_eq!(counts(&found), [2, 0, 0, 1]);
        assert_eq!(named(&found), ["Bản Pú Chắn!F6 birth-shape"]);
        apply(site, &c.officer, &id).await.is(303);
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((2, 0), (0, 0)));
        // The other sheet left out: its household is not even looked at.
        let again = send(site, &c.officer, LONG_HE, "tach-cot.xlsx", SPLIT).await;
        let form = [
            ("sheet", "Bản Long Hẹ"),
            ("head_row", "4"),
            ("hamlet", code(&c.ban)),
            ("column.1", "name"),
            ("column.2", "name_given"),
            ("column.8", "relation"),
            ("column.5", "birth_year"),
        ];
        site.post(Some(&c.officer), &format!("/imports/{again}"), &form).await.is(303);
        assert_eq!(counts(&outcome(site, &c.officer, &again).await), [0, 0, 2, 0]);
    });
}

#[test]
fn the_survey_workbook_goes_in_by_its_layout() {
    both(|site| async move {
        let mut c = commune(site);
        c.ban = site.hamlet(LONG_HE, "Cháng");
        for (name, bytes) in [("Phiếu điều tra.xlsx", SURVEY_XLSX), ("Bản Cháng.xls", SURVEY_XLS)] {
            let id = send(site, &c.officer, LONG_HE, name, bytes).await;
            let page = site.get(Some(&c.officer), &format!("/imports/{id}")).await.is(200);
            let page = page.says("Đang đọc trang “DATA” (7 người)").says("Không đọc các cột I–J, P").text();
            assert!(!page.contains("MaTruong (") && page.contains("Tên (cột riêng)"), "{page}");
            let found = outcome(site, &c.officer, &id).await;
            let expected = if name.ends_with("xlsx") { [2, 0, 0, 3] } else { [0, 0, 2, 3] };
            assert_eq!(counts(&found), expected, "{name}: {:?}", named(&found));
            // A hamlet nobody named, a day that does not exist, a row of nobody's household.
            assert_eq!(
                named(&found),
                ["DATA!G9 birth-shape", "DATA!O10 member-without-household", "DATA!A11 required"],
                "{name}"
            );
            apply(site, &c.officer, &id).await.is(303);
        }
        assert_eq!((stock(site, &c.ban, 2026), stock(site, &c.other, 2026)), ((1, 0), (1, 0)));
        site.get(Some(&c.officer), "/households?q=giang+thi+my").await.is(200).says("Sùng A Tủa");
    });
}

#[test]
fn old_letters_are_turned_into_unicode_after_somebody_has_said_so() {
    both(|site| async move {
        let c = commune(site);
        for (name, bytes) in [("abc.csv", TCVN3_CSV), ("abc.xlsx", TCVN3_XLSX)] {
            let id = send(site, &c.officer, &c.ban, name, bytes).await;
            let path = format!("/imports/{id}");
            let page =
                site.get(Some(&c.officer), &path).await.is(200).says("TCVN3 (ABC)").says("Chưa chọn cách đọc chữ");
            let page = page.says("Lường Văn Ánh").text();
            assert!(!page.contains("/apply\""), "nothing can be entered yet: {page}");
            apply(site, &c.officer, &id).await.is(409);
            let columns =
                [("column.0", "name"), ("column.1", "relation"), ("column.2", "birth"), ("column.3", "address")];
            let with = |letters: &'static str| {
                let base = [("head_row", "1"), ("hamlet", code(&c.ban)), ("letters", letters)];
                base.into_iter().chain(columns).collect::<Vec<_>>()
            };
            site.post(Some(&c.officer), &path, &with("viscii")).await.is(422);
            site.post(Some(&c.officer), &path, &with("keep")).await.is(303);
            site.get(Some(&c.officer), &path).await.is(200).says("NguyÔn V¨n §øc");
            site.post(Some(&c.officer), &path, &with("tcvn3")).await.is(303);
            let expected = if name == "abc.csv" { [2, 0, 0, 0] } else { [0, 0, 2, 0] };
            assert_eq!(counts(&outcome(site, &c.officer, &id).await), expected, "{name}");
            apply(site, &c.officer, &id).await.is(303);
        }
        site.get(Some(&c.officer), "/households?q=nguyen+van+duc").await.is(200).says("Nguyễn Văn Đức");
    });
}
