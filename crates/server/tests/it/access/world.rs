//! What the access matrix sends requests to: records at Long Hẹ, people with a role there and elsewhere, and for every
//! route the values of its path, its query and its body. A new route needs a row here only where it has a new part.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rules::access::{Act, Place, Role};
use rules::basics::Day;
use store::register::{Member, NewHousehold};

use crate::decide::fixture::{Commune, accepted, decide, sent};
use crate::kit::{LONG_HE, OTHER, Person, SON_LA, Site};
use crate::path::fixture::{register, step};

/// Another province.
const HA_NOI: &str = "01@2025-07-01";

/// Parts of paths: how the path begins, the part's name, what stands there. The longest beginning counts.
const PARTS: &[(&str, &str, &str)] = &[
    ("/static/", "*name", "app.css"),
    ("/places/", "code", "{commune}"),
    ("/places/{code}/correct", "code", "{hamlet}"),
    ("/places/{code}/close", "code", "{hamlet}"),
    ("/places/{code}/area", "code", "{hamlet}"),
    ("/api/v1/places/", "code", "{hamlet}"),
    ("/api/v1/places/{code}/hamlets", "code", "{commune}"),
    ("/criteria/", "set", "vn.family.qd448"),
    ("/criteria/", "version", "2016.1"),
    ("/api/v1/criteria/", "set", "vn.family.qd448"),
    ("/api/v1/criteria/", "version", "2016.1"),
    ("/figures/", "place", "{hamlet}"),
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
    ("/members/", "id", "{member}"),
    ("/api/v1/members/", "id", "{member}"),
    ("/decisions/", "id", "{decision}"),
    ("/api/v1/decisions/", "id", "{decision}"),
    ("/certificates/", "id", "{certificate}"),
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
    ("/families", "hamlet={hamlet_id}"),
    ("/families/{year}/register", "hamlet={hamlet_id}"),
    ("/families/{year}/assess", "hamlet={hamlet_id}"),
    ("/families/{year}/grid", "hamlet={hamlet_id}"),
    ("/families/{year}/paper", "hamlet={hamlet_id}"),
    ("/families/{year}/appraise", "hamlet={hamlet_id}"),
    ("/families/{year}/decide", "hamlet={hamlet_id}"),
    ("/decisions", "place={commune}"),
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
const BODIES: &[(&str, &str, Body)] = &[
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
    ("POST", "/api/v1/places/{code}/close", Body::Json(r#"{"id": "{hamlet_id}", "revision": 1, "reason": "x"}"#)),
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
    ("POST", "/imports", Body::Upload(&[("place", "{commune}")])),
    ("POST", "/api/v1/imports", Body::Json("{}")),
    ("PUT", "/api/v1/imports/{id}", Body::Json("{}")),
    ("POST", "/api/v1/imports/{id}/apply", Body::Json("{}")),
    ("POST", "/api/v1/households", Body::Json(r#"{"hamlet": "{hamlet}", "members": []}"#)),
    ("PUT", "/api/v1/households/{id}", Body::Json(r#"{"base_revision": 0}"#)),
    ("POST", "/api/v1/households/{id}/members", Body::Json(r#"{"name": "Ai", "relation": "child"}"#)),
    ("POST", "/api/v1/households/{id}/head", Body::Json(r#"{"member": "{member}"}"#)),
    ("POST", "/api/v1/households/{id}/move", Body::Json(r#"{"hamlet": "{hamlet}"}"#)),
    ("POST", "/api/v1/households/{id}/close", Body::Json(r#"{"status": "dissolved"}"#)),
    ("POST", "/api/v1/households/{id}/reopen", Body::Json("{}")),
    ("PUT", "/api/v1/members/{id}", Body::Json(r#"{"name": "Ai", "relation": "child"}"#)),
    ("DELETE", "/api/v1/members/{id}", Body::Json(r#"{"why": "died"}"#)),
    ("POST", "/api/v1/members/{id}/restore", Body::Json("{}")),
];

/// Paths whose record belongs to the commune as a whole (a star: with everything below); those of all others belong to a
/// hamlet of it.
const COMMUNES: &[&str] = &[
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
fn query_of(method: &str, pattern: &str) -> Option<&'static str> {
    let takes = match pattern {
        "/api/v1/imports" => method == "POST",
        _ => method == "GET" || pattern.starts_with("/families/"),
    };
    QUERIES.iter().find(|row| takes && row.0 == pattern).map(|row| row.1)
}

enum Body {
    None,
    Form(&'static [(&'static str, &'static str)]),
    Json(&'static str),
    Upload(&'static [(&'static str, &'static str)]),
}

impl Body {
    /// Everything in it, with its marks.
    fn text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Json(text) => (*text).to_owned(),
            Self::Form(form) | Self::Upload(form) => {
                form.iter().map(|pair| format!("{} {} ", pair.0, pair.1)).collect()
            }
        }
    }
}

/// What goes with a request.
pub enum Sent {
    Nothing,
    Form(Vec<(String, String)>),
    Json(String),
    Upload(Vec<(String, String)>),
}

/// A request to be made.
pub struct Asked {
    pub path: String,
    pub sent: Sent,
}

/// The records and people.
pub struct World<'a> {
    site: &'a Site,
    commune: Commune,
    hamlet: String,
    other_hamlet: String,
    /// Values of reading requests; writing ones get some of them anew.
    shared: BTreeMap<&'static str, String>,
    people: RefCell<BTreeMap<String, Person>>,
    n: RefCell<u64>,
}

/// Names that only people at Long Hẹ may read.
const NAMES: &[&str] = &["Thào A Dia", "Vàng Thị Mỷ", "Sùng A Chớ", "Giàng A Lử", "Hờ Thị Dở"];

impl<'a> World<'a> {
    pub fn new(site: &'a Site) -> Self {
        let commune = crate::decide::fixture::commune(site);
        let (hamlet, other_hamlet) = (commune.hamlet.clone(), site.hamlet(LONG_HE, "Pú Chắn"));
        let mut world = Self {
            site,
            commune,
            hamlet,
            other_hamlet,
            shared: BTreeMap::new(),
            people: RefCell::default(),
            n: RefCell::new(0),
        };
        let recognised = accepted(site, &world.commune, "Giàng A Lử");
        let form = [("number", "01/QĐ-UBND"), ("issued_on", "2026-11-22")];
        let decision =
            decide(site, &world.commune.chair, LONG_HE, &form, std::slice::from_ref(&recognised)).unwrap().id;
        let of = decision.clone();
        let certificate = site.read(move |tx| Ok(store::decisions::certificates_of(tx, &of)?.remove(0).id));
        let sent_in = sent(site, &world.commune, "Hờ Thị Dở", 80);
        let (household, member) = world.household();
        let assessment = world.assessment();
        let evidence = world.evidence(&assessment);
        let import = world.import();
        let (account, role) = world.account();
        let code = |id: &str| id.split('@').next().unwrap().to_owned();
        world.shared = BTreeMap::from([
            ("commune", code(LONG_HE)),
            ("commune_id", LONG_HE.to_owned()),
            ("hamlet", code(&world.hamlet)),
            ("hamlet_id", world.hamlet.clone()),
            ("recognised", recognised),
            ("decision", decision),
            ("certificate", certificate),
            ("sent", sent_in),
            ("household", household),
            ("member", member),
            ("assessment", assessment),
            ("evidence", evidence),
            ("import", import),
            ("account", account),
            ("role", role),
        ]);
        world
    }

    /// Names that only people at Long Hẹ may read.
    pub fn names(&self) -> Vec<&'static str> {
        NAMES.to_vec()
    }

    /// A household with a second member; their ids.
    fn household(&self) -> (String, String) {
        let (site, now) = (self.site, self.site.app.clock.now());
        let (id, member) = (site.app.dice.id(now), site.app.dice.id(now));
        let since = Day::parse("2025-07-01").unwrap();
        let (household, second, hamlet) = (id.clone(), member.clone(), self.hamlet.clone());
        let first = site.app.dice.id(now);
        site.write(move |tx| {
            let number = store::register::next_number(tx, &hamlet)?;
            let (name, other) = ("Thào A Dia", "Vàng Thị Mỷ");
            store::register::add_household(
                tx,
                &NewHousehold {
                    id: household.clone(),
                    commune_id: LONG_HE.to_owned(),
                    hamlet_id: hamlet.clone(),
                    fold: store::register::fold_of(name, &number, &[]),
                    number,
                    head_name: name.to_owned(),
                    sort_key: rules::text::sort_key(name),
                    address: String::new(),
                    phone: String::new(),
                    note: String::new(),
                    synthetic: true,
                    since,
                    at: now,
                },
            )?;
            let member = |id: &str, ordinal, name: &str, relation: &str| Member {
                id: id.to_owned(),
                household_id: household.clone(),
                ordinal,
                name: name.to_owned(),
                fold: rules::text::fold(name),
                relation: relation.to_owned(),
                sex: String::new(),
                birth: String::new(),
                id_cipher: None,
                id_hash: None,
                id_tail: String::new(),
                left_on: Day::FOREVER,
            };
            let members = [member(&first, 1, name, "head"), member(&second, 2, other, "spouse")];
            store::register::add_members(tx, &household, &members)
        });
        (id, member)
    }

    /// A registered family's assessment.
    fn assessment(&self) -> String {
        let (household, _) = self.household();
        step(self.site, &self.commune.head, register(&household, 2026)).unwrap().id
    }

    fn evidence(&self, assessment: &str) -> String {
        let now = self.site.app.clock.now();
        let evidence = store::evidence::Evidence {
            id: self.site.app.dice.id(now),
            assessment_id: assessment.to_owned(),
            item: "C1".to_owned(),
            name: "Thào A Dia.jpg".to_owned(),
            kind: "image/jpeg".to_owned(),
            size: 0,
            account_id: self.commune.head.id.clone(),
            at: now,
        };
        let id = evidence.id.clone();
        self.site.write(move |tx| store::evidence::add(tx, &evidence, b"\xff\xd8\xff".to_vec()));
        id
    }

    /// A file that waits to be imported; its id.
    fn import(&self) -> String {
        let now = self.site.app.clock.now();
        let file = store::imports::ImportFile {
            id: self.site.app.dice.id(now),
            commune_id: LONG_HE.to_owned(),
            account_id: self.commune.head.id.clone(),
            kind: "households".to_owned(),
            name: "danh-sach.csv".to_owned(),
            mapping: String::new(),
            state: store::imports::WAITING.to_owned(),
            outcome: String::new(),
            at: now,
            revision: 1,
        };
        let id = file.id.clone();
        let bytes = "Số hộ,Chủ hộ\n1,Lò Văn Ai\n".as_bytes();
        let sealed = self.site.app.secrets.seal_bytes(bytes, &self.site.app.dice);
        self.site.write(move |tx| store::imports::add(tx, &file, sealed.clone()));
        id
    }

    /// An account with one role at the commune; both ids.
    fn account(&self) -> (String, String) {
        let person = self.site.person(&format!("watched{}", self.next()), Role::Viewer, LONG_HE);
        let id = person.id.clone();
        let role = self.site.write(move |tx| {
            let mut account = store::people::lock_account(tx, &id)?.unwrap();
            account.name = "Sùng A Chớ".to_owned();
            store::people::update_account(tx, &account)?;
            Ok(store::people::grants(tx, &id)?.remove(0).id)
        });
        (person.id, role)
    }

    fn next(&self) -> u64 {
        let mut n = self.n.borrow_mut();
        *n += 1;
        *n
    }

    fn place(&self, role: Role, here: bool) -> String {
        let place = match (role, here) {
            (Role::ProvinceOfficer, true) => SON_LA,
            (Role::ProvinceOfficer, false) => HA_NOI,
            (Role::HamletHead, true) => &self.hamlet,
            (Role::HamletHead, false) => &self.other_hamlet,
            (_, true) => LONG_HE,
            (_, false) => OTHER,
        };
        place.to_owned()
    }

    /// Somebody with a role at the place of the records or elsewhere; `fresh` makes another person each time.
    pub fn person(&self, role: Role, here: bool, fresh: bool) -> Person {
        let name = format!("{}-{here}", role.word());
        if fresh {
            return self.site.person(&format!("{name}-{}", self.next()), role, &self.place(role, here));
        }
        let mut people = self.people.borrow_mut();
        let new = || self.site.person(&name, role, &self.place(role, here));
        people.entry(name.clone()).or_insert_with(new).clone()
    }

    /// Somebody who held every role at the place of the records until yesterday.
    pub fn over(&self, fresh: bool) -> Person {
        let known = self.people.borrow().get("over").cloned();
        match known {
            Some(person) if !fresh => person,
            _ => {
                let person = self.site.person(&format!("over-{}", self.next()), Role::CommuneOfficer, LONG_HE);
                let (id, yesterday) = (person.id.clone(), Day::parse("2026-11-21").unwrap());
                let others = [(Role::Administrator, true), (Role::CommuneChair, true), (Role::HamletHead, true)];
                let others = others.map(|(role, here)| (role, self.place(role, here), self.site.app.dice.token()));
                self.site.write(move |tx| {
                    for (role, unit_id, grant) in &others {
                        let grant = store::people::RoleGrant {
                            id: grant.clone(),
                            account_id: id.clone(),
                            role: *role,
                            unit_id: unit_id.clone(),
                            unit_name: String::new(),
                            since: Day::parse("2025-07-01").unwrap(),
                            until: Day::FOREVER,
                            legal_basis: String::new(),
                        };
                        store::people::add_grant(tx, &grant)?;
                    }
                    for grant in store::people::grants(tx, &id)? {
                        store::people::end_grant(tx, &grant.id, yesterday)?;
                    }
                    Ok(())
                });
                if !fresh {
                    self.people.borrow_mut().insert("over".to_owned(), person.clone());
                }
                person
            }
        }
    }

    /// Does the request name a place or a record that lies at one, in its path, query or body?
    pub fn is_placed(&self, method: &str, path: &str) -> bool {
        let body = BODIES.iter().find(|row| row.0 == method && row.1 == path);
        let body = body.map_or_else(String::new, |row| row.2.text());
        path.contains('{')
            || query_of(method, path).is_some()
            || self.shared.keys().any(|name| body.contains(&format!("{{{name}}}")))
    }

    /// Does a role held here cover the record of a path?
    pub fn covers(&self, role: Role, path: &str) -> bool {
        let at_commune =
            COMMUNES.iter().any(|row| row.strip_suffix('*').map_or(path == *row, |start| path.starts_with(start)));
        let (unit_id, ancestors) = if at_commune {
            (LONG_HE.to_owned(), vec![SON_LA.to_owned()])
        } else {
            (self.hamlet.clone(), vec![LONG_HE.to_owned(), SON_LA.to_owned()])
        };
        Place { unit_id, ancestors }.is_under(&self.place(role, true))
    }

    /// The request of a route, with records of its own when it writes.
    pub fn asked(&self, method: &str, pattern: &str) -> Asked {
        let part = |name: &str| -> &'static str {
            let rows = PARTS.iter().filter(|row| row.1 == name && pattern.starts_with(row.0));
            let row = rows.max_by_key(|row| row.0.len());
            row.unwrap_or_else(|| panic!("access/world.rs: PARTS has no value for {{{name}}} of {method} {pattern}")).2
        };
        let mut path = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            path.push_str(before);
            path.push_str(part(name));
            rest = after;
        }
        path.push_str(rest);
        if let Some(query) = query_of(method, pattern) {
            path.push('?');
            path.push_str(query);
        }
        let body = BODIES.iter().find(|row| row.0 == method && row.1 == pattern).map(|row| &row.2);
        let filled = self.values(method != "GET", &path, body);
        let fill = |text: &str| {
            let filled =
                filled.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
            filled.replace("{n}", &self.next().to_string())
        };
        let pairs = |form: &[(&str, &str)]| form.iter().map(|(name, value)| (fill(name), fill(value))).collect();
        let sent = match body {
            Some(Body::None) => Sent::Nothing,
            Some(Body::Form(form)) => Sent::Form(pairs(form)),
            Some(Body::Json(text)) => Sent::Json(fill(text)),
            Some(Body::Upload(form)) => Sent::Upload(pairs(form)),
            None if method == "GET" => Sent::Nothing,
            None if !pattern.starts_with("/api/") => Sent::Form(Vec::new()),
            None => panic!("access/world.rs: BODIES has no body for {method} {pattern}"),
        };
        Asked { path: fill(&path), sent }
    }

    /// The values that a request fills in: some made anew for a writing one that uses them.
    fn values(&self, writes: bool, path: &str, body: Option<&Body>) -> BTreeMap<&'static str, String> {
        let mut values = self.shared.clone();
        let in_body = body.map_or_else(String::new, Body::text);
        let uses = |name: &str| {
            let mark = format!("{{{name}}}");
            path.contains(&mark) || in_body.contains(&mark)
        };
        if !writes {
            return values;
        }
        if uses("household") || uses("member") {
            let (household, member) = self.household();
            values.extend([("household", household), ("member", member)]);
        }
        if uses("assessment") {
            values.insert("assessment", self.assessment());
        }
        if uses("evidence") {
            values.insert("evidence", self.evidence(&self.assessment()));
        }
        if uses("account") || uses("role") {
            let (account, role) = self.account();
            values.extend([("account", account), ("role", role)]);
        }
        if uses("hamlet") && path.contains("/places/") {
            let hamlet = self.site.hamlet(LONG_HE, &format!("Mới {}", self.next()));
            values.insert("hamlet", hamlet.split('@').next().unwrap().to_owned());
            values.insert("hamlet_id", hamlet);
        }
        values
    }
}
