//! Figures: one value in four shapes, days and years, small numbers, records, published figures beside them.

use rules::access::Role;
use rules::basics::{Day, Level};
use serde_json::{Value, json};
use store::units::NewUnit;

use crate::decide::fixture::{accepted, commune, decide};
use crate::kit::{LONG_HE, Person, Site, both};
use crate::path::fixture::{household, register, step};

const FORM: &[(&str, &str)] = &[("number", "12/QĐ-UBND"), ("issued_on", "2026-11-22")];

/// Long Hẹ with three hamlets of 12, 4 and 7 households: 9 registered, 3 passed, 2 recognised, all of them in 2026.
fn fill(site: &Site) -> (Person, Person) {
    let c = commune(site);
    let (small, third) = (site.hamlet(LONG_HE, "Nhỏ"), site.hamlet(LONG_HE, "Vừa"));
    let ids: Vec<String> = ["Hộ A", "Hộ B", "Hộ C"].iter().map(|name| accepted(site, &c, name)).collect();
    for at in 0..9 {
        let family = household(site, &c.hamlet, &format!("Hộ cổng {at}"), "2025-08-01");
        if at < 4 {
            step(site, &c.officer, register(&family, 2026)).unwrap();
        }
    }
    for at in 0..4 {
        let family = household(site, &small, &format!("Hộ nhỏ {at}"), "2026-01-10");
        if at < 2 {
            step(site, &c.officer, register(&family, 2026)).unwrap();
        }
    }
    for at in 0..7 {
        household(site, &third, &format!("Hộ vừa {at}"), "2026-02-10");
    }
    decide(site, &c.chair, LONG_HE, FORM, &ids[..2]).unwrap();
    (c.officer, c.head)
}

const WORDS: [&str; 5] = ["households", "registered", "submitted", "accepted", "recognised"];

/// The numbers of a row of the page's table, marks removed.
fn cells(html: &str, name: &str) -> Vec<String> {
    let row =
        html.split("<tr>").find(|row| row.contains(&format!(">{name}<"))).unwrap_or_else(|| panic!("{name}: {html}"));
    let plain = |cell: &str| {
        let mut out = String::new();
        let mut inside = true;
        for letter in cell.chars() {
            match letter {
                '<' => inside = false,
                '>' => inside = true,
                letter if inside => out.push(letter),
                _ => {}
            }
        }
        out.trim().to_owned()
    };
    let after =
        |cell: &str| cell.split_once('>').map_or(String::new(), |(_, rest)| plain(rest.split("</td>").next().unwrap()));
    row.split("<td").skip(1).map(after).collect()
}

#[test]
fn page_workbook_csv_and_json_say_the_same() {
    both(|site| async move {
        let (officer, _) = fill(site);
        let json = site.get(Some(&officer), "/figures/03763.json").await.is(200).json();
        assert_eq!(json["counts"]["households"], 23);
        let own: Vec<i64> = WORDS.iter().map(|word| json["counts"][*word].as_i64().unwrap()).collect();
        assert_eq!(own, [23, 9, 3, 3, 2]);
        assert_eq!(json["counts"]["recognised_rate"], json!({"n": 2, "d": 23, "basis_points": 870}));
        let api = site.api("GET", Some(&officer), "/api/v1/figures/03763", None).await.is(200).json();
        assert_eq!(api, json);
        let page = site.get(Some(&officer), "/figures/03763?lang=en").await.is(200).text();
        let book = site.get(Some(&officer), "/figures/03763.xlsx?lang=en").await.is(200);
        let sheets = papers::import::read_rows("f.xlsx", &book.body, &papers::import::Limits::default()).unwrap();
        let csv = site.get(Some(&officer), "/figures/03763.csv?lang=en").await.is(200).text();
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let rows = json["rows"].as_array().unwrap();
        assert_eq!((rows.len(), lines.len(), sheets[0].rows.len()), (3, 4, 5));
        for (at, row) in rows.iter().chain([&json]).enumerate() {
            let name =
                if at < 3 { row["name"].as_str().unwrap().to_owned() } else { "Total: Xã Long Hẹ".to_owned() };
            let counts: Vec<String> = WORDS.iter().map(|word| row["counts"][*word].to_string()).collect();
            let shown = cells(&page, &name);
            assert_eq!(shown[..5], counts[..], "the page, {name}");
            let line = &lines[at];
            assert_eq!(&line[1], name);
            let in_csv: Vec<&str> = (3..8).map(|column| &line[column]).collect();
            assert_eq!(in_csv, counts, "the CSV, {name}");
            let cells = &sheets[0].rows[at + 1];
            let in_book: Vec<String> = (3..8).map(|column| cells.cell(column).unwrap().text.clone()).collect();
            assert_eq!(in_book, counts, "the workbook, {name}");
            let points = row["counts"]["recognised_rate"]["basis_points"].as_i64().unwrap();
            assert_eq!(shown[6], format!("{}.{:02} %", points / 100, points % 100));
            let fraction: f64 = line[10].parse().unwrap();
            assert_eq!((fraction * 10_000.0).round() as i64, points);
        }
        // The same in the other languages, with their own marks.
        site.get(Some(&officer), "/figures/03763?lang=vi")
            .await
            .says("8,70 %")
            .says("2 / 23 hộ")
            .says("Trang này đếm từ 23 hộ trong danh sách và 9 hồ sơ gia đình, lúc 09:00 22/11/2026.");
        site.get(Some(&officer), "/figures/03763?lang=id")
            .await
            .says("2 dari 23 rumah tangga")
            .says("Dihitung situs ini dari 23 catatan rumah tangga");
        site.get(None, "/figures/14?lang=en")
            .await
            .is(200)
            .says("Counted by this site from 23 household records and 9 family records at 09:00 22 Nov 2026.");
        let country = site.api("GET", None, "/api/v1/figures/VN", None).await.is(200).json();
        assert_eq!((&country["counts"]["recognised"], country["rows"].as_array().unwrap().len()), (&json!(2), 34));
    });
}

#[test]
fn rows_are_sorted_by_links_and_the_column_says_so() {
    both(|site| async move {
        let (officer, _) = fill(site);
        let page = site.get(Some(&officer), "/figures/03763?sort=-households&lang=en").await.is(200).text();
        let at = |name: &str| page.find(&format!(">{name}<")).unwrap();
        assert!(at("Bản Cổng") < at("Bản Vừa") && at("Bản Vừa") < at("Bản Nhỏ"));
        assert!(
            page.contains("aria-sort=\"descending\"><a class=\"sort\" href=\"/figures/03763?sort=households\""),
            "{page}"
        );
        let names = |json: Value| {
            json["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let by = |sort: &'static str| {
            let officer = officer.clone();
            async move {
                names(site.api("GET", Some(&officer), &format!("/api/v1/figures/03763?sort={sort}"), None).await.json())
            }
        };
        assert_eq!(by("rate").await[2], "Bản Cổng");
        assert_eq!(by("-name").await, ["Bản Vừa", "Bản Nhỏ", "Bản Cổng"]);
        assert_eq!(by("registered-rate").await, ["Bản Vừa", "Bản Nhỏ", "Bản Cổng"]);
        for wrong in ["sort=size", "year=26", "year=2099", "year=2026&on=2025-07-01", "model=dog", "on=soon"] {
            site.api("GET", None, &format!("/api/v1/figures/03763?{wrong}"), None).await.is(422);
        }
        site.get(None, "/figures/03763?year=2099").await.is(422).says("Chưa có số liệu năm 2099");
        let page = site.get(None, "/figures/03763?year=2026&on=2025-07-01").await.is(200).text();
        assert!(page.contains("<option value=\"2025\" selected>"), "the year of the day: {page}");
        site.get(None, "/figures/03763.json?year=2026&on=2025-07-01").await.is(422);
    });
}

#[test]
fn few_households_are_not_shown_to_the_public_in_any_shape() {
    both(|site| async move {
        let (officer, head) = fill(site);
        let json = site.api("GET", None, "/api/v1/figures/03763?sort=name", None).await.is(200).json();
        let hidden: Vec<_> = json["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["hidden"].clone(), row["counts"].is_null()))
            .collect();
        assert_eq!(hidden, [(Value::Null, false), (json!("few"), true), (json!("other"), true)]);
        assert_eq!(json["counts"]["households"], 23, "the commune's own number is shown");
        let page = site.get(None, "/figures/03763?lang=en").await.is(200).text();
        assert_eq!(cells(&page, "Bản Nhỏ")[..2], ["&#60; 5", "–"]);
        assert_eq!(cells(&page, "Bản Vừa")[0], "not shown");
        assert!(page.contains("Hamlets with fewer than 5 households are not shown to the public"));
        let csv = site.get(None, "/figures/03763.csv?lang=en").await.is(200).text();
        assert!(csv.contains("Bản Nhỏ,since 1 Jul 2025,< 5,,,,,,,"), "{csv}");
        for code in ["03763.002", "03763.003"] {
            let own = site.api("GET", None, &format!("/api/v1/figures/{code}"), None).await.is(200).json();
            assert!(own["counts"].is_null() && own["trend"] == json!([]), "{code}: {own}");
            site.get(None, &format!("/figures/{code}?lang=en"))
                .await
                .is(200)
                .says("The figures of this place are not public");
        }
        let own = site.api("GET", Some(&officer), "/api/v1/figures/03763.002", None).await.json();
        assert_eq!((&own["counts"]["households"], &own["hidden"]), (&json!(4), &Value::Null));
        // The head of one hamlet has no right at the commune.
        let seen = site.api("GET", Some(&head), "/api/v1/figures/03763", None).await.json();
        assert_eq!(seen["rows"][1]["hidden"], "few");
    });
}

#[test]
fn the_records_behind_a_number_are_as_many_as_it_says_and_only_for_those_who_may() {
    both(|site| async move {
        let (officer, _) = fill(site);
        let figures = site.api("GET", Some(&officer), "/api/v1/figures/03763", None).await.json();
        for word in ["households", "registered", "submitted", "accepted", "recognised", "revoked"] {
            let at = format!("/api/v1/figures/03763/records?measure={word}");
            let records = site.api("GET", Some(&officer), &at, None).await.is(200).json();
            assert_eq!(
                records["items"].as_array().unwrap().len() as i64,
                figures["counts"][word].as_i64().unwrap(),
                "{word}"
            );
        }
        let first = site
            .api("GET", Some(&officer), "/api/v1/figures/03763/records?measure=households&limit=20", None)
            .await
            .json();
        let next = first["next"].as_str().unwrap();
        let rest = format!("/api/v1/figures/03763/records?measure=households&limit=20&cursor={next}");
        assert_eq!(site.api("GET", Some(&officer), &rest, None).await.json()["items"].as_array().unwrap().len(), 3);
        let page = site.get(Some(&officer), "/figures/03763/records?measure=recognised&lang=en").await.is(200).text();
        assert!(
            page.contains("Hộ A")
                && page.contains("Hộ B")
                && !page.contains("Hộ C")
                && page.contains("href=\"/assessments/")
        );
        site.api("GET", None, "/api/v1/figures/03763/records", None).await.is(401);
        let viewer = site.person("xem", Role::Viewer, LONG_HE);
        site.api("GET", Some(&viewer), "/api/v1/figures/03763/records", None).await.is(403);
        for person in [None, Some(&viewer)] {
            let told = site.get(person, "/figures/03763/records?measure=recognised&lang=en").await.is(403).text();
            assert!(told.contains("are not public") && told.contains("Commune officer") && !told.contains("Hộ A"));
        }
        site.get(None, "/figures/03763/records?lang=en")
            .await
            .says("/sign-in?back=%2Ffigures%2F03763%2Frecords%3Flang%3Den");
        site.get(Some(&officer), "/figures/14/records").await.is(404);
        site.get(Some(&officer), "/figures/03763/records?measure=size").await.is(422);
    });
}

/// A hamlet of the old commune with three households until the reform, and one fact of 2025.
fn before_the_reform(site: &Site) {
    let old = "03763@2004-08-31";
    site.write(move |tx| {
        let day = |text: &str| Day::parse(text).unwrap();
        let hamlet = NewUnit {
            code: "03763.001".to_owned(),
            level: Level::Hamlet,
            kind: "ban".to_owned(),
            name: "Xưa".to_owned(),
            name_en: "Xua".to_owned(),
            full_name: "Bản Xưa".to_owned(),
            alt_names: String::new(),
            parent_id: Some(old.to_owned()),
            valid_from: day("2020-01-01"),
            valid_to: day("2025-06-30"),
            area_km2: String::new(),
            legal_basis: String::new(),
            source: "test".to_owned(),
            synthetic: true,
        };
        store::units::add(tx, &hamlet)?;
        for at in 0..7 {
            let new = store::register::NewHousehold {
                id: format!("old-{at}"),
                commune_id: old.to_owned(),
                hamlet_id: hamlet.id(),
                number: format!("{at}"),
                head_name: "Hộ xưa".to_owned(),
                fold: String::new(),
                sort_key: "xua".to_owned(),
                address: String::new(),
                phone: String::new(),
                note: String::new(),
                synthetic: true,
                since: day("2024-03-01"),
                at: crate::kit::NOW,
            };
            store::register::add_household(tx, &new)?;
            store::register::set_status(tx, &new.id, store::register::MOVED_OUT, day("2025-07-01"))?;
            let stay = rules::tally::Stay { since: new.since, until: day("2025-06-30") };
            let id = hamlet.id();
            store::tallies::apply(tx, &rules::tally::merge(rules::tally::stay_moves(None, Some(stay), &[&id, old])))?;
        }
        Ok(())
    });
}

#[test]
fn facts_stay_where_they_were_made_and_the_day_chooses_the_tree() {
    both(|site| async move {
        before_the_reform(site);
        let on = |code: &'static str, query: &'static str| async move {
            let json = site.api("GET", None, &format!("/api/v1/figures/{code}?{query}"), None).await.is(200).json();
            (json["counts"]["households"].as_i64().unwrap(), json["households_on"].as_str().unwrap().to_owned())
        };
        assert_eq!(on("03763", "on=2025-06-30").await, (7, "2025-06-30".to_owned()));
        assert_eq!(on("03763", "on=2025-06-30&year=2024").await, (7, "2024-12-31".to_owned()));
        assert_eq!(on("03763", "on=2024-02-29").await, (0, "2024-02-29".to_owned()));
        assert_eq!(on("03763.001", "on=2025-06-30").await.0, 7);
        assert_eq!(on("119", "on=2025-06-30").await.0, 7, "the district of that day");
        assert_eq!(on("14", "on=2025-06-30").await.0, 7);
        assert_eq!(on("VN", "on=2025-06-30").await.0, 7);
        assert_eq!(on("VN", "").await.0, 0, "today's tree has no fact of the old commune");
        assert_eq!(on("03763", "year=2025").await.0, 0);
        let rows = site.api("GET", None, "/api/v1/figures/14?on=2025-06-30", None).await.json();
        let district = rows["rows"].as_array().unwrap().iter().find(|row| row["code"] == "119").unwrap().clone();
        assert_eq!(district["counts"]["households"], 7);
        let now = site.get(None, "/figures/03763?lang=en").await.is(200).text();
        assert!(
            now.contains("This unit begins on 1 Jul 2025. Records made before stay with the unit where they were made")
        );
        assert!(now.contains("href=\"/figures/03763?on=2025-06-30\""));
        let then = site.get(None, "/figures/03763?on=2025-06-30&lang=vi").await.is(200).text();
        assert!(
            then.contains("Số liệu theo địa giới ngày 30/06/2025.")
                && then.contains("Đơn vị này kết thúc ngày 30/06/2025")
        );
        let gone = site.get(None, "/figures/87").await.is(303);
        assert_eq!(gone.location(), "/places/87?on=2026-11-22");
    });
}

#[test]
fn a_closed_hamlet_is_a_row_of_its_own_and_years_are_a_trend() {
    both(|site| async move {
        let (officer, _) = fill(site);
        let hamlet = site.hamlet(LONG_HE, "Cũ");
        let ids: Vec<String> =
            (0..6).map(|at| household(site, &hamlet, &format!("Hộ cũ {at}"), "2025-08-01")).collect();
        step(site, &officer, register(&ids[0], 2026)).unwrap();
        site.write(move |tx| {
            let day = Day::parse("2026-06-01").unwrap();
            for id in &ids {
                store::register::lock_household(tx, id)?;
                for (before, after) in store::register::set_status(tx, id, store::register::MOVED_OUT, day)? {
                    let stay =
                        |stay: store::register::Stay| rules::tally::Stay { since: stay.since, until: stay.until };
                    let moves =
                        rules::tally::stay_moves(before.map(stay), after.map(stay), &["03763.004@2025-07-01", LONG_HE]);
                    store::tallies::apply(tx, &moves)?;
                }
            }
            Ok(())
        });
        let close = json!({"id": hamlet, "revision": 1, "last_day": "2026-05-31"});
        site.api("POST", Some(&officer), "/api/v1/places/03763.004/close", Some(close)).await.is(200);
        let json = site.api("GET", Some(&officer), "/api/v1/figures/03763?lang=en", None).await.json();
        let last = json["rows"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["id"], &last["name"]), (&Value::Null, &json!("Hamlets no longer in force (1)")));
        assert_eq!((&last["counts"]["households"], &last["counts"]["registered"]), (&json!(0), &json!(1)));
        assert_eq!(json["counts"]["registered"], 10, "the total is still the sum of its rows");
        let before = site.api("GET", Some(&officer), "/api/v1/figures/03763?on=2026-05-31", None).await.json();
        assert_eq!((before["rows"].as_array().unwrap().len(), &before["counts"]["households"]), (4, &json!(29)));
        // Households at the end of 2025 and now, side by side in the trend once 2025 has a record.
        let family = site.read(|tx| {
            let filter = store::register::HouseholdFilter { scope: LONG_HE.to_owned(), limit: 1, ..Default::default() };
            Ok(store::register::list_households(tx, &filter)?[0].household.id.clone())
        });
        step(site, &officer, register(&family, 2025)).unwrap();
        let json = site.api("GET", None, "/api/v1/figures/03763", None).await.json();
        let trend: Vec<_> = json["trend"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["year"].clone(), one["counts"]["households"].clone()))
            .collect();
        assert_eq!(trend, [(json!(2025), json!(18)), (json!(2026), json!(23))]);
        let page = site.get(None, "/figures/03763?lang=en").await.is(200).text();
        assert!(
            page.contains(
                "<desc id=\"trend-drawing-about\">2025: registered 5.56 %, recognised 0.00 %; 2026: registered"
            ),
            "{page}"
        );
    });
}

#[test]
fn counted_figures_that_cannot_be_are_named() {
    both(|site| async move {
        site.broken_on_purpose.store(true, std::sync::atomic::Ordering::SeqCst);
        site.write(|tx| {
            let one = |measure, by| rules::tally::Move {
                unit_id: LONG_HE.to_owned(),
                year: 2026,
                model: "family".to_owned(),
                measure,
                by,
            };
            let (registered, recognised) = (rules::tally::Measure::Registered, rules::tally::Measure::Recognised);
            store::tallies::apply(tx, &rules::tally::merge(vec![one(registered, 2), one(recognised, 3)]))
        });
        let page = site.get(None, "/figures/03763?lang=en").await.is(200).text();
        assert!(page.contains("Xã Long Hẹ: more families are recognised than registered."), "{page}");
        assert!(page.contains("Xã Long Hẹ: more families are registered than there are households."));
    });
}
