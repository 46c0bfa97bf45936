//! The guided tour: one page that leads a newcomer from an Excel list to recognised families and a country figure that
//! has changed; and the list to begin with.

use askama::Template;
use papers::sheets::{Cell, Column, Kind, Table, workbook};
use rules::register::Relation;
use rules::tally::Measure;

use super::{Base, file, page};
use crate::demo::names::{self, Person};
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "tour.html")]
struct Tour {
    b: Base,
    year: i64,
    recognised: i64,
    hamlet: String,
    at_hamlet: String,
    head: &'static str,
    at_commune: String,
    built: bool,
}

impl Tour {
    /// The address of a page as one of the made-up people sees it: signs in first where somebody else is signed in.
    fn as_who(&self, login: &str, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("as", login).append_pair("back", path);
        format!("/sign-in?{}", query.finish())
    }

    /// A page of this year's cycle.
    fn of_year(&self, step: &str, query: &str) -> String {
        format!("/families/{}/{step}?{query}", self.year)
    }
}

/// The tour. On a site without the demonstration it says how to get one.
pub async fn show(visit: Visit) -> Answer {
    let today = visit.today;
    let (hamlet, recognised) = visit
        .app
        .read(move |tx| {
            let country = store::units::country(tx)?;
            let counts = store::tallies::total(tx, &country.id, "family", today)?;
            let recognised = counts
                .iter()
                .find(|count| count.year == today.year() && count.measure == Measure::Recognised)
                .map_or(0, |count| count.n);
            let code = format!("{}.{:03}", crate::demo::COMMUNE, crate::demo::TOUR_HAMLET + 1);
            Ok::<_, Failure>((store::units::unit_on(tx, &code, today)?, recognised))
        })
        .await?;
    let encoded = |id: &str| form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>();
    let name = |at: usize| names::ACCOUNTS.iter().find(|account| account.4 == Some(at)).map_or("", |account| account.0);
    let commune = hamlet.as_ref().and_then(|unit| unit.parent_id.clone()).unwrap_or_default();
    page(&Tour {
        year: today.year(),
        recognised,
        built: visit.app.demo && hamlet.is_some(),
        hamlet: hamlet.as_ref().map(|unit| unit.full_name.clone()).unwrap_or_default(),
        at_hamlet: hamlet.as_ref().map(|unit| format!("hamlet={}", encoded(&unit.id))).unwrap_or_default(),
        head: name(crate::demo::TOUR_HAMLET),
        at_commune: format!("place={}", encoded(&commune)),
        b: Base::new(&visit, ""),
    })
}

fn relation(word: &str) -> &'static str {
    match Relation::of(word) {
        Some(Relation::Head) => "Chủ hộ",
        Some(Relation::Spouse) => "Vợ/chồng",
        Some(Relation::Child) => "Con",
        Some(Relation::Parent) => "Bố/mẹ",
        _ => "Khác",
    }
}

/// The made-up list of twelve households, as a commune keeps such lists.
pub async fn sample(visit: Visit) -> Answer {
    let (_, hamlet) = names::HAMLETS.get(crate::demo::TOUR_HAMLET).copied().unwrap_or(("", ""));
    let row = |number: &str, person: &Person| {
        let birth = person.birth.get(..4).unwrap_or_default();
        vec![
            Cell::Text(number.to_owned()),
            Cell::Text(hamlet.to_owned()),
            Cell::Text(person.name.clone()),
            Cell::Text(relation(person.relation).to_owned()),
            Cell::Text(if person.sex == "female" { "Nữ" } else { "Nam" }.to_owned()),
            Cell::Text(if person.birth.len() == 4 { birth.to_owned() } else { written(&person.birth) }),
        ]
    };
    let heads = ["Số hộ", "Thôn/bản", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính", "Ngày sinh"];
    let table = Table {
        title: "Danh sách hộ gia đình (dữ liệu minh họa, người không có thật)".to_owned(),
        sheet: "Danh sách hộ".to_owned(),
        columns: heads.iter().map(|head| Column::new(*head, Kind::Text)).collect(),
        rows: names::sample()
            .iter()
            .flat_map(|(number, people)| people.iter().map(|one| row(number, one)).collect::<Vec<_>>())
            .collect(),
        notes_sheet: "Ghi chú".to_owned(),
        facts: vec![("Nguồn".to_owned(), "Dữ liệu minh họa".to_owned())],
        rows_label: "Số dòng".to_owned(),
        notes: vec!["Tên người, ngày sinh và số hộ trong tệp này là tự đặt.".to_owned()],
        made: visit.today,
    };
    let body = workbook(&table).map_err(|cause| Failure::Broken(cause.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, "danh-sach-ho-minh-hoa.xlsx", false, body))
}

/// A stored day as lists write it: 05/03/1984.
fn written(birth: &str) -> String {
    rules::basics::Day::parse(birth).map_or_else(|| birth.to_owned(), rules::text::day_text)
}
