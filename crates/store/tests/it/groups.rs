//! What SQLite's one writer does with acts that wait together: they share a commit, and one that fails spoils nobody.
//! Must not know acts; it uses settings as plain rows.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use store::{Db, Error, args};

use crate::kit::{both, lite, read};

/// Which act ran, each time it ran, and whether it was told of a clash.
type Runs = Arc<Mutex<Vec<(&'static str, bool)>>>;

/// Each act's answer, a row written or which error, in the order in which they came.
type Answers = Vec<(&'static str, &'static str)>;

/// What an act of these tests does after it has said that it runs.
#[derive(Clone, Copy)]
enum Does {
    /// Writes a row with its name.
    Writes,
    /// Writes that row and is refused.
    WritesAndIsRefused,
    /// Is refused at once.
    IsRefused,
    /// Writes that row and breaks off.
    WritesAndPanics,
    /// Writes a row that is there.
    Clashes,
}

/// Sends acts while the writer is busy with another one, so that they are one group; what ran and what each was answered.
fn together(db: &Db, acts: &[(&'static str, Does)]) -> (Vec<(&'static str, bool)>, Answers) {
    let runs = Runs::default();
    let (began, begun) = channel();
    let (go, wait) = channel();
    let (answer, answers) = channel();
    db.write_then(hold(began, wait), |held: Result<(), Error>| held.unwrap());
    begun.recv().unwrap();
    for (name, does) in acts.iter().copied() {
        let (runs, answer) = (Arc::clone(&runs), answer.clone());
        let act = move |tx: &mut store::Tx<'_>| {
            runs.lock().unwrap().push((name, tx.clashed()));
            let refused = || Error::Shape("on purpose".to_owned());
            let mut add = |key| tx.exec("INSERT INTO setting (key, value) VALUES ($1, 'v')", args![key]);
            match does {
                Does::Writes => add(name),
                Does::WritesAndIsRefused => add(name).and_then(|_| Err(refused())),
                Does::IsRefused => Err(refused()),
                Does::WritesAndPanics => add(name).map(|_| panic!("on purpose")),
                Does::Clashes => add("there"),
            }
        };
        db.write_then(act, move |ended| answer.send((name, ended)).unwrap());
    }
    drop(answer);
    go.send(()).unwrap();
    let answered = said(&answers);
    let runs = runs.lock().unwrap().clone();
    (runs, answered)
}

/// An act that says that it runs and goes on when it is told to.
fn hold(began: Sender<()>, wait: Receiver<()>) -> impl FnMut(&mut store::Tx<'_>) -> Result<(), Error> + Send + 'static {
    move |_| {
        began.send(()).unwrap();
        wait.recv().unwrap();
        Ok(())
    }
}

fn kept(db: &Db) -> Vec<String> {
    read(db, |tx| tx.query("SELECT key FROM setting ORDER BY key", args![], |row| row.text(0)))
}

fn names(runs: &[(&'static str, bool)]) -> Vec<&'static str> {
    runs.iter().map(|(name, _)| *name).collect()
}

/// Waits until all are answered.
fn said(answers: &Receiver<(&'static str, Result<u64, Error>)>) -> Answers {
    let word = |ended: Result<u64, Error>| match ended {
        Ok(_) => "written",
        Err(Error::Shape(_)) => "refused",
        Err(Error::Clash(_)) => "clash",
        Err(Error::Broken { .. }) => "broken",
        Err(_) => "other",
    };
    answers.iter().map(|(name, ended)| (name, word(ended))).collect()
}

#[test]
fn acts_that_succeed_run_once() {
    lite(&|db| {
        let (runs, answers) = together(db, &[("a", Does::Writes), ("b", Does::Writes)]);
        assert_eq!(names(&runs), ["a", "b"]);
        assert_eq!(answers, [("a", "written"), ("b", "written")]);
        assert_eq!(kept(db), ["a", "b"]);
    });
}

#[test]
fn one_that_was_refused_before_it_wrote_makes_nobody_run_again() {
    lite(&|db| {
        let (runs, answers) = together(db, &[("a", Does::Writes), ("b", Does::IsRefused), ("c", Does::Writes)]);
        assert_eq!(names(&runs), ["a", "b", "c"]);
        assert_eq!(answers, [("a", "written"), ("b", "refused"), ("c", "written")]);
        assert_eq!(kept(db), ["a", "c"]);
    });
}

#[test]
fn one_that_must_be_undone_makes_its_group_run_again_and_the_next_groups_have_a_way_back_for_each() {
    lite(&|db| {
        for (bad, word) in [(Does::WritesAndIsRefused, "refused"), (Does::WritesAndPanics, "broken")] {
            let (runs, answers) = together(db, &[("a", Does::Writes), ("b", bad), ("c", Does::Writes)]);
            // The second time round the writer was already wary.
            let again = if word == "refused" { vec!["a", "b", "a", "b", "c"] } else { vec!["a", "b", "c"] };
            assert_eq!(names(&runs), again);
            assert_eq!(runs.iter().filter(|(_, clashed)| *clashed).count(), 0, "none met a clash");
            assert_eq!(answers, [("a", "written"), ("b", word), ("c", "written")]);
            assert_eq!(kept(db), ["a", "c"]);
            db.write(|tx| tx.exec("DELETE FROM setting", args![])).unwrap();
        }
    });
}

#[test]
fn one_that_clashes_among_others_has_two_tries_and_no_more() {
    lite(&|db| {
        db.write(|tx| store::receipts::set_setting(tx, "there", "1")).unwrap();
        let (runs, answers) = together(db, &[("a", Does::Writes), ("b", Does::Clashes), ("c", Does::Writes)]);
        assert_eq!(runs, [("a", false), ("b", false), ("a", false), ("b", true), ("c", false)]);
        assert_eq!(answers, [("a", "written"), ("b", "clash"), ("c", "written")]);
        assert_eq!(kept(db), ["a", "c", "there"]);
    });
}

#[test]
fn one_that_waits_alone_runs_once_and_leaves_nothing_when_it_is_refused() {
    lite(&|db| {
        for (does, word) in [(Does::WritesAndIsRefused, "refused"), (Does::WritesAndPanics, "broken")] {
            let (runs, answers) = together(db, &[("a", does)]);
            assert_eq!(names(&runs), ["a"]);
            assert_eq!(answers, [("a", word)]);
            assert_eq!(kept(db), Vec::<String>::new());
        }
    });
}

#[test]
fn work_that_runs_again_after_a_clash_is_told_so() {
    both(|db| {
        db.write(|tx| store::receipts::set_setting(tx, "there", "1")).unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let inside = Arc::clone(&told);
        let ended = db.write(move |tx| {
            inside.lock().unwrap().push(tx.clashed());
            tx.exec("INSERT INTO setting (key, value) VALUES ($1, '2')", args!["there"])
        });
        assert!(matches!(ended, Err(Error::Clash(_))), "{ended:?}");
        assert_eq!(*told.lock().unwrap(), [false, true]);
    });
}
