//! Finding a person at all places whose register one may see.

use rules::access::Role;
use rules::basics::Day;
use store::people::RoleGrant;

use super::{code, commune, family, seen};
use crate::kit::{LONG_HE, OTHER, Person, Site, both};

/// The names an answer over JSON holds, from the front and from the back.
async fn names(site: &Site, by: &Person, query: &str) -> (Vec<String>, Vec<String>) {
    let json = site.api("GET", Some(by), &format!("/api/v1/members?{query}"), None).await.is(200).json();
    let of = |group: &str| {
        let items = json[group]["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    (of("front"), of("back"))
}

/// Gives somebody one more role.
fn also(site: &Site, person: &Person, role: Role, unit: &str) {
    site.grant(RoleGrant {
        id: site.app.dice.id(site.app.clock.now()),
        account_id: person.id.clone(),
        role,
        unit_id: unit.to_owned(),
        unit_name: String::new(),
        since: Day::parse("2025-07-01").unwrap(),
        until: Day::FOREVER,
        legal_basis: String::new(),
    });
}

#[test]
fn people_are_found_where_one_may_see_them_and_nowhere_else() {
    both(|site| async move {
        let c = commune(site);
        let far = site.hamlet(OTHER, "Pá Lông");
        let stranger = site.person("stranger", Role::CommuneOfficer, OTHER);
        let id = family(site, &c.officer, &c.ban, "Lò Văn Ún", "1984").await;
        let second = family(site, &c.officer, &c.other, "Lò Văn Út", "1990").await;
        family(site, &stranger, &far, "Lò Văn Ún", "1951").await;
        let one = |name: &str| vec![name.to_owned()];
        let none: Vec<String> = Vec::new();

        let all = names(site, &c.officer, "q=lo+van").await;
        assert_eq!(all, (vec!["Lò Văn Ún".to_owned(), "Lò Văn Út".to_owned()], none.clone()));
        assert_eq!(names(site, &c.head, "q=lo+van").await.0, one("Lò Văn Ún"), "a hamlet's head sees the hamlet");
        assert_eq!(names(site, &c.officer, "q=V%C4%83n+%C3%9An").await, (none.clone(), one("Lò Văn Ún")));
        assert_eq!(names(site, &stranger, "q=lo+van").await.0, one("Lò Văn Ún"));
        assert_eq!(names(site, &stranger, "q=lo+van+ut").await.0, none);
        assert_eq!(names(site, &c.officer, "q=lo&year=1951").await.0, none);
        assert_eq!(names(site, &c.officer, "q=lo&year=1990").await.0, one("Lò Văn Út"));
        let json = site.api("GET", Some(&stranger), "/api/v1/members?q=un", None).await.is(200).json();
        assert_eq!(json["back"]["items"][0]["birth"], "1951");
        assert_eq!(json["back"]["items"][0]["commune"]["id"], OTHER);

        // One more commune: both are found, and each alone when that place is asked for.
        also(site, &stranger, Role::CommuneOfficer, LONG_HE);
        assert_eq!(names(site, &stranger, "q=lo+van+un").await.0.len(), 2);
        let place = format!("q=lo+van+un&place={}", code(OTHER));
        assert_eq!(names(site, &stranger, &place).await.0, one("Lò Văn Ún"));
        let below = format!("/households/people?q=lo&place={}", code(&far));
        let page = site.get(Some(&stranger), &below).await.is(200).text();
        assert!(
            page.contains(&format!("<option value=\"{}\" selected>", code(&far))),
            "a hamlet below stays chosen: {page}"
        );
        let page = site.get(Some(&stranger), "/households/people?q=lo+van+un").await.is(200).text();
        assert!(
            page.contains(&format!("/households/{id}\"")) && page.contains("1951") && page.contains("1984"),
            "{page}"
        );
        assert!(page.contains("name=\"place\"") && !page.contains(&second));

        // Places that are not one's own, and roles that see no register.
        let elsewhere = format!("/households/people?q=lo&place={}", code(OTHER));
        assert!(!site.get(Some(&c.officer), &elsewhere).await.is(403).text().contains("Lò Văn"));
        site.api("GET", Some(&c.officer), &format!("/api/v1/members?q=lo&place={}", code(OTHER)), None).await.is(403);
        for role in [Role::ProvinceOfficer, Role::Administrator, Role::Viewer] {
            let unit = if role == Role::Viewer { LONG_HE } else { crate::kit::SON_LA };
            let person = site.person(&format!("no-{}", role.word()), role, unit);
            site.get(Some(&person), "/households/people?q=lo").await.is(403);
        }
        site.get(None, "/households/people?q=lo").await.is(303);

        // A chair sees no births, so none is shown and none can be asked for.
        let chair = site.person("chair", Role::CommuneChair, LONG_HE);
        let page = site.get(Some(&chair), "/households/people?q=lo+van").await.is(200).text();
        assert!(page.contains("Lò Văn Ún") && !page.contains("1984") && !page.contains("name=\"year\""), "{page}");
        assert_eq!(names(site, &chair, "q=lo&year=1984").await.0, none);

        // Who closed the household or left it is not found any more.
        let base = seen(site, &c.officer, &second).await["revision"].to_string();
        let form = [("status", "moved_out"), ("reason", "x"), ("base_revision", &base), ("on", "01/11/2026")];
        site.post(Some(&c.officer), &format!("/households/{second}/close"), &form).await.is(303);
        assert_eq!(names(site, &c.officer, "q=lo+van").await.0, one("Lò Văn Ún"));
        let found = site.findings();
        assert!(found.iter().all(|one| one.check != "person-found-elsewhere"), "{found:?}");
    });
}

#[test]
fn the_page_says_what_is_missing_and_goes_on_page_by_page() {
    both(|site| async move {
        let c = commune(site);
        site.get(Some(&c.officer), "/households/people").await.is(200).says("Viết tên người cần tìm");
        site.get(Some(&c.officer), "/households/people?q=%20.").await.is(422).says("href=\"#f-q\"");
        site.get(Some(&c.officer), "/households/people?q=lo&year=84").await.is(422).says("href=\"#f-year\"");
        site.get(Some(&c.officer), "/households/people?q=lo").await.is(200).says("không tìm riêng chữ đệm");
        for n in 0..7 {
            family(site, &c.officer, if n % 2 == 0 { &c.ban } else { &c.other }, "Lò Văn Ún", &format!("{}", 1960 + n))
                .await;
        }
        let (mut births, mut cursor) = (Vec::new(), String::new());
        for _ in 0..4 {
            let path = format!("/api/v1/members?q=ún&by=back&limit=2&cursor={cursor}").replace('ú', "%C3%BA");
            let json = site.api("GET", Some(&c.officer), &path, None).await.is(200).json();
            assert!(json.get("front").is_none());
            for one in json["back"]["items"].as_array().unwrap() {
                births.push(one["birth"].as_str().unwrap().to_owned());
            }
            cursor = json["back"]["next"].as_str().unwrap_or_default().to_owned();
        }
        assert!(cursor.is_empty());
        births.sort();
        assert_eq!(births, (1960..1967).map(|year| year.to_string()).collect::<Vec<_>>(), "everybody once");
        // A cursor is of its question alone, and tells nothing: not even how long a name is.
        family(site, &c.officer, &c.ban, "Lý Nguyễn Thị Hoàng Ngọc Phương Thảo Nguyên", "1990").await;
        family(site, &c.officer, &c.ban, "Lý Ún", "1990").await;
        let mut lengths = Vec::new();
        for q in ["ly", "lo", "lo+van+un", "l"] {
            let path = format!("/api/v1/members?q={q}&by=front&limit=1");
            let json = site.api("GET", Some(&c.officer), &path, None).await.is(200).json();
            lengths.push(json["front"]["next"].as_str().unwrap().len());
        }
        assert!(lengths.iter().all(|length| *length == lengths[0]), "{lengths:?}");
        let path = "/api/v1/members?q=lo&by=front&limit=2";
        let json = site.api("GET", Some(&c.officer), path, None).await.is(200).json();
        let next = json["front"]["next"].as_str().unwrap().to_owned();
        for other in ["q=lo+van&by=front", "q=lo&by=back", "q=a&by=front"] {
            let path = format!("/api/v1/members?{other}&cursor={next}");
            site.api("GET", Some(&c.officer), &path, None).await.is(400);
        }
        site.api("GET", Some(&c.officer), "/api/v1/members?q=lo&cursor=bmFtZQ", None).await.is(400);
        site.api("GET", Some(&c.officer), "/api/v1/members?q=lo&by=middle", None).await.is(422);
        site.api("GET", Some(&c.officer), "/api/v1/members", None).await.is(422);
    });
}
