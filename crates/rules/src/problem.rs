//! The one table of problem codes: what a person can put right, the HTTP status it travels with, and the names of its
//! arguments. The sentences live in `locales/*/problems.ftl` under `problem-<code>`; a test holds the two together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Something a person can put right. `field` names the input it belongs to (a form field, or `sheet!cell`), empty when
/// it belongs to the whole request. Arguments are already plain text or numbers; the reader's language shapes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stable code, a row of [`CODES`].
    pub code: String,
    /// Where: a field name or a cell; may be empty.
    pub field: String,
    /// Arguments of the sentence, by name.
    pub args: BTreeMap<String, String>,
}

impl Problem {
    /// A problem with a code of the table; arguments and field are added with [`Self::with`] and [`Self::at`].
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        debug_assert!(status_of(code).is_some(), "problem code {code} is not in the table");
        Self { code: code.to_owned(), field: String::new(), args: BTreeMap::new() }
    }

    /// Names the field or cell the problem belongs to.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    /// Adds one argument of the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// The HTTP status this problem travels with; 422 for a code that is not in the table.
    #[must_use]
    pub fn status(&self) -> u16 {
        status_of(&self.code).unwrap_or(422)
    }
}

fn status_of(code: &str) -> Option<u16> {
    CODES.iter().find(|row| row.0 == code).map(|row| row.1)
}

/// Code, HTTP status, names of the arguments.
pub const CODES: &[(&str, u16, &[&str])] = &[
    // input of any form
    ("required", 422, &[]),
    ("too-long", 422, &["max"]),
    ("not-a-number", 422, &["value"]),
    ("not-a-day", 422, &["value"]),
    ("not-iso-day", 422, &["value"]),
    ("no-backup-yet", 409, &[]),
    ("no-such-day", 422, &["value", "month", "year", "last"]),
    ("no-such-month", 422, &["value", "month"]),
    ("short-year", 422, &["value"]),
    ("not-a-year", 422, &["value"]),
    ("day-in-future", 422, &["value"]),
    ("not-a-choice", 422, &["value", "choices"]),
    ("unknown-field", 422, &["value"]),
    ("bad-characters", 422, &["value"]),
    ("not-json", 400, &["detail"]),
    ("not-form", 400, &["detail"]),
    ("bad-cursor", 400, &[]),
    ("too-large", 413, &["max"]),
    // templates of papers
    ("template-wrong", 422, &["line", "column", "says", "excerpt", "message"]),
    ("template-unwritable", 422, &["says", "message"]),
    ("template-pages", 422, &[]),
    ("template-time", 422, &[]),
    ("template-memory", 422, &[]),
    ("template-lacks", 422, &["what"]),
    ("template-codes", 422, &["n", "found"]),
    ("template-not-text", 422, &[]),
    ("template-elsewhere", 422, &[]),
    ("grid-cells", 422, &["n"]),
    ("nothing-chosen", 422, &[]),
    ("not-sent-yet", 409, &[]),
    ("changed-meanwhile", 409, &["yours", "now"]),
    ("request-id-reused", 422, &[]),
    ("request-id-missing", 400, &[]),
    // places
    ("no-such-place", 422, &["value"]),
    ("place-several", 422, &["value"]),
    ("place-not-in-force", 422, &["place", "day"]),
    ("place-not-here", 422, &["place", "here"]),
    ("place-exists", 409, &["name"]),
    ("place-has-households", 409, &["count"]),
    ("place-open", 409, &[]),
    ("place-built-on", 409, &["place"]),
    ("published-withdrawn", 409, &[]),
    ("published-in-force", 409, &[]),
    ("parent-not-commune", 422, &[]),
    // register
    ("birth-shape", 422, &["value"]),
    ("birth-range", 422, &["value"]),
    ("birth-serial", 422, &["value", "year"]),
    ("id-shape", 422, &["value"]),
    ("id-against-birth", 422, &["year"]),
    ("id-against-sex", 422, &[]),
    ("id-taken", 409, &["household"]),
    ("two-sexes", 422, &[]),
    ("one-head", 422, &[]),
    ("household-closed", 409, &["day"]),
    ("household-open", 409, &[]),
    ("household-not-here-in-year", 422, &["year", "since"]),
    ("household-number-taken", 409, &["number"]),
    ("household-already-there", 409, &["place"]),
    ("household-busy", 409, &["year"]),
    ("likely-duplicate", 409, &["name", "number", "id"]),
    ("day-too-early", 422, &["since"]),
    // two households that are one
    ("household-merged", 409, &["household"]),
    ("merge-itself", 422, &[]),
    ("merge-elsewhere", 422, &[]),
    ("merge-both-registered", 409, &["year"]),
    ("merge-two-titles", 409, &["year"]),
    ("merge-person-twice", 422, &["name"]),
    ("merge-number-twice", 422, &["name", "other"]),
    ("not-merged", 409, &[]),
    ("merge-built-on", 409, &["household"]),
    ("merge-too-old", 409, &[]),
    // import
    ("file-unreadable", 422, &["detail"]),
    ("file-kind", 422, &["name"]),
    ("file-encrypted", 422, &[]),
    ("import-not-applied", 409, &[]),
    ("import-of-another", 409, &[]),
    ("import-built-on", 409, &["household"]),
    ("import-too-old", 409, &[]),
    ("letters-undecided", 409, &[]),
    ("sheet-empty", 422, &["sheet"]),
    ("sheets-too-many", 413, &["max"]),
    ("sheet-beside", 422, &["sheet", "n", "other", "m"]),
    ("columns-aside", 422, &["columns"]),
    ("rows-hidden", 422, &["n", "first"]),
    ("cells-beyond", 422, &["cell"]),
    ("cell-error", 422, &["value"]),
    ("cell-uncounted", 422, &["value"]),
    ("header-missing", 422, &["columns"]),
    ("column-twice", 422, &["column"]),
    ("row-repeated", 422, &["first"]),
    ("household-repeated", 422, &["first"]),
    ("hamlet-unknown", 422, &["value", "nearest"]),
    ("member-without-household", 422, &[]),
    ("import-applied", 409, &[]),
    ("import-discarded", 409, &[]),
    ("import-not-discarded", 409, &[]),
    ("import-applying", 409, &[]),
    ("nothing-to-import", 422, &[]),
    // criteria and answers
    ("no-criteria", 422, &["model", "year"]),
    ("answer-missing", 422, &["item"]),
    ("answer-unknown", 422, &["item"]),
    ("answer-range", 422, &["item", "min", "max"]),
    ("answer-kind", 422, &["item", "expected"]),
    ("answer-step", 422, &["item", "step"]),
    ("answer-not-exempt", 422, &["item"]),
    ("answer-choice", 422, &["item", "value", "choices"]),
    ("ratio-parts", 422, &["item"]),
    // the recognition path
    ("step-out-of-order", 409, &["step", "state", "missing", "who"]),
    ("not-registered", 409, &["who"]),
    ("already-registered", 409, &["year"]),
    ("year-in-future", 422, &["year", "day"]),
    ("too-many", 422, &["max"]),
    ("cycle-year", 422, &["year", "first", "last"]),
    ("reason-required", 422, &[]),
    ("self-appraisal", 403, &["name"]),
    ("below-pass-mark", 422, &["total", "mark"]),
    ("decision-number-taken", 409, &["number"]),
    ("decision-date", 422, &["day"]),
    ("decision-not-authority", 403, &["who", "day"]),
    ("criteria-mixed", 422, &["one", "other"]),
    ("evidence-kind", 422, &["name"]),
    ("evidence-full", 409, &["max"]),
    // people of the system
    ("sign-in-wrong", 401, &[]),
    ("sign-in-wait", 429, &["minutes"]),
    ("sign-in-needed", 401, &[]),
    ("password-weak", 422, &["min"]),
    ("password-wrong", 422, &[]),
    ("password-differs", 422, &[]),
    ("login-taken", 409, &["login"]),
    ("login-shape", 422, &[]),
    ("role-dates", 422, &[]),
    ("role-level", 422, &["role", "level"]),
    ("role-held", 409, &["role", "place"]),
    ("role-end", 422, &["first", "last"]),
    ("role-ended", 409, &["day"]),
    ("last-administrator", 409, &[]),
    ("own-role", 409, &[]),
    ("own-account", 409, &[]),
    ("password-must-change", 403, &[]),
    ("setup-code-wrong", 403, &[]),
    ("forged-request", 403, &[]),
    ("forbidden", 403, &["act"]),
    ("not-found", 404, &[]),
    ("busy", 503, &[]),
    ("cannot-store", 503, &[]),
    ("failure", 500, &["incident"]),
];
