//! Who sees what of the register.

use rules::access::Role;
use serde_json::json;

use super::{code, commune, family, household_of, seen};
use crate::kit::{LONG_HE, SON_LA, VN, both};

#[test]
fn a_household_is_for_its_hamlet_and_commune_only() {
    both(|site| async move {
        let c = commune(site);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let member = seen(site, &c.officer, &id).await["members"][0]["id"].as_str().unwrap().to_owned();
        let outsiders = [
            site.person("neighbour", Role::HamletHead, &c.other),
            site.person("province", Role::ProvinceOfficer, SON_LA),
            site.person("admin", Role::Administrator, VN),
            site.person("viewer", Role::Viewer, LONG_HE),
        ];
        let pages = [
            format!("/households/{id}"),
            format!("/households/{id}/edit"),
            format!("/households/{id}/members/new"),
            format!("/households/{id}/head"),
            format!("/households/{id}/move"),
            format!("/households/{id}/close"),
            format!("/members/{member}"),
            format!("/members/{member}/remove"),
            format!("/households?place={}", code(&c.ban)),
            format!("/households?place={}", code(LONG_HE)),
            format!("/api/v1/households/{id}"),
            format!("/api/v1/households?place={}", code(&c.ban)),
        ];
        for person in &outsiders {
            for path in &pages {
                let reply = site.get(Some(person), path).await.is(403);
                assert!(!reply.text().contains("Lò Văn Ún"), "{path}");
            }
            for (path, form) in [
                (format!("/households/{id}/edit"), vec![("number", "9")]),
                (format!("/households/{id}/members"), vec![("name", "Ai"), ("relation", "other")]),
                (format!("/members/{member}"), vec![("name", "Ai"), ("relation", "head")]),
                (format!("/members/{member}/remove"), vec![("why", "died")]),
                (format!("/members/{member}/restore"), vec![]),
                (format!("/households/{id}/head"), vec![("member", "x")]),
                (format!("/households/{id}/move"), vec![("hamlet", code(&c.other))]),
                (format!("/households/{id}/close"), vec![("status", "dissolved"), ("reason", "x")]),
                (format!("/households/{id}/reopen"), vec![]),
                ("/households".to_owned(), vec![("hamlet", code(&c.ban)), ("members.0.name", "Ai")]),
            ] {
                site.post(Some(person), &path, &form).await.is(403);
            }
        }
        let head = c.head;
        for path in ["move", "close"] {
            site.get(Some(&head), &format!("/households/{id}/{path}")).await.is(403);
        }
        site.get(None, &format!("/households/{id}")).await.is(303);
        site.get(Some(&head), "/households/nobody").await.is(404);
        assert_eq!(seen(site, &head, &id).await["revision"], 1, "nobody changed anything");
    });
}

#[test]
fn birth_and_the_end_of_a_number_are_shown_to_those_who_may_see_them() {
    both(|site| async move {
        let c = commune(site);
        let form = [
            ("hamlet", code(&c.ban)),
            ("members.0.name", "Lò Văn Ún"),
            ("members.0.birth", "05/03/1984"),
            ("members.0.id_number", "014084000517"),
        ];
        let id = household_of(&site.post(Some(&c.officer), "/households", &form).await.is(303));
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        let path = format!("/households/{id}");
        for (person, birth, tail) in [(&c.officer, true, true), (&c.head, true, false), (&chair, false, false)] {
            let page = site.get(Some(person), &path).await.is(200).text();
            assert_eq!((page.contains("05/03/1984"), page.contains("•••517")), (birth, tail));
            let api = seen(site, person, &id).await;
            assert_eq!(api["members"][0]["birth"].is_null(), !birth);
            assert_eq!(api["members"][0]["id_tail"].is_null(), !tail);
            assert!(!page.contains("014084000517") && !api.to_string().contains("014084000517"));
        }
        let page = site.get(Some(&chair), &path).await.is(200).text();
        assert!(!page.contains("/edit\"") && !page.contains("/close\""), "the chair reads the register");
        site.post(Some(&chair), &format!("{path}/edit"), &[("number", "9")]).await.is(403);
    });
}

#[test]
fn a_number_sent_as_a_json_number_is_not_repeated_by_the_error() {
    both(|site| async move {
        let c = commune(site);
        let wish = json!({"hamlet": code(&c.ban), "members": [{"name": "Lò Văn Ún", "relation": "head", "id_number": 14_084_000_517_i64}]});
        let reply = site.api("POST", Some(&c.officer), "/api/v1/households", Some(wish)).await.is(400);
        assert!(!reply.text().contains("14084000517"), "{}", reply.text());
    });
}

/// Every text of a workbook.
fn unpacked(bytes: &[u8]) -> String {
    let sheets = papers::import::read_rows("x.xlsx", bytes, &papers::import::Limits::default()).unwrap();
    sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .flat_map(|row| &row.cells)
        .map(|cell| format!("{}\n", cell.text))
        .collect()
}

#[test]
fn an_identity_number_appears_in_no_page_file_answer_trail_or_database() {
    both(|site| async move {
        let c = super::imports::two_hamlets(site);
        // Typed in a form, sent by API, imported from good and bad files.
        let form = [("hamlet", code(&c.ban)), ("members.0.name", "Lò Văn Gõ"), ("members.0.id_number", "014084000517")];
        let typed = household_of(&site.post(Some(&c.officer), "/households", &form).await.is(303));
        let wish = json!({"hamlet": code(&c.ban), "members": [{"name": "Lò Văn Máy", "relation": "head", "id_number": "014 084 000 618"}]});
        site.api("POST", Some(&c.officer), "/api/v1/households", Some(wish)).await.is(201);
        let good =
            super::imports::send(site, &c.officer, LONG_HE, "so ho 014084000719.xlsx", super::imports::GOOD).await;
        site.post(Some(&c.officer), &format!("/imports/{good}/apply"), &[]).await.is(303);
        let bad = super::imports::send(site, &c.officer, LONG_HE, "bad.xlsx", super::imports::BAD).await;
        // The column of numbers taken for another one.
        let wrong = "Họ và tên;Quan hệ;Năm sinh;Ghi chú\nLò Văn Nhầm;014084000820;014084000820;014084000820\n";
        let mixed = super::imports::send(site, &c.officer, LONG_HE, "mixed.csv", wrong.as_bytes()).await;
        let member = seen(site, &c.officer, &typed).await["members"][0]["id"].as_str().unwrap().to_owned();
        let digits = [
            "014084000517",
            "014084000618",
            "014084000123",
            "014186000456",
            "066090000321",
            "014071000999",
            "14084000123",
            "014 084 000 618",
            "014 186 000 456",
            "014084000719",
            "014084000820",
        ];
        let mut outputs: Vec<(String, String)> = Vec::new();
        for path in [
            "/households".to_owned(),
            format!("/households/{typed}"),
            format!("/households/{typed}/edit"),
            format!("/households/{typed}/head"),
            format!("/members/{member}"),
            "/imports".to_owned(),
            format!("/imports/{good}"),
            format!("/imports/{bad}"),
            format!("/imports/{mixed}"),
            "/households.csv".to_owned(),
            "/api/v1/households".to_owned(),
            format!("/api/v1/households/{typed}"),
            format!("/api/v1/imports/{good}"),
            format!("/api/v1/imports/{bad}"),
            format!("/api/v1/imports/{mixed}"),
        ] {
            let reply = site.get(Some(&c.officer), &path).await.is(200);
            outputs.push((path, reply.text()));
        }
        for path in [
            "/households.xlsx".to_owned(),
            format!("/imports/{bad}/problems.xlsx"),
            format!("/imports/{mixed}/problems.xlsx"),
        ] {
            let reply = site.get(Some(&c.officer), &path).await.is(200);
            outputs.push((path, unpacked(&reply.body)));
        }
        let refused = site.post(Some(&c.officer), "/households", &form).await;
        outputs.push(("a refused form".to_owned(), refused.is(409).text()));
        let tables = site.read(|tx| {
            let mut all = String::new();
            for sql in [
                "SELECT before || after || reason FROM audit",
                "SELECT answer || fingerprint FROM receipt",
                "SELECT name || mapping || outcome FROM import_file",
                "SELECT number || head_name || fold || note || address || phone FROM household",
                "SELECT name || fold || birth || id_tail FROM member",
            ] {
                tx.each(sql, store::args![], |row| {
                    all.push_str(&row.text(0)?);
                    Ok(())
                })?;
            }
            tx.each("SELECT body FROM import_body", store::args![], |row| {
                all.push_str(&String::from_utf8_lossy(&row.blob(0)?));
                Ok(())
            })?;
            Ok(all)
        });
        outputs.push(("the database".to_owned(), tables));
        for (what, text) in &outputs {
            for number in digits {
                assert!(!text.contains(number), "{number} in {what}: {text}");
            }
        }
        if site.app.db.kind() == "sqlite" {
            for name in ["hoctap.db", "hoctap.db-wal"] {
                let bytes = std::fs::read(site.app.config.data.join(name)).unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes);
                for number in digits {
                    assert!(!text.contains(number), "{number} stands in {name}");
                }
            }
        }
    });
}

#[test]
fn what_a_file_tells_of_ethnicity_religion_health_and_poverty_is_named_and_never_shown() {
    both(|site| async move {
        let c = commune(site);
        let csv = "STT,Thôn,Họ và tên,Quan hệ với chủ hộ,Dân tộc,Tôn giáo,Khuyết tật,Hộ nghèo,Ghi chú\n\
                   1,Bản Cổng,Lò Văn Ún,Chủ hộ,Xinh Mun Lạ,Tin Lành Lạ,Điếc Lạ,Nghèo Lạ,ghi chú thường\n";
        let form = [("place", "03763")];
        let file = ("file", "danh-sach.csv", csv.as_bytes());
        let to = site.upload(&c.officer, "/imports", &form, file).await.is(303).location();
        let path = to.split('?').next().unwrap().to_owned();
        for (lang, said) in [
            ("vi", "Sổ hộ không đọc cột này"),
            ("en", "This column tells religion. The register does not read it"),
            ("id", "Kolom ini memuat agama."),
        ] {
            let page = site.get(Some(&c.officer), &format!("{path}?lang={lang}")).await.is(200).text();
            assert!(page.contains(said) && page.contains("ghi chú thường"), "{page}");
            for (head, value) in
                [("Dân tộc", "Xinh Mun"), ("Tôn giáo", "Tin Lành"), ("Khuyết tật", "Điếc"), ("Hộ nghèo", "Nghèo Lạ")]
            {
                assert!(page.contains(head) && !page.contains(value), "{value} in {page}");
            }
        }
        let json = site.api("GET", Some(&c.officer), &format!("/api/v1{path}"), None).await.is(200);
        assert!(!json.text().contains(" Lạ"), "{}", json.text());
        let json = json.json();
        let holds: Vec<_> = json["columns"].as_array().unwrap().iter().map(|one| one["holds"].clone()).collect();
        let (no, is) = (json!(null), |word: &str| json!(word));
        let wanted = [&no, &no, &no, &no, &is("ethnicity"), &is("religion"), &is("health"), &is("poverty"), &no];
        assert_eq!(holds.iter().collect::<Vec<_>>(), wanted);
        assert_eq!(json["columns"][8]["samples"], json!(["ghi chú thường"]));
        // Not even when somebody takes such a column for a note.
        let settings =
            json!({"sheet": json["settings"]["sheet"], "head_row": 1, "columns": {"head": 2, "hamlet": 1, "note": 4}});
        let decided = site.api("PUT", Some(&c.officer), &format!("/api/v1{path}"), Some(settings)).await.is(200).json();
        assert_eq!((&decided["columns"][4]["field"], &decided["columns"][4]["samples"]), (&json!("note"), &json!([])));
        site.get(Some(&c.officer), &path).await.is(200).says("để trống ý nghĩa");
    });
}
