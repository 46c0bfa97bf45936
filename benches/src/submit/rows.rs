//! The bare loop that writes what an act writes: the same rows of the same length into a copy of the same file, with the
//! same settings but for foreign keys, which it does not look after. It asks nothing, judges nothing and makes no hashes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rules::path::State;
use rules::tally::Move;
use rusqlite::{Connection, params};

use crate::Stopped;
use crate::http::rate;

/// What the last act of a kind wrote.
struct Sample {
    act: String,
    state: String,
    standing: String,
    data: String,
    before: String,
    after: String,
    proof: String,
    answer: String,
    fingerprint: String,
}

/// A family whose assessment is sent and taken back.
struct Family {
    id: String,
    hamlet: String,
    commune: String,
    account: String,
    sent: Vec<Move>,
    taken_back: Vec<Move>,
}

/// A copy of the file, and what to write into it.
pub(super) struct Copied {
    path: PathBuf,
    families: Vec<Family>,
    samples: [Sample; 2],
    /// The first moment at which this loop writes: later than all there is.
    begun: i64,
    loop_of: Mutex<Loop>,
}

/// The connection, warm from round to round as the program's is, and what the loop remembers.
struct Loop {
    connection: Connection,
    heads: HashMap<String, (i64, String)>,
    steps: HashMap<usize, i64>,
    now: i64,
    round: u32,
}

/// What waits: which family, whether it is sent, the request's own id, and who waits.
struct Waiting {
    family: usize,
    sent: bool,
    request: String,
    done: SyncSender<()>,
}

impl Copied {
    /// Copies the file page by page, after acts were done in it for the samples.
    pub(super) fn of(folder: &Path, families: &[(String, String)]) -> Result<Self, Stopped> {
        let path = folder.join("rows.db");
        for ending in ["", "-wal", "-shm"] {
            let _gone = std::fs::remove_file(path.with_file_name(format!("rows.db{ending}")));
        }
        let from = Connection::open_with_flags(
            folder.join("submit").join("hoctap.db"),
            rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
        )?;
        let mut copy = Connection::open(&path)?;
        rusqlite::backup::Backup::new(&from, &mut copy)?.run_to_completion(4096, Duration::ZERO, None)?;
        let samples = [sample(&copy, "submit")?, sample(&copy, "recall")?];
        // As each client leaves them: not sent.
        let families = families.iter().map(|(id, _)| family(&copy, id)).collect::<Result<Vec<_>, _>>()?;
        settle(&mut copy, &families, &samples)?;
        let begun: i64 = copy.query_row(
            "SELECT 1 + MAX((SELECT MAX(at) FROM step), (SELECT MAX(at) FROM audit), (SELECT MAX(at) FROM receipt))",
            [],
            |row| row.get(0),
        )?;
        copy.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;
             PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;",
        )?;
        copy.set_prepared_statement_cache_capacity(64);
        let (heads, steps) = (HashMap::new(), HashMap::new());
        let loop_of = Mutex::new(Loop { connection: copy, heads, steps, now: begun, round: 0 });
        Ok(Self { path, families, samples, begun, loop_of })
    }

    /// How many a second, each client with families of its own, as the program's clients have them.
    pub(super) fn run(&self, clients: usize, time: Duration) -> Result<f64, Stopped> {
        let mut guard = self.loop_of.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *guard;
        kept.round += 1;
        let round = kept.round;
        std::thread::scope(|scope| {
            let (jobs, inbox) = channel();
            let writer = scope.spawn(|| {
                let ended = self.write(kept, inbox);
                settle(&mut kept.connection, &self.families, &self.samples).and(ended)
            });
            let done = rate(clients, time, |nth, clients| {
                let jobs = jobs.clone();
                let (from, until) = (nth * self.families.len() / clients, (nth + 1) * self.families.len() / clients);
                let own = (until - from).max(1);
                Ok(Box::new(move |done: usize| {
                    let (answer, waiting) = sync_channel(1);
                    let request = format!("{round:08x}-a-request-of-a-client-{nth}-{done}");
                    jobs.send(Waiting {
                        family: from + (done / 2) % own,
                        sent: done.is_multiple_of(2),
                        request,
                        done: answer,
                    })?;
                    Ok(waiting.recv()?)
                }))
            });
            drop(jobs);
            writer.join().map_err(|_| "the bare writer panicked")??;
            done
        })
    }

    fn write(&self, kept: &mut Loop, inbox: Receiver<Waiting>) -> Result<(), Stopped> {
        let Loop { connection, heads, steps, now, .. } = kept;
        while let Ok(first) = inbox.recv() {
            let mut group = vec![first];
            while let Ok(next) = inbox.try_recv() {
                group.push(next);
            }
            let tx = connection.transaction()?;
            for waiting in &group {
                *now += 1;
                self.one(&tx, waiting, heads, steps, *now)?;
            }
            tx.commit()?;
            for waiting in group {
                let _heard = waiting.done.send(());
            }
        }
        Ok(())
    }

    fn one(
        &self,
        tx: &Connection,
        waiting: &Waiting,
        heads: &mut HashMap<String, (i64, String)>,
        steps: &mut HashMap<usize, i64>,
        at: i64,
    ) -> Result<(), Stopped> {
        let family = self.families.get(waiting.family).ok_or("no family")?;
        let sample = &self.samples[usize::from(!waiting.sent)];
        let (step, moves) = if waiting.sent { ("submit", &family.sent) } else { ("recall", &family.taken_back) };
        let n = match steps.get(&waiting.family) {
            Some(n) => n + 1,
            None => tx
                .prepare_cached("SELECT MAX(n) + 1 FROM step WHERE assessment_id = ?1")?
                .query_row([&family.id], |row| row.get(0))?,
        };
        steps.insert(waiting.family, n);
        let (line, previous) = match heads.remove(&family.commune) {
            Some(head) => head,
            None => tx
                .prepare_cached("SELECT n, hash FROM audit_head WHERE chain = ?1")?
                .query_row([&family.commune], |row| Ok((row.get(0)?, row.get(1)?)))?,
        };
        tx.prepare_cached("UPDATE assessment SET state = ?2, standing = ?3, revision = revision + 1 WHERE id = ?1")?
            .execute(params![family.id, sample.state, sample.standing])?;
        tx.prepare_cached("INSERT INTO step VALUES (?1, ?2, ?3, ?4, ?5, '2026-11-22', '', ?6)")?.execute(params![
            family.id,
            n,
            step,
            family.account,
            at,
            sample.data
        ])?;
        count(tx, moves)?;
        let hash = format!("{:064x}", line + 1);
        tx.prepare_cached(
            "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, 'assessment', ?6, ?7, ?8, ?9, '', ?10, ?11, ?12)",
        )?
        .execute(params![
            family.commune,
            line + 1,
            at,
            family.account,
            sample.act,
            family.id,
            family.hamlet,
            sample.before,
            sample.after,
            sample.proof,
            previous,
            hash
        ])?;
        tx.prepare_cached("UPDATE audit_head SET n = ?2, hash = ?3, seal = ?3 WHERE chain = ?1")?.execute(params![
            family.commune,
            line + 1,
            hash
        ])?;
        tx.prepare_cached("INSERT INTO receipt VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            family.account,
            waiting.request,
            sample.act,
            sample.fingerprint,
            sample.answer,
            at
        ])?;
        heads.insert(family.commune.clone(), (line + 1, hash));
        Ok(())
    }

    /// What was written is what acts write: every counter equals its recount, and a line, a step and a receipt are as long
    /// as theirs.
    pub(super) fn held(&self) -> Result<(), Stopped> {
        let path = self.path.to_str().ok_or("a folder with a name that is no text")?;
        let wrong = store::Db::open(path)?.read(store::tallies::recount)?;
        if !wrong.is_empty() {
            return Err(format!("{} counters of the bare loop differ from the recount", wrong.len()).into());
        }
        let connection = Connection::open(&self.path)?;
        let (acts, lines, receipts): (i64, i64, i64) = connection.query_row(
            "SELECT (SELECT COUNT(*) FROM step WHERE at >= ?1), (SELECT COUNT(*) FROM audit WHERE at >= ?1),
                    (SELECT COUNT(*) FROM receipt WHERE at >= ?1)",
            [self.begun],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        if acts == 0 || acts != lines || acts != receipts {
            return Err(format!("{acts} steps, {lines} lines and {receipts} receipts").into());
        }
        Ok(())
    }
}

/// The last act of a kind: what it wrote besides keys and moments.
fn sample(copy: &Connection, step: &str) -> Result<Sample, Stopped> {
    Ok(copy.query_row(
        "SELECT a.state, a.standing, s.data, l.before, l.after, l.proof, r.answer, r.fingerprint, l.act
         FROM step s JOIN assessment a ON a.id = s.assessment_id
           JOIN audit l ON l.object_kind = 'assessment' AND l.object_id = a.id AND l.at = s.at
           JOIN receipt r ON r.account_id = l.account_id AND r.act = l.act AND r.at = s.at
         WHERE s.kind = ?1 AND a.state = CASE s.kind WHEN 'submit' THEN 'submitted' ELSE 'assessing' END
         ORDER BY s.at DESC LIMIT 1",
        [step],
        |row| {
            Ok(Sample {
                state: row.get(0)?,
                standing: row.get(1)?,
                data: row.get(2)?,
                before: row.get(3)?,
                after: row.get(4)?,
                proof: row.get(5)?,
                answer: row.get(6)?,
                fingerprint: row.get(7)?,
                act: row.get(8)?,
            })
        },
    )?)
}

fn family(copy: &Connection, id: &str) -> Result<Family, Stopped> {
    let (hamlet, commune, account, model, year): (String, String, String, String, i64) = copy.query_row(
        "SELECT a.hamlet_id, a.commune_id, g.account_id, a.model, a.year FROM assessment a
           JOIN role_grant g ON g.unit_id = a.hamlet_id AND g.role = 'hamlet_head' WHERE a.id = ?1 LIMIT 1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let units = [hamlet.as_str(), commune.as_str()];
    let sent = rules::tally::moves(Some(State::Assessing), Some(State::Submitted), &units, year, &model);
    let taken_back = rules::tally::moves(Some(State::Submitted), Some(State::Assessing), &units, year, &model);
    Ok(Family { id: id.to_owned(), hamlet, commune, account, sent, taken_back })
}

/// Counts as an act does.
fn count(tx: &Connection, moves: &[Move]) -> Result<(), Stopped> {
    for change in moves {
        tx.prepare_cached(
            "INSERT INTO tally (unit_id, year, model, measure, n) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (unit_id, year, model, measure) DO UPDATE SET n = tally.n + excluded.n",
        )?
        .execute(params![change.unit_id, change.year, change.model, change.measure.word(), change.by])?;
    }
    Ok(())
}

/// Takes back what clients left sent when their time was up.
fn settle(copy: &mut Connection, families: &[Family], samples: &[Sample; 2]) -> Result<(), Stopped> {
    let [_, recalled] = samples;
    let tx = copy.transaction()?;
    for family in families {
        let back = tx
            .prepare_cached("UPDATE assessment SET state = ?2, standing = ?3 WHERE id = ?1 AND state = 'submitted'")?
            .execute(params![family.id, recalled.state, recalled.standing])?;
        if back > 0 {
            count(&tx, &family.taken_back)?;
        }
    }
    Ok(tx.commit()?)
}
