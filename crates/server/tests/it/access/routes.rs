//! What each route of the access matrix is sent: the parts of its path, its query, its body; and which routes are of a kind of
//! their own. A new route needs a row here only where it has a new part. The marks in braces are filled in by `world`.

use rules::access::Act;

/// Parts of paths: how the path begins, the part's name, what stands there. The longest beginning counts.
pub const PARTS: &[(&str, &str, &str)] = &[
    ("/static/", "*name", "app.css"),
    ("/places/", "code", "{commune}"),
    ("/places/{code}/correct", "code", "{hamlet}"),
    ("/places/{code}/close", "code", "{hamlet}"),
    ("/places/{code}/area", "code", "{hamlet}"),
    ("/places/{code}/reopen", "code", "{hamlet}"),
    ("/published/", "id", "{published}"),
    ("/api/v1/published/", "id", "{published}"),
    ("/api/v1/places/", "code", "{hamlet}"),
    ("/api/v1/places/{code}/hamlets", "code", "{commune}"),
    ("/criteria/", "set", "vn.family.qd448"),
    ("/criteria/", "version", "2016.1"),
    ("/api/v1/criteria/", "set", "vn.family.qd448"),
    ("/api/v1/criteria/", "version", "2016.1"),
    ("/figures/", "place", "{hamlet}"),
    ("/figures/{place}/models.pdf", "place", "{commune}"),
    ("/api/v1/figures/", "place", "{hamlet}"),
    ("/account/sessions/", "id", "no-such-session"),
    ("/families/", "year", "2026"),
    ("/assessments/", "id", "{assessment}"),
    ("/assessments/{id}/certificate.pdf", "id", "{recognised}"),
    ("/api/v1/assessments/", "id", "{assessment}"),
    ("/evidence/", "id", "{evidence}"),
    ("/imports/", "id", "{import}"),
    ("/api/v1/imports/", "id", "{import}"),
    ("/people/", "id", "{account}"),
    ("/people/", "role", "{role}"),
    ("/api/v1/people/", "id", "{account}"),
    ("/api/v1/roles/", "id", "{role}"),
    ("/api/v1/sessions/", "id", "no-such-session"),
    ("/api/v1/evidence/", "id", "{evidence}"),
    ("/households/", "id", "{household}"),
    ("/api/v1/households/", "id", "{household}"),
    ("/households/duplicates/", "one", "{household}"),
    ("/households/duplicates/", "two", "{second}"),
    ("/api/v1/duplicates/", "one", "{household}"),
    ("/api/v1/duplicates/", "two", "{second}"),
    ("/members/", "id", "{member}"),
    ("/api/v1/members/", "id", "{member}"),
    ("/decisions/", "id", "{decision}"),
    ("/api/v1/decisions/", "id", "{decision}"),
    ("/certificates/", "id", "{certificate}"),
    ("/operations/", "work", "check"),
    ("/templates/", "id", "{template}"),
    ("/templates/built-in/", "kind", "decision"),
    ("/api/v1/templates/", "id", "{template}"),
    ("/api/v1/templates/built-in/", "kind", "decision"),
    ("/verify/", "id", "{certificate}"),
    ("/api/v1/verify/", "code", "{certificate}"),
];

/// Queries that name the place of the records, for lists that otherwise show each their own.
const QUERIES: &[(&str, &str)] = &[
    ("/imports/template.xlsx", "place={commune}"),
    ("/households.xlsx", "place={hamlet}"),
    ("/households.csv", "place={hamlet}"),
    ("/api/v1/imports", "place={commune}&name=list.csv"),
    ("/households", "place={hamlet}"),
    ("/households/people", "place={hamlet}&q=lo"),
    ("/api/v1/members", "place={hamlet}&q=lo"),
    ("/households/duplicates", "place={hamlet}"),
    ("/api/v1/duplicates", "place={hamlet}"),
    ("/families", "hamlet={hamlet_id}"),
    ("/families/{year}/register", "hamlet={hamlet_id}"),
    ("/families/{year}/assess", "hamlet={hamlet_id}"),
    ("/families/{year}/grid", "hamlet={hamlet_id}"),
    ("/families/{year}/paper", "hamlet={hamlet_id}"),
    ("/families/{year}/appraise", "hamlet={hamlet_id}"),
    ("/families/{year}/decide", "hamlet={hamlet_id}"),
    ("/families/{year}/minutes.pdf", "hamlet={commune_id}"),
    ("/decisions", "place={commune}"),
    ("/templates", "place={commune}"),
    ("/templates/built-in/{kind}/preview.pdf", "place={commune}"),
    ("/templates/built-in/{kind}/template.typ", "place={commune}"),
    ("/api/v1/templates", "place={commune}"),
    ("/api/v1/templates/try", "place={commune}&kind=decision"),
    ("/api/v1/templates/built-in/{kind}", "place={commune}"),
    ("/api/v1/templates/built-in/{kind}/preview", "place={commune}"),
    ("/people", "place={commune_id}"),
    ("/people.xlsx", "place={commune_id}"),
    ("/people.csv", "place={commune_id}"),
    ("/audit", "place={commune_id}"),
    ("/audit.xlsx", "place={commune_id}"),
    ("/audit.csv", "place={commune_id}"),
    ("/api/v1/audit", "place={commune_id}"),
    ("/api/v1/people", "place={commune_id}"),
    ("/api/v1/households", "place={hamlet}"),
    ("/api/v1/assessments", "place={hamlet}&year=2026"),
    ("/api/v1/decisions", "place={commune}"),
];

/// Bodies of writing routes. A page that is not here gets an empty form; every writing route of the API must be here.
pub const BODIES: &[(&str, &str, Body)] = &[
    ("POST", "/places/{code}/hamlets/import/file", Body::Upload(&[("unit", "{commune_id}")])),
    ("POST", "/sign-in", Body::Form(&[("login", "nobody-{n}"), ("password", "x")])),
    ("POST", "/places/{code}/hamlets", Body::Form(&[("unit", "{commune_id}")])),
    ("POST", "/places/{code}/hamlets/import", Body::Form(&[("unit", "{commune_id}")])),
    (
        "POST",
        "/places/{code}/correct",
        Body::Form(&[("unit", "{hamlet_id}"), ("revision", "1"), ("name", "Cổng"), ("kind", "ban")]),
    ),
    (
        "POST",
        "/places/{code}/close",
        Body::Form(&[("unit", "{hamlet_id}"), ("revision", "1"), ("last_day", "2026-12-31"), ("reason", "x")]),
    ),
    ("POST", "/places/{code}/reopen", Body::Form(&[("unit", "{hamlet_id}"), ("revision", "1")])),
    ("POST", "/api/v1/places/{code}/reopen", Body::Json(r#"{"id": "{hamlet_id}", "revision": 1}"#)),
    ("POST", "/api/v1/published/{id}/withdraw", Body::Json(r#"{"reason": "x"}"#)),
    ("POST", "/api/v1/published/{id}/restore", Body::Json("{}")),
    ("POST", "/api/v1/imports/{id}/restore", Body::Json("{}")),
    (
        "POST",
        "/places/{code}/area",
        Body::Form(&[
            ("unit", "{hamlet_id}"),
            ("area_since", "2026-01-01"),
            ("area_basis", "x"),
            ("area_class", "difficult"),
        ]),
    ),
    ("POST", "/families/{year}/register", Body::Form(&[("pick", "{household}")])),
    ("POST", "/families/{year}/grid", Body::Form(&[("r.{assessment}", "1"), ("v.{assessment}.C1", "1")])),
    ("POST", "/families/{year}/assess", Body::Form(&[("pick", "{assessment}")])),
    ("POST", "/families/{year}/appraise", Body::Form(&[("act", "accept"), ("pick", "{sent}")])),
    ("POST", "/families/{year}/decide", Body::Form(&[("act", "edit")])),
    ("POST", "/assessments/{id}/appraise", Body::Form(&[("act", "return")])),
    ("POST", "/assessments/{id}/form", Body::Upload(&[("base_revision", "1"), ("act", "save")])),
    ("POST", "/households", Body::Form(&[("hamlet", "{hamlet}"), ("act", "save")])),
    (
        "POST",
        "/people",
        Body::Form(&[("login", "new.{n}"), ("name", "Ai"), ("role", "viewer"), ("place", "{commune}")]),
    ),
    ("POST", "/people/{id}/roles", Body::Form(&[("role", "hamlet_head"), ("place", "{hamlet}")])),
    ("POST", "/api/v1/session", Body::Json(r#"{"login": "nobody-{n}", "password": "x"}"#)),
    ("DELETE", "/api/v1/session", Body::None),
    (
        "POST",
        "/api/v1/people",
        Body::Json(r#"{"login": "new.{n}", "name": "Ai", "role": {"role": "viewer", "place": "{commune}"}}"#),
    ),
    ("POST", "/api/v1/people/{id}/roles", Body::Json(r#"{"role": "hamlet_head", "place": "{hamlet}"}"#)),
    ("DELETE", "/api/v1/roles/{id}", Body::None),
    ("PUT", "/api/v1/people/{id}", Body::Json(r#"{"base_revision": 0, "name": "Ai"}"#)),
    ("POST", "/api/v1/people/{id}/password", Body::None),
    ("POST", "/api/v1/people/{id}/disable", Body::Json("{}")),
    ("POST", "/api/v1/people/{id}/enable", Body::Json("{}")),
    ("PUT", "/api/v1/me/password", Body::Json(r#"{"old": "x", "new": "y"}"#)),
    ("DELETE", "/api/v1/sessions", Body::None),
    ("DELETE", "/api/v1/sessions/{id}", Body::None),
    ("POST", "/api/v1/assessments/{id}/evidence", Body::Json("{}")),
    ("DELETE", "/api/v1/evidence/{id}", Body::None),
    ("POST", "/published/import/file", Body::Upload(&[])),
    ("POST", "/api/v1/published", Body::Json(r#"{"items": []}"#)),
    ("POST", "/api/v1/places/{code}/hamlets", Body::Json(r#"{"since": "2026-01-01", "items": []}"#)),
    ("PUT", "/api/v1/places/{code}", Body::Json(r#"{"id": "{hamlet_id}", "revision": 1}"#)),
    (
        "POST",
        "/api/v1/places/{code}/close",
        Body::Json(r#"{"id": "{hamlet_id}", "revision": 1, "last_day": "2026-12-31", "reason": "x"}"#),
    ),
    (
        "POST",
        "/api/v1/places/{code}/area-class",
        Body::Json(r#"{"class": "difficult", "since": "2026-01-01", "legal_basis": "x"}"#),
    ),
    (
        "POST",
        "/api/v1/registrations",
        Body::Json(r#"{"year": 2026, "model": "family", "households": ["{household}"]}"#),
    ),
    ("PUT", "/api/v1/assessments/{id}/answers", Body::Json(r#"{"base_revision": 0, "answers": {}}"#)),
    ("POST", "/api/v1/assessments/{id}/submit", Body::Json("{}")),
    ("POST", "/api/v1/assessments/{id}/recall", Body::Json(r#"{"reason": "x"}"#)),
    ("POST", "/api/v1/assessments/{id}/withdraw", Body::Json(r#"{"reason": "x"}"#)),
    ("POST", "/api/v1/submissions", Body::Json(r#"{"ids": ["{assessment}"]}"#)),
    ("POST", "/api/v1/appraisals", Body::Json(r#"{"accept": ["{sent}"]}"#)),
    ("POST", "/api/v1/assessments/{id}/return", Body::Json(r#"{"reason": "x"}"#)),
    ("POST", "/api/v1/assessments/{id}/reject", Body::Json(r#"{"reason": "x"}"#)),
    ("POST", "/api/v1/assessments/{id}/reopen", Body::Json(r#"{"reason": "x"}"#)),
    ("POST", "/api/v1/assessments/{id}/revoke", Body::Json(r#"{"reason": "x"}"#)),
    (
        "POST",
        "/api/v1/decisions",
        Body::Json(
            r#"{"commune": "{commune}", "year": 2026, "number": "9", "issued_on": "2026-11-22", "families": []}"#,
        ),
    ),
    ("POST", "/templates", Body::Upload(&[("place", "{commune}"), ("kind", "decision")])),
    ("POST", "/templates/choose", Body::Form(&[("place", "{commune}"), ("kind", "decision")])),
    ("POST", "/api/v1/templates", Body::Json("{}")),
    ("POST", "/api/v1/templates/try", Body::Json("{}")),
    ("PUT", "/api/v1/templates/choice", Body::Json(r#"{"place": "{commune}", "kind": "decision", "choice": ""}"#)),
    ("POST", "/imports", Body::Upload(&[("place", "{commune}")])),
    ("POST", "/api/v1/imports", Body::Json("{}")),
    ("PUT", "/api/v1/imports/{id}", Body::Json("{}")),
    ("POST", "/api/v1/imports/{id}/apply", Body::Json("{}")),
    ("PUT", "/api/v1/imports/{id}/tray", Body::Json("{}")),
    ("POST", "/api/v1/imports/{id}/undo", Body::Json("{}")),
    ("DELETE", "/api/v1/imports/{id}", Body::Json("{}")),
    ("POST", "/api/v1/households", Body::Json(r#"{"hamlet": "{hamlet}", "members": []}"#)),
    ("PUT", "/api/v1/households/{id}", Body::Json(r#"{"base_revision": 0}"#)),
    ("POST", "/api/v1/households/{id}/members", Body::Json(r#"{"name": "Ai", "relation": "child"}"#)),
    ("POST", "/api/v1/households/{id}/head", Body::Json(r#"{"member": "{member}"}"#)),
    ("POST", "/api/v1/households/{id}/move", Body::Json(r#"{"hamlet": "{hamlet}"}"#)),
    ("POST", "/api/v1/households/{id}/close", Body::Json(r#"{"status": "dissolved"}"#)),
    ("POST", "/api/v1/households/{id}/reopen", Body::Json("{}")),
    ("POST", "/households/duplicates/{one}/{two}/merge", Body::Form(&[("stay", "{household}"), ("act", "merge")])),
    ("PUT", "/api/v1/duplicates/{one}/{two}/apart", Body::Json("{}")),
    ("DELETE", "/api/v1/duplicates/{one}/{two}/apart", Body::None),
    ("POST", "/api/v1/households/{id}/merge", Body::Json(r#"{"from": "{second}"}"#)),
    ("POST", "/api/v1/households/{id}/unmerge", Body::Json("{}")),
    ("PUT", "/api/v1/members/{id}", Body::Json(r#"{"name": "Ai", "relation": "child"}"#)),
    ("DELETE", "/api/v1/members/{id}", Body::Json(r#"{"why": "died"}"#)),
    ("POST", "/api/v1/members/{id}/restore", Body::Json("{}")),
];

/// Paths whose record belongs to the commune as a whole (a star: with everything below); those of all others belong to a
/// hamlet of it.
pub const COMMUNES: &[&str] = &[
    "/imports*",
    "/api/v1/imports*",
    "/people*",
    "/api/v1/people*",
    "/api/v1/roles*",
    "/audit*",
    "/api/v1/audit",
    "/decisions",
    "/decisions/{id}/print",
    "/decisions/{id}/decision.pdf",
    "/api/v1/decisions",
    "/families/{year}/minutes.pdf",
    "/templates*",
    "/api/v1/templates*",
    "/published/{id}*",
    "/api/v1/published/{id}*",
    "/places/{code}/hamlets*",
    "/api/v1/places/{code}/hamlets",
];

/// Routes that answer like a refusal although the person may ask them: it is about what was sent, or where one is sent on.
const DOORS: &[(&str, &str)] =
    &[("POST", "/sign-in"), ("POST", "/account/sign-out-everywhere"), ("POST", "/api/v1/session")];

/// Public routes that ask for a right themselves, to say who may see instead of sending to the sign-in page.
const ASKED_INSIDE: &[(&str, Act)] = &[("/figures/{place}/records", Act::SeeRecords)];

/// The act whose right a route asks for.
pub fn act_of(path: &str, act: Act) -> Act {
    ASKED_INSIDE.iter().find(|row| row.0 == path).map_or(act, |row| row.1)
}

/// Public routes that show the name on a certificate to whoever holds its code.
const NAMED: &[&str] = &["/verify/{id}", "/api/v1/verify/{code}"];

/// May the answer of this public route hold a name?
pub fn is_named(path: &str) -> bool {
    NAMED.contains(&path)
}

/// Is this a door of its own?
pub fn own_door(method: &str, path: &str) -> bool {
    DOORS.contains(&(method, path))
}

/// The query of a route. Most writing routes name their place in the body; those of the path and raw files cannot.
pub fn query_of(method: &str, pattern: &str) -> Option<&'static str> {
    let takes = match pattern {
        "/api/v1/imports" => method == "POST",
        "/api/v1/templates" | "/api/v1/templates/try" => true,
        _ => method == "GET" || pattern.starts_with("/families/"),
    };
    QUERIES.iter().find(|row| takes && row.0 == pattern).map(|row| row.1)
}

pub enum Body {
    None,
    Form(&'static [(&'static str, &'static str)]),
    Json(&'static str),
    Upload(&'static [(&'static str, &'static str)]),
}

impl Body {
    /// Everything in it, with its marks.
    pub fn text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Json(text) => (*text).to_owned(),
            Self::Form(form) | Self::Upload(form) => {
                form.iter().map(|pair| format!("{} {} ", pair.0, pair.1)).collect()
            }
        }
    }
}
