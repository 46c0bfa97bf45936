//! The typesetter: one template and one value in, one archivable PDF out. Owns fonts, bounds and the PDF standard;
//! must not know what a paper says.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::LazyLock;

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

mod seen;

use crate::PaperError;
use crate::error::Limit;
pub use crate::press::{Order, Seen};

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

/// Typesets an order into a tagged PDF that satisfies PDF/A-2a (archiving, ISO 19005-2) and PDF/UA-1 (accessibility,
/// ISO 14289-1), in this thread and process: [`crate::press`] does it in one of its own. The same order gives the same bytes.
///
/// # Errors
/// [`PaperError::Template`] with the template's line, [`PaperError::Unprintable`] for a character outside the fonts,
/// [`PaperError::Limit`] for too many pages.
pub fn make(order: &Order) -> Result<Vec<u8>, PaperError> {
    set(order, false, |bench, document| {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap_or_default();
        let options = PdfOptions {
            ident: Smart::Custom(order.ident.clone()),
            creator: Smart::Custom(Some("Hoctap".to_owned())),
            timestamp: bench.today.and_then(|today| Timestamp::new_local(today, VIETNAM_OFFSET)),
            standards,
            ..PdfOptions::default()
        };
        let made = typst_pdf::pdf(document, &options).map_err(|errors| errors.into_iter().collect::<Diagnostics>());
        made.map_err(|errors| bench.explain(&errors))
    })
}

/// Sets an order and tells what can be read on its pages.
///
/// # Errors
/// As [`make`], which a template that is looked at must also pass: what cannot be written as PDF is no paper. A font that is
/// not there, and pages that never settle, are told too: the typesetter itself would go on with another font or half the way.
pub fn look(order: &Order) -> Result<Seen, PaperError> {
    let seen = set(order, true, |_, document| Ok(seen::seen(document)))?;
    make(order)?;
    Ok(seen)
}

/// Words of warnings that a template is not taken with.
const GRAVE: &[&str] = &["unknown font family", "did not converge"];

fn set<T>(
    order: &Order,
    strict: bool,
    done: impl Fn(&Bench, &PagedDocument) -> Result<T, PaperError>,
) -> Result<T, PaperError> {
    let failed = |message: &str| PaperError::Template {
        template: order.name.clone(),
        line: None,
        column: None,
        message: message.to_owned(),
    };
    let value = serde_json::to_vec(&printable(order.value.clone())?).map_err(|error| failed(&error.to_string()))?;
    let bench = Bench::new(order, value).map_err(|message| failed(&message))?;
    let work = || {
        let compiled = typst::compile::<PagedDocument>(&bench);
        let document = compiled.output.map_err(|errors| bench.explain(&errors.into_iter().collect::<Diagnostics>()))?;
        let grave = |warning: &SourceDiagnostic| GRAVE.iter().any(|words| warning.message.contains(words));
        let warnings: Diagnostics = compiled.warnings.into_iter().filter(|warning| strict && grave(warning)).collect();
        if !warnings.is_empty() {
            return Err(bench.explain(&warnings));
        }
        if document.pages().len() > order.pages {
            return Err(PaperError::Limit(Limit::Pages));
        }
        done(&bench, &document)
    };
    // The typesetter is large; should it ever panic, one paper fails and the process lives.
    let done = catch_unwind(AssertUnwindSafe(work));
    comemo::evict(CACHE_AGE);
    done.unwrap_or_else(|_| Err(failed("the typesetter stopped unexpectedly")))
}

type Diagnostics = Vec<SourceDiagnostic>;

/// What one compilation may see: its template, its value, the embedded fonts, a fixed day; no disk, net or clock.
struct Bench {
    main: Source,
    data_id: FileId,
    data: Bytes,
    today: Option<Datetime>,
    template: String,
}

impl Bench {
    fn new(order: &Order, data: Vec<u8>) -> Result<Self, String> {
        let day = order.day;
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
            main: Source::new(id(&order.name)?, order.template.clone()),
            data_id: id("data.json")?,
            data: Bytes::new(data),
            today: today(),
            template: order.name.clone(),
        })
    }

    fn explain(&self, errors: &[SourceDiagnostic]) -> PaperError {
        let at = |error: &SourceDiagnostic| {
            let range = match error.span.get() {
                DiagSpanKind::Number { id, num, sub_range } if id == self.main.id() => {
                    self.main.range(num, sub_range)?
                }
                DiagSpanKind::Range { id, range } if id == self.main.id() => range,
                _ => return None,
            };
            self.main.lines().byte_to_line_column(range.start).map(|(line, column)| (line + 1, column + 1))
        };
        let said = |error: &SourceDiagnostic| {
            let hints = error.hints.iter().map(|hint| hint.v.as_str());
            [error.message.as_str()].into_iter().chain(hints).collect::<Vec<_>>().join("; ")
        };
        let message = errors.iter().map(said).collect::<Vec<_>>().join("; ");
        let (line, column) = errors.iter().find_map(at).unzip();
        PaperError::Template { template: self.template.clone(), line, column, message }
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
            fields.into_iter().map(|(key, field)| Ok((key, printable(field)?))).collect::<Result<_, PaperError>>()?,
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
