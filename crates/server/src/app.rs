//! The application: database, words, criteria, clock, dice; and the one way a request reads or acts.
//! Must not know pages.

use std::sync::Arc;

use rules::access::Act;
use rules::basics::{Day, Moment};
use rules::criteria::CriteriaSet;
use rules::problem::Problem;
use rules::tally::Move;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::audit::{Line, Seal};
use store::receipts::Receipt;
use store::{Db, Tx};

use crate::clock::{Clock, Dice};
use crate::config::Config;
use crate::failure::Failure;
use crate::secrets::{Secrets, digest};
use crate::visit::{Actor, Guard};
use crate::words::Words;

/// Requests that may wait for the database at once; more are answered "busy" instead of piling up.
pub const PLACES: usize = 256;

/// Everything a request needs. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What an [`App`] holds.
pub struct Inner {
    /// The database; taken out at shutdown.
    pub db: Db,
    /// All sentences.
    pub words: Words,
    /// Every criteria version of this program and of the operator's folder, checked at start.
    pub sets: Vec<CriteriaSet>,
    /// Versions whose file is gone: nobody registers under them any more, but assessments made under them keep them.
    pub kept_sets: Vec<CriteriaSet>,
    /// Time.
    pub clock: Clock,
    /// Chance.
    pub dice: Dice,
    /// What the operator chose.
    pub config: Config,
    /// Keys.
    pub secrets: Secrets,
    /// The zone of "today".
    pub zone: jiff::tz::TimeZone,
    /// Waiting places for the database.
    pub places: Arc<tokio::sync::Semaphore>,
    /// How many of them each person and address holds.
    pub shares: crate::shares::Shares,
    /// Passwords hashed at once: each takes twenty megabytes.
    pub hashing: Arc<tokio::sync::Semaphore>,
    /// How many may wait for that or be at it; who comes then is asked to come again.
    pub hashing_line: Arc<tokio::sync::Semaphore>,
    /// Work that is done after the answer was given.
    pub jobs: crate::jobs::Bell,
    /// Tells the runner of the night that something was made due.
    pub nights: crate::jobs::Bell,
    /// What was asked, how often and for how long.
    pub meter: crate::meter::Meter,
    /// Where a test breaks off the work of the night.
    pub points: crate::nightly::Points,
    /// The last looks for doubles.
    pub looks: crate::acts::register::doubles::Looks,
    /// Where tables of many rows wait to be written.
    pub files: crate::carry::Turns,
    /// Where papers are set.
    pub press: crate::typeset::Press,
    /// The site shows made-up people.
    pub demo: bool,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What is asked: which act, under which request id, with which content.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The act, as rights and audit know it.
    pub act: Act,
    /// Made by the client; the same id twice is the same request.
    pub request_id: String,
    /// Digest of the content, to tell a repeat from another request under the same id.
    pub fingerprint: String,
}

impl Ask {
    /// An ask whose content is whatever the form or body said.
    #[must_use]
    pub fn new(act: Act, request_id: &str, content: &str) -> Self {
        Self { act, request_id: request_id.to_owned(), fingerprint: digest(&format!("{}\n{content}", act.word())) }
    }
}

/// What an act gets besides the transaction, and where it leaves what must be recorded with it.
pub struct Ctx<'a> {
    /// The site.
    pub app: &'a App,
    /// The moment of the request.
    pub at: Moment,
    /// The day of that moment where the site is.
    pub today: Day,
    /// Who.
    pub actor: &'a Actor,
    /// Asks the table of rights.
    pub guard: &'a Guard,
    act: Act,
    moves: Vec<Move>,
    lines: Vec<(String, Line)>,
}

impl Ctx<'_> {
    /// A new id.
    #[must_use]
    pub fn id(&self) -> String {
        self.app.dice.id(self.at)
    }

    /// Counters to change with this act.
    pub fn count(&mut self, moves: Vec<Move>) {
        self.moves.extend(moves);
    }

    /// How many audit lines this act has left in a chain.
    #[must_use]
    pub fn noted(&self, chain: &str) -> i64 {
        i64::try_from(self.lines.iter().filter(|(held, _)| held == chain).count()).unwrap_or(i64::MAX)
    }

    /// Leaves an audit line. `before` and `after` are what the record was and is; `None` where there was or is nothing.
    /// `chain` is the commune's unit id, or [`store::audit::SITE`].
    pub fn note(&mut self, chain: &str, record: Record<'_>) -> Result<(), Failure> {
        let json = |value: Option<serde_json::Value>| value.map_or_else(String::new, |value| value.to_string());
        let (before, after) = (json(record.before), json(record.after));
        self.leave(chain, (record.kind, record.id, record.unit_id), before, after, record.reason);
        Ok(())
    }

    /// The same of a record that is new, told by its kind, id and place, with what it is as JSON.
    pub fn note_entered(&mut self, chain: &str, record: (&str, &str, &str), after: String) {
        self.leave(chain, record, String::new(), after, "");
    }

    fn leave(
        &mut self,
        chain: &str,
        (kind, id, unit): (&str, &str, &str),
        before: String,
        after: String,
        reason: &str,
    ) {
        self.lines.push((
            chain.to_owned(),
            Line {
                at: self.at,
                account_id: self.actor.id.clone(),
                act: self.act.word().to_owned(),
                object_kind: kind.to_owned(),
                object_id: id.to_owned(),
                unit_id: unit.to_owned(),
                before,
                after,
                reason: reason.to_owned(),
                // Taken when the act is done.
                proof: String::new(),
            },
        ));
    }
}

/// One record an act changed.
pub struct Record<'a> {
    /// household, assessment, decision, unit, account, role, session, import, published.
    pub kind: &'a str,
    /// Its id.
    pub id: &'a str,
    /// The place it belongs to.
    pub unit_id: &'a str,
    /// What it was.
    pub before: Option<serde_json::Value>,
    /// What it is.
    pub after: Option<serde_json::Value>,
    /// Why.
    pub reason: &'a str,
}

impl App {
    /// Puts an application together.
    #[must_use]
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Waiting places for a new site.
    #[must_use]
    pub fn waiting_places() -> Arc<tokio::sync::Semaphore> {
        Arc::new(tokio::sync::Semaphore::new(PLACES))
    }

    /// The day of a moment where the site is.
    #[must_use]
    pub fn day(&self, at: Moment) -> Day {
        crate::clock::day_in(&self.zone, at)
    }

    /// The criteria set of this id and version.
    #[must_use]
    pub fn set(&self, set: &str, version: &str) -> Option<&CriteriaSet> {
        self.sets.iter().chain(&self.kept_sets).find(|known| known.set == set && known.version == version)
    }

    /// Reads on one snapshot, on a blocking thread.
    pub async fn read<T, F>(&self, f: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        let app = self.clone();
        self.wait(move || app.db.read(f)).await
    }

    /// Reads a few rows by their keys: at once where that takes no waiting, else as [`Self::read`] does.
    pub async fn look<T, F>(&self, mut f: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        let place = self.place()?;
        if let Some(found) = self.db.try_read(&mut f) {
            return found;
        }
        drop(place);
        self.read(f).await
    }

    /// Does an act without holding a thread where writes wait in a queue, else on a blocking one: see [`Self::act_now`].
    pub async fn act<T, F>(&self, guard: &Guard, ask: Ask, f: F) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>, &mut Ctx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        let (app, guard) = (self.clone(), guard.clone());
        if !self.db.queues() {
            return self.wait(move || app.act_now(&guard, &ask, f)).await;
        }
        let place = self.place()?;
        let (answer, waiting) = tokio::sync::oneshot::channel();
        // Whoever waited may have gone away; the act is done all the same, and holds its place until then.
        self.db.write_then(app.whole(&guard, &ask, f)?, move |done| drop((answer.send(done), place)));
        waiting.await.map_err(|cause| Failure::Broken(format!("a request broke off: {cause}")))?
    }

    /// A place for a request that needs the database, held until it is dropped; `busy` when all are taken, or as many as one
    /// person or address may hold.
    fn place(&self) -> Result<(crate::shares::Share, tokio::sync::OwnedSemaphorePermit), Failure> {
        self.shares.take().zip(self.places.clone().try_acquire_owned().ok()).ok_or_else(|| {
            self.meter.refuse();
            Problem::new("busy").into()
        })
    }

    /// Runs blocking work behind the counter of places, of which one person or address takes only a part.
    pub async fn wait<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        let place = self.place()?;
        let (answer, waiting) = tokio::sync::oneshot::channel();
        // Boxed, so that the runtime's part is compiled once and not once for each kind of work. Whoever waited may have
        // gone away; the work is done all the same, and holds its place until then.
        let work: Box<dyn FnOnce() + Send> = Box::new(move || {
            let answered = answer.send(work());
            drop((answered, place));
        });
        let done = tokio::task::spawn_blocking(work).await;
        let broken = |cause: String| Failure::Broken(format!("a request broke off: {cause}"));
        done.map_err(|cause| broken(cause.to_string()))?;
        waiting.await.map_err(|cause| broken(cause.to_string()))?
    }

    /// Does an act in one transaction: the answer already given to this request id, or the act itself with its
    /// counters, audit lines and receipt. Returns after the commit.
    pub fn act_now<T, F>(&self, guard: &Guard, ask: &Ask, f: F) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>, &mut Ctx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        match self.db.write(self.whole(guard, ask, f)?) {
            // In a queue nobody can have come between.
            Err(refused @ Failure::Problems(_)) if !self.db.queues() => self.answered(guard, ask, refused),
            other => other,
        }
    }

    /// An act with everything around it, as one transaction runs it.
    fn whole<T, F>(
        &self,
        guard: &Guard,
        ask: &Ask,
        mut f: F,
    ) -> Result<impl FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static + use<T, F>, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>, &mut Ctx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        if ask.request_id.is_empty() || ask.request_id.len() > 200 {
            return Err(Problem::new("request-id-missing").into());
        }
        let (app, guard, ask) = (self.clone(), guard.clone(), ask.clone());
        let at = self.clock.now();
        Ok(move |tx: &mut Tx<'_>| {
            let actor = guard.actor()?;
            let look = guard.posted().is_some_and(|posted| posted.look);
            if let Some(given) = store::receipts::seen(tx, &actor.id, &ask.request_id)? {
                // A form shown again lacks the files it once brought; nothing is done with it anyway.
                if given.fingerprint != ask.fingerprint && !look {
                    return Err(Problem::new("request-id-reused").into());
                }
                // The answer was given after the same check of rights.
                guard.mark();
                return Ok(serde_json::from_str(&given.answer)?);
            }
            let mut ctx = Ctx {
                app: &app,
                at,
                today: app.day(at),
                actor: &actor,
                guard: &guard,
                act: ask.act,
                moves: Vec::new(),
                lines: Vec::new(),
            };
            let answer = f(tx, &mut ctx)?;
            if look {
                return Err(Problem::new("not-sent-yet").into());
            }
            record(tx, app.secrets.trail(), ctx.moves, ctx.lines)?;
            let receipt = Receipt { fingerprint: ask.fingerprint.clone(), answer: serde_json::to_string(&answer)? };
            store::receipts::keep(tx, &actor.id, &ask.request_id, ask.act.word(), &receipt, at)?;
            Ok(answer)
        })
    }

    /// The answer to the same request, sent twice at once, of which this one came second and found the work done.
    fn answered<T: DeserializeOwned>(&self, guard: &Guard, ask: &Ask, refused: Failure) -> Result<T, Failure> {
        let Ok(actor) = guard.actor() else { return Err(refused) };
        let id = ask.request_id.clone();
        let given = self.db.read(move |tx| Ok::<_, Failure>(store::receipts::seen(tx, &actor.id, &id)?))?;
        match given {
            Some(given) if given.fingerprint == ask.fingerprint => {
                guard.mark();
                Ok(serde_json::from_str(&given.answer)?)
            }
            _ => Err(refused),
        }
    }
}

/// Records counters in key order, then the audit lines with the proofs of their records, chain by chain: every writer
/// takes its locks in one order.
fn record(tx: &mut Tx<'_>, seal: &Seal, moves: Vec<Move>, lines: Vec<(String, Line)>) -> Result<(), Failure> {
    if lines.is_empty() {
        return Err(Failure::Broken("an act left no audit line".to_owned()));
    }
    store::tallies::apply(tx, &rules::tally::merge(moves))?;
    let mut chains: std::collections::BTreeMap<String, Vec<Line>> = std::collections::BTreeMap::new();
    for (chain, mut line) in lines {
        line.proof = store::proofs::after(tx, &line.object_kind, &line.object_id)?;
        chains.entry(chain).or_default().push(line);
    }
    for (chain, lines) in chains {
        store::audit::append(tx, seal, &chain, &lines)?;
    }
    Ok(())
}
