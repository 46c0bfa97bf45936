//! The golden access matrix: every route of the table asked by a visitor, by somebody whose role has ended, and by each
//! role at the place of the records and at another. Two guards in one walk: the table of rights says who must be let
//! in and who must not, and `access.golden` says which status each is answered with, so that a change is seen.
//!
//! After adding a route: give its parts in `access/routes.rs`, then write the golden file anew with
//! `HOCTAP_GOLDEN=1 cargo test -p hoctap --test it access::` and read its difference.

pub mod routes;
pub mod world;

use axum::body::Body;
use axum::http::{Method, Request, header};
use rules::access::{Act, Needs, Role, allows};

use crate::kit::{Person, Reply, Site};
use world::{Sent, World};

/// Who asks.
#[derive(Clone, Copy)]
enum Who {
    /// Nobody signed in.
    Visitor,
    /// Had every right at the place until yesterday.
    Over,
    /// Holds a role at the place of the records.
    Here(Role),
    /// Holds it at another place of the same level.
    Elsewhere(Role),
}

fn columns() -> Vec<Who> {
    let roles = Role::ALL.iter().flat_map(|role| [Who::Here(*role), Who::Elsewhere(*role)]);
    [Who::Visitor, Who::Over].into_iter().chain(roles).collect()
}

const HEAD: &str = "\
# Status of every route for: a visitor, somebody whose roles ended yesterday, then each role at the place of the records and
# at another place: administrator, province officer, commune officer, commune chair, hamlet head, viewer, operator.
# `in` sends to the sign-in page. The head of `access.rs` says how to write this file anew.
";

/// How a reply looks in the golden file.
fn sign(reply: &Reply) -> String {
    if reply.location().starts_with("/sign-in") { "in".to_owned() } else { reply.status.as_u16().to_string() }
}

/// Turned away at the door or at the guard.
fn is_refused(reply: &Reply) -> bool {
    matches!(reply.status.as_u16(), 401 | 403) || reply.location().starts_with("/sign-in")
}

/// Sends a request as this person would.
pub async fn ask(site: &Site, method: &str, path: &str, person: Option<&Person>, sent: &Sent) -> Reply {
    let key = site.app.dice.id(site.app.clock.now());
    if path.starts_with("/api/") {
        let body = match sent {
            Sent::Json(text) => {
                Some(serde_json::from_str(text).unwrap_or_else(|cause| panic!("{path}: {cause}: {text}")))
            }
            _ => None,
        };
        return site.api_as(method, person, path, &key, body).await;
    }
    match sent {
        Sent::Form(form) => {
            let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            site.post_as(person, path, &key, &form).await
        }
        // A visitor brings no token; without one the upload says what it would say to a stranger.
        Sent::Upload(form) if person.is_some() => {
            let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            site.upload(person.unwrap(), path, &form, ("file", "empty.txt", b"")).await
        }
        _ => {
            let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
            if let Some(person) = person {
                request = request.header(header::COOKIE, person.cookie());
            }
            if matches!(sent, Sent::Upload(_)) {
                request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
            }
            let body = if matches!(sent, Sent::Upload(_)) { "--b--\r\n" } else { "" };
            site.send(request.body(Body::from(body)).unwrap()).await
        }
    }
}

/// Must this person be let in, by the table of rights? `None` where the table alone does not say.
fn expected(world: &World, who: Who, act: Act, method: &str, path: &str) -> Option<bool> {
    match (act.needs(), who) {
        (Needs::Nothing, _) => Some(true),
        (_, Who::Visitor) => Some(false),
        (Needs::SignIn, _) => Some(true),
        // The running of the site belongs to the whole country: a role held below it opens nothing.
        (Needs::Grant, who) if act == Act::Operate => Some(matches!(who, Who::Here(rules::access::Role::Operator))),
        // Without a place in the path a page shows each their own.
        (Needs::Grant, _) if !world.is_placed(method, path) => match who {
            Who::Here(role) | Who::Elsewhere(role) => Some(allows(role, act)),
            Who::Visitor | Who::Over => Some(false),
        },
        (Needs::Grant, Who::Here(role)) => Some(allows(role, act) && world.covers(role, path)),
        (Needs::Grant, Who::Elsewhere(_) | Who::Over) => Some(false),
    }
}

#[test]
fn every_route_lets_in_whom_the_table_of_rights_lets_in_and_nobody_else() {
    let site = Site::new(false).unwrap();
    site.broken_on_purpose.store(true, std::sync::atomic::Ordering::SeqCst);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (golden, wrong) = runtime.block_on(walk(&site));
    drop(runtime);
    assert!(wrong.is_empty(), "{} cells are not as the table of rights says:\n{}", wrong.len(), wrong.join("\n"));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/access.golden");
    if std::env::var("HOCTAP_GOLDEN").is_ok() {
        std::fs::write(file, &golden).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    let gone = kept.lines().filter(|line| !golden.contains(line)).map(|line| format!("- {line}"));
    let new = golden.lines().filter(|line| !kept.contains(line)).map(|line| format!("+ {line}"));
    let difference: Vec<_> = gone.chain(new).collect();
    assert!(difference.is_empty(), "look at it, then HOCTAP_GOLDEN=1:\n{}", difference.join("\n"));
}

async fn walk(site: &Site) -> (String, Vec<String>) {
    let world = World::new(site);
    let mut golden = HEAD.to_owned();
    let mut wrong = Vec::new();
    for route in hoctap::routes::table() {
        let name = format!("{:<6} {}", route.method, route.path);
        let mut signs = Vec::new();
        for who in columns() {
            // Writes change what they are sent to, and signing out ends a session: each gets records and a person of its own.
            let writes = route.method != "GET";
            let person = match who {
                Who::Visitor => None,
                Who::Over => Some(world.over(writes)),
                Who::Here(role) => Some(world.person(role, true, writes)),
                Who::Elsewhere(role) => Some(world.person(role, false, writes)),
            };
            let asked = world.asked(route.method, route.path);
            let reply = ask(site, route.method, &asked.path, person.as_ref(), &asked.sent).await;
            let act = routes::act_of(route.path, route.act);
            let open = expected(&world, who, act, route.method, route.path);
            let column = match who {
                Who::Visitor => "visitor".to_owned(),
                Who::Over => "over".to_owned(),
                Who::Here(role) => format!("{} here", role.word()),
                Who::Elsewhere(role) => format!("{} elsewhere", role.word()),
            };
            let status = reply.status.as_u16();
            let text = reply.text();
            if status >= 500 {
                wrong.push(format!("{name}: {column} broke it with {status}: {}", asked.path));
            }
            let door = routes::own_door(route.method, route.path);
            if open == Some(false) && !is_refused(&reply) {
                wrong.push(format!("{name}: {column} is let in with {status}: {}", asked.path));
            }
            if open == Some(true) && is_refused(&reply) && !door {
                wrong.push(format!("{name}: {column} is turned away with {status}: {}", asked.path));
            }
            if open == Some(true) && matches!(status, 400 | 415) && !door {
                wrong.push(format!("{name}: {column}: what was sent is not understood ({status}): {text}"));
            }
            // What everybody may open still shows the names of families only to those who keep their register.
            let reads_names = match (act.needs(), who) {
                (Needs::Nothing, Who::Here(role)) => allows(role, Act::SeeRegister) || routes::is_named(route.path),
                (Needs::Nothing, _) => routes::is_named(route.path),
                _ => open == Some(true),
            };
            if !reads_names && let Some(leak) = world.names().into_iter().find(|name| text.contains(name)) {
                wrong.push(format!("{name}: {column} reads the name {leak} in a {status}"));
            }
            signs.push(format!("{:>3}", sign(&reply)));
        }
        golden.push_str(&format!("{name:<62} {:<18}{}\n", route.act.word(), signs.join(" ")));
    }
    (golden, wrong)
}
