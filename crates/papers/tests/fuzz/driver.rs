//! Drives a target with mutated inputs for a bounded time. The seed decides everything but the time and is printed; an input
//! that panics, hangs or grabs memory is written into a file, for a test of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// One target at a time: memory and time are measured for the whole program.
static TURN: Mutex<()> = Mutex::new(());

/// Bytes of memory this program holds, and the most it held since [`forget_peak`]; nothing where the system does not tell.
fn memory(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes: Option<usize> =
        line.and_then(|line| line.trim_matches([':', ' ', '\t']).split(' ').next()?.parse().ok());
    kilobytes.unwrap_or_default() * 1024
}

fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// A small generator of numbers that is the same everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap() % end.max(1)
    }
    pub fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn wish(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

fn kept(target: &str, why: &str, input: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}-{why}"));
    std::fs::write(&path, input).unwrap();
    path
}

/// Gives `check` the inputs that `make` makes of the dice, for `HOCTAP_FUZZ_SECONDS` (2 unless told). Each may take ten
/// seconds and hold `most` bytes more than before.
pub fn drive(target: &str, most: usize, mut make: impl FnMut(&mut Dice) -> Vec<u8>, check: impl Fn(&[u8])) {
    let turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let seconds = wish("HOCTAP_FUZZ_SECONDS").unwrap_or(2);
    let seed = wish("HOCTAP_FUZZ_SEED").unwrap_or(20_261_122);
    let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut runs, mut slowest, mut largest) = (0_u64, (Duration::ZERO, Vec::new()), (0_usize, Vec::new()));
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut failure = None;
    while Instant::now() < end && failure.is_none() {
        let input = make(&mut dice);
        forget_peak();
        let held = memory("VmRSS");
        let begun = Instant::now();
        let outcome = std::thread::scope(|scope| {
            // A watch that ends the program when an input never ends, after keeping it.
            let (done, watched) = std::sync::mpsc::channel::<()>();
            let watch = &input;
            scope.spawn(move || {
                if watched.recv_timeout(Duration::from_secs(60)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                    eprintln!("{target}: no end after a minute: {}", kept(target, "hang", watch).display());
                    std::process::abort();
                }
            });
            let outcome = catch_unwind(AssertUnwindSafe(|| check(&input)));
            drop(done);
            outcome
        });
        let (took, grew) = (begun.elapsed(), memory("VmHWM").saturating_sub(held));
        runs += 1;
        if let Err(panic) = outcome {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned())).unwrap_or_default();
            failure = Some(format!("{said}: {}", kept(target, "panic", &input).display()));
        } else if took > Duration::from_secs(10) {
            failure = Some(format!("took {took:?}: {}", kept(target, "slow", &input).display()));
        } else if grew > most {
            failure = Some(format!("held {grew} bytes: {}", kept(target, "memory", &input).display()));
        }
        if took > slowest.0 {
            slowest = (took, input.clone());
        }
        if grew > largest.0 {
            largest = (grew, input);
        }
    }
    std::panic::set_hook(quiet);
    println!(
        "{target}: {runs} inputs in {seconds} s from seed {seed}, slowest {:?} ({} bytes), most memory {} kB ({} bytes)",
        slowest.0,
        slowest.1.len(),
        largest.0 / 1024,
        largest.1.len()
    );
    drop(turn);
    if let Some(failure) = failure {
        panic!("{target}, input {runs} from seed {seed}: {failure}");
    }
}
