//! Tables of many rows carried away as files: written row by row into a file without a name while the rows are read, then sent
//! from there. Must not know what a table is about.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Bytes, Frame, SizeHint};
use papers::PaperError;
use papers::sheets::{Carried, Format, Table};
use rules::problem::Problem;
use store::Tx;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

use crate::app::App;
use crate::failure::Failure;
use crate::shares::{Share, Shares};

/// Files made at one time: each reads the database for as long as it takes, and SQLite has four readers.
pub const AT_ONCE: usize = 2;
/// Files that are made or wait for their turn; who comes then is asked to come again.
pub const LINE: usize = 18;
/// Files there are at once, from when they are asked for until they are sent: each takes room on the site's disk.
pub const FILES: usize = 2 * LINE;
/// Of these, one person may have so many.
pub const PERSON: usize = 2;
/// And one address, which may be a whole office.
pub const ADDRESS: usize = 8;
/// Bytes read at once while a file is sent.
const PIECE: u64 = 64 * 1024;

/// Where files wait for their turn.
pub struct Turns {
    now: Arc<Semaphore>,
    line: Arc<Semaphore>,
    files: Arc<Semaphore>,
    shares: Shares,
}

impl Default for Turns {
    fn default() -> Self {
        let places = |n| Arc::new(Semaphore::new(n));
        let shares = Shares::of(PERSON, ADDRESS);
        Self { now: places(AT_ONCE), line: places(LINE), files: places(FILES), shares }
    }
}

/// One of the files there may be at once, counted for who asked for it, until it is sent or given up.
struct Place {
    _share: Share,
    _file: OwnedSemaphorePermit,
}

/// The turn to make a file; given back when it is made.
struct Turn {
    place: Arc<Place>,
    _now: OwnedSemaphorePermit,
    _line: OwnedSemaphorePermit,
}

fn busy() -> Failure {
    Problem::new("busy").into()
}

impl Turns {
    /// Reads the database and makes a file of it, when its turn has come.
    ///
    /// # Errors
    /// `busy` when too many wait, or who asks has as many files as they may; the work's own.
    pub async fn take<T: Send + 'static>(
        &self,
        app: &App,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<(T, Made), Failure> + Send + 'static,
    ) -> Result<(T, Made), Failure> {
        let turn = self.turn().await?;
        // Whoever waits may go away while the file is made; the work goes on, so it is the work that holds the turn.
        app.read(move |tx| {
            // The whole of it: a closure takes along only the parts that it names.
            let turn = &turn;
            let (told, made) = work(tx)?;
            Ok((told, Made { place: Some(Arc::clone(&turn.place)), ..made }))
        })
        .await
    }

    async fn turn(&self) -> Result<Turn, Failure> {
        let share = self.shares.take().ok_or_else(busy)?;
        let file = Arc::clone(&self.files).try_acquire_owned().map_err(|_| busy())?;
        let place = Arc::new(Place { _share: share, _file: file });
        let line = Arc::clone(&self.line).try_acquire_owned().map_err(|_| busy())?;
        let now = Arc::clone(&self.now).acquire_owned().await.map_err(|_| busy())?;
        Ok(Turn { place, _now: now, _line: line })
    }
}

/// A file that was made.
pub struct Made {
    file: File,
    /// How many rows it has below its head.
    pub rows: usize,
    place: Option<Arc<Place>>,
}

/// Something of writing as a failure: a disk on which nothing can be kept is said as such.
pub fn told(cause: impl Into<PaperError>) -> Failure {
    match cause.into() {
        PaperError::Unwritable(cause) => store::Error::Unwritable(cause).into(),
        other => Failure::Broken(other.to_string()),
    }
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
    Carried::begin(table, format, file, app.config.data.clone()).map_err(told)
}

/// Ends it with the facts that are known only now.
///
/// # Errors
/// A full disk.
pub fn end(carried: Carried, facts: Vec<(String, String)>) -> Result<Made, Failure> {
    let rows = carried.rows();
    let mut file = carried.finish(facts).map_err(told)?;
    file.rewind().map_err(told)?;
    Ok(Made { file, rows, place: None })
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
        Ok((heads, Body::new(Pieces { file: Some(self.file), left, reading: None, _place: self.place }))
            .into_response())
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
    _place: Option<Arc<Place>>,
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
        for (all, most) in [(&turns.line, LINE), (&turns.files, FILES)] {
            let taken = all.try_acquire_many(u32::try_from(most).unwrap()).unwrap();
            let told = turns.turn().await;
            assert!(matches!(told, Err(Failure::Problems(problems)) if problems[0].code == "busy"));
            drop(taken);
            drop(turns.turn().await.unwrap());
        }
        let at_it = turns.now.try_acquire_many(u32::try_from(AT_ONCE).unwrap()).unwrap();
        let soon = tokio::time::timeout(std::time::Duration::from_millis(20), turns.turn()).await;
        assert!(soon.is_err(), "two are made at once, the third one waits");
        drop(at_it);
        assert_eq!((turns.line.available_permits(), turns.files.available_permits()), (LINE, FILES), "all given back");
    }

    #[tokio::test]
    async fn a_file_is_sent_whole_piece_by_piece() {
        use http_body_util::BodyExt as _;
        let path = std::env::temp_dir().join(format!("hoctap-pieces-{}", std::process::id()));
        let bytes: Vec<u8> = (0..200_003_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        std::fs::write(&path, &bytes).unwrap();
        let file = || File::open(&path).unwrap();
        let sent = Made { file: file(), rows: 1, place: None }.send("sổ hộ/1", Format::Csv).unwrap();
        assert_eq!(sent.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"s__h__1.csv\"");
        assert_eq!(sent.into_body().collect().await.unwrap().to_bytes(), bytes);
        let cut = Pieces { file: Some(file()), left: 300_000, reading: None, _place: None };
        assert!(Body::new(cut).collect().await.is_err(), "a file that is shorter than was told is no whole answer");
        std::fs::remove_file(&path).unwrap();
    }
}
