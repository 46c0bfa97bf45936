//! `hoctap serve`: opens the site, listens, and at Ctrl-C finishes the requests it has begun.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;

use super::{Where, print, say};
use crate::clock::{Clock, Dice};
use crate::config::LogFormat;
use crate::patience::Patient;

/// Arguments of `serve`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hoctap serve --demo\n  hoctap serve --data /srv/hoctap --listen 0.0.0.0:8080\n  HOCTAP_DATABASE=postgres://hoctap@localhost/hoctap hoctap serve"
)]
pub struct Options {
    #[command(flatten)]
    site: Where,
    /// Address and port (default: 127.0.0.1:8080).
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Load the demonstration into a new database: a commune with made-up people, part-way through a cycle.
    #[arg(long)]
    demo: bool,
}

/// Serves until it is told to stop.
pub fn run(options: Options) -> Result<u8, String> {
    let config = options.site.config(options.listen.clone())?;
    start_log(&config.log, config.log_format)?;
    if options.demo && !crate::demo::build(&config, say)? {
        say("this site already has accounts of its own: it is served as it is, without the demonstration");
    }
    let app = crate::site::open(config, Clock::Real, Dice::Real, say)?;
    greet(&app)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| format!("cannot start: {cause}"))?;
    let done = runtime.block_on(async {
        let done = listen(app.clone()).await;
        // What was begun and is not waited for any more holds its place until it is done.
        let all = app.places.acquire_many(u32::try_from(crate::app::PLACES).unwrap_or(u32::MAX));
        let _quiet = tokio::time::timeout(Duration::from_secs(10), all).await;
        done
    });
    runtime.shutdown_timeout(Duration::from_secs(10));
    drop(app);
    done.map(|()| 0)
}

fn greet(app: &crate::app::App) -> Result<(), String> {
    print(&format!("Hoctap: {} ({})", app.config.public_url, app.db.kind()));
    if app.demo {
        print(&format!("Demonstration with made-up people. Password of every account: {}", crate::demo::PASSWORD));
        let accounts = app.db.read(crate::acts::people::demo_accounts).map_err(|cause| format!("{cause:?}"))?;
        for one in accounts {
            print(&format!("  {:<12} {}, {}", one.login, one.name, one.title));
        }
        print(&format!("Begin here: {}/tour", app.config.public_url));
    }
    let code = crate::acts::people::setup::make_code(app).map_err(|cause| format!("{cause:?}"))?;
    if let Some(code) = code {
        print("This site has no people yet. Make its first administrator with this code, which works once:");
        print(&format!("  {}/setup    {code}", app.config.public_url));
    }
    Ok(())
}

/// A connection that has not sent the head of its request for so long is closed.
const HEAD: Duration = Duration::from_secs(20);
/// After being told to stop, open requests have so long to finish.
const LAST: Duration = Duration::from_secs(30);
/// Connections at once; whoever comes then waits at the door of the operating system.
const CONNECTIONS: usize = 4096;

async fn listen(app: crate::app::App) -> Result<(), String> {
    let address = app.config.listen.clone();
    let listener = tokio::net::TcpListener::bind(&address)
        .await
        .map_err(|cause| format!("cannot listen on {address}: {cause}; choose another with --listen 127.0.0.1:8081"))?;
    serve(listener, app, stopped()).await
}

/// Serves a site on a listener until `stop` is done; then no connection is taken any more and open requests are finished.
///
/// # Errors
/// A sentence for the operator.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: crate::app::App,
    stop: impl Future<Output = ()>,
) -> Result<(), String> {
    let router = crate::routes::router(app.clone());
    let mut jobs = tokio::task::JoinSet::new();
    jobs.spawn(crate::jobs::run(app.clone()));
    jobs.spawn(crate::nightly::run(app));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut connections = tokio::task::JoinSet::new();
    let open = GracefulShutdown::new();
    let places = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        // Those that have ended are forgotten.
        while connections.try_join_next().is_some() {}
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place.map_err(|cause| format!("the server stopped: {cause}"))?,
            () = &mut stop => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(cause) => {
                    // One connection that broke off, or no file handles left for a moment.
                    tracing::warn!(%cause, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let peer = axum::Extension(crate::pages::operations::health::Peer(peer));
        let service = TowerToHyperService::new(tower::Layer::layer(&peer, router.clone()));
        let connection = open.watch(server.serve_connection(TokioIo::new(Patient::new(stream)), service));
        connections.spawn(async move {
            if let Err(cause) = connection.await {
                tracing::debug!(%cause, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    // A part that has begun is finished on its own thread; the next start goes on from there.
    jobs.shutdown().await;
    if tokio::time::timeout(LAST, open.shutdown()).await.is_err() {
        say("some requests did not finish in time");
    }
    Ok(())
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => {
                let _asked = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _asked = interrupt.await;
    }
    say("stopping: open requests are finished first");
}

fn start_log(filter: &str, format: LogFormat) -> Result<(), String> {
    let filter =
        tracing_subscriber::EnvFilter::try_new(filter).map_err(|cause| format!("log = \"{filter}\": {cause}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    }
    .map_err(|cause| format!("cannot start the log: {cause}"))
}

/// True when the folder holds a site already.
#[must_use]
pub fn has_site(data: &Path) -> bool {
    data.join("hoctap.db").exists()
}
