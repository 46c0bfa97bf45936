//! For programs that watch the site: is it alive, can it answer, what does it count. Nothing personal is in any of it.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::fmt::Write as _;
use std::net::SocketAddr;

use crate::app::PLACES;
use crate::config::Metrics;
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// Who is at the other end of the connection, as the listener saw it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

fn plain(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// The program runs; asks nothing of the database.
pub async fn alive() -> Response {
    plain(StatusCode::OK, "alive\n".to_owned())
}

/// The database answers, its schema is this program's, and there is a place for a request.
pub async fn ready(visit: Visit) -> Response {
    let asked = visit.app.read(|tx| Ok(store::migrate::is_current(tx)?)).await;
    match asked {
        Ok(true) => plain(StatusCode::OK, "ready\n".to_owned()),
        Ok(false) => plain(StatusCode::SERVICE_UNAVAILABLE, "the database has another schema\n".to_owned()),
        Err(Failure::Problems(_)) => plain(StatusCode::SERVICE_UNAVAILABLE, "every place is taken\n".to_owned()),
        Err(Failure::Broken(_)) => plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n".to_owned()),
    }
}

/// May they be read from there? A request that came through a web server is not local, whoever it came from last.
fn may(metrics: &Metrics, public_url: &str, peer: Option<Peer>, headers: &HeaderMap) -> bool {
    match metrics {
        Metrics::Off => false,
        Metrics::Local => {
            let through = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
            let direct = !through.iter().any(|name| headers.contains_key(*name));
            // A site with another address than this machine's has a web server before it, which may tell nothing.
            let hosts = ["127.0.0.1", "localhost", "[::1]"];
            let host = public_url.split_once("://").map_or("", |(_, rest)| rest);
            let own = hosts
                .iter()
                .any(|own| host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
            let direct = direct && own;
            direct && peer.is_some_and(|peer| peer.0.ip().is_loopback())
        }
        Metrics::Token(token) => {
            let brought = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
            let brought = brought.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
            // Digests are compared, so that the time taken tells nothing of the token.
            crate::secrets::digest(brought) == crate::secrets::digest(token)
        }
    }
}

/// Counts for Prometheus.
pub async fn metrics(visit: Visit, peer: Option<axum::Extension<Peer>>, headers: HeaderMap) -> Answer {
    if !may(&visit.app.config.metrics, &visit.app.config.public_url, peer.map(|peer| peer.0), &headers) {
        return Err(Failure::not_found());
    }
    let read = visit.app.read(|tx| Ok(store::jobs::all(tx)?)).await;
    // Asked for by itself: who holds one connection must not wait for another.
    let app = visit.app.clone();
    let sizes = visit.app.wait(move || Ok(super::sizes(&app))).await;
    let read = read.and_then(|jobs| Ok((jobs, sizes?)));
    let mut out = String::new();
    visit.app.meter.write(&mut out);
    let free = visit.app.places.available_permits();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _fits = writeln!(out, "# TYPE {name} gauge\n{name} {value}");
    };
    line("hoctap_places", &PLACES);
    line("hoctap_places_free", &free);
    line("hoctap_database_up", &u8::from(read.is_ok()));
    if let Some(bytes) = resident() {
        line("hoctap_resident_bytes", &bytes);
    }
    if let Ok((jobs, sizes)) = read {
        line("hoctap_database_bytes", &sizes.database);
        line("hoctap_backups_bytes", &sizes.backups);
        line("hoctap_backups", &sizes.files.len());
        if let Some(free) = sizes.free {
            line("hoctap_disk_free_bytes", &free);
        }
        out.push_str("# TYPE hoctap_job_good_seconds gauge\n# TYPE hoctap_job_tries gauge\n");
        for job in jobs {
            let (name, good) = (&job.name, job.good.0 / 1000);
            let _fits = writeln!(out, "hoctap_job_good_seconds{{job=\"{name}\"}} {good}");
            let _fits = writeln!(out, "hoctap_job_tries{{job=\"{name}\"}} {}", job.tries);
        }
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], out).into_response())
}

/// Memory this process holds, where the system says so.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "http://127.0.0.1:8080";

    #[test]
    fn metrics_are_for_this_machine_or_for_a_token() {
        let here = Some(Peer("127.0.0.1:5".parse().unwrap()));
        let there = Some(Peer("10.0.0.7:5".parse().unwrap()));
        let none = HeaderMap::new();
        let mut through = HeaderMap::new();
        through.insert("x-forwarded-for", "203.0.113.9".parse().unwrap());
        let mut token = HeaderMap::new();
        token.insert(header::AUTHORIZATION, "Bearer a-token-long-enough-to-guess".parse().unwrap());
        let far = "https://hoctap.example";
        assert!(!may(&Metrics::Local, far, here, &none), "a web server may tell nothing of whom it asks for");
        assert!(!may(&Metrics::Local, "http://localhost.example", here, &none));
        assert!(may(&Metrics::Local, OWN, here, &none) && !may(&Metrics::Local, OWN, there, &none));
        assert!(!may(&Metrics::Local, OWN, here, &through), "a web server on this machine asks for everybody");
        assert!(!may(&Metrics::Local, OWN, None, &none) && !may(&Metrics::Off, OWN, here, &token));
        let own = Metrics::Token("a-token-long-enough-to-guess".to_owned());
        assert!(may(&own, OWN, there, &token) && !may(&own, OWN, here, &none));
        assert!(!may(&Metrics::Token("another-token-long-enough".to_owned()), OWN, there, &token));
    }
}
