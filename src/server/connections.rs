//! Connections: a slow or silent client costs a few bytes and nobody's time.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// How long a client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest head of a request, in bytes; hyper's buffer for it may not be smaller than 8 KiB.
const LONGEST_HEAD: usize = 16 * 1024;

/// So many connections that have ended may be kept in mind, however few are open.
const FEW: usize = 64;

/// Accepts connections for ever, `most` at a time; the oldest gives way to the newest.
pub(super) async fn serve(listener: TcpListener, router: Router, most: usize) {
    let mut held = Held::new(most);
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // The system has no more to give; some connection will end.
            Err(_) => {
                held.give_way(most / 2);
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
        };
        let task = tokio::spawn(connection(stream, router.clone()));
        held.add(task.abort_handle());
    }
}

/// The connections that are held, the oldest first.
struct Held {
    tasks: VecDeque<AbortHandle>,
    most: usize,
    /// With so many it is time to forget those that have ended.
    full: usize,
}

impl Held {
    fn new(most: usize) -> Self {
        Self {
            tasks: VecDeque::new(),
            most,
            full: FEW.min(most),
        }
    }

    /// Holds one more, which may cost the oldest.
    fn add(&mut self, task: AbortHandle) {
        if self.tasks.len() >= self.full {
            self.give_way(self.most - 1);
            self.full = (2 * self.tasks.len()).clamp(FEW.min(self.most), self.most);
        }
        self.tasks.push_back(task);
    }

    /// Forgets the connections that have ended, for each keeps its memory until then, and ends
    /// the oldest of the others until `most` are left.
    fn give_way(&mut self, most: usize) {
        self.tasks.retain(|one| !one.is_finished());
        let more = self.tasks.len().saturating_sub(most);
        self.tasks.drain(..more).for_each(|oldest| oldest.abort());
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // A small answer should not wait for a larger one.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    // What a client does wrong is its own affair: it is told by hyper, or it is gone.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    /// Lets `work` happen where tasks can run.
    fn run(work: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(work);
    }

    #[test]
    fn a_connection_that_has_ended_is_forgotten() {
        run(async {
            let mut held = Held::new(8_192);
            for _ in 0..10 * FEW {
                let task = tokio::spawn(ready(()));
                held.add(task.abort_handle());
                task.await.unwrap();
                assert!(held.tasks.len() <= FEW);
            }
        });
    }

    #[test]
    fn the_oldest_gives_way_to_the_newest() {
        run(async {
            let mut held = Held::new(100);
            let mut tasks: Vec<_> = Vec::new();
            for _ in 0..150 {
                let task = tokio::spawn(pending::<()>());
                held.add(task.abort_handle());
                tasks.push(task);
            }
            tokio::task::yield_now().await;
            let open: Vec<bool> = tasks.iter().map(|task| !task.is_finished()).collect();
            assert_eq!(open[..50], [false; 50]);
            assert_eq!(open[50..], [true; 100]);
        });
    }
}
