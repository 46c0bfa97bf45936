//! Tables of many rows carried away as files: written row by row into a file without a name while the rows are read, then sent
//! from there. Must not know what a table is about.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Bytes, Frame, SizeHint};
use papers::sheets::{Carried, Format, Table};
use rules::problem::Problem;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::failure::Failure;

/// Files made at one time: each reads the database for as long as it takes, and SQLite has four readers.
pub const AT_ONCE: usize = 2;
/// Files that are made or wait for their turn; who comes then is asked to come again.
pub const LINE: usize = 18;
/// Bytes read at once while a file is sent.
const PIECE: u64 = 64 * 1024;

/// Where files wait for their turn.
pub struct Turns {
    now: Semaphore,
    line: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        Self { now: Semaphore::new(AT_ONCE), line: Semaphore::new(LINE) }
    }
}

impl Turns {
    /// Does work that makes a file, when its turn has come.
    ///
    /// # Errors
    /// `busy` when too many wait; the work's own.
    pub async fn take<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let busy = || Failure::from(Problem::new("busy"));
        let _waiting = self.line.try_acquire().map_err(|_| busy())?;
        let _turn = self.now.acquire().await.map_err(|_| busy())?;
        work.await
    }
}

/// A file that was made.
pub struct Made {
    file: File,
    /// How many rows it has below its head.
    pub rows: usize,
}

/// Something of writing as a failure: a full disk is said as such.
pub fn told(cause: impl std::fmt::Display) -> Failure {
    let cause = cause.to_string();
    let full = std::io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error()).to_string();
    if cause.contains(&full) { store::Error::Unwritable(cause).into() } else { Failure::Broken(cause) }
}

/// Begins a file in the site's folder that nobody else can open and that is gone with whoever holds it.
///
/// # Errors
/// A full disk.
pub fn begin(app: &App, table: Table, format: Format) -> Result<Carried, Failure> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let path = app.config.data.join(format!(".export-{}", app.dice.id(app.clock.now())));
    let file = File::options().read(true).write(true).create_new(true).mode(0o600).open(&path).map_err(told)?;
    std::fs::remove_file(&path).map_err(told)?;
    Carried::begin(table, format, file).map_err(told)
}

/// Ends it with the facts that are known only now.
///
/// # Errors
/// A full disk.
pub fn end(carried: Carried, facts: Vec<(String, String)>) -> Result<Made, Failure> {
    let rows = carried.rows();
    let mut file = carried.finish(facts).map_err(told)?;
    file.rewind().map_err(told)?;
    Ok(Made { file, rows })
}

impl Made {
    /// The file as bytes on disk, for a program that copies it.
    #[must_use]
    pub fn into_file(self) -> File {
        self.file
    }

    /// The answer that sends it piece by piece, under this name without its ending.
    ///
    /// # Errors
    /// When the file cannot be looked at.
    pub fn send(self, name: &str, format: Format) -> Result<Response, Failure> {
        let left = self.file.metadata().map_err(told)?.len();
        let (kind, ending) = kind_of(format);
        let plain: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
        let heads = [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}.{ending}\"")),
        ];
        Ok((heads, Body::new(Pieces { file: Some(self.file), left, reading: None })).into_response())
    }
}

/// The kind of a file, and how its name ends.
#[must_use]
pub const fn kind_of(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
    }
}

/// What reading a piece hands back.
type Read = std::io::Result<(File, Vec<u8>)>;

/// A body that reads its file piece by piece, away from the threads that serve.
struct Pieces {
    file: Option<File>,
    left: u64,
    reading: Option<JoinHandle<Read>>,
}

fn piece(mut file: File, most: u64) -> Read {
    let mut bytes = Vec::new();
    file.by_ref().take(most).read_to_end(&mut bytes)?;
    Ok((file, bytes))
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let most = self.left.min(PIECE);
        if let Some(file) = self.file.take() {
            self.reading = Some(tokio::task::spawn_blocking(move || piece(file, most)));
        }
        let Some(reading) = self.reading.as_mut() else { return Poll::Ready(None) };
        let done = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        let read = done.map_err(std::io::Error::other).and_then(|read| read);
        Poll::Ready(Some(match read {
            Ok((file, bytes)) if !bytes.is_empty() => {
                self.left = self.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                self.file = Some(file);
                Ok(Frame::data(Bytes::from(bytes)))
            }
            other => {
                self.left = 0;
                Err(other.err().unwrap_or_else(|| std::io::ErrorKind::UnexpectedEof.into()))
            }
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_when_the_line_is_full_is_asked_to_come_again() {
        let turns = Turns::default();
        let line = turns.line.try_acquire_many(u32::try_from(LINE).unwrap()).unwrap();
        let told = turns.take(async { Ok::<_, Failure>(()) }).await;
        assert!(matches!(told, Err(Failure::Problems(problems)) if problems[0].code == "busy"));
        drop(line);
        turns.take(async { Ok::<_, Failure>(()) }).await.unwrap();
        let at_it = turns.now.try_acquire_many(u32::try_from(AT_ONCE).unwrap()).unwrap();
        let waits = turns.take(async { Ok::<_, Failure>(()) });
        let soon = tokio::time::timeout(std::time::Duration::from_millis(20), waits).await;
        assert!(soon.is_err(), "two are made at once, the third one waits");
        drop(at_it);
    }

    #[tokio::test]
    async fn a_file_is_sent_whole_piece_by_piece() {
        use http_body_util::BodyExt as _;
        let path = std::env::temp_dir().join(format!("hoctap-pieces-{}", std::process::id()));
        let bytes: Vec<u8> = (0..200_003_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        std::fs::write(&path, &bytes).unwrap();
        let file = || File::open(&path).unwrap();
        let sent = Made { file: file(), rows: 1 }.send("sổ hộ/1", Format::Csv).unwrap();
        assert_eq!(sent.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"s__h__1.csv\"");
        assert_eq!(sent.into_body().collect().await.unwrap().to_bytes(), bytes);
        let cut = Pieces { file: Some(file()), left: 300_000, reading: None };
        assert!(Body::new(cut).collect().await.is_err(), "a file that is shorter than was told is no whole answer");
        std::fs::remove_file(&path).unwrap();
    }
}
