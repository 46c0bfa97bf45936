//! What forms and bodies bring: parsed once, every problem named at its field, never checked as strings later.
//! Must not know which form it is.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rules::basics::Day;
use rules::problem::Problem;
use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::visit::{Posted, Visit};

/// The field that carries a whole form, concealed, which is only to be shown again in another language.
pub const HELD: &str = "_held";

/// The fields of a form, in which a name may occur several times.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// The fields of a query or an urlencoded body.
    #[must_use]
    pub fn parse(text: &[u8]) -> Self {
        let mut fields = Self::default();
        for (key, value) in form_urlencoded::parse(text) {
            fields.add(&key, value.into_owned());
        }
        fields
    }

    /// Adds a value.
    pub fn add(&mut self, name: &str, value: String) {
        // A zero byte is no letter of any language, and PostgreSQL keeps none.
        let value = if value.contains('\0') { value.replace('\0', "") } else { value };
        self.0.entry(name.to_owned()).or_default().push(value);
    }

    /// The trimmed value of a field, empty when absent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// All values of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// Was the field sent at all? A checkbox that is not ticked is not.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Every field whose name begins so: the rest of the name and the value, in order of names.
    #[must_use]
    pub fn beginning(&self, prefix: &str) -> Vec<(String, String)> {
        self.0
            .iter()
            .filter_map(|(key, values)| Some((key.strip_prefix(prefix)?.to_owned(), values.first()?.trim().to_owned())))
            .collect()
    }

    /// All names and values but the token and passwords, for a page that holds them until they can be sent.
    #[must_use]
    pub fn typed(&self) -> Vec<(String, String)> {
        let kept = |name: &str| !matches!(name, "_token" | "old" | "new" | "again" | "password");
        let all = self.0.iter().filter(|(name, _)| kept(name));
        all.flat_map(|(name, values)| values.iter().map(move |value| (name.clone(), value.clone()))).collect()
    }

    /// The same as a query, for a page to carry concealed.
    #[must_use]
    pub fn packed(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.typed()).finish()
    }

    /// What a page of the same address carried; nothing when it is not ours or of another address.
    fn held(visit: &Visit, hidden: &str) -> Self {
        let text = visit.app.secrets.reveal(hidden);
        let own = text.strip_prefix("form ").and_then(|rest| rest.strip_prefix(visit.uri.path()));
        Self::parse(own.and_then(|rest| rest.strip_prefix('\n')).unwrap_or_default().as_bytes())
    }

    /// The client-made id of this request.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.text("_request")
    }

    /// The content as one text, without the token: what a repeat must equal.
    #[must_use]
    pub fn content(&self) -> String {
        let mut text = String::new();
        for (key, values) in self.0.iter().filter(|(key, _)| *key != "_token") {
            for value in values {
                text.push_str(key);
                text.push('=');
                text.push_str(value);
                text.push('\n');
            }
        }
        text
    }

    /// A required text of at most `max` characters; problems go to `problems`.
    pub fn required(&self, name: &str, max: usize, problems: &mut Vec<Problem>) -> String {
        let value = self.optional(name, max, problems);
        if value.is_empty() {
            problems.push(Problem::new("required").at(name));
        }
        value
    }

    /// A text of at most `max` characters.
    pub fn optional(&self, name: &str, max: usize, problems: &mut Vec<Problem>) -> String {
        let value = self.text(name);
        if value.chars().count() > max {
            problems.push(Problem::new("too-long").at(name).with("max", max));
        }
        if value.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\r' && letter != '\t') {
            problems.push(Problem::new("bad-characters").at(name).with("value", value.escape_debug()));
        }
        value.to_owned()
    }

    /// A required day, as people write it (`22/11/2026`) or programs send it (`YYYY-MM-DD`).
    pub fn day(&self, name: &str, problems: &mut Vec<Problem>) -> Option<Day> {
        let value = self.text(name);
        if value.is_empty() {
            problems.push(Problem::new("required").at(name));
            return None;
        }
        read_day(value, name).map_err(|problem| problems.push(problem)).ok()
    }

    /// A day that may be left empty.
    pub fn day_or(&self, name: &str, otherwise: Day, problems: &mut Vec<Problem>) -> Day {
        if self.text(name).is_empty() { otherwise } else { self.day(name, problems).unwrap_or(otherwise) }
    }

    /// A whole number.
    pub fn int(&self, name: &str, problems: &mut Vec<Problem>) -> Option<i64> {
        let value = self.text(name);
        let number = value.parse().ok();
        if number.is_none() {
            let problem = if value.is_empty() { "required" } else { "not-a-number" };
            problems.push(Problem::new(problem).at(name).with("value", value));
        }
        number
    }
}

/// A day as people type it and programs send it.
///
/// # Errors
/// What is wrong with it, at its field: `not-a-day`, `short-year`, `no-such-month`, `no-such-day`.
pub fn read_day(text: &str, field: &str) -> Result<Day, Problem> {
    rules::days::typed_day(text).map_err(|problem| problem.at(field))
}

/// A day as programs send it, `YYYY-MM-DD` and nothing else: a program that sends 05/06/2026 may mean either day.
///
/// # Errors
/// `not-iso-day` for any other shape; what [`read_day`] finds wrong with one of this shape.
pub fn sent_day(text: &str, field: &str) -> Result<Day, Problem> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped { read_day(text, field) } else { Err(Problem::new("not-iso-day").at(field).with("value", text)) }
}

/// What the days of a body are called, wherever in it they stand.
const DAYS: [&str; 5] = ["since", "until", "on", "last_day", "issued_on"];

/// Every day of a body that is there and not written as programs write it.
fn wrong_days(value: &serde_json::Value, path: &str, problems: &mut Vec<Problem>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str().map(str::trim) {
                    Some(text) if DAYS.contains(&name.as_str()) && !text.is_empty() => {
                        // What is wrong with a day of the right shape is said with everything else that is.
                        let wrong = sent_day(text, &below(name)).err().filter(|one| one.code == "not-iso-day");
                        problems.extend(wrong);
                    }
                    // A birth may be a year alone, and what is none at all is told as such.
                    Some(text) if name == "birth" && rules::text::parse_day(text).is_ok() => {
                        problems.extend(sent_day(text, &below(name)).err());
                    }
                    _ => wrong_days(value, &below(name), problems),
                }
            }
        }
        serde_json::Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                wrong_days(value, &below(&at.to_string()), problems);
            }
        }
        _ => {}
    }
}

/// A form sent by a page: parsed, its token checked.
pub struct Form(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let visit = request.extensions().get::<Visit>().cloned();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            let detail = kind.to_owned();
            return Err(Failure::from(Problem::new("not-form").with("detail", detail)).into_response());
        }
        let body = Bytes::from_request(request, state).await.map_err(|cause| {
            let code = if cause.status().as_u16() == 413 { "too-large" } else { "not-form" };
            let problem = Problem::new(code).with("max", "2 MB").with("detail", cause.body_text());
            Failure::from(problem).into_response()
        })?;
        Ok(Self(arrived(visit.as_ref(), Fields::parse(&body), false)?))
    }
}

/// Forms that nobody need be signed in for, or in which nothing is typed.
const OPEN: [&str; 4] = ["/sign-in", "/setup", "/sign-out", "/account/sign-out-everywhere"];

/// A form from its own session, with what a page held for it in place of its own fields; it is noted, so that its page can
/// be shown again in another language. One that does not come from its own session is held instead.
#[expect(clippy::result_large_err, reason = "the page is the answer")]
fn arrived(visit: Option<&Visit>, mut fields: Fields, upload: bool) -> Result<Fields, Response> {
    let Some(visit) = visit else { return Ok(fields) };
    let path = visit.uri.path();
    let own = is_own(visit, &fields);
    // What passwords are for cannot be shown again without them; a program has its own words.
    if !visit.by_token && !OPEN.contains(&path) && path != "/account/password" {
        let look = fields.has(HELD);
        if look {
            fields = Fields::held(visit, fields.text(HELD));
        }
        let token = fields.text("_token").to_owned();
        visit.guard.keep(Posted { action: path.to_owned(), fields: fields.packed(), upload, token, look, own });
    }
    if own { Ok(fields) } else { Err(crate::pages::held::page(visit, &fields, upload)) }
}

/// Keeps what a form brought whose sender could not be looked up, so that the page that says so can hold it.
pub async fn hold(visit: &Visit, request: Request) {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let path = visit.uri.path().to_owned();
    let plain = kind.starts_with("application/x-www-form-urlencoded");
    if visit.method.is_safe()
        || visit.by_token
        || !plain
        || OPEN.contains(&path.as_str())
        || path == "/account/password"
    {
        return;
    }
    let Ok(body) = Bytes::from_request(request, &()).await else { return };
    let fields = Fields::parse(&body);
    let token = fields.text("_token").to_owned();
    visit.guard.keep(Posted { action: path, fields: fields.packed(), upload: false, token, look: false, own: false });
}

/// Is this the form of the session it comes from?
fn is_own(visit: &Visit, fields: &Fields) -> bool {
    match &visit.actor {
        Some(actor) => visit.by_token || fields.text("_token") == visit.app.secrets.form_token(&actor.session_id),
        None => OPEN.contains(&visit.uri.path()),
    }
}

/// A multipart form: its fields, and its files with their names.
pub struct Upload {
    /// Plain fields.
    pub fields: Fields,
    /// Field name, file name, bytes, of the files that were chosen.
    pub files: Vec<(String, String, Vec<u8>)>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let visit = request.extensions().get::<Visit>().cloned();
        let imports = request.uri().path() == "/imports";
        let max = if imports { format!("{} MB", crate::acts::imports::LARGEST_MB) } else { "20 MB".to_owned() };
        let refuse = |status: u16, detail: String| {
            let code = if status == 413 { "too-large" } else { "not-form" };
            Failure::from(Problem::new(code).with("max", max.as_str()).with("detail", detail)).into_response()
        };
        let mut parts = axum::extract::Multipart::from_request(request, state)
            .await
            .map_err(|cause| refuse(cause.status().as_u16(), cause.body_text()))?;
        let mut upload = Self { fields: Fields::default(), files: Vec::new() };
        while let Some(part) =
            parts.next_field().await.map_err(|cause| refuse(cause.status().as_u16(), cause.body_text()))?
        {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|cause| refuse(cause.status().as_u16(), cause.body_text()))?;
            match file {
                // No name: none was chosen. One without bytes was, and whoever reads it says that it is empty.
                Some(file) if !file.is_empty() => upload.files.push((name, file, bytes.to_vec())),
                Some(_) => {}
                None => upload.fields.add(&name, String::from_utf8_lossy(&bytes).into_owned()),
            }
        }
        let Self { fields, files } = upload;
        Ok(Self { fields: arrived(visit.as_ref(), fields, true)?, files })
    }
}

/// A body that is a file itself, of at most so many megabytes.
pub struct Raw<const MOST_MB: usize>(pub Bytes);

impl<S: Send + Sync, const MOST_MB: usize> FromRequest<S> for Raw<MOST_MB> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        Bytes::from_request(request, state).await.map(Self).map_err(|cause| {
            let code = if cause.status().as_u16() == 413 { "too-large" } else { "not-form" };
            let problem = Problem::new(code).with("max", format!("{MOST_MB} MB")).with("detail", cause.body_text());
            Failure::from(problem).into_response()
        })
    }
}

/// A JSON body. Unknown fields are refused where the type says so; days are written as programs write them.
pub struct Json<T>(pub T, pub String);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state).await.map_err(|cause| {
            let code = if cause.status().as_u16() == 413 { "too-large" } else { "not-json" };
            Failure::from(Problem::new(code).with("max", "2 MB").with("detail", cause.body_text())).into_response()
        })?;
        let text = String::from_utf8_lossy(&body).into_owned();
        if text.contains("\\u0000") || text.contains('\0') {
            return Err(Failure::from(Problem::new("not-json").with("detail", "U+0000")).into_response());
        }
        // What the parser says quotes the value it stumbled over, which may be an identity number.
        let broken = |cause: serde_json::Error| {
            let detail = rules::register::veiled(&cause.to_string());
            Failure::from(Problem::new("not-json").with("detail", detail)).into_response()
        };
        let value = serde_json::from_str(&text).map_err(broken)?;
        let mut problems = Vec::new();
        wrong_days(&serde_json::from_str(&text).map_err(broken)?, "", &mut problems);
        if !problems.is_empty() {
            return Err(Failure::from(problems).into_response());
        }
        Ok(Self(value, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_once_and_names_each_wrong_field() {
        let fields = Fields::parse("name=+Th%C3%A0o+&day=31%2F02%2F2026&n=x&pick=a&pick=b&i.1=7".as_bytes());
        let mut problems = Vec::new();
        assert_eq!(fields.required("name", 80, &mut problems), "Thào");
        assert_eq!(fields.all("pick"), ["a", "b"]);
        assert_eq!(fields.beginning("i."), [("1".to_owned(), "7".to_owned())]);
        assert!(problems.is_empty());
        assert_eq!(fields.day("day", &mut problems), None);
        assert_eq!(fields.int("n", &mut problems), None);
        assert_eq!(fields.required("absent", 80, &mut problems), "");
        let named: Vec<_> = problems.iter().map(|problem| (problem.code.as_str(), problem.field.as_str())).collect();
        assert_eq!(named, [("no-such-day", "day"), ("not-a-number", "n"), ("required", "absent")]);
    }

    #[test]
    fn a_program_sends_days_year_first_and_nothing_else() {
        assert!(sent_day("2026-02-05", "on").is_ok());
        for other in ["05/02/2026", "5.2.2026", "20260205", "2026-2-5", "05-02-2026", "5 Feb 2026", "2026-02-05T00:00"]
        {
            assert_eq!(sent_day(other, "on").unwrap_err().code, "not-iso-day", "{other}");
        }
        assert_eq!(sent_day("2026-02-31", "on").unwrap_err().code, "no-such-day");
        let body = serde_json::json!({"since": "5/2/2026", "until": "", "items": [{"on": "2026-02-31"}, {"last_day": "1/2/2026"}],
            "from": "01HX", "note": "5/2/2026"});
        let mut problems = Vec::new();
        wrong_days(&body, "", &mut problems);
        let named: Vec<_> = problems.iter().map(|one| (one.code.as_str(), one.field.as_str())).collect();
        assert_eq!(named, [("not-iso-day", "items.1.last_day"), ("not-iso-day", "since")]);
    }

    #[test]
    fn no_field_keeps_a_nul() {
        let mut fields = Fields::default();
        fields.add("x", "a\0b".to_owned());
        assert_eq!(fields.text("x"), "ab");
    }

    #[test]
    fn the_token_is_no_part_of_what_a_repeat_must_equal() {
        let one = Fields::parse(b"_token=a&x=1");
        let two = Fields::parse(b"x=1&_token=b");
        assert_eq!(one.content(), two.content());
        assert_ne!(one.content(), Fields::parse(b"x=2").content());
    }
}
