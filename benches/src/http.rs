//! A client that keeps its connection, as plain as can be, so that the measured time is the server's; and a server in this
//! process.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use hoctap::app::App;
use tokio::sync::oneshot;

use crate::Stopped;

/// One kept connection.
pub struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(address: SocketAddr) -> Result<Self, Stopped> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request and reads the answer: status and body.
    ///
    /// # Errors
    /// When the connection breaks or the answer is none.
    pub fn send(&mut self, method: &str, path: &str, heads: &str, body: &str) -> Result<(u16, Vec<u8>), Stopped> {
        let length = body.len();
        let request =
            format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{heads}content-length: {length}\r\n\r\n{body}");
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
        let (mut length, mut chunked) = (0, false);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let head = line.trim().to_ascii_lowercase();
            if head.is_empty() {
                break;
            }
            if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            chunked |= head == "transfer-encoding: chunked";
        }
        let mut body = Vec::new();
        while chunked {
            line.clear();
            self.stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16)?;
            let mut chunk = vec![0; size + 2];
            self.stream.read_exact(&mut chunk)?;
            chunk.truncate(size);
            body.extend(chunk);
            chunked = size > 0;
        }
        if length > 0 {
            body.resize(length, 0);
            self.stream.read_exact(&mut body)?;
        }
        Ok((status, body))
    }

    /// Opens a path; anything but 200 is an error.
    ///
    /// # Errors
    /// That, and a broken connection.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>, Stopped> {
        match self.send("GET", path, "", "")? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("{path}: {status} {}", String::from_utf8_lossy(&body)).into()),
        }
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// The program's server over a site.
    ///
    /// # Errors
    /// When it cannot start.
    pub fn of(app: App) -> Result<Self, Stopped> {
        Self::start(move |listener, stop| {
            Box::pin(async move {
                let stop = async {
                    let _stopped = stop.await;
                };
                hoctap::commands::serve::serve(listener, app, stop).await
            })
        })
    }

    /// A bare one.
    ///
    /// # Errors
    /// When it cannot start.
    pub fn bare(router: axum::Router) -> Result<Self, Stopped> {
        Self::start(move |listener, stop| {
            Box::pin(async move {
                let stop = async {
                    let _stopped = stop.await;
                };
                let served = axum::serve(listener, router).with_graceful_shutdown(stop).await;
                served.map_err(|cause| cause.to_string())
            })
        })
    }

    fn start(
        serve: impl FnOnce(
            tokio::net::TcpListener,
            oneshot::Receiver<()>,
        ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), String>>>>
        + Send
        + 'static,
    ) -> Result<Self, Stopped> {
        let (stop, stopped) = oneshot::channel();
        let (told, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            let Ok(runtime) = runtime else { return };
            runtime.block_on(async move {
                let Ok(listener) = tokio::net::TcpListener::bind("127.0.0.1:0").await else { return };
                let Ok(address) = listener.local_addr() else { return };
                let _heard = told.send(address);
                let _served = serve(listener, stopped).await;
            });
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        });
        Ok(Self { address: address.recv()?, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _gone = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// How many requests a second so many clients get answered in so long.
///
/// # Errors
/// Any client's.
pub fn rate(
    clients: usize,
    time: std::time::Duration,
    one: impl Fn(usize, usize) -> Result<Box<dyn FnMut(usize) -> Result<(), Stopped>>, Stopped> + Sync,
) -> Result<f64, Stopped> {
    let gate = std::sync::Barrier::new(clients + 1);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..clients)
            .map(|nth| {
                let (gate, one) = (&gate, &one);
                scope.spawn(move || -> Result<(usize, f64), Stopped> {
                    let made = one(nth, clients);
                    gate.wait();
                    let mut act = made?;
                    let began = std::time::Instant::now();
                    let mut done = 0;
                    while began.elapsed() < time {
                        act(done)?;
                        done += 1;
                    }
                    Ok((done, began.elapsed().as_secs_f64()))
                })
            })
            .collect();
        gate.wait();
        let mut rate = 0.0;
        for thread in running {
            let (done, seconds) = thread.join().map_err(|_| "a client panicked")??;
            rate += f64::from(u32::try_from(done)?) / seconds;
        }
        Ok(rate)
    })
}
