//! A page with one indexed read, against a bare axum handler that does the same read of the same file.

use std::cell::RefCell;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

use crate::http::{Client, Server, rate};
use crate::pairs::{Bound, Line, pairs};
use crate::site::{open, province, text};
use crate::{Size, Stopped};

const CLIENTS: usize = 16;

/// The statement by which the program finds a certificate.
const READ: &str =
    "SELECT c.id, c.head_name, c.hamlet_name, c.commune_name, c.province_name, c.total, d.number, d.issued_on,
   d.issuer, d.signatory, a.state, a.standing
 FROM certificate c JOIN decision d ON d.id = c.decision_id JOIN assessment a ON a.id = c.assessment_id
 WHERE c.id = ?1";

thread_local! {
    static CONNECTION: RefCell<Option<rusqlite::Connection>> = const { RefCell::new(None) };
}

/// One read on the connection of this thread, as JSON.
fn read(file: &str, code: &str) -> Result<String, rusqlite::Error> {
    CONNECTION.with_borrow_mut(|held| {
        let connection = match held {
            Some(connection) => connection,
            None => held.insert(rusqlite::Connection::open(file)?),
        };
        let mut statement = connection.prepare_cached(READ)?;
        let values = statement.query_row([code], |row| {
            (0..12).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect::<Result<Vec<_>, _>>()
        })?;
        let texts = values.into_iter().map(|value| match value {
            rusqlite::types::Value::Text(text) => serde_json::Value::from(text),
            rusqlite::types::Value::Integer(number) => serde_json::Value::from(number),
            _ => serde_json::Value::Null,
        });
        Ok(serde_json::Value::from(texts.collect::<Vec<_>>()).to_string())
    })
}

/// Measures it.
///
/// # Errors
/// Those of the servers.
pub fn measure(size: &Size) -> Result<Vec<Line>, Stopped> {
    let folder = province(size)?;
    let app = open(&folder, None)?;
    let codes = app
        .db
        .read(|tx| tx.query("SELECT id FROM certificate ORDER BY id LIMIT 2000", store::args![], |row| row.text(0)))?;
    let file = text(&folder.join("hoctap.db"))?.to_owned();
    let router = Router::new().route(
        "/verify/{code}",
        get(move |Path(code): Path<String>| {
            let file = file.clone();
            async move { read(&file, &code).map_err(|cause| cause.to_string()) }
        }),
    );
    let (ours, bare) = (Server::of(app)?, Server::bare(router)?);
    let time = Duration::from_millis(if size.short { 200 } else { 2500 });
    let run = |server: &Server, path: &'static str| {
        let address = server.address;
        rate(CLIENTS, time, |nth, clients| {
            let mut client = Client::open(address)?;
            let own: Vec<String> = codes.iter().skip(nth).step_by(clients).cloned().collect();
            Ok(Box::new(move |done: usize| {
                let code = own.get(done % own.len().max(1)).ok_or("no certificate")?;
                let body = client.get(&format!("{path}{code}"))?;
                if body.windows(code.len()).any(|part| part == code.as_bytes()) {
                    Ok(())
                } else {
                    Err("another certificate".into())
                }
            }))
        })
    };
    let (own, plain) = pairs(size.of(1, 5), || run(&ours, "/api/v1/verify/"), || run(&bare, "/verify/"))?;
    let what = format!("check of a certificate, {CLIENTS} clients");
    Ok(vec![Line::rates(&what, "bare axum handler with the same read", own, plain, "/s", Bound::AtLeast(0.5))])
}
