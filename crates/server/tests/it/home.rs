//! The public home and what Hoctap is.

use crate::decide::fixture::{accepted, commune, decide};
use crate::kit::{LONG_HE, both};

#[test]
fn the_home_shows_counted_figures_with_their_parts_and_published_ones_beside() {
    both(|site| async move {
        let empty = site.get(None, "/?lang=en").await.is(200).text();
        assert!(
            empty.contains("34 provinces and cities; 3,321 communes")
                && empty.contains("34 places without any record yet")
        );
        let c = commune(site);
        let ids = [accepted(site, &c, "Hộ A"), accepted(site, &c, "Hộ B")];
        let form = [("number", "12/QĐ-UBND"), ("issued_on", "2026-11-22")];
        decide(site, &c.chair, LONG_HE, &form, &ids[..1]).unwrap();
        let home = site.get(None, "/?lang=en").await.is(200).text();
        assert!(
            home.contains("1 of 2 households (50.00 %)") && home.contains("2 of 2 households (100.00 %)"),
            "{home}"
        );
        assert!(
            home.contains("Year 2026; households on 22 Nov 2026")
                && home.contains("Counted by this site from 2 household records")
        );
        assert!(home.contains("1 family") && home.contains("Since 22 Oct 2026"));
        assert!(
            home.contains("href=\"/figures/14\">Tỉnh Sơn La</a></th>")
                && home.contains("33 places without any record yet")
        );
        assert!(home.contains("839,706 of 899,428") && home.contains("more than 71 %") && home.contains("213,055"));
        assert!(home.contains("A learning society is one in which everyone, at every age"));
        site.get(None, "/?lang=vi")
            .await
            .says("Xã hội học tập là xã hội trong đó mọi người")
            .says("1 / 2 hộ (50,00 %)");
        site.get(None, "/?lang=id")
            .await
            .says("Masyarakat belajar adalah masyarakat")
            .says("1 dari 2 rumah tangga (50,00 %)");
    });
}

#[test]
fn about_says_how_figures_are_made_and_what_is_kept_private() {
    both(|site| async move {
        let about = site.get(None, "/about?lang=en").await.is(200).text();
        for said in
            ["Counted", "Reported", "Published", "fewer than 5 households", "202/2025/QH15", "no outside service"]
        {
            assert!(about.contains(said), "{said}");
        }
        site.get(None, "/about?lang=vi").await.says("dưới 5 hộ").says("Số đếm");
        site.get(None, "/about?lang=id").await.says("kurang dari 5 rumah tangga");
    });
}
