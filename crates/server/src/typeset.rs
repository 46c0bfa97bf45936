//! Papers are set by this program started once more: the memory of a thousand certificates goes back to the machine with that
//! process, and a template that never ends is ended with it. Must not know what a paper says.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::time::Duration;

use papers::PaperError;
use papers::error::Limit;
use papers::press::{Job, Order, Reply, Seen, answer};

/// Papers set at one time; the typesetter uses several threads itself.
const AT_ONCE: usize = 2;
/// Papers that may wait for their turn: each holds a place of the whole site while it waits.
pub const QUEUE: usize = 16;
/// The word of the command that the other process runs.
pub const COMMAND: &str = "typeset";

/// What one paper may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Seconds until its process is ended.
    pub seconds: u64,
    /// Megabytes of address space that its process may have.
    pub megabytes: u64,
}

/// A paper: 1,000 certificates, and an annex of 5,000 names, took half a gigabyte each, and in a build without optimisation two
/// minutes on a busy machine.
pub const PAPER: Bounds = Bounds { seconds: 180, megabytes: 3000 };
/// A template that is tried with a few made-up families.
pub const TRIAL: Bounds = Bounds { seconds: 15, megabytes: 1200 };

/// Where papers are set.
pub struct Press {
    program: PathBuf,
    /// How many are being set, and how many wait.
    taken: Mutex<(usize, usize)>,
    freed: Condvar,
}

impl Press {
    /// A press that starts this program.
    #[must_use]
    pub const fn new(program: PathBuf) -> Self {
        Self { program, taken: Mutex::new((0, 0)), freed: Condvar::new() }
    }

    /// Sets a paper. Waits for its turn and for the other process, so call it from a thread that may block.
    ///
    /// # Errors
    /// What the typesetter says, and [`PaperError::Limit`] for a paper that took too much.
    pub fn make(&self, order: Order, bounds: Bounds) -> Result<Vec<u8>, PaperError> {
        self.send(&Job { order, look: false }, bounds).map(|(_, paper)| paper)
    }

    /// Tells what can be read on a paper.
    ///
    /// # Errors
    /// As [`Self::make`].
    pub fn look(&self, order: Order, bounds: Bounds) -> Result<Seen, PaperError> {
        match self.send(&Job { order, look: true }, bounds)? {
            (Reply::Seen(seen), _) => Ok(seen),
            _ => Err(PaperError::Shape("the typesetter answered something else".to_owned())),
        }
    }

    fn send(&self, job: &Job, bounds: Bounds) -> Result<(Reply, Vec<u8>), PaperError> {
        let broken = |what: &dyn std::fmt::Display| PaperError::Shape(format!("the typesetter's process: {what}"));
        let text = serde_json::to_vec(job).map_err(|cause| broken(&cause))?;
        let _turn = Turn::take(self).ok_or(PaperError::Limit(Limit::Queue))?;
        let mut child = self.start(bounds).map_err(|cause| broken(&cause))?;
        let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(broken(&"no pipe"));
        };
        let (tell, told) = mpsc::sync_channel(1);
        let talk = move || {
            // Whoever broke off reads no more; its answer, if any, tells why.
            let _sent = input.write_all(&text);
            drop((input, text));
            let mut bytes = Vec::new();
            let read = output.read_to_end(&mut bytes);
            let _told = tell.send(read.map(|_| bytes));
        };
        std::thread::Builder::new().name(COMMAND.to_owned()).spawn(talk).map_err(|cause| broken(&cause))?;
        let heard = told.recv_timeout(Duration::from_secs(bounds.seconds));
        // Ended before it is waited for: one that never ends would otherwise be waited for.
        let _ended = child.kill();
        let _waited = child.wait();
        match heard {
            Ok(Ok(bytes)) => answer(&bytes),
            Ok(Err(cause)) => Err(broken(&cause)),
            Err(_) => Err(PaperError::Limit(Limit::Time)),
        }
    }

    fn start(&self, bounds: Bounds) -> std::io::Result<Child> {
        Command::new(&self.program)
            .args([COMMAND, "--megabytes", &bounds.megabytes.to_string(), "--seconds", &bounds.seconds.to_string()])
            // Nothing of the site's configuration goes there; threads take address space, so there are few.
            .env_clear()
            .env("RAYON_NUM_THREADS", "2")
            .env("MALLOC_ARENA_MAX", "2")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
    }
}

/// One of the [`AT_ONCE`] places, given back when dropped.
struct Turn<'a>(&'a Press);

impl<'a> Turn<'a> {
    /// Waits for a place; `None` when too many wait already.
    fn take(press: &'a Press) -> Option<Self> {
        let mut taken = press.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.1 >= QUEUE {
            return None;
        }
        taken.1 += 1;
        while taken.0 >= AT_ONCE {
            taken = press.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        taken.0 += 1;
        taken.1 = taken.1.saturating_sub(1);
        Some(Self(press))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.0 = taken.0.saturating_sub(1);
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_wait_in_a_line_that_has_an_end() {
        let press = Press::new(PathBuf::new());
        let set: Vec<_> = (0..AT_ONCE).filter_map(|_| Turn::take(&press)).collect();
        assert_eq!(set.len(), AT_ONCE);
        std::thread::scope(|scope| {
            let waiting: Vec<_> = (0..QUEUE).map(|_| scope.spawn(|| Turn::take(&press).is_some())).collect();
            while press.taken.lock().unwrap().1 < QUEUE {
                std::thread::yield_now();
            }
            assert!(Turn::take(&press).is_none(), "the line is full");
            drop(set);
            assert!(waiting.into_iter().all(|one| one.join().unwrap()), "who waited was served");
        });
        assert_eq!(*press.taken.lock().unwrap(), (0, 0));
        assert!(Turn::take(&press).is_some());
    }
}
