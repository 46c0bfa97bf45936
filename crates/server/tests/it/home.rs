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
fn the_home_draws_the_country_with_every_province_a_link_that_says_what_is_counted() {
    both(|site| async move {
        let empty = site.get(None, "/?lang=en").await.is(200).text();
        assert_eq!(empty.matches("class=\"m-place m-none\" d=").count(), 34, "nothing is counted anywhere yet");
        assert!(empty.contains("No decision yet") && empty.contains("this model is not counted yet"));
        assert!(empty.contains("Tỉnh Sơn La: nothing counted yet"));
        let c = commune(site);
        let ids = [accepted(site, &c, "Hộ A"), accepted(site, &c, "Hộ B")];
        let form = [("number", "12/QĐ-UBND"), ("issued_on", "2026-11-22")];
        decide(site, &c.chair, LONG_HE, &form, &ids[..1]).unwrap();
        let home = site.get(None, "/?lang=en").await.is(200).text();
        assert!(home.contains(
            "href=\"/places/14\" aria-label=\"Tỉnh Sơn La: 50.00 %, 1 of 2 households\"><path class=\"m-place m-3\""
        ));
        assert_eq!(home.matches("class=\"m-place m-none\" d=").count(), 33);
        for island in [
            "href=\"/places/20333\"",
            "Hoàng Sa islands, part of Thành phố Đà Nẵng",
            "href=\"/places/22736\"",
            "Trường Sa islands, part of Tỉnh Khánh Hòa",
        ] {
            assert!(home.contains(island), "{island}");
        }
        // The newest decision by what is public of it; nobody's name.
        assert!(home.contains("<th scope=\"row\">12/QĐ-UBND</th>") && !home.contains("Hộ A"));
        // Every model, with what is and is not known.
        for model in ["Learning Citizen", "Learning Family", "Learning Clan", "Learning Community", "Learning Unit"] {
            assert!(home.contains(&format!("<h3>{model}</h3>")), "{model}");
        }
        assert!(home.contains("1 recognised in 2026") && home.contains("not entered: no original text yet"));
        assert!(home.len() < 90_000, "{} bytes", home.len());
        // A province shows its communes, as cells or as points, and says that they are no boundaries.
        let cells = site.get(None, "/places/14?lang=en").await.is(200).text();
        assert!(
            cells.contains("schematic drawing, not boundaries")
                && cells.contains("Xã Long Hẹ: 50.00 %, 1 of 2 households")
        );
        assert_eq!(cells.matches("<path class=\"m-place").count(), 75);
        let points = site.get(None, "/places/48?lang=en").await.is(200).text();
        assert!(points.contains("boundaries of communes are not drawn") && points.contains("Đặc khu Hoàng Sa"));
        site.get(None, "/figures/14?lang=vi").await.says("không phải ranh giới hành chính");
        // Before the provinces that are drawn there is no map, and hamlets and communes have none.
        for path in ["/places/VN?on=2024-01-01", "/places/14?on=2024-01-01", "/places/03763"] {
            assert!(!site.get(None, path).await.is(200).text().contains("map-drawing"), "{path}");
        }
    });
}

#[test]
fn the_reader_chooses_light_or_dark_without_scripts_and_it_is_kept() {
    both(|site| async move {
        let auto = site.get(None, "/about").await.is(200).text();
        assert!(
            auto.contains("media=\"screen and (prefers-color-scheme: dark)\"")
                && auto.contains("content=\"light dark\"")
        );
        let chosen = site.get(None, "/about?look=dark").await.is(200);
        assert_eq!(chosen.cookie("look"), "dark");
        assert!(chosen.text().contains("media=\"screen\"") && chosen.text().contains("content=\"dark\""));
        let light = site.get(None, "/about?look=light").await.text();
        assert!(!light.contains("dark.css") && light.contains("href=\"/about?look=dark\""));
        // Another word changes nothing.
        assert_eq!(site.get(None, "/about?look=pink").await.is(200).cookie("look"), "");
    });
}

#[test]
fn the_style_page_shows_the_tokens_of_the_sheets() {
    both(|site| async move {
        let style = site.get(None, "/style?lang=en").await.is(200).text();
        for token in ["--paper", "#f7f3e8", "#101819", "--lead-head", "t-3xl", "--map-5"] {
            assert!(style.contains(token), "{token}");
        }
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
