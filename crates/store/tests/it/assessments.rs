//! Assessments and their steps.
//! Must not know decisions; they have their own file.

use rules::path::{State, StepKind, after};
use store::Error;
use store::assessments::{self, AssessmentFilter, CandidateFilter};

use crate::kit::{Dice, both, read, write};
use crate::site::{self, COMMUNE, HAMLET, HEAD, MODEL, OFFICER, OTHER_COMMUNE, OTHER_HAMLET, SECOND_HAMLET, YEAR};

#[test]
fn an_assessment_comes_back_as_it_was_recorded() {
    both(|db| {
        site::fill(db);
        let assessment = write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            let mut assessment = site::register(tx, "a1", "h1", HAMLET, YEAR)?;
            assessment.filled = "{\"1.1\":\"Có học \\\"nghề\\\"\"}".to_owned();
            assessment.area = "difficult".to_owned();
            (assessment.total, assessment.complete, assessment.passed) = (85, true, true);
            assessments::lock(tx, "h1", MODEL, YEAR)?;
            site::walk(tx, &mut assessment, site::TO_ACCEPTED)?;
            Ok(assessment)
        });
        let stored = read(db, |tx| assessments::get(tx, "a1")).unwrap();
        assert_eq!(stored.revision, 2);
        assert_eq!(stored, store::assessments::Assessment { revision: 2, ..assessment });
        assert_eq!(stored.state, State::Accepted);
        assert_eq!(stored.standing.submitted_by.as_deref(), Some(HEAD));
        assert_eq!(stored.standing.appraised_by.as_deref(), Some(OFFICER));
        let steps = read(db, |tx| assessments::steps(tx, "a1"));
        let kinds: Vec<_> = steps.iter().map(|named| (named.step.n, named.step.kind)).collect();
        assert_eq!(kinds, [(1, StepKind::Register), (2, StepKind::Save), (3, StepKind::Submit), (4, StepKind::Accept)]);
        assert_eq!(steps[3].account_name, "Nguyễn Văn Hùng");
        assert_eq!(steps[3].step.reason, "vì lý do");
    });
}

#[test]
fn a_lock_raises_the_revision_and_finds_nothing_where_nothing_is() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::register(tx, "a1", "h1", HAMLET, YEAR)
        });
        assert_eq!(write(db, |tx| assessments::lock(tx, "h1", MODEL, YEAR)).unwrap().revision, 2);
        assert_eq!(write(db, |tx| assessments::lock_by_id(tx, "a1")).unwrap().revision, 3);
        assert_eq!(write(db, |tx| assessments::lock(tx, "h1", MODEL, YEAR - 1)), None);
        assert_eq!(write(db, |tx| assessments::lock(tx, "h1", "clan", YEAR)), None);
        assert_eq!(write(db, |tx| assessments::lock_by_id(tx, "a2")), None);
    });
}

#[test]
fn a_household_has_one_assessment_a_model_and_year() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::register(tx, "a1", "h1", HAMLET, YEAR)?;
            site::register(tx, "a0", "h1", HAMLET, YEAR - 1)
        });
        let twice = db.write(|tx| site::register(tx, "a2", "h1", HAMLET, YEAR));
        assert!(matches!(twice, Err(Error::Clash(_))), "{twice:?}");
        let years: Vec<_> =
            read(db, |tx| assessments::for_household(tx, "h1")).into_iter().map(|one| one.year).collect();
        assert_eq!(years, [YEAR, YEAR - 1]);
    });
}

#[test]
fn two_steps_of_one_number_clash() {
    both(|db| {
        site::fill(db);
        let assessment = write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            site::register(tx, "a1", "h1", HAMLET, YEAR)
        });
        let save = site::step_row(1, &site::step(StepKind::Save, HEAD));
        let twice = db.write(move |tx| assessments::record(tx, &assessment, &save));
        assert!(matches!(twice, Err(Error::Clash(_))), "{twice:?}");
        assert_eq!(read(db, |tx| assessments::steps(tx, "a1")).len(), 1);
    });
}

fn filter(scope: &str) -> AssessmentFilter {
    AssessmentFilter {
        scope: scope.to_owned(),
        model: MODEL.to_owned(),
        year: YEAR,
        limit: 100,
        ..AssessmentFilter::default()
    }
}

fn listed(db: &store::Db, filter: &AssessmentFilter) -> Vec<String> {
    read(db, |tx| {
        let ids: Vec<String> = assessments::list(tx, filter)?.into_iter().map(|line| line.assessment.id).collect();
        assert_eq!(assessments::count_assessments(tx, filter)?, i64::try_from(ids.len()).unwrap());
        Ok(ids)
    })
}

#[test]
fn a_worklist_shows_one_place_one_year_and_one_state() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for (n, hamlet) in [HAMLET, HAMLET, SECOND_HAMLET, OTHER_HAMLET].iter().enumerate() {
                let head = ["Lò Văn Tư", "Lò Văn Ba", "Lò Văn Hai", "Lò Văn Một"][n];
                let household = format!("h{n}");
                site::add_family(tx, &household, hamlet, &household, head)?;
                site::register(tx, &format!("old{n}"), &household, hamlet, YEAR - 1)?;
                let mut assessment = site::register(tx, &format!("a{n}"), &household, hamlet, YEAR)?;
                if n != 1 {
                    site::walk(tx, &mut assessment, &site::TO_ACCEPTED[..2])?;
                }
            }
            Ok(())
        });
        assert_eq!(listed(db, &filter(COMMUNE)), ["a1", "a2", "a0"], "by the head's given name");
        assert_eq!(listed(db, &filter(HAMLET)), ["a1", "a0"]);
        assert_eq!(listed(db, &filter(OTHER_COMMUNE)), ["a3"]);
        assert_eq!(listed(db, &AssessmentFilter { year: YEAR + 1, ..filter(COMMUNE) }), Vec::<String>::new());
        let submitted = AssessmentFilter { state: Some(State::Submitted), ..filter(COMMUNE) };
        assert_eq!(listed(db, &submitted), ["a2", "a0"]);
        assert_eq!(listed(db, &AssessmentFilter { words: "hai".to_owned(), ..filter(COMMUNE) }), ["a2"]);
        let line = read(db, |tx| assessments::list(tx, &filter(OTHER_COMMUNE))).remove(0);
        assert_eq!(
            (line.number.as_str(), line.head_name.as_str(), line.hamlet_name.as_str()),
            ("h3", "Lò Văn Một", "Bản Bó")
        );
        let counts = read(db, |tx| assessments::state_counts(tx, COMMUNE, MODEL, YEAR));
        assert_eq!(counts, [(State::Registered, 1), (State::Submitted, 2)]);
        assert_eq!(read(db, |tx| assessments::state_counts(tx, OTHER_HAMLET, MODEL, YEAR)), [(State::Submitted, 1)]);
        let mut streamed = Vec::new();
        read(db, |tx| {
            assessments::stream_all(tx, COMMUNE, MODEL, YEAR, |line| {
                streamed.push(line.assessment.id);
                Ok(())
            })
        });
        assert_eq!(streamed, ["a1", "a0", "a2"], "by hamlet first");
    });
}

#[test]
fn a_worklist_pages_without_gap_or_repeat() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for n in 0..11 {
                let household = format!("h{n:02}");
                site::add_family(tx, &household, HAMLET, &household, ["Lò Văn An", "Lò Văn Bé"][n % 2])?;
                site::register(tx, &format!("a{n:02}"), &household, HAMLET, YEAR)?;
            }
            Ok(())
        });
        let mut seen = Vec::new();
        let mut page = AssessmentFilter { limit: 3, ..filter(HAMLET) };
        for _ in 0..20 {
            let lines = read(db, |tx| assessments::list(tx, &page));
            let Some(last) = lines.last() else { break };
            page.after = Some((last.sort_key.clone(), last.assessment.id.clone()));
            seen.extend(lines.into_iter().map(|line| line.assessment.id));
        }
        assert_eq!(seen, ["a00", "a02", "a04", "a06", "a08", "a10", "a01", "a03", "a05", "a07", "a09"]);
    });
}

#[test]
fn the_checklist_shows_every_active_household_and_where_it_stands() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            for (id, head) in
                [("never", "Lò Văn An"), ("in", "Lò Văn Bé"), ("out", "Lò Văn Chi"), ("closed", "Lò Văn Dung")]
            {
                site::add_family(tx, id, HAMLET, id, head)?;
            }
            site::register(tx, "a1", "in", HAMLET, YEAR)?;
            site::register(tx, "a9", "never", HAMLET, YEAR - 1)?;
            let mut withdrawn = site::register(tx, "a2", "out", HAMLET, YEAR)?;
            site::walk(tx, &mut withdrawn, &[(StepKind::Withdraw, HEAD)])?;
            store::register::set_status(tx, "closed", store::register::DISSOLVED, crate::kit::day("2026-01-01"))
        });
        let all = CandidateFilter {
            scope: HAMLET.to_owned(),
            model: MODEL.to_owned(),
            year: YEAR,
            limit: 100,
            ..CandidateFilter::default()
        };
        let ask = |filter: &CandidateFilter| -> Vec<(String, Option<State>)> {
            read(db, |tx| assessments::candidates(tx, filter))
                .into_iter()
                .map(|one| (one.household_id, one.state))
                .collect()
        };
        let pair = |id: &str, state| (id.to_owned(), state);
        assert_eq!(
            ask(&all),
            [pair("never", None), pair("in", Some(State::Registered)), pair("out", Some(State::Withdrawn)),]
        );
        assert_eq!(
            ask(&CandidateFilter { only_missing: true, ..all.clone() }),
            [pair("never", None), pair("out", Some(State::Withdrawn))]
        );
        assert_eq!(ask(&CandidateFilter { words: "be".to_owned(), ..all.clone() }).len(), 1);
        let first = read(db, |tx| assessments::candidates(tx, &CandidateFilter { limit: 1, ..all.clone() })).remove(0);
        assert_eq!(first.hamlet_name, "Tổ 1");
        let rest = CandidateFilter { after: Some((first.sort_key, first.household_id)), ..all.clone() };
        assert_eq!(ask(&rest).len(), 2);
        assert_eq!(ask(&CandidateFilter { scope: OTHER_COMMUNE.to_owned(), ..all }), []);
    });
}

#[test]
fn last_years_answers_are_those_of_the_newest_earlier_year_that_has_any() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            site::add_family(tx, "h1", HAMLET, "001", "Lò Văn Một")?;
            for (id, year, filled) in [
                ("a3", YEAR - 3, "{\"1\":3}"),
                ("a2", YEAR - 2, "{\"1\":2}"),
                ("a1", YEAR - 1, ""),
                ("a0", YEAR, "{\"1\":0}"),
            ] {
                let mut assessment = site::register(tx, id, "h1", HAMLET, year)?;
                assessment.filled = filled.to_owned();
                site::walk(tx, &mut assessment, &[(StepKind::Save, HEAD)])?;
            }
            Ok(())
        });
        let last = |year| read(db, |tx| assessments::last_year(tx, "h1", MODEL, year)).map(|one| one.id);
        assert_eq!(last(YEAR), Some("a2".to_owned()), "a year without answers is passed over");
        assert_eq!(last(YEAR + 1), Some("a0".to_owned()));
        assert_eq!(last(YEAR - 2), Some("a3".to_owned()));
        assert_eq!(last(YEAR - 3), None);
    });
}

#[test]
fn counters_and_standings_agree_with_the_steps_on_any_path() {
    both(|db| {
        site::fill(db);
        write(db, |tx| {
            let mut dice = Dice(11);
            for n in 0..20 {
                let (household, id) = (format!("h{n:02}"), format!("a{n:02}"));
                let hamlet = [HAMLET, SECOND_HAMLET, OTHER_HAMLET][n % 3];
                site::add_family(tx, &household, hamlet, &household, "Lò Văn Một")?;
                let stay = store::register::open_stay(tx, &household)?.unwrap();
                let days = rules::tally::Stay { since: stay.since, until: stay.until };
                let units = [stay.hamlet_id.as_str(), stay.commune_id.as_str()];
                store::tallies::apply(tx, &rules::tally::stay_moves(None, Some(days), &units))?;
                let mut assessment = site::register(tx, &id, &household, hamlet, YEAR)?;
                store::tallies::apply(tx, &site::moves(None, Some(assessment.state), &assessment))?;
                for _ in 0..dice.roll(15) {
                    let open: Vec<StepKind> = StepKind::ALL
                        .iter()
                        .copied()
                        .filter(|kind| after(Some(assessment.state), *kind).is_some())
                        .collect();
                    if open.is_empty() {
                        break;
                    }
                    let before = assessment.state;
                    let kind = open[dice.roll(open.len())];
                    let mut locked = assessments::lock_by_id(tx, &id)?.unwrap();
                    site::walk(tx, &mut locked, &[(kind, [HEAD, OFFICER][dice.roll(2)])])?;
                    store::tallies::apply(tx, &site::moves(Some(before), Some(locked.state), &locked))?;
                    assessment = locked;
                }
            }
            assert_eq!(store::tallies::recount(tx)?, []);
            assert_eq!(store::checks::fold_check(tx)?, []);
            Ok(())
        });
    });
}
