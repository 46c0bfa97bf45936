//! Connections on which nothing can be sent any more, because nobody reads at the other end, are given up: an answer on its
//! way holds memory, a place and perhaps a file on disk. Must not know what is sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// So long nothing at all may be taken from an answer. On the slowest of lines what the system has put by for it takes a while.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// Each time so long was waited in all, at least [`LEAST`] bytes must have been taken meanwhile: about 440 bytes a second.
pub const WINDOW: Duration = Duration::from_secs(600);
/// See [`WINDOW`].
pub const LEAST: usize = 256 * 1024;

/// A connection that breaks off with `TimedOut` when what is to be sent is not taken for [`PATIENCE`], or so slowly that it
/// would never end.
pub struct Patient<S> {
    stream: S,
    waits: Option<(Pin<Box<Sleep>>, Instant)>,
    waited: Duration,
    taken: usize,
}

impl<S> Patient<S> {
    /// Over a connection.
    pub const fn new(stream: S) -> Self {
        Self { stream, waits: None, waited: Duration::ZERO, taken: 0 }
    }

    /// What became of a try to send. The clock begins with the first one that has to wait, and wakes whoever serves the
    /// connection, who then tries again and is told.
    fn sent(&mut self, context: &mut Context<'_>, done: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(sent) = done {
            if let Some((_, since)) = self.waits.take() {
                self.waited = self.waited.saturating_add(since.elapsed());
            }
            self.taken = self.taken.saturating_add(sent.as_ref().copied().unwrap_or(0));
            if self.waited >= WINDOW {
                if self.taken < LEAST {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
                (self.waited, self.taken) = (Duration::ZERO, 0);
            }
            return Poll::Ready(sent);
        }
        let (waits, _) = self.waits.get_or_insert_with(|| (Box::pin(tokio::time::sleep(PATIENCE)), Instant::now()));
        ready!(waits.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        let done = Pin::new(&mut own.stream).poll_write(context, bytes);
        own.sent(context, done)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        let done = Pin::new(&mut own.stream).poll_write_vectored(context, bytes);
        own.sent(context, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_reads_slowly_is_waited_for_and_who_does_not_read_is_not() {
        let (ours, mut theirs) = tokio::io::duplex(8);
        let mut ours = Patient::new(ours);
        let slow = async {
            for _ in 0..4 {
                tokio::time::sleep(PATIENCE - Duration::from_secs(1)).await;
                theirs.read_exact(&mut [0; 8]).await.unwrap();
            }
        };
        let (sent, ()) = tokio::join!(ours.write_all(&[7; 32]), slow);
        sent.unwrap();
        ours.write_all(&[7; 8]).await.unwrap();
        let begun = tokio::time::Instant::now();
        let told = ours.write_all(&[7; 8]).await.unwrap_err();
        assert_eq!(told.kind(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() < PATIENCE * 2 && begun.elapsed() >= PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_a_little_now_and_then_is_not_waited_for_without_end() {
        async fn taken(each: usize, of: usize) -> io::Result<Duration> {
            let (ours, mut theirs) = tokio::io::duplex(each);
            let mut ours = Patient::new(ours);
            let begun = Instant::now();
            let slow = async move {
                let mut bytes = vec![0; each];
                while theirs.read_exact(&mut bytes).await.is_ok() {
                    tokio::time::sleep(PATIENCE / 2).await;
                }
            };
            let (sent, ()) = tokio::join!(
                async move {
                    let all = vec![7; of];
                    ours.write_all(&all).await
                },
                slow
            );
            sent.map(|()| begun.elapsed())
        }
        assert_eq!(taken(64, 4096).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        // A slow line all the same takes what is needed: a large file over an hour.
        assert!(taken(48 * 1024, 64 * 48 * 1024).await.unwrap() > WINDOW * 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_served_answer_nobody_reads_is_dropped() {
        use hyper_util::rt::TokioIo;
        struct Told(Option<tokio::sync::oneshot::Sender<()>>);
        impl Drop for Told {
            fn drop(&mut self) {
                let _gone = self.0.take().unwrap().send(());
            }
        }
        impl hyper::body::Body for Told {
            type Data = hyper::body::Bytes;
            type Error = io::Error;
            fn poll_frame(
                self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Result<hyper::body::Frame<Self::Data>, io::Error>>> {
                Poll::Ready(Some(Ok(hyper::body::Frame::data(vec![7; 65_536].into()))))
            }
        }
        let (ours, mut theirs) = tokio::io::duplex(1024);
        theirs.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let (gone, dropped) = tokio::sync::oneshot::channel();
        let body = std::sync::Mutex::new(Some(Told(Some(gone))));
        let service = hyper::service::service_fn(move |_| {
            let body = body.lock().unwrap().take().unwrap();
            std::future::ready(Ok::<_, io::Error>(hyper::Response::new(body)))
        });
        let served =
            hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(Patient::new(ours)), service);
        let ended = tokio::time::timeout(PATIENCE * 3, served).await.expect("an end before long");
        assert!(ended.is_err());
        dropped.await.unwrap();
        drop(theirs);
    }
}
