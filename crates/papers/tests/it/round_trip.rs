//! What is written comes back as it was: a register as workbook and as CSV, with texts that a spreadsheet would run.

use papers::import::{Limits, read_rows};
use papers::register_sheet::{Field, best_sheet, read_register};
use papers::sheets::{Cell, Column, Kind, Table, csv, workbook};
use proptest::prelude::*;
use rules::register::{Birth, Household, IdNumber, Member, Relation, Sex, check_particulars};
use rules::text;

use crate::register::today;

const HEADS: [&str; 10] = [
    "Số hộ",
    "Thôn",
    "Họ và tên",
    "Quan hệ với chủ hộ",
    "Giới tính",
    "Ngày sinh",
    "Số định danh",
    "Địa chỉ",
    "Điện thoại",
    "Ghi chú",
];

fn table(households: &[(String, Household)]) -> Table {
    let mut rows = Vec::new();
    for (hamlet, household) in households {
        for member in &household.members {
            let birth = match member.birth {
                Birth::Day(day) => text::day_text(day),
                other => other.to_string(),
            };
            let number = member.id_number.as_ref().map_or("", |number| number.digits());
            let cells = [
                household.number.as_str(),
                hamlet,
                &member.name,
                member.relation.word(),
                member.sex.word(),
                &birth,
                number,
                &household.address,
                &household.phone,
                &household.note,
            ];
            rows.push(cells.map(|cell| Cell::Text(cell.to_owned())).to_vec());
        }
    }
    Table {
        title: "Sổ hộ".to_owned(),
        sheet: "Sổ hộ".to_owned(),
        columns: HEADS.iter().map(|head| Column::new(*head, Kind::Text)).collect(),
        rows,
        notes_sheet: "Ghi chú".to_owned(),
        facts: Vec::new(),
        rows_label: "Số dòng".to_owned(),
        notes: Vec::new(),
        made: today(),
    }
}

fn came_back(bytes: &[u8], name: &str) -> Vec<(String, Household)> {
    let sheets = read_rows(name, bytes, &Limits::default()).unwrap();
    let (sheet, head, mapping) = best_sheet(&sheets).unwrap();
    assert_eq!(mapping.len(), Field::TEMPLATE.len());
    let read = read_register(sheet, head, &mapping, today());
    assert_eq!(read.problems, [], "{name}");
    read.households.iter().map(|draft| (draft.hamlet_text.clone(), draft.household())).collect()
}

fn line() -> impl Strategy<Value = String> {
    // What a household may hold: one line without control characters.
    let any = proptest::string::string_regex("[=+@'\\-]{0,2}[ -~àạảãấầơưđĐỴ😀]{0,30}").unwrap();
    any.prop_map(|typed| text::collapse(typed.trim_start_matches('\'')))
}

fn birth() -> impl Strategy<Value = Birth> {
    let of = |typed: String| Birth::parse(&typed, today()).unwrap_or_default();
    prop_oneof![
        Just(Birth::Unknown),
        (1950_i64..1985).prop_map(Birth::Year),
        (1..29_u8, 1..13_u8, 1950..1985_u16).prop_map(move |(day, month, year)| of(format!("{day}/{month}/{year}"))),
    ]
}

fn household(number: usize) -> impl Strategy<Value = Household> {
    (line(), line(), prop::collection::vec((0..9_usize, birth(), any::<bool>()), 1..5)).prop_map(
        move |(address, note, people)| {
            let relations = [Relation::Head, Relation::Spouse, Relation::Child, Relation::Parent];
            let names = [
                "Lò Văn Ún",
                "Quàng Thị Ỏ",
                "H'Nghĩa Êban",
                "Y Ƀlŭ Niê",
                "Nguyễn Văn An (Ba)",
                "HOÀ",
                "Đặng Kiều Ưỡng",
                "A",
                "Cà-Văn Ái",
            ];
            let members = people.into_iter().enumerate().map(|(at, (name, birth, given))| {
                let digits = format!("0140{:02}{number:03}{at:03}", birth.year().unwrap_or(1950) % 100);
                Member {
                    name: format!("{} {}", names[name], ["Một", "Hai", "Ba", "Bốn"][at]),
                    relation: relations[at],
                    sex: if given { Sex::Male } else { Sex::Unknown },
                    birth,
                    id_number: if given { IdNumber::parse(&digits, today()).unwrap() } else { None },
                }
            });
            Household {
                number: format!("{number:03}"),
                address,
                phone: "0912 345 678".to_owned(),
                note,
                members: members.collect(),
            }
        },
    )
}

#[test]
fn an_apostrophe_that_somebody_wrote_comes_back() {
    for text in ["'", "'Đội 3", "’", "''", "'=1+1", "'+84"] {
        let member = Member {
            name: "Lò Văn Ún".to_owned(),
            relation: Relation::Head,
            sex: Sex::Unknown,
            birth: Birth::Unknown,
            id_number: None,
        };
        let household = Household {
            number: "001".to_owned(),
            address: text.to_owned(),
            phone: String::new(),
            note: text.to_owned(),
            members: vec![member],
        };
        let households = vec![("Bản A".to_owned(), household)];
        let table = table(&households);
        assert_eq!(came_back(&workbook(&table).unwrap(), "x.xlsx"), households, "{text}");
        assert_eq!(came_back(&csv(&table), "x.csv"), households, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_register_comes_back_as_it_was_written(one in household(1), two in household(2), three in household(3)) {
        let households: Vec<_> = [one, two, three]
            .into_iter()
            .zip(["Bản A", "Bản A", "Tổ 3"])
            .map(|(household, hamlet)| (hamlet.to_owned(), household))
            .filter(|(_, household)| {
                let draft = rules::register::HouseholdDraft { address: household.address.clone(), note: household.note.clone(), ..Default::default() };
                check_particulars(&draft).is_ok()
            })
            .collect();
        prop_assume!(!households.is_empty());
        let table = table(&households);
        prop_assert_eq!(&came_back(&workbook(&table).unwrap(), "x.xlsx"), &households);
        prop_assert_eq!(&came_back(&csv(&table), "x.csv"), &households);
    }
}
