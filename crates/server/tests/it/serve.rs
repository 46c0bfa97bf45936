//! The listener itself: who sends too slowly is shown out, who is being answered when the server stops is answered.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::kit::Site;

/// Sends what is given to a server on its own and returns what comes back until the connection is closed. Time is not
/// waited for: whenever everybody waits, it jumps to the next thing that is due.
fn sent(pieces: &'static [&'static str]) -> String {
    let site = Site::new(false).unwrap();
    let app = site.app.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let answer = runtime.block_on(async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let stopped = async move {
            stopped.await.ok();
        };
        let server = tokio::spawn(hoctap::commands::serve::serve(listener, app, stopped));
        let mut stream = TcpStream::connect(address).await.unwrap();
        for piece in pieces {
            stream.write_all(piece.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    });
    drop(runtime);
    site.check();
    answer
}

#[test]
fn a_request_is_answered_piece_by_piece_or_whole() {
    let answer = sent(&["GET /about HTTP/1.1\r\nHost: x\r\n", "Connection: close\r\n\r\n"]);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("</html>"), "{answer}");
}

#[test]
fn a_connection_that_never_ends_its_request_is_closed() {
    for said in [
        &["GET /about HTTP/1.1\r\nHost: x\r\n", "X-Slow: 1\r\n"] as &[_],
        // Nothing at all, and the beginning of a protocol that is not spoken here.
        &[],
        &["PRI * HTTP"],
    ] {
        let answer = sent(said);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{said:?}: {answer}");
    }
}

#[test]
fn a_body_that_stops_coming_is_given_up() {
    let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\n";
    let answer = sent(Box::leak(vec![head, "login=hoa"].into_boxed_slice()));
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}
