use super::*;

fn kinds() -> Vec<Kind> {
    let one =
        |code: &str, vi: &str| Kind { code: code.to_owned(), vi: vi.to_owned(), en: String::new(), id: String::new() };
    vec![one("thon", "Thôn"), one("ban", "Bản"), one("to", "Tổ"), one("to_dan_pho", "Tổ dân phố"), one("ap", "Ấp")]
}

fn read_name(name: &str) -> (String, String) {
    let typed = Typed { row: 1, name: name.to_owned(), ..Typed::default() };
    let hamlet = read(&typed, &kinds(), "thon").unwrap();
    (hamlet.kind, hamlet.full_name)
}

#[test]
fn a_name_brings_its_kind_or_takes_the_usual_one() {
    for (typed, kind, full) in [
        ("Bản Pú Tậu", "ban", "Bản Pú Tậu"),
        ("  bản   Pú Tậu ", "ban", "Bản Pú Tậu"),
        ("ban Pu Tau", "ban", "Bản Pu Tau"),
        ("Tổ dân phố số 3", "to_dan_pho", "Tổ dân phố số 3"),
        ("Tổ 5", "to", "Tổ 5"),
        ("Nà Sản", "thon", "Thôn Nà Sản"),
        ("Bán Lìa", "thon", "Thôn Bán Lìa"),
        ("Thôn", "thon", "Thôn Thôn"),
        ("Thôn 10", "thon", "Thôn 10"),
    ] {
        assert_eq!(read_name(typed), (kind.to_owned(), full.to_owned()), "{typed}");
    }
}

#[test]
fn the_kind_may_stand_in_its_own_column_and_is_not_written_twice() {
    let typed =
        |name: &str, kind: &str| Typed { row: 1, name: name.to_owned(), kind: kind.to_owned(), ..Typed::default() };
    let read = |name, kind| read(&typed(name, kind), &kinds(), "").map(|hamlet| hamlet.full_name);
    assert_eq!(read("Bản Nà Sản", "bản").as_deref(), Ok("Bản Nà Sản"));
    assert_eq!(read("Nà Sản", "ban").as_deref(), Ok("Bản Nà Sản"));
    assert_eq!(read("Tổ Ong", "thôn").as_deref(), Ok("Thôn Tổ Ong"));
    let problems = read("Nà Sản", "xã").unwrap_err();
    assert_eq!((problems[0].code.as_str(), problems[0].field.as_str()), ("not-a-choice", "kind"));
    assert!(problems[0].args["choices"].contains("Tổ dân phố"));
}

#[test]
fn a_list_is_checked_row_by_row_and_says_what_is_there_already() {
    let text = "Bản Pú Tậu; ; khó khăn\n\nbản pú tậu\nThôn 1\tthôn\n<b>;\nNà Lìa; ; xa\nBản Cũ\n";
    let rows = lines(text);
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 3, 4, 5, 6, 7]);
    let planned = plan(&rows, &kinds(), "ban", &[marks_key("Bản Cũ")]);
    let said = |at: usize| match &planned[at] {
        Row::New(hamlet) => format!("new {}", hamlet.full_name),
        Row::There(hamlet) => format!("there {}", hamlet.full_name),
        Row::Wrong(problems) => format!("{} {}", problems[0].code, problems[0].field),
    };
    let all: Vec<_> = (0..planned.len()).map(said).collect();
    assert_eq!(
        all,
        [
            "new Bản Pú Tậu",
            "row-repeated row-3",
            "new Thôn 1",
            "bad-characters row-5",
            "not-a-choice row-6",
            "there Bản Cũ"
        ]
    );
    let Row::New(first) = &planned[0] else { panic!() };
    assert_eq!(first.area, Some(AreaClass::Difficult));
    assert_eq!(lines(&super::text(&rows)).len(), rows.len());
}

#[test]
fn a_name_too_long_or_made_of_signs_is_refused() {
    for (name, code) in
        [("x".repeat(81), "too-long"), ("--".to_owned(), "bad-characters"), (" ".to_owned(), "required")]
    {
        let problems = read(&Typed { row: 1, name, ..Typed::default() }, &kinds(), "ban").unwrap_err();
        assert_eq!(problems[0].code, code);
    }
}
