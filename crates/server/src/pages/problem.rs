//! The page of what stopped a request: what is wrong, where, and what to do next. A wrong address gets a search and the
//! nearest addresses there are; a failure its incident; a missing right the roles the person holds.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::problem::Problem;

use super::{Base, page_with};
use crate::visit::Visit;

/// Addresses that people may have meant, the key of what they are called, and the act whose right shows them (empty for
/// all). A test holds them to the table of routes.
const ADDRESSES: &[(&str, &str, &str)] = &[
    ("/", "problem-page-home", ""),
    ("/about", "foot-about", ""),
    ("/places", "nav-places", ""),
    ("/figures/VN", "nav-figures", ""),
    ("/published", "foot-published", ""),
    ("/criteria", "nav-criteria", ""),
    ("/verify", "nav-verify", ""),
    ("/tour", "foot-tour", ""),
    ("/style", "foot-style", ""),
    ("/sign-in", "frame-sign-in", ""),
    ("/today", "nav-today", "see_own_account"),
    ("/account", "account-title", "see_own_account"),
    ("/households", "nav-households", "see_register"),
    ("/imports", "today-import", "import_register"),
    ("/families", "nav-families", "see_assessments"),
    ("/decisions", "nav-decisions", "see_decisions"),
    ("/people", "nav-people", "manage_people"),
    ("/audit", "nav-audit", "see_audit"),
    ("/operations", "nav-operations", "operate"),
];

/// What people who read Vietnamese or Indonesian type for them.
const MEANT: &[(&str, &str)] = &[
    ("/trang-chu", "/"),
    ("/gioi-thieu", "/about"),
    ("/dia-ban", "/places"),
    ("/tinh", "/places"),
    ("/so-lieu", "/figures/VN"),
    ("/figures", "/figures/VN"),
    ("/thong-ke", "/figures/VN"),
    ("/tieu-chi", "/criteria"),
    ("/tra-cuu", "/verify"),
    ("/huong-dan", "/tour"),
    ("/dang-nhap", "/sign-in"),
    ("/login", "/sign-in"),
    ("/admin", "/sign-in"),
    ("/hom-nay", "/today"),
    ("/ho-gia-dinh", "/households"),
    ("/nhap-lieu", "/imports"),
    ("/gia-dinh-hoc-tap", "/families"),
    ("/quyet-dinh", "/decisions"),
    ("/nguoi-dung", "/people"),
    ("/users", "/people"),
    ("/nhat-ky", "/audit"),
    ("/van-hanh", "/operations"),
    ("/tempat", "/places"),
    ("/angka", "/figures/VN"),
    ("/keputusan", "/decisions"),
    ("/masuk", "/sign-in"),
];

/// Guesses shown at most.
const GUESSES: usize = 3;

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    b: Base,
    title: String,
    sentences: Vec<String>,
    status: u16,
    /// What a failure is found by in the log; empty for others.
    incident: String,
    /// This address again, where asking again is harmless; empty otherwise.
    again: String,
    /// What a search begins with.
    words: String,
    /// Nearest addresses and their keys.
    guesses: Vec<(&'static str, &'static str)>,
    /// A form that could not be served now.
    kept: Option<Held>,
}

/// What a form brought, to be sent again under the same request id: done once, whatever became of the first.
struct Held {
    action: String,
    token: String,
    upload: bool,
    fields: Vec<(String, String)>,
    /// What people typed of it.
    shown: Vec<String>,
}

impl Held {
    fn of(visit: &Visit) -> Option<Self> {
        let posted = visit.guard.posted().filter(|posted| !posted.look)?;
        let fields: Vec<(String, String)> = form_urlencoded::parse(posted.fields.as_bytes()).into_owned().collect();
        let inner = |name: &str| name.starts_with('_') || name.contains("id_kept");
        let typed = fields.iter().filter(|(name, value)| !inner(name) && !value.trim().is_empty());
        Some(Self {
            action: posted.action.clone(),
            token: posted.token.clone(),
            upload: posted.upload,
            shown: typed.map(|(_, value)| rules::register::veiled(value).chars().take(200).collect()).collect(),
            fields,
        })
    }
}

impl Page {
    fn is(&self, status: u16) -> bool {
        self.status == status
    }

    fn busy(&self) -> bool {
        matches!(self.status, 429 | 503)
    }
}

/// How many letters must be put in, taken out or changed to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let other: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in a.chars().enumerate() {
        let mut before = at;
        let mut left = at + 1;
        let mut next = vec![left];
        for (old, other) in row.iter().skip(1).zip(&other) {
            let changed = before + usize::from(letter != *other);
            left = changed.min(left + 1).min(old + 1);
            before = *old;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The nearest addresses to one that does not exist, best first.
fn nearest(b: &Base, path: &str) -> Vec<(&'static str, &'static str)> {
    let asked = rules::text::fold(path).replace(' ', "-");
    let asked = format!("/{}", asked.trim_matches('-').trim_matches('/'));
    let first = format!("/{}", asked.trim_start_matches('/').split('/').next().unwrap_or_default());
    let near = |known: &str| {
        let by = distance(&asked, known).min(distance(&first, known));
        // A third of the letters may be wrong.
        (by * 3 <= known.chars().count()).then_some(by)
    };
    let mut found: Vec<(usize, &'static str, &'static str)> = Vec::new();
    for (address, key, act) in ADDRESSES {
        let open = act.is_empty() || (b.signed_in() && (*act == "see_own_account" || b.holds(act)));
        let names = MEANT.iter().filter(|(_, to)| to == address).map(|(name, _)| *name).chain([*address]);
        let best = names.filter(|name| *name != "/").filter_map(near).min();
        if let (true, Some(by)) = (open, best) {
            found.push((by, address, key));
        }
    }
    found.sort_unstable();
    found.into_iter().take(GUESSES).map(|(_, address, key)| (address, key)).collect()
}

/// Never fails itself: without a template there is still a sentence.
pub fn page(visit: &Visit, status: StatusCode, problems: &[Problem]) -> Response {
    let b = Base::new(visit, "");
    let kind = match status.as_u16() {
        403 => b.t("problem-page-forbidden"),
        404 => b.t("problem-page-not-found"),
        409 => b.t("problem-page-clash"),
        429 | 503 => b.t("problem-page-busy"),
        500 => b.t("problem-page-failure"),
        _ => b.t("problem-page-input"),
    };
    let sentences: Vec<_> = problems.iter().map(|problem| visit.app.words.problem(visit.lang, problem)).collect();
    let plain = sentences.join("\n");
    let path = visit.uri.path();
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let words: String = form_urlencoded::parse(format!("q={last}").as_bytes())
        .map(|(_, value)| value.replace('-', " ").chars().take(60).collect())
        .next()
        .unwrap_or_default();
    // Ids say nothing to a search.
    let words = if words.chars().any(|c| c.is_ascii_digit()) && words.len() > 12 { String::new() } else { words };
    let asked = visit.uri.path_and_query().map_or(path, |asked| asked.as_str());
    let page = Page {
        incident: problems.iter().find_map(|problem| problem.args.get("incident").cloned()).unwrap_or_default(),
        again: if visit.method.is_safe() { asked.to_owned() } else { String::new() },
        guesses: if status == StatusCode::NOT_FOUND { nearest(&b, path) } else { Vec::new() },
        words,
        kept: if matches!(status.as_u16(), 429 | 500 | 503) { Held::of(visit) } else { None },
        b,
        title: kind,
        sentences,
        status: status.as_u16(),
    };
    page_with(status, &page).unwrap_or_else(|_| (status, plain).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guess_is_a_route_under_the_act_it_names() {
        let table = crate::routes::table();
        for (address, _, act) in ADDRESSES {
            let route = table.iter().find(|route| {
                let pattern = route.path.replace("{place}", "VN");
                route.method == "GET" && pattern == *address
            });
            let route = route.unwrap_or_else(|| panic!("{address} is no route"));
            let word = if route.act == rules::access::Act::SeePublic { "" } else { route.act.word() };
            assert_eq!(word, *act, "{address}");
        }
        for (_, to) in MEANT {
            assert!(ADDRESSES.iter().any(|(address, _, _)| address == to), "{to}");
        }
    }

    #[test]
    fn distances_count_single_letters() {
        assert_eq!(distance("/places", "/places"), 0);
        assert_eq!(distance("/plces", "/places"), 1);
        assert_eq!(distance("", "/ab"), 3);
        assert_eq!(distance("/palces", "/places"), 2);
    }
}
