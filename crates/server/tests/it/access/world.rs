//! What the access matrix sends requests to: records at Long Hẹ, people with a role there and elsewhere, and the requests
//! themselves, made from the rows of `routes`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rules::access::{Place, Role};
use rules::basics::Day;
use store::register::{Member, NewHousehold};

use crate::decide::fixture::{Commune, accepted, decide, sent};
use crate::kit::{LONG_HE, OTHER, Person, SON_LA, Site};
use crate::path::fixture::{register, step};

use super::routes::{BODIES, Body, COMMUNES, PARTS, query_of};

/// Another province.
const HA_NOI: &str = "01@2025-07-01";

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
        let second = world.household().0;
        let assessment = world.assessment();
        let evidence = world.evidence(&assessment);
        let import = world.import();
        let template = world.template();
        let published = world.published();
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
            ("second", second),
            ("assessment", assessment),
            ("evidence", evidence),
            ("import", import),
            ("template", template),
            ("published", published),
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
            standing: String::new(),
            tray: 0,
            at: now,
            revision: 1,
        };
        let id = file.id.clone();
        let bytes = "Số hộ,Chủ hộ\n1,Lò Văn Ai\n".as_bytes();
        let sealed = self.site.app.secrets.seal_bytes(bytes, &self.site.app.dice);
        self.site.write(move |tx| store::imports::add(tx, &file, sealed.clone()));
        id
    }

    /// A template that the commune brought; its id.
    fn template(&self) -> String {
        let at = self.site.app.clock.now();
        let one = store::templates::Template {
            id: self.site.app.dice.id(at),
            unit_id: LONG_HE.to_owned(),
            kind: "decision".to_owned(),
            n: 1,
            name: "mau.typ".to_owned(),
            hash: hoctap::secrets::digest(papers::kind::Kind::Decision.built_in()),
            account_id: self.commune.officer.id.clone(),
            at,
        };
        let id = one.id.clone();
        self.site.write(move |tx| {
            store::templates::keep_text(tx, &one.hash, papers::kind::Kind::Decision.built_in())?;
            store::templates::add(tx, &one)
        });
        id
    }

    /// A published figure about the commune.
    fn published(&self) -> String {
        let one = store::published::Published {
            id: "access-matrix".to_owned(),
            unit_id: LONG_HE.to_owned(),
            place_as_named: "Long Hẹ".to_owned(),
            source: "https://example.org/x".to_owned(),
            as_of: Day::parse("2025-12-31").unwrap(),
            subject: "family".to_owned(),
            measure: "recognised".to_owned(),
            numerator: Some(1),
            denominator: Some(2),
            rate: "50".to_owned(),
            qualifier: "exact".to_owned(),
            note: String::new(),
        };
        let id = one.id.clone();
        self.site.write(move |tx| store::published::put(tx, &one));
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
            // Only at the country: elsewhere the role opens nothing.
            (Role::Operator, true) => crate::kit::VN,
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
            row.unwrap_or_else(|| panic!("access/routes.rs: PARTS has no value for {{{name}}} of {method} {pattern}")).2
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
            None => panic!("access/routes.rs: BODIES has no body for {method} {pattern}"),
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
        if uses("second") {
            values.insert("second", self.household().0);
        }
        if uses("assessment") {
            values.insert("assessment", self.assessment());
        }
        if uses("evidence") {
            values.insert("evidence", self.evidence(&self.assessment()));
        }
        if uses("import") {
            values.insert("import", self.import());
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
