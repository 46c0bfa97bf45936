//! Published figures: beside counted ones and never added, checked against themselves, imported after a look.

use rules::access::Role;
use serde_json::json;

use crate::kit::{LONG_HE, SON_LA, VN, both};

const HEAD: &str = "source,province_as_named,province_code_at_date,as_of,subject,measure,numerator,denominator,rate_reported_percent,qualifier,note\n";

#[test]
fn a_published_rate_stands_beside_with_its_own_arithmetic() {
    both(|site| async move {
        let page = site.get(None, "/figures/82?lang=en").await.is(200).text();
        assert!(page.contains("2,056 / 2,331 = 88.20 %, but 87.77 % was published."), "{page}");
        assert!(
            page.contains(
                "1,653 / 1,659 = 99.64 % when rounded, but 99.63 % was published: further digits were cut off"
            )
        );
        assert!(page.contains("839,706 / 899,428 = 93.36 %, as published: 93.36 %."));
        assert!(page.contains("href=\"https://giaoducthoidai.vn/dong-thap-huong-den-xay-dung"));
        let vi = site.get(None, "/figures/82?lang=vi").await.text();
        assert!(vi.contains("2.056 / 2.331 = 88,20 %, nhưng đã công bố 87,77 %."), "{vi}");
        site.get(None, "/figures/82?lang=id").await.says("2.056 / 2.331 = 88,20 %, tetapi yang diterbitkan 87,77 %.");
        // Never added: the counted number stays what the records say.
        let json = site.api("GET", None, "/api/v1/figures/82", None).await.json();
        assert_eq!(json["counts"]["recognised"], 0);
        let family =
            json["published"].as_array().unwrap().iter().find(|one| one["subject"] == "family").unwrap().clone();
        assert_eq!((&family["numerator"], &family["check"]), (&json!(839_706), &json!("agrees")));
        // The wording is kept, and the figure stays with the version it speaks of.
        let old = site.get(None, "/figures/11?lang=en").await.text();
        assert!(
            old.contains("more than 71 %")
                && old.contains("nearly 68 %")
                && old.contains("Tỉnh Điện Biên, until 30 Jun 2025")
        );
        assert!(!site.get(None, "/figures/87?on=2025-06-30&lang=en").await.text().contains("839,706"));
        let country = site.get(None, "/figures/VN?lang=en").await.text();
        assert!(country.contains("Published about places below") && country.contains("Tỉnh Bình Dương"));
    });
}

#[test]
fn the_list_is_narrowed_by_outcome_and_comes_in_every_shape() {
    both(|site| async move {
        let all = site.api("GET", None, "/api/v1/published", None).await.is(200).json();
        assert_eq!(all["items"].as_array().unwrap().len(), 38);
        let wrong = site.api("GET", None, "/api/v1/published?check=disagrees", None).await.json();
        assert_eq!((wrong["items"].as_array().unwrap().len(), &wrong["items"][0]["subject"]), (1, &json!("clan")));
        let page = site.get(None, "/published?check=cut&lang=en").await.is(200).text();
        assert!(page.contains("1 of 38 figures") && page.contains("99.63 %") && !page.contains("87.77"));
        site.get(None, "/published?q=binh+duong&lang=en").await.says("10 of 38 figures");
        site.get(None, "/published?q=zzz&lang=en").await.says("No figure matches.");
        site.get(None, "/published?check=x").await.is(422);
        let book = site.get(None, "/published.xlsx?check=disagrees&lang=en").await.is(200);
        let sheets = papers::import::read_rows("p.xlsx", &book.body, &papers::import::Limits::default()).unwrap();
        assert_eq!((sheets[0].rows.len(), sheets[0].rows[1].cell(5).unwrap().text.as_str()), (2, "2056"));
        assert!((sheets[0].rows[1].cell(8).unwrap().number.unwrap() - 2056.0 / 2331.0).abs() < 1e-9);
        let csv = site.get(None, "/published.csv?lang=en").await.is(200).text();
        assert_eq!(csv.trim_end().split("\r\n").count(), 39);
        assert_eq!(site.get(None, "/published.json").await.json()["items"], all["items"]);
    });
}

#[test]
fn an_import_shows_every_row_first_and_the_same_file_twice_adds_nothing() {
    both(|site| async move {
        let tinh = site.person("tinh", Role::ProvinceOfficer, SON_LA);
        let hoa = site.person("hoa", Role::CommuneOfficer, LONG_HE);
        site.get(None, "/published/import").await.is(303);
        site.get(Some(&hoa), "/published/import").await.is(403);
        site.get(Some(&tinh), "/published/import?lang=en").await.is(200).says("province_code_at_date");
        let bad = format!(
            "{HEAD}Báo Sơn La,Sơn La,14,2026-06-30,family,registered,9.5,100,x,about,\n\
             Báo Sơn La,Sơn La,14,30/6/26,family,registered,,,,exact,\n\
             Báo khác,Điện Biên,11,2026-06-30,family,registered,5,,,exact,\n\
             Báo khác,Không Có,99,2026-06-30,family,registered,5,,,exact,\n"
        );
        let look = site
            .upload(&tinh, "/published/import/file?lang=en", &[], ("file", "x.csv", bad.as_bytes()))
            .await
            .is(422)
            .text();
        for said in [
            "numerator: “9.5” is not a number",
            "qualifier: “about” is not on the list",
            "as_of: “30/6/26” is not a date",
            "No place “99 Không Có” was found",
            "importing published figures",
        ] {
            assert!(look.contains(said), "{said}: {look}");
        }
        let none = site.upload(&tinh, "/published/import/file?lang=en", &[], ("file", "x.csv", b"a,b\n1,2\n")).await;
        none.is(422).says("These columns were not found: source");
        let good = format!(
            "{HEAD}\"Báo Sơn La, https://baosonla.vn/x\",Sơn La,14,2026-06-30,family,registered,900,1000,90,exact,nửa năm\n"
        );
        let look =
            site.upload(&tinh, "/published/import/file?lang=en", &[], ("file", "x.csv", good.as_bytes())).await.is(200);
        let look = look.says("1 figure can be taken in.").says("900 / 1,000 = 90.00 %, as published: 90 %.");
        // In another language the look goes on with what the file held.
        let carried = crate::kit::input(&look.text(), "_held");
        assert!(look.text().contains("formaction=\"/published/import?lang=id\""), "{}", look.text());
        let again = site.post(Some(&tinh), "/published/import?lang=id", &[("_held", &carried)]).await.is(200).text();
        assert!(again.contains("lang=\"id\"") && again.contains("900"), "{again}");
        let rows = crate::kit::input(&look.text(), "rows").replace("&#34;", "\"").replace("&quot;", "\"");
        assert_eq!(
            site.api("GET", None, "/api/v1/published", None).await.json()["items"].as_array().unwrap().len(),
            38
        );
        let done = site.post_as(Some(&tinh), "/published/import", "p-1", &[("rows", &rows)]).await.is(303);
        assert_eq!(done.location(), "/published?done=published-taken&n=1");
        site.post_as(Some(&tinh), "/published/import", "p-1", &[("rows", &rows)]).await.is(303);
        site.post(Some(&tinh), "/published/import?lang=en", &[("rows", &rows)])
            .await
            .is(422)
            .says("No row of the file can be imported");
        let beside = site.api("GET", None, "/api/v1/figures/14", None).await.json();
        let one =
            beside["published"].as_array().unwrap().iter().find(|one| one["as_of"] == "2026-06-30").unwrap().clone();
        assert_eq!((&one["worded"], &one["counted_here"]["year"]), (&json!("90 %"), &json!(2026)));
        // A corrected row replaces the figure; the trail keeps both.
        let mut row = json!({"source": "Báo Sơn La, https://baosonla.vn/x", "province_as_named": "Sơn La", "province_code_at_date": "14",
            "as_of": "2026-06-30", "subject": "family", "measure": "registered", "numerator": "910", "denominator": "1000",
            "rate_reported_percent": "91", "qualifier": "exact"});
        let at = "/api/v1/published";
        site.api("POST", None, at, Some(json!({"items": [row]}))).await.is(401);
        site.api("POST", Some(&hoa), at, Some(json!({"items": [row]}))).await.is(403);
        let taken = site.api("POST", Some(&tinh), at, Some(json!({"items": [row]}))).await.is(200).json();
        assert_eq!(taken, json!({"added": 0, "changed": 1, "same": 0, "withdrawn": 0}));
        let id = one["id"].as_str().unwrap().to_owned();
        let lines = site.read(move |tx| store::audit::of_object(tx, "published", &id));
        assert!(lines.len() == 2 && lines[1].line.before.contains("900") && lines[1].line.after.contains("910"));
        row["province_code_at_date"] = json!("11");
        row["province_as_named"] = json!("Điện Biên");
        let refused = site.api("POST", Some(&tinh), at, Some(json!({"items": [row]}))).await.is(403).json();
        assert_eq!(refused["problems"][0]["field"], "1:province_code_at_date");
        let admin = site.person("admin", Role::Administrator, VN);
        site.api("POST", Some(&admin), at, Some(json!({"items": [row]}))).await.is(200);
    });
}

#[test]
fn a_figure_taken_in_wrongly_is_withdrawn_stays_to_be_seen_and_can_come_back() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let officer = site.person("officer", Role::CommuneOfficer, LONG_HE);
        let row = |n: i64| {
            json!({
                "source": "https://example.org/bao-cao", "province_as_named": "Sơn La", "province_code_at_date": "14",
                "as_of": "2025-12-31", "subject": "family", "measure": "recognised", "numerator": n.to_string(),
                "denominator": "2000", "rate_reported_percent": "", "qualifier": "exact", "note": "",
            })
        };
        let take = |n: i64| site.api("POST", Some(&admin), "/api/v1/published", Some(json!({"items": [row(n)]})));
        assert_eq!(take(1234).await.is(200).json()["added"], 1);
        let found = || async {
            let all = site.api("GET", None, "/api/v1/published?q=example.org", None).await.is(200).json();
            all["items"][0].clone()
        };
        let id = found().await["id"].as_str().unwrap().to_owned();
        let (page, path) = (format!("/published/{id}"), format!("/api/v1/published/{id}"));
        site.get(None, "/figures/14?year=2025&lang=en").await.is(200).says("1,234");
        let open = site.get(None, &page).await.is(200).text();
        assert!(open.contains("Sơn La") && !open.contains("/withdraw\""), "{open}");
        site.get(Some(&admin), &page).await.is(200).says("/withdraw\"");
        // Not without a right or a reason.
        site.post(Some(&officer), &format!("{page}/withdraw"), &[("reason", "x")]).await.is(403);
        site.post(Some(&admin), &format!("{page}/withdraw"), &[("reason", "  ")]).await.is(422).says("f-reason-error");
        site.api("POST", Some(&admin), "/api/v1/published/none/withdraw", Some(json!({"reason": "x"}))).await.is(404);
        site.api("POST", Some(&admin), &format!("{path}/restore"), None).await.is(409).says("published-in-force");
        for _ in 0..2 {
            let reason = [("reason", "chép nhầm cột")];
            let to = site.post_as(Some(&admin), &format!("{page}/withdraw"), "one", &reason).await.is(303).location();
            assert_eq!(to, format!("{page}?done=published-withdrawn"));
            site.get(Some(&admin), &to).await.is(200).says("Hoàn tác").says("chép nhầm cột");
        }
        site.post(Some(&admin), &format!("{page}/withdraw"), &[("reason", "y")]).await.is(409);
        // Nowhere beside what counts, and still to be seen as what it is.
        let figures = site.get(None, "/figures/14?year=2025&lang=en").await.is(200).text();
        assert!(!figures.contains("1,234"), "{figures}");
        let json = site.api("GET", None, "/api/v1/figures/VN", None).await.is(200).text();
        assert!(!json.contains(&id), "{json}");
        site.get(None, "/published?check=withdrawn&lang=en").await.is(200).says("Withdrawn").says("chép nhầm cột");
        site.get(None, "/published.csv?check=withdrawn&lang=en").await.is(200).says("chép nhầm cột");
        let one = site.api("GET", None, &path, None).await.is(200).json();
        assert_eq!((&one["check"], &one["withdrawn_because"]), (&json!("withdrawn"), &json!("chép nhầm cột")));
        // The same wrong content leaves it withdrawn; nothing else was in the file.
        take(1234).await.is(422).says("nothing-to-import");
        assert_eq!(found().await["check"], "withdrawn");
        site.post(Some(&admin), &format!("{page}/restore"), &[]).await.is(303);
        assert!(found().await["withdrawn_at"].is_null());
        let again = Some(json!({"reason": "vẫn sai"}));
        site.api("POST", Some(&admin), &format!("{path}/withdraw"), again).await.is(200);
        // Corrected content is in force at once.
        assert_eq!(take(1243).await.is(200).json()["changed"], 1);
        assert_eq!((&found().await["numerator"], &found().await["withdrawn_at"]), (&json!(1243), &json!(null)));
        let of = id.clone();
        let lines = site.read(move |tx| store::audit::of_object(tx, "published", &of));
        assert_eq!(lines.len(), 5, "taken in, withdrawn, in force, withdrawn, corrected");
        assert!(lines.iter().any(|line| line.line.reason == "chép nhầm cột"));
    });
}

#[test]
fn a_figure_read_over_json_and_written_back_keeps_its_remark_in_every_language() {
    both(|site| async move {
        let admin = site.person("admin", Role::Administrator, VN);
        let all = site.api("GET", None, "/api/v1/published?limit=200&lang=en", None).await.is(200).json();
        let in_three = |one: &&serde_json::Value| one["note"].as_str().unwrap().matches(" | ").count() == 2;
        let one = all["items"].as_array().unwrap().iter().find(in_three).expect("a remark in three languages").clone();
        let (note, remark) = (one["note"].as_str().unwrap(), one["remark"].as_str().unwrap());
        assert!(note.split(" | ").any(|part| part.trim() == remark) && !remark.contains('|'), "{note}: {remark}");
        let number = |name: &str| one[name].as_i64().map_or_else(String::new, |n| n.to_string());
        let row = json!({
            "source": one["source"], "province_as_named": one["place_as_named"], "as_of": one["as_of"],
            "province_code_at_date": one["place_id"].as_str().unwrap().split('@').next(),
            "subject": one["subject"], "measure": one["measure"], "numerator": number("numerator"),
            "denominator": number("denominator"), "rate_reported_percent": one["rate"], "qualifier": one["qualifier"],
            "note": note,
        });
        // As it was: nothing to take in.
        let same = Some(json!({"items": [row.clone()]}));
        site.api("POST", Some(&admin), "/api/v1/published", same).await.is(422).says("nothing-to-import");
        let mut less = row;
        less["note"] = json!(remark);
        let less = Some(json!({"items": [less]}));
        let taken = site.api("POST", Some(&admin), "/api/v1/published", less).await.is(200).json();
        assert_eq!(taken["changed"], 1, "one language alone would have been a change");
    });
}
