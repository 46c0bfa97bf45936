//! The typesetter: one template and one value in, one archivable PDF out. Owns fonts, bounds and the PDF standard;
//! must not know what a paper says.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Condvar, LazyLock, Mutex, PoisonError};

use rules::basics::Day;
use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{DiagSpanKind, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use unicode_normalization::UnicodeNormalization;

use crate::PaperError;

/// A template: its file name for messages and its text.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// File name, named in errors.
    pub name: &'a str,
    /// The typst source. It reads its value with `json("data.json")`.
    pub text: &'a str,
}

/// Compilations at one time. Each holds a whole document in memory and the typesetter uses several threads itself.
const AT_ONCE: usize = 2;
/// Compilations a remembered piece of layout outlives without being used again; without this the cache only grows.
const CACHE_AGE: usize = 10;
/// Vietnam's offset in minutes: a decision is dated there, wherever the server stands.
const VIETNAM_OFFSET: i32 = 7 * 60;

static FONT_FILES: &[&[u8]] = &[
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
    include_bytes!("../fonts/Vollkorn-SemiBold.ttf"),
];

struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONT_FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    Press { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// Typesets `data` with a template and gives the bytes of a tagged PDF that satisfies PDF/A-2a (archiving, ISO 19005-2)
/// and PDF/UA-1 (accessibility, ISO 14289-1). The value reaches the template as the file `data.json`, never as source,
/// so a name may hold `#`, `*` or quotes. `ident` names the paper in a stable way (a decision's or certificate's code);
/// `day` is the paper's date, which the template sees as today. The same input gives the same bytes.
///
/// At most two papers are set at one time; a third caller waits, so call from a thread that may block.
///
/// # Errors
/// [`PaperError::Template`] with the template's line, [`PaperError::Unprintable`] for a character outside the fonts.
pub fn compile<T: Serialize>(template: Template<'_>, data: &T, ident: &str, day: Day) -> Result<Vec<u8>, PaperError> {
    let failed = |message: String| PaperError::Template { template: template.name.to_owned(), line: None, message };
    let value = serde_json::to_value(data).map_err(|error| failed(error.to_string()))?;
    let value = serde_json::to_vec(&printable(value)?).map_err(|error| failed(error.to_string()))?;
    let bench = Bench::new(template, value, day).map_err(failed)?;
    let _permit = Permit::take();
    // The typesetter is large; should it ever panic, one paper fails and the process lives.
    let done = catch_unwind(AssertUnwindSafe(|| typeset(&bench, ident)));
    comemo::evict(CACHE_AGE);
    match done {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(errors)) => Err(bench.explain(&errors)),
        Err(_) => Err(failed("the typesetter stopped unexpectedly".to_owned())),
    }
}

type Diagnostics = Vec<SourceDiagnostic>;

fn typeset(bench: &Bench, ident: &str) -> Result<Vec<u8>, Diagnostics> {
    let compiled = typst::compile::<PagedDocument>(bench);
    let document = compiled.output.map_err(|errors| errors.into_iter().collect::<Diagnostics>())?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap_or_default();
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Hoctap".to_owned())),
        timestamp: bench.today.and_then(|today| Timestamp::new_local(today, VIETNAM_OFFSET)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| errors.into_iter().collect())
}

/// What one compilation may see: its template, its value, the embedded fonts, a fixed day; no disk, net or clock.
struct Bench {
    main: Source,
    data_id: FileId,
    data: Bytes,
    today: Option<Datetime>,
    template: String,
}

impl Bench {
    fn new(template: Template<'_>, data: Vec<u8>, day: Day) -> Result<Self, String> {
        let id = |name: &str| {
            let path = VirtualPath::new(name).map_err(|_| format!("not a file name: {name}"))?;
            Ok::<_, String>(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
        };
        let part = |number: i64| u8::try_from(number).ok();
        let today = || {
            let midnight = (i32::try_from(day.year()).ok()?, part(day.month())?, part(day.day_of_month())?);
            Datetime::from_ymd_hms(midnight.0, midnight.1, midnight.2, 0, 0, 0)
        };
        Ok(Self {
            main: Source::new(id(template.name)?, template.text.to_owned()),
            data_id: id("data.json")?,
            data: Bytes::new(data),
            today: today(),
            template: template.name.to_owned(),
        })
    }

    fn explain(&self, errors: &[SourceDiagnostic]) -> PaperError {
        let line = |error: &SourceDiagnostic| {
            let range = match error.span.get() {
                DiagSpanKind::Number { id, num, sub_range } if id == self.main.id() => {
                    self.main.range(num, sub_range)?
                }
                DiagSpanKind::Range { id, range } if id == self.main.id() => range,
                _ => return None,
            };
            self.main.lines().byte_to_line(range.start).map(|line| line + 1)
        };
        let message = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ");
        PaperError::Template { template: self.template.clone(), line: errors.iter().find_map(line), message }
    }
}

impl World for Bench {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(missing(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}

/// Composes letters, drops characters without a shape and refuses those the fonts cannot show: an archivable file may
/// not hold an empty box where a person's name should be.
fn printable(value: Value) -> Result<Value, PaperError> {
    Ok(match value {
        Value::String(text) => {
            let clean: String = text.nfc().filter(|character| !shapeless(*character)).collect();
            if let Some(character) = clean.chars().find(|character| !shown(*character)) {
                return Err(PaperError::Unprintable { text, character });
            }
            Value::String(clean)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(printable).collect::<Result<_, _>>()?),
        Value::Object(fields) => Value::Object(
            fields.into_iter().map(|(key, field)| Ok((key, printable(field)?))).collect::<Result<_, _>>()?,
        ),
        other => other,
    })
}

fn shapeless(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || (character.is_control() && character != '\n' && character != '\t')
}

fn shown(character: char) -> bool {
    character.is_whitespace()
        || PRESS.fonts.iter().take(3).all(|font| font.info().coverage.contains(u32::from(character)))
}

/// One of the [`AT_ONCE`] places at the press, given back when dropped.
struct Permit;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

impl Permit {
    fn take() -> Self {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= AT_ONCE {
            taken = FREED.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += 1;
        Self
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_sub(1);
        FREED.notify_one();
    }
}
