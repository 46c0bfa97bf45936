//! Criteria pages: the whole wording, every doubt with its reason, the file itself.

use serde_json::json;

use crate::kit::both;

/// Text as askama writes it into a page.
fn written(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '&' => "&#38;".to_owned(),
            '<' => "&#60;".to_owned(),
            '>' => "&#62;".to_owned(),
            '"' => "&#34;".to_owned(),
            '\'' => "&#39;".to_owned(),
            letter => letter.to_string(),
        })
        .collect()
}

#[test]
fn every_set_says_its_whole_wording_and_every_doubt_in_three_languages() {
    both(|site| async move {
        assert!(!site.app.sets.is_empty());
        for set in &site.app.sets {
            for lang in ["vi", "en", "id"] {
                let at = format!("/criteria/{}/{}?lang={lang}", set.set, set.version);
                let page = site.get(None, &at).await.is(200).text();
                for doubt in set.doubts() {
                    let reason = written(doubt.reason.say(lang));
                    assert!(page.contains(&reason), "{at}: {} {}: {reason}", doubt.about, doubt.code);
                }
                for asked in set.asked() {
                    let words = match asked {
                        rules::criteria::Asked::Item(item) => &item.text,
                        rules::criteria::Asked::Target(target) => &target.text,
                    };
                    assert!(page.contains(&written(words.say(lang))) && page.contains(&written(&words.vi)), "{at}");
                }
                for basis in &set.legal_basis {
                    assert!(page.contains(&written(&basis.number)), "{at}: {}", basis.number);
                }
            }
        }
    });
}

#[test]
fn floors_exemptions_deadlines_and_examples_stand_on_the_page() {
    both(|site| async move {
        let page = site.get(None, "/criteria/vn.family.draft2130/2021-draft.1?lang=en").await.is(200).text();
        for said in [
            "not below 5 points",
            "Set aside when:",
            "by 31 Mar 2026 for 2026",
            "12 months from the end of the year of recognition",
            "76 points are 4 short in an ordinary area",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let page = site.get(None, "/criteria/vn.unit.tt24.province/2023.1?lang=vi").await.is(200).text();
        assert!(page.contains("mức độ 1: ít nhất") && page.contains(" tháng kể từ cuối năm công nhận"), "{page}");
        let list = site.get(None, "/criteria?lang=id").await.is(200).text();
        assert!(list.contains("Keluarga Belajar") && list.contains("vn.family.qd448 2016.1"));
        site.get(None, "/criteria/vn.family.qd448/1999.1").await.is(404);
    });
}

#[test]
fn the_file_and_the_json_are_the_set_itself() {
    both(|site| async move {
        for set in &site.app.sets {
            let file = site.get(None, &format!("/criteria/{}/{}.toml", set.set, set.version)).await.is(200);
            assert_eq!(file.text(), set.text());
            let whole = site.api("GET", None, &format!("/api/v1/criteria/{}/{}", set.set, set.version), None).await;
            let whole = whole.is(200).json();
            assert_eq!((&whole["hash"], &whole["set"]["title"]["vi"]), (&json!(set.hash()), &json!(set.title.vi)));
            assert_eq!(whole["doubts"].as_array().unwrap().len(), set.doubts().len());
        }
        let list = site.api("GET", None, "/api/v1/criteria?lang=en", None).await.is(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), site.app.sets.len());
        site.api("GET", None, "/api/v1/criteria/x/1", None).await.is(404);
    });
}

#[test]
fn a_version_whose_file_is_gone_is_kept_and_a_changed_one_stops_the_start() {
    let folder = std::env::temp_dir().join(format!("hoctap-test-{}-criteria", std::process::id()));
    let own = folder.join("own");
    std::fs::create_dir_all(&own).unwrap();
    let (_, text) = rules::criteria::files::FILES.iter().find(|file| file.0.contains("qd448")).unwrap();
    let text = text.replace("version = \"2016.1\"", "version = \"2016.2\"");
    let database = folder.join("hoctap.db").display().to_string();
    let open = |with: bool| {
        let mut env = vec![("database".to_owned(), database.clone())];
        env.push(("data".to_owned(), folder.display().to_string()));
        if with {
            env.push(("criteria".to_owned(), own.display().to_string()));
        }
        let config = hoctap::config::Config::from("", "test", &env, &hoctap::config::Overrides::default()).unwrap();
        let clock = hoctap::clock::Clock::Fixed(std::sync::atomic::AtomicI64::new(crate::kit::NOW.0));
        let dice = hoctap::clock::Dice::Seeded(std::sync::atomic::AtomicU64::new(1));
        hoctap::site::open(config, clock, dice, |_| {})
    };
    std::fs::write(own.join("a.toml"), &text).unwrap();
    let site = open(true).unwrap();
    let hash = site.set("vn.family.qd448", "2016.2").unwrap().hash().to_owned();
    drop(site);
    let site = open(false).unwrap();
    assert_eq!(site.set("vn.family.qd448", "2016.2").unwrap().hash(), hash, "assessments keep their version");
    assert!(site.sets.iter().all(|set| set.version != "2016.2"), "nobody registers under it any more");
    drop(site);
    std::fs::write(own.join("a.toml"), text.replacen("Gia đình học tập", "Gia đình hiếu học", 1)).unwrap();
    let refused = open(true).err().unwrap();
    assert!(refused.contains("2016.2 were changed after they had been published"), "{refused}");
    std::fs::remove_dir_all(folder).unwrap();
}
