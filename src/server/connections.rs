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

/// Accepts connections for ever, `most` at a time; the oldest gives way to the newest.
pub(super) async fn serve(listener: TcpListener, router: Router, most: usize) {
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // The system has no more to give; some connection will end.
            Err(_) => {
                open.retain(|one| !one.is_finished());
                give_way(&mut open, most / 2);
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
        };
        if open.len() >= most {
            open.retain(|one| !one.is_finished());
            give_way(&mut open, most - 1);
        }
        let task = tokio::spawn(connection(stream, router.clone()));
        open.push_back(task.abort_handle());
    }
}

/// Ends the oldest connections until `most` are left.
fn give_way(open: &mut VecDeque<AbortHandle>, most: usize) {
    while open.len() > most {
        if let Some(oldest) = open.pop_front() {
            oldest.abort();
        }
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
