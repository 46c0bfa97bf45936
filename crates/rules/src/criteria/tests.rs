//! Tables for criteria files: what is refused and on which line, which set judges a year, what is doubtful.
//! Must not score sheets, except through the worked examples.

use super::kit::*;
use super::*;
use crate::basics::Day;

#[test]
fn every_file_parses_and_its_examples_come_true() {
    for set in sets() {
        let faults: Vec<String> = set.run_examples().iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", set.set);
        assert!(set.examples.iter().any(|e| e.expect.passed) && set.examples.iter().any(|e| !e.expect.passed));
    }
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../criteria");
    let mut found = Vec::new();
    for set in std::fs::read_dir(&folder).unwrap() {
        let set = set.unwrap();
        for file in std::fs::read_dir(set.path()).unwrap() {
            let file = file.unwrap();
            let path = format!("{}/{}", set.file_name().to_str().unwrap(), file.file_name().to_str().unwrap());
            let text = std::fs::read_to_string(file.path()).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    let built_in: Vec<(String, String)> =
        files::FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let names = |files: &[(String, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found), names(&built_in));
    assert!(found == built_in, "a built-in text differs from its file");
}

#[test]
fn a_file_under_a_wrong_name_is_refused() {
    let fault = files::load_one("vn.family.qd448/2017.1.toml", text_of(OLD)).unwrap_err();
    assert!(fault.reason.contains("vn.family.qd448/2016.1.toml"), "{fault}");
}

#[test]
fn each_cycle_year_finds_its_set() {
    let sets = sets();
    let chosen = |model, year| choose(sets, model, year).map(|set| set.set.as_str());
    assert_eq!(chosen(Model::Family, 2015), None);
    assert_eq!(chosen(Model::Family, 2016), Some(OLD));
    assert_eq!(chosen(Model::Family, 2018), Some(OLD));
    assert_eq!(chosen(Model::Family, 2020), Some(OLD));
    assert_eq!(chosen(Model::Family, 2021), Some(DRAFT));
    assert_eq!(chosen(Model::Family, 2026), Some(DRAFT));
    assert_eq!(chosen(Model::Family, 2031), None);
    assert_eq!(chosen(Model::Unit, 2023), None);
    assert_eq!(chosen(Model::Unit, 2024), Some(UNIT), "in force since 26 January, so on 31 December too");
    assert_eq!(chosen(Model::Unit, 9999), None);
    assert_eq!(chosen(Model::Clan, 2026), None);
}

#[test]
fn a_draft_yields_to_an_issued_set_however_they_are_loaded() {
    let draft = named(DRAFT);
    let (_, issued) = changed(OLD, "valid_to = \"2020-12-31\"", "valid_to = \"2026-12-31\"");
    let issued = issued.unwrap();
    for sets in [[draft.clone(), issued.clone()], [issued.clone(), draft.clone()]] {
        assert_eq!(choose(&sets, Model::Family, 2026).unwrap().set, OLD);
        assert_eq!(choose(&sets, Model::Family, 2027).unwrap().set, DRAFT);
    }
    let (_, second) = changed(DRAFT, "2021-draft.1", "2021-draft.10");
    let (_, first) = changed(DRAFT, "2021-draft.1", "2021-draft.9");
    let sets = [second.unwrap(), first.unwrap()];
    assert_eq!(choose(&sets, Model::Family, 2026).unwrap().version, "2021-draft.10", "10 is after 9");
}

#[test]
fn the_hash_is_of_the_exact_bytes() {
    let set = named(OLD);
    assert_eq!(set.text(), text_of(OLD));
    assert_eq!(set.hash().len(), 64);
    let (_, other) = changed(OLD, "# A published", "#  A published");
    assert_ne!(other.unwrap().hash(), set.hash());
    let known = parse::sha256_hex(b"abc");
    assert_eq!(known, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn a_sum_that_does_not_add_up_is_told_with_its_line() {
    assert_eq!(refused(OLD, "max = 30", "max = 31", "its items add up to 30"), "max = 31");
    assert_eq!(refused(OLD, "max = 100", "max = 90", "the sections add up to 100"), "max = 90");
    assert_eq!(refused(OLD, "max = 10\n", "max = 9223372036854775807\n", "1 to 1000"), "max = 9223372036854775807");
}

#[test]
fn a_file_with_an_unknown_key_is_refused_on_its_line() {
    assert_eq!(refused(OLD, "max = 100", "max = 100\ncolour = 1", "unknown field"), "colour = 1");
    assert_eq!(refused(OLD, "code = \"1.2\"", "code = \"1.2\"\nweight = 2", "unknown field"), "weight = 2");
    let line = refused(UNIT, "rule = { kind = \"yes_no\" }", "rule = { kind = \"yes_no\", if = 1 }", "unknown field");
    assert!(line.contains("if = 1"), "{line}");
}

#[test]
fn every_wording_speaks_three_languages() {
    refused(OLD, "text.id = \"Semua anak", "text.fr = \"Tous\"\ntext.x = \"Semua anak", "unknown field");
    let line = refused(OLD, "guidance.en = \"Look at each child's", "guidance.zz = \"Look at each child's", "unknown");
    assert!(line.starts_with("guidance.zz"), "{line}");
    let line = refused(OLD, "text.vi = \"Kết quả học tập đạt", "text.vi = \" \" # \"Kết quả", "in vi is blank");
    assert!(line.starts_with("text.vi = \" \""), "{line}");
    let line = refused(OLD, "title.id = \"Kondisi belajar keluarga\"\n", "", "missing field `id`");
    assert!(line.starts_with("title.vi = \"Điều kiện"), "{line}");
    let decomposed = "title.vi = \"Đie\u{302}\u{300}u kiện học tập của gia đình\"";
    let line = refused(OLD, "title.vi = \"Điều kiện học tập của gia đình\"", decomposed, "normal form C");
    assert_eq!(line, decomposed);
}

#[test]
fn doubt_needs_a_reason_and_certainty_has_none() {
    let line =
        refused(OLD, "before = \"12-15\"", "before = \"12-15\"\nreason = { vi = \"a\", en = \"b\", id = \"c\" }", "");
    assert_eq!(line, "verified = true");
    let line = refused(
        UNIT,
        "level = 1\nat_least = 9000\nverified = true",
        "level = 1\nat_least = 9000\nverified = false",
        "needs a reason",
    );
    assert_eq!(line, "verified = false");
}

#[test]
fn codes_are_there_once() {
    assert_eq!(refused(OLD, "code = \"1.2\"", "code = \"1.1\"", "used twice"), "code = \"1.1\"");
    assert_eq!(refused(OLD, "code = \"2\"", "code = \"1\"", "used twice"), "code = \"1\"");
    assert_eq!(refused(UNIT, "code = \"3.1b\"", "code = \"3.1\"", "used twice"), "code = \"3.1\"");
    assert_eq!(refused(OLD, "code = \"1.2\"", "code = \"1. 2\"", "is no code"), "code = \"1. 2\"");
}

#[test]
fn numbers_out_of_range_are_refused() {
    assert_eq!(refused(OLD, "min_total = 70", "min_total = 101", "1 to 100"), "min_total = 101");
    assert_eq!(refused(OLD, "min_total = 60", "min_total = 71", "never asks for more"), "[[pass]]");
    assert_eq!(refused(OLD, "area = \"difficult\"\nmin", "area = \"normal\"\nmin", "exactly one"), "[[pass]]");
    let line = refused(DRAFT, "min_item_share = 50", "min_item_share = 101", "0 to 100 percent");
    assert_eq!(line, "min_item_share = 101");
    let line = refused(DRAFT, "min_item_share = 50", "min_item_share = 50\nmin_item = 3", "exclude each other");
    assert_eq!(line, "min_item_share = 50");
    let line = refused(DRAFT, "min_item_share = 50", "min_item = 6", "the smallest item");
    assert_eq!(line, "min_item = 6");
    assert_eq!(refused(OLD, "max = 10\n", "max = 10\nstep = 3\n", "step must divide"), "step = 3");
    assert_eq!(refused(OLD, "max = 10\n", "max = 10\nstep = 0\n", "step must divide"), "step = 0");
    assert_eq!(refused(OLD, "max = 10\n", "max = 10\nfloor = 11\n", "floor must be"), "floor = 11");
    assert_eq!(refused(OLD, "before = \"12-15\"", "before = \"02-29\"", "day of every year"), "before = \"02-29\"");
    assert_eq!(
        refused(OLD, "valid_to = \"2020-12-31\"", "valid_to = \"2015-12-31\"", "before"),
        "valid_to = \"2015-12-31\""
    );
    assert_eq!(refused(OLD, "status = \"expired\"", "status = \"draft\"", "a draft says so"), "version = \"2016.1\"");
    assert_eq!(refused(UNIT, "months = 36", "months = 0", "1 to 120"), "[validity]");
}

#[test]
fn targets_must_make_sense_too() {
    let line = refused(UNIT, "at_least = 9500", "at_least = 8999", "never asks for less");
    assert_eq!(line, "[[criteria.targets.rule.thresholds]]");
    refused(UNIT, "at_least = 9000", "at_least = 10001", "basis points");
    refused(UNIT, "level = 2\nat_least", "level = 3\nat_least", "one threshold per level");
    refused(UNIT, "option = \"advanced_collective\"", "option = \"none\"", "other than the weakest");
    refused(UNIT, "option = \"excellent_collective\"", "option = \"gold\"", "other than the weakest");
    refused(UNIT, "option = \"advanced_collective\"", "option = \"higher\"", "never asks for less");
    refused(UNIT, "numerator = \"members_completed\"", "numerator = \"members\"", "by itself");
    refused(UNIT, "numerator = \"members_completed\"", "numerator = \"members_gone\"", "there is no measure");
    refused(UNIT, "numerator = \"members_completed\"", "numerator = \"members_disciplined\"", "never used");
    refused(UNIT, "applies = [\"vocational\"]", "applies = [\"school\"]", "not declared");
    refused(UNIT, "applies = [\"vocational\"]", "applies = []", "never used");
    refused(UNIT, "level = 2\ntitle", "level = 3\ntitle", "without a gap");
    refused(UNIT, "rule = { kind = \"yes_no\" }", "rule = { kind = \"yes_no\", from_level = 3 }", "1 to 2");
    refused(UNIT, "kind = \"targets\"", "kind = \"points\"", "has no `levels`");
    refused(UNIT, "kind = \"targets\"", "kind = \"targets\"\nmax = 3", "has no `max`");
    refused(UNIT, "kind = \"targets\"", "kind = \"formula\"", "unknown variant");
}

#[test]
fn examples_speak_of_real_items() {
    refused(DRAFT, "below = [\"C2\"]", "below = [\"C9\"]", "there is no item C9");
    refused(OLD, "answers = { \"1.1\"", "answers = { \"9.9\"", "answer-unknown");
    refused(OLD, "answers = { \"1.1\" = { points = 7 }", "answers = { \"1.1\" = { points = 11 }", "answer-range");
    refused(UNIT, "traits = [\"state_funded\"]", "traits = [\"rich\"]", "not declared");
    let (_, wrong) = changed(OLD, "expect = { total = 70, passed = true }", "expect = { total = 71, passed = false }");
    let faults = wrong.unwrap().run_examples();
    let parts: Vec<&str> = faults.iter().map(|fault| fault.part).collect();
    assert_eq!(parts, ["total", "passed"]);
}

#[test]
fn a_verified_deadline_names_its_source() {
    let text = text_of(OLD);
    let line = text.lines().find(|line| line.starts_with("source = ")).unwrap();
    assert_eq!(refused(OLD, &format!("{line}\n"), "", "names its source"), "verified = true");
}

#[test]
fn something_is_asked_of_everybody() {
    let exempt =
        "\n[sections.items.exempt]\nrule = \"full\"\nverified = true\nwhen = { vi = \"a\", en = \"b\", id = \"c\" }\n";
    let (head, sections) = text_of(OLD).split_once("# ---- 1 ----").unwrap();
    let (sections, examples) = sections.split_once("# ---- worked").unwrap();
    let items = sections.split("[[sections.items]]").map(|item| {
        let open = item.contains("guidance") && !item.contains("[sections.items.exempt]");
        let end = item.find("\n# ----").or_else(|| item.find("\n[[sections]]")).unwrap_or(item.len());
        if open { format!("{}{exempt}{}", &item[..end], &item[end..]) } else { item.to_owned() }
    });
    let sections = items.collect::<Vec<_>>().join("[[sections.items]]");
    let fault = CriteriaSet::parse(&format!("{head}{sections}# ---- worked{examples}")).unwrap_err();
    assert!(fault.reason.contains("asked of everybody"), "{fault}");
    let mut left = text_of(UNIT).to_owned();
    for code in ["1.1", "1.2", "1.5", "2.1", "2.2", "3.1", "3.2", "3.3"] {
        let from = format!("[[criteria.targets]]\ncode = \"{code}\"\n");
        assert!(left.contains(&from));
        left = left.replace(&from, &format!("{from}applies = [\"vocational\"]\n"));
    }
    let fault = CriteriaSet::parse(&left).unwrap_err();
    assert!(fault.reason.contains("asked of everybody"), "{fault}");
}

#[test]
fn a_huge_file_is_refused_unread() {
    let fault = CriteriaSet::parse(&format!("{}{}", text_of(OLD), "#\n".repeat(300_000))).unwrap_err();
    assert!(fault.reason.contains("longer than"), "{fault}");
}

#[test]
fn two_authorities_never_share_a_day() {
    let extra = "[[authority]]\nrole = \"district_chair\"\nlevel = \"district\"\nfrom = \"2020-12-31\"\nto = \"2021-06-30\"\n\
                 legal_basis = \"x\"\nverified = true\n\n[[deadlines]]";
    assert_eq!(refused(OLD, "[[deadlines]]", extra, "same day"), "from = \"2020-12-31\"");
    let (_, fine) = changed(OLD, "[[deadlines]]", &extra.replace("2020-12-31", "2021-01-01"));
    let set = fine.unwrap();
    let on = |day: &str| set.authority_on(Day::parse(day).unwrap()).map(|row| row.role);
    assert_eq!(on("2015-12-31"), None);
    assert_eq!(on("2020-12-31"), Some(Office::CommuneChair));
    assert_eq!(on("2021-01-01"), Some(Office::DistrictChair));
}

#[test]
fn before_a_day_means_the_day_before_is_the_last() {
    let set = named(DRAFT);
    let last = |duty| set.deadlines.iter().find(|row| row.duty == duty).unwrap().last_day(2026).unwrap().to_string();
    assert_eq!(last(Duty::Register), "2026-03-31");
    assert_eq!(last(Duty::Report), "2026-12-14");
    assert_eq!(last(Duty::Decide), "2026-12-31");
}

#[test]
fn doubts_name_what_was_not_seen() {
    let about = |set: &CriteriaSet| -> Vec<String> {
        set.doubts().iter().map(|doubt| format!("{} {}", doubt.about, doubt.code)).collect()
    };
    let old = about(&named(OLD));
    for expected in ["pass normal", "pass difficult", "section 3", "section 4", "item 3.1", "item 4.2", "item 2.3"] {
        assert!(old.contains(&expected.to_owned()), "{expected} is missing from {old:?}");
    }
    assert!(!old.contains(&"item 1.1".to_owned()) && !old.contains(&"section 1".to_owned()));
    let draft = named(DRAFT);
    let items = draft.asked().len();
    assert_eq!(about(&draft).iter().filter(|doubt| doubt.starts_with("item ")).count(), items);
    assert!(about(&named(UNIT)).contains(&"criterion 2".to_owned()));
}

#[test]
fn words_are_the_ones_of_the_file() {
    for model in [Model::Family, Model::Citizen, Model::Clan, Model::Community, Model::Unit] {
        assert_eq!(Model::of(model.word()), Some(model));
        assert_eq!(serde_json::to_value(model).unwrap(), model.word());
    }
    for set in sets() {
        for row in set.authority.iter().chain(&set.appraised_by) {
            assert_eq!(serde_json::to_value(row.role).unwrap(), row.role.word());
        }
        for row in &set.deadlines {
            assert_eq!(serde_json::to_value(row.duty).unwrap(), row.duty.word());
        }
    }
}
