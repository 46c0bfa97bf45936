//! Durable submissions over HTTP at 32 clients, against a bare group-commit loop and against the same server one by one.
//! Each is flushed to disk before it is answered. On a disk whose flush takes less than a real server's, the command
//! `./bench` puts a delay around the flush of this whole process (`flush.c`), for both sides alike.

use std::collections::HashMap;
use std::sync::mpsc::{SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rules::basics::Moment;
use store::people::Session;

mod rows;

use crate::http::{Client, Server, rate};
use crate::pairs::{Bound, Line, pairs};
use crate::site::{command, open, text};
use crate::{Size, Stopped};

const CLIENTS: usize = 32;

/// Families whose self-assessment is filled in and not sent, each with a token of the head of its hamlet.
fn ready(size: &Size) -> Result<(hoctap::app::App, Vec<(String, String)>), Stopped> {
    let folder = size.folder.join("submit");
    let scale = if size.short { "0.02" } else { "0.5" };
    let args = ["generate", "--province", "82", "--scale", scale, "--years", "1", "--communes", "24", "--data"];
    let all: Vec<&str> = args.iter().copied().chain([text(&folder)?]).collect();
    command(&all)?;
    let app = open(&folder, None)?;
    let found = app.db.read(|tx| {
        tx.query(
            "SELECT a.id, g.account_id FROM assessment a JOIN role_grant g ON g.unit_id = a.hamlet_id
             WHERE a.state = 'assessing' AND g.role = 'hamlet_head' ORDER BY g.account_id, a.id LIMIT 20000",
            store::args![],
            |row| Ok((row.text(0)?, row.text(1)?)),
        )
    })?;
    let now = app.clock.now();
    let mut tokens = std::collections::BTreeMap::new();
    for (_, account) in &found {
        if tokens.contains_key(account) {
            continue;
        }
        let token = app.dice.token();
        let session = Session {
            id: app.dice.id(now),
            account_id: account.clone(),
            device: "bench".to_owned(),
            created_at: now,
            seen_at: now,
            expires_at: Moment(now.0 + 86_400_000),
        };
        let hash = hoctap::secrets::digest(&token);
        app.db.write(move |tx| store::people::add_session(tx, &session, &hash))?;
        tokens.insert(account.clone(), token);
    }
    let all = found.into_iter().filter_map(|(id, account)| Some((id, tokens.get(&account)?.clone()))).collect();
    Ok((app, all))
}

/// A waiting row of the bare loop, and who waits.
type Waiting = (usize, SyncSender<()>);

/// The bare loop: one thread writes whatever waits in one transaction, an update and an insert for each, and answers after
/// the commit.
fn bare(size: &Size, time: Duration) -> Result<f64, Stopped> {
    let path = size.folder.join("bare.db");
    for ending in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{ending}", text(&path)?));
    }
    let mut connection = rusqlite::Connection::open(&path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;
         CREATE TABLE assessment (id INTEGER PRIMARY KEY, state TEXT NOT NULL, revision INTEGER NOT NULL) STRICT;
         CREATE TABLE step (assessment_id INTEGER NOT NULL, n INTEGER NOT NULL, data TEXT NOT NULL,
           PRIMARY KEY (assessment_id, n)) STRICT;",
    )?;
    for id in 0..1600 {
        connection.execute("INSERT INTO assessment VALUES (?1, 'assessing', 0)", [id])?;
    }
    let (jobs, inbox) = channel::<Waiting>();
    let writer = std::thread::spawn(move || -> Result<(), rusqlite::Error> {
        while let Ok(first) = inbox.recv() {
            let mut group = vec![first];
            while let Ok(next) = inbox.try_recv() {
                group.push(next);
            }
            let tx = connection.transaction()?;
            for (id, _) in &group {
                let id = i64::try_from(*id).unwrap_or(0);
                let mut update = tx.prepare_cached(
                    "UPDATE assessment SET state = 'submitted', revision = revision + 1 WHERE id = ?1 RETURNING revision",
                )?;
                let n: i64 = update.query_row([id], |row| row.get(0))?;
                let mut insert = tx.prepare_cached("INSERT INTO step VALUES (?1, ?2, '{\"total\":90}')")?;
                insert.execute([id, n])?;
            }
            tx.commit()?;
            for (_, done) in group {
                let _heard = done.send(());
            }
        }
        Ok(())
    });
    let done = rate(CLIENTS, time, |nth, clients| {
        let jobs = jobs.clone();
        Ok(Box::new(move |done: usize| {
            let (answer, waiting) = sync_channel(1);
            jobs.send(((nth + done * clients) % 1600, answer))?;
            Ok(waiting.recv()?)
        }))
    });
    drop(jobs);
    writer.join().map_err(|_| "the bare writer panicked")??;
    done
}

/// Measures it.
///
/// # Errors
/// Those of the server, and when a submission is refused.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let (app, families) = ready(size)?;
    if families.len() < CLIENTS {
        return Err(format!("only {} families could be sent", families.len()).into());
    }
    let server = Server::of(app.clone())?;
    let time = Duration::from_millis(if size.short { 300 } else { 4000 });
    // Where each client went on to: a family that is sent a dozen times has a longer history than any real one, and each act on
    // it reads that.
    let next: Arc<Mutex<HashMap<(usize, usize), usize>>> = Arc::default();
    let run = |clients: usize| {
        let round = app.dice.token();
        let (address, families, round, next) = (server.address, &families, &round, &next);
        rate(clients, time, move |nth, clients| {
            let mut client = Client::open(address)?;
            // Neighbours have one head: no two clients ask in the name of one person, who may only take a part of the places.
            let (from, until) = (nth * families.len() / clients, (nth + 1) * families.len() / clients);
            let own: Vec<(String, String)> = families.iter().take(until).skip(from).cloned().collect();
            let (round, next) = (round.clone(), Arc::clone(next));
            let first = next.lock().unwrap_or_else(PoisonError::into_inner).get(&(nth, clients)).copied().unwrap_or(0);
            Ok(Box::new(move |done: usize| {
                let now = first + done / 2;
                let (id, token) = own.get(now % own.len().max(1)).ok_or("no family")?;
                next.lock().unwrap_or_else(PoisonError::into_inner).insert((nth, clients), now + 1);
                // Sent, and taken back so that it can be sent again: both are the same kind of act.
                let step = if done.is_multiple_of(2) { "submit" } else { "recall" };
                let heads = format!(
                    "authorization: Bearer {token}\r\nidempotency-key: {round}-{nth}-{done}\r\ncontent-type: application/json\r\n"
                );
                let path = format!("/api/v1/assessments/{id}/{step}");
                match client.send("POST", &path, &heads, "{}")? {
                    (200, _) => Ok(()),
                    // Left as it was when the last round ended between the two.
                    (409 | 422, body)
                        if step == "submit" && String::from_utf8_lossy(&body).contains("step-out-of-order") =>
                    {
                        Ok(())
                    }
                    (status, body) => Err(format!("{path}: {status} {}", String::from_utf8_lossy(&body)).into()),
                }
            }))
        })
    };
    let rounds = size.of(1, 3);
    // Once before anything is measured: what an act writes is learnt from what it wrote.
    run(CLIENTS)?;
    let copied = rows::Copied::of(&size.folder, &families)?;
    copied.run(CLIENTS, time / 4)?;
    let (same, written) = pairs(rounds, || run(CLIENTS), || copied.run(CLIENTS, time))?;
    copied.held()?;
    let (ours, plain) = pairs(rounds, || run(CLIENTS), || bare(size, time))?;
    let (many, one) = pairs(rounds, || run(CLIENTS), || run(1))?;
    let wrong = app.db.read(store::tallies::recount)?;
    if !wrong.is_empty() {
        return Err(format!("{} counters differ from the recount", wrong.len()).into());
    }
    let flush = std::env::var("HOCTAP_FLUSH_MS").unwrap_or_default();
    let disk = if flush.is_empty() { "this disk's own flush".to_owned() } else { format!("a flush of {flush} ms") };
    let what = format!("durable submissions over HTTP, {CLIENTS} clients, {disk}");
    Ok(vec![
        Line::rates(
            &what,
            "bare SQLite group commit of the same rows in a copy of the same file",
            same,
            written,
            "/s",
            Bound::AtLeast(0.5),
        ),
        Line::rates(
            &what,
            "bare SQLite group commit, one update and one insert",
            ours,
            plain,
            "/s",
            Bound::AtLeast(0.5),
        ),
        Line::rates(&what, "the same server, one by one", many, one, "/s", Bound::AtLeast(8.0)),
    ])
}
