//! The golden table of rights, and properties of grants in time and place.
//! Must not know anything but the public interface of `access`.

use proptest::prelude::*;

use super::*;

/// One line per act; columns: administrator, province officer, commune officer, commune chair, hamlet head, viewer,
/// operator.
const RIGHTS: &str = "\
see_public        x x x x x x x
see_own_account   x x x x x x x
see_register      . . x x x . .
edit_register     . . x . x . .
move_household    . . x . . . .
close_household   . . x . . . .
tell_apart        . . x . x . .
merge_households  . . x . . . .
import_register   . . x . . . .
export_register   . . x x . . .
see_assessments   . . x x x . .
register_families . . x . x . .
self_assess       . . x . x . .
submit_assessment . . x . x . .
appraise          . . x . . . .
decide            . . . x . . .
revoke            . . . x . . .
see_decisions     . x x x x x .
see_records       . . x x x . .
manage_hamlets    x . x . . . .
set_area_class    x x x . . . .
manage_people     x . . . . . .
see_audit         x . x x . . .
manage_published  x x . . . . .
manage_templates  x x x . . . .
operate           x . . . . . x
see_birth         . . x . x . .
see_id_tail       . . x . . . .
";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn grant(role: Role, unit: &str) -> Grant {
    Grant { role, unit_id: unit.to_owned(), since: day("2025-07-01"), until: day("2026-06-30") }
}

fn hamlet() -> Place {
    Place { unit_id: "hamlet".into(), ancestors: vec!["commune".into(), "province".into(), "country".into()] }
}

#[test]
fn the_table_of_rights_is_exactly_the_agreed_one() {
    let mut table = String::new();
    for act in Act::ALL {
        let marks: Vec<&str> = Role::ALL.iter().map(|role| if allows(*role, *act) { "x" } else { "." }).collect();
        table.push_str(&format!("{:<17} {}\n", act.word(), marks.join(" ")));
    }
    assert_eq!(table, RIGHTS);
}

#[test]
fn every_word_reads_back_and_agrees_with_serde() {
    for role in Role::ALL {
        assert_eq!(Role::of(role.word()), Some(*role));
        assert_eq!(serde_json::to_string(role).unwrap(), format!("\"{}\"", role.word()));
    }
    for act in Act::ALL {
        assert_eq!(Act::of(act.word()), Some(*act));
        assert_eq!(serde_json::to_string(act).unwrap(), format!("\"{}\"", act.word()));
    }
    assert_eq!(Role::of("Administrator"), None);
    assert_eq!(Act::of(""), None);
}

#[test]
fn a_hamlet_head_acts_in_the_own_hamlet_only() {
    let grants = [grant(Role::HamletHead, "hamlet")];
    let next = Place { unit_id: "next-hamlet".into(), ..hamlet() };
    let commune = Place { unit_id: "commune".into(), ancestors: vec!["province".into(), "country".into()] };
    assert!(may(&grants, Act::EditRegister, &hamlet(), day("2025-10-01")));
    assert!(!may(&grants, Act::EditRegister, &next, day("2025-10-01")));
    assert!(!may(&grants, Act::SeeRegister, &commune, day("2025-10-01")));
}

#[test]
fn a_role_at_a_commune_covers_its_hamlets() {
    assert!(may(&[grant(Role::CommuneOfficer, "commune")], Act::Appraise, &hamlet(), day("2025-10-01")));
    assert!(!may(&[grant(Role::CommuneOfficer, "other")], Act::Appraise, &hamlet(), day("2025-10-01")));
}

#[test]
fn nobody_above_the_commune_sees_the_register() {
    let grants = [grant(Role::Administrator, "country"), grant(Role::ProvinceOfficer, "province")];
    for act in [Act::SeeRegister, Act::SeeRecords, Act::SeeAssessments, Act::SeeBirth, Act::SeeIdTail] {
        assert!(!may(&grants, act, &hamlet(), day("2025-10-01")), "{act:?}");
    }
}

#[test]
fn a_grant_counts_on_its_first_and_last_day_and_not_outside() {
    let grants = [grant(Role::CommuneChair, "commune")];
    for (on, expected) in [("2025-06-30", false), ("2025-07-01", true), ("2026-06-30", true), ("2026-07-01", false)] {
        assert_eq!(may(&grants, Act::Decide, &hamlet(), day(on)), expected, "{on}");
    }
}

#[test]
fn a_person_without_a_role_has_the_public_pages_and_the_own_account() {
    for act in Act::ALL {
        let open = matches!(act, Act::SeePublic | Act::SeeOwnAccount);
        assert_eq!(may(&[], *act, &hamlet(), day("2025-10-01")), open, "{act:?}");
    }
    assert_eq!(Act::SeePublic.needs(), Needs::Nothing);
    assert_eq!(Act::SeeOwnAccount.needs(), Needs::SignIn);
}

#[test]
fn an_empty_unit_id_covers_nothing() {
    let nowhere = Place { unit_id: String::new(), ancestors: vec![String::new()] };
    assert!(!may(&[grant(Role::CommuneOfficer, "")], Act::SeeRegister, &nowhere, day("2025-10-01")));
}

fn any_grant() -> impl Strategy<Value = Grant> {
    (0..Role::ALL.len(), 0..4usize, 2024i16..2028, 2024i16..2028).prop_map(|(role, unit, since, until)| Grant {
        role: Role::ALL[role],
        unit_id: ["hamlet", "commune", "province", "elsewhere"][unit].to_owned(),
        since: Day::new(since, 3, 1).unwrap(),
        until: Day::new(until, 9, 30).unwrap(),
    })
}

proptest! {
    #[test]
    fn more_grants_never_take_a_right_away(
        grants in prop::collection::vec(any_grant(), 0..6), more in any_grant(), act in 0..Act::ALL.len(), year in 2024i16..2028,
    ) {
        let today = Day::new(year, 6, 1).unwrap();
        let act = Act::ALL[act];
        let before = may(&grants, act, &hamlet(), today);
        let mut all = grants;
        all.push(more);
        prop_assert!(!before || may(&all, act, &hamlet(), today));
    }

    #[test]
    fn a_right_at_a_place_is_a_reached_unit_at_or_above_it(
        grants in prop::collection::vec(any_grant(), 0..6), act in 2..Act::ALL.len(), year in 2024i16..2028,
    ) {
        let today = Day::new(year, 6, 1).unwrap();
        let act = Act::ALL[act];
        let reached = reach(&grants, act, today).iter().any(|unit| hamlet().is_under(unit));
        prop_assert_eq!(may(&grants, act, &hamlet(), today), reached);
    }
}
