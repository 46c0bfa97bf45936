//! Who visits: the session behind a cookie or token, the language, the check that a form is not forged, and the guard
//! through which every page and act asks the table of rights.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use rules::access::{Act, Grant, Needs, Place, Role, may};
use rules::basics::{Day, Moment};
use rules::problem::Problem;
use store::Tx;
use store::people::RoleGrant;

use crate::app::App;
use crate::failure::Failure;
use crate::pages::operations::health::Peer;
use crate::secrets::digest;
use crate::shares::Asker;
use crate::words::Lang;

/// Name of the session cookie.
pub const COOKIE: &str = "hoctap";
/// A session unused for this long has ended: 12 hours.
pub const SESSION_MS: i64 = 12 * 3_600_000;

/// The account id under which the operator's and the program's own acts stand in the audit trail.
pub const SYSTEM: &str = "system";

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Account id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Post.
    pub title: String,
    /// The session's id; empty for the system itself.
    pub session_id: String,
    /// Roles, past and future ones too.
    pub roles: Vec<RoleGrant>,
    /// Must choose a new password first.
    pub must_change: bool,
}

impl Actor {
    /// The roles as the table of rights wants them.
    #[must_use]
    pub fn grants(&self) -> Vec<Grant> {
        self.roles.iter().map(RoleGrant::grant).collect()
    }

    /// The units at or below which this person may do an act today.
    #[must_use]
    pub fn reach(&self, act: Act, today: Day) -> Vec<String> {
        rules::access::reach(&self.grants(), act, today)
    }
}

/// Asks the table of rights, and remembers that it was asked: a protected page that never asked is not shown.
#[derive(Clone)]
pub struct Guard {
    actor: Option<Arc<Actor>>,
    today: Day,
    asked: Arc<AtomicBool>,
    posted: Arc<Mutex<Option<Arc<Posted>>>>,
}

/// What a form brought.
#[derive(Debug)]
pub struct Posted {
    /// It came from the session of who is signed in.
    pub own: bool,
    /// Where it goes; not where it came to when what it brought in a file now stands in a field.
    pub action: String,
    /// Names and values as a query, without the token and passwords.
    pub fields: String,
    /// It came as multipart; its files are not kept.
    pub upload: bool,
    /// The token it brought; only its own page gets it back.
    pub token: String,
    /// The form is only to be shown again in another language: an act finds what is wrong with it and does nothing.
    pub look: bool,
}

impl Guard {
    /// A guard for a person, or for a visitor who is not signed in.
    #[must_use]
    pub fn new(actor: Option<Arc<Actor>>, today: Day) -> Self {
        Self { actor, today, asked: Arc::new(AtomicBool::new(false)), posted: Arc::default() }
    }

    /// The operator at the command line and the first set-up: administrator of the whole country, in the audit trail
    /// as `system`. `country` is the country's unit id.
    #[must_use]
    pub fn system(country: &str, today: Day) -> Self {
        let role = RoleGrant {
            id: SYSTEM.to_owned(),
            account_id: SYSTEM.to_owned(),
            role: Role::Administrator,
            unit_id: country.to_owned(),
            unit_name: String::new(),
            since: today,
            until: today,
            legal_basis: String::new(),
        };
        let actor = Actor {
            id: SYSTEM.to_owned(),
            name: SYSTEM.to_owned(),
            title: String::new(),
            session_id: String::new(),
            roles: vec![role],
            must_change: false,
        };
        Self::new(Some(Arc::new(actor)), today)
    }

    /// The person, or the problem that nobody is signed in.
    pub fn actor(&self) -> Result<Arc<Actor>, Failure> {
        self.actor.clone().ok_or_else(Failure::sign_in)
    }

    /// May the person do this at this place? Otherwise `forbidden`, or `sign-in-needed` for a visitor.
    pub fn allow(&self, tx: &mut Tx<'_>, act: Act, unit_id: &str) -> Result<Place, Failure> {
        self.mark();
        let place = store::units::place(tx, unit_id)?.ok_or_else(Failure::not_found)?;
        if act.needs() == Needs::Nothing {
            return Ok(place);
        }
        let actor = self.actor()?;
        if may(&actor.grants(), act, &place, self.today) { Ok(place) } else { Err(Failure::forbidden(act)) }
    }

    /// Like [`Self::allow`] for a page that shows less to those who may not, instead of nothing.
    pub fn can(&self, tx: &mut Tx<'_>, act: Act, unit_id: &str) -> Result<bool, Failure> {
        match self.allow(tx, act, unit_id) {
            Ok(_) => Ok(true),
            Err(Failure::Problems(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Does the person hold a right to this act anywhere today? For pages that belong to no one place.
    pub fn anywhere(&self, act: Act) -> Result<Vec<String>, Failure> {
        self.mark();
        let reach = self.actor()?.reach(act, self.today);
        if reach.is_empty() { Err(Failure::forbidden(act)) } else { Ok(reach) }
    }

    /// Is anybody signed in? For pages about one's own account.
    pub fn signed_in(&self) -> Result<Arc<Actor>, Failure> {
        self.mark();
        self.actor()
    }

    /// Notes that the question was asked, or needs no asking.
    pub fn mark(&self) {
        self.asked.store(true, Ordering::SeqCst);
    }

    /// Was it asked?
    #[must_use]
    pub fn was_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Keeps what the request's form brought.
    pub fn keep(&self, posted: Posted) {
        *self.posted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(posted));
    }

    /// What the request's form brought; `None` for a request without one.
    #[must_use]
    pub fn posted(&self) -> Option<Arc<Posted>> {
        self.posted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The day rights are asked for.
    #[must_use]
    pub const fn today(&self) -> Day {
        self.today
    }
}

/// How pages look: as the device wishes, or as the reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// As the device wishes.
    #[default]
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on the blackboard.
    Dark,
}

impl Look {
    /// All of them, in the order of the switch.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Light, Self::Dark];

    /// The word in cookie, address and key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|look| look.word() == word)
    }
}

/// One request's visitor.
#[derive(Clone)]
pub struct Visit {
    /// The site.
    pub app: App,
    /// Rights.
    pub guard: Guard,
    /// Who, if signed in.
    pub actor: Option<Arc<Actor>>,
    /// Language of the answer.
    pub lang: Lang,
    /// Light or dark.
    pub look: Look,
    /// The moment of the request.
    pub at: Moment,
    /// Its day.
    pub today: Day,
    /// How it was asked.
    pub method: Method,
    /// What was asked for.
    pub uri: Uri,
    /// Came with a token instead of a cookie.
    pub by_token: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Failure::Broken("a route outside the visit layer".to_owned()).into_response())
    }
}

/// Who has not yet chosen a password of their own is held back from everything but public pages, their own account and
/// signing out.
#[must_use]
pub fn held_back(visit: &Visit, public: bool, path: &str) -> Option<Failure> {
    let must = visit.actor.as_ref().is_some_and(|actor| actor.must_change);
    let own = path.starts_with("/account/")
        || matches!(path, "/account" | "/sign-out" | "/api/v1/session" | "/api/v1/me/password");
    (must && !public && !own).then(|| Problem::new("password-must-change").into())
}

/// The layer around every route: finds out who visits, in which language, and refuses forged requests. What the visit has
/// done in the database is counted as that person's and that address's.
pub async fn enter(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let token = bearer(headers).or_else(|| cookie(headers, COOKIE)).map(|token| digest(&token));
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let asker = Asker::of(peer, headers, token, &app.config.proxies);
    asker.serve(entered(app, request, next)).await
}

async fn entered(app: App, mut request: Request, next: Next) -> Response {
    let at = app.clock.now();
    let today = app.day(at);
    let headers = request.headers();
    let bearer = bearer(headers);
    let token = bearer.clone().or_else(|| cookie(headers, COOKIE));
    let asked = query_value(request.uri(), "lang").and_then(|code| Lang::of(&code));
    let remembered = cookie(headers, "lang").and_then(|code| Lang::of(&code));
    let fallback = Lang::of(&app.config.language).unwrap_or(Lang::Vi);
    let chosen = query_value(request.uri(), "look").and_then(|word| Look::of(&word));
    let look = chosen.or_else(|| cookie(headers, "look").and_then(|word| Look::of(&word))).unwrap_or_default();
    let found = match token {
        None => Ok(None),
        Some(token) => resolve(&app, token, at).await,
    };
    let (actor, failed) = match found {
        Ok(actor) => {
            if let Some(actor) = &actor {
                crate::shares::known(&actor.id);
            }
            (actor.map(Arc::new), None)
        }
        Err(failure) => (None, Some(failure)),
    };
    let visit = Visit {
        guard: Guard::new(actor.clone(), today),
        actor,
        lang: asked.or(remembered).unwrap_or(fallback),
        look,
        at,
        today,
        method: request.method().clone(),
        uri: request.uri().clone(),
        by_token: bearer.is_some(),
        app,
    };
    // A zero byte is no letter of any language, and PostgreSQL keeps none.
    let zero = request.uri().path_and_query().is_some_and(|asked| asked.as_str().contains("%00"));
    let forged = !request.method().is_safe() && !visit.by_token && is_foreign(request.headers());
    request.extensions_mut().insert(visit.clone());
    let response = match failed {
        Some(failure) => {
            crate::forms::hold(&visit, request).await;
            failure.into_response()
        }
        None if zero => Failure::not_found().into_response(),
        None if forged => Failure::from(Problem::new("forged-request")).into_response(),
        None => next.run(request).await,
    };
    let mut response = crate::answer::finish(&visit, response);
    if asked.is_some() {
        remember(&mut response, "lang", visit.lang.code());
    }
    if chosen.is_some() {
        remember(&mut response, "look", look.word());
    }
    response
}

/// Keeps a choice on this device for a year.
fn remember(response: &mut Response, name: &str, value: &str) {
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

async fn resolve(app: &App, token: String, at: Moment) -> Result<Option<Actor>, Failure> {
    let hash = digest(&token);
    let found = app
        .look(move |tx| {
            let Some(session) = store::people::session_by_token(tx, &hash, at)? else { return Ok(None) };
            let Some(account) = store::people::account(tx, &session.account_id)? else { return Ok(None) };
            if account.disabled_at.is_some() {
                return Ok(None);
            }
            let roles = store::people::grants(tx, &account.id)?;
            Ok(Some((session, account, roles)))
        })
        .await?;
    let Some((session, account, roles)) = found else { return Ok(None) };
    if at.0 - session.seen_at.0 > 60_000 {
        let id = session.id.clone();
        let app = app.clone();
        let site = app.clone();
        let touched = app.wait(move || {
            Ok(site.db.write(move |tx| store::people::touch_session(tx, &id, at, Moment(at.0 + SESSION_MS)))?)
        });
        // A full disk keeps nobody from reading.
        if let Err(failure) = touched.await {
            tracing::warn!(?failure, "a session was not prolonged");
        }
    }
    Ok(Some(Actor {
        id: account.id,
        name: account.name,
        title: account.title,
        session_id: session.id,
        roles,
        must_change: account.must_change,
    }))
}

/// A browser says where a form came from; one of another site is refused. Programs without these headers bring a token.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").map(|(_, rest)| rest) != Some(host),
        _ => false,
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(|token| token.trim().to_owned())
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE);
    all.iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The first value of a key in the query.
#[must_use]
pub fn query_value(uri: &Uri, name: &str) -> Option<String> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
