//! What needs each role today, and what the page says when nothing does.

use hoctap::pages::today::{LAST_CHECK, LastCheck};
use rules::access::Role;
use rules::path::StepKind;

use crate::decide::fixture::{accepted, commune, sent};
use crate::kit::{LONG_HE, NOW, SON_LA, VN, both};
use crate::path::fixture::{household, on, register, step};

#[test]
fn a_hamlet_head_sees_what_was_returned_and_why_what_is_not_sent_and_who_is_not_registered() {
    both(|site| async move {
        let c = commune(site);
        let empty = site.get(Some(&c.head), "/today?lang=en").await.is(200).text();
        assert!(empty.contains("Nothing waits for you today") && empty.contains("href=\"/families\""), "{empty}");
        assert!(empty.contains("When the commune returns a form"));
        let back = sent(site, &c, "Lò Văn Trả", 90);
        let mut wish = on(&back, StepKind::Return);
        wish.reason = "Thiếu ảnh góc học tập".to_owned();
        step(site, &c.officer, wish).unwrap();
        let open = household(site, &c.hamlet, "Quàng Thị Mở", "2025-07-01");
        step(site, &c.head, register(&open, 2026)).unwrap();
        household(site, &c.hamlet, "Cầm Văn Chưa", "2025-07-01");
        let page = site.get(Some(&c.head), "/today?lang=en").await.is(200).text();
        for said in [
            "assessment was returned to be completed",
            &format!("<a href=\"/assessments/{back}\">Lò Văn Trả</a>: Thiếu ảnh góc học tập"),
            "registered family has not sent a self-assessment",
            "household is not registered",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        // After the last day the same things are late.
        site.on("2026-12-30");
        let late = site.get(Some(&c.head), "/today?lang=en").await.is(200).text();
        assert!(late.contains("class=\"is-late\"") && late.contains("The deadline has passed"), "{late}");
    });
}

#[test]
fn officer_chair_and_province_see_what_waits_for_them_and_for_whom_they_wait() {
    both(|site| async move {
        let c = commune(site);
        let province = site.person("province", Role::ProvinceOfficer, SON_LA);
        site.hamlet(LONG_HE, "Chưa Ai");
        sent(site, &c, "Lò Văn Gửi", 90);
        let officer = site.get(Some(&c.officer), "/today?lang=en").await.is(200).text();
        assert!(
            officer.contains("1 assessment was sent in and 1 waits for appraisal")
                || officer.contains("assessment was sent in and waits for appraisal"),
            "{officer}"
        );
        let csv = "Thôn,Họ và tên,Ngày sinh,Giới tính,Quan hệ\nBản Cổng,Lò Văn Tệp,1980,Nam,Chủ hộ\n";
        let file = ("file", "so-ho.csv", csv.as_bytes());
        let sent_file = site.upload(&c.officer, "/imports", &[("place", "03763")], file).await.is(303).location();
        let officer = site.get(Some(&c.officer), "/today?lang=en").await.is(200).text();
        assert!(officer.contains("file of households was sent and is not imported yet"), "{officer}");
        let import = sent_file.split('?').next().unwrap();
        assert!(officer.contains(&format!("<a href=\"{import}\">so-ho.csv</a>")), "{officer}");
        // Nobody there has begun: said only where there are households to begin with.
        assert!(!officer.contains("none registered this year"));

        accepted(site, &c, "Lò Văn Đạt");
        let chair = site.get(Some(&c.chair), "/today?lang=en").await.is(200).text();
        assert!(chair.contains("family passed appraisal and waits for your decision"), "{chair}");
        let above = site.get(Some(&province), "/today?lang=en").await.is(200).text();
        assert!(
            above.contains(">74</span>") && above.contains("communes have no registered family this year"),
            "{above}"
        );
        assert!(above.contains("commune has registrations but no decision yet"), "{above}");
        assert!(!above.contains("Lò Văn"), "no names above the commune");
    });
}

#[test]
fn the_keeper_of_the_site_sees_who_must_wait_what_a_check_found_and_that_no_backup_is_known() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let local = site.person("local", Role::Administrator, LONG_HE);
        site.account("hoa", "một mật khẩu dài");
        for _ in 0..8 {
            site.post(None, "/sign-in", &[("login", "hoa"), ("password", "x")]).await.is(401);
            site.post(None, "/sign-in", &[("login", "nobody"), ("password", "x")]).await.is(401);
        }
        let page = site.get(Some(&admin), "/today?lang=en").await.is(200).text();
        assert!(
            page.contains("account must wait after many wrong passwords") && page.contains("Người hoa</a>: hoa"),
            "{page}"
        );
        assert!(!page.contains("nobody"), "no account is called so");
        assert!(page.contains("never run yet") && page.contains("no backup is known"));
        let kept = serde_json::to_string(&LastCheck { at: NOW, wrong: 2 }).unwrap();
        site.write(move |tx| store::receipts::set_setting(tx, LAST_CHECK, &kept));
        let page = site.get(Some(&admin), "/today?lang=en").await.is(200).text();
        assert!(
            page.contains("things were found wrong by the last check") && page.contains("href=\"/today#upkeep\""),
            "{page}"
        );
        assert!(page.contains("09:00 22 Nov 2026: 2 things wrong"), "{page}");
        // Whoever keeps the people of one commune keeps not the site.
        let page = site.get(Some(&local), "/today?lang=en").await.is(200).text();
        assert!(!page.contains("id=\"upkeep\"") && !page.contains("Người hoa"), "{page}");
        // A quarter of an hour later nobody waits any more.
        site.app.clock.set(rules::basics::Moment(NOW.0 + 16 * 60_000));
        let page = site.get(Some(&admin), "/today?lang=en").await.is(200).text();
        assert!(!page.contains("must wait after"));
    });
}

#[test]
fn who_only_reads_or_has_no_role_is_told_what_comes_next() {
    both(|site| async move {
        let reader = site.person("reader", Role::Viewer, SON_LA);
        site.get(Some(&reader), "/today?lang=en")
            .await
            .is(200)
            .says("This role only reads")
            .says("href=\"/decisions\"");
        site.get(Some(&reader), "/today?lang=vi").await.is(200).says("chỉ để xem");
        site.get(Some(&reader), "/today?lang=id").await.is(200).says("hanya membaca");
        let nobody = site.person("nobody", Role::Viewer, SON_LA);
        site.on("2025-01-01");
        site.get(Some(&nobody), "/today?lang=en").await.is(200).says("You have no role yet");
    });
}
