//! The preview server: shows one state of the site after another.
//!
//! What must stay true:
//!
//! - A request is answered from memory, out of one [`Generation`]; no path of it reaches the
//!   disk, and nothing it holds ends the program.
//! - Only this machine may ask, by its own names, and no page of another site may.
//! - What is injected exists only here. Nothing of the server can be published.
//! - No form that is filled in here is sent to anybody else.

mod absence;
mod answer;
mod client;
mod connections;
mod days;
mod door;
mod editor;
mod ending;
mod endpoint;
mod events;
mod facts;
mod findings;
mod forms;
mod gate;
mod generation;
mod inject;
mod limit;
mod marks;
mod moments;
mod watch;

pub(crate) use editor::{Desk, Editor, Opening};
pub(crate) use forms::{Forms, forms};
pub(crate) use gate::{Gate, Reach};
pub(crate) use generation::{Generation, pages};
pub(crate) use limit::connections;
pub(crate) use marks::marks;
pub(crate) use watch::{Followed, Touched, Watch};

use axum::routing::{get, post};
use axum::{Router, middleware};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::{io, mem, thread};
use tokio::sync::watch as channel;

/// What requests share.
pub(crate) struct Shared {
    gate: Gate,
    /// Known to the pages that this run has shown, and to nobody else.
    token: String,
    current: RwLock<Arc<Generation>>,
    changes: channel::Sender<u64>,
    /// What the window of the preview has to know.
    desk: Desk,
    /// The site as of other days.
    days: days::Days,
    /// When the site changes by itself.
    ahead: Mutex<Option<moments::Ahead>>,
}

impl Shared {
    /// What is shown now.
    fn generation(&self) -> Arc<Generation> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }
}

/// A running server.
pub(crate) struct Server {
    shared: Arc<Shared>,
}

impl Server {
    /// Answers on `listener` from now on, on a thread of its own. `most` connections are held
    /// at a time.
    ///
    /// # Errors
    /// When the system lets us have no thread or no socket.
    pub(crate) fn start(
        listener: TcpListener,
        gate: Gate,
        desk: Desk,
        first: Generation,
        most: usize,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            gate,
            token: token(),
            desk,
            days: days::Days::default(),
            ahead: Mutex::default(),
            changes: channel::Sender::new(first.number),
            current: RwLock::new(Arc::new(first)),
        });
        let router = router(Arc::clone(&shared));
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    // There is nothing to put in order: nothing of ours is on the disk.
                    tokio::spawn(async {
                        ending::asked_for().await;
                        std::process::exit(0);
                    });
                    if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                        connections::serve(listener, router, most).await;
                    }
                });
            })?;
        Ok(Self { shared })
    }

    /// Shows another state of the site, and tells every open page.
    pub(crate) fn show(&self, generation: Generation) {
        let number = generation.number;
        let mut generation = Arc::new(generation);
        let current = self.shared.current.write();
        let mut current = current.unwrap_or_else(PoisonError::into_inner);
        mem::swap(&mut *current, &mut generation);
        drop(current);
        self.shared.changes.send_replace(number);
        // What was shown before is taken apart here, where nobody waits: it is as large as the
        // site.
        drop(generation);
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/.annai/events", get(events::stream))
        .route("/.annai/facts", get(facts::tell))
        .route("/.annai/findings", get(findings::tell))
        .route("/.annai/moments", get(moments::tell))
        .route("/.annai/open", post(editor::open))
        .route("/.annai/words", get(client::start))
        .route("/.annai/{name}", get(client::file))
        .merge(endpoint::router())
        .fallback(answer::file)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&shared),
            door::door,
        ))
        .with_state(shared)
}

/// A secret that nobody can guess: the standard library seeds its hashers with random numbers
/// of the system.
fn token() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}

/// The next port after that of `address` that is free now, of so many.
pub(crate) fn next_free(address: SocketAddr, tries: u16) -> Option<u16> {
    let next = address.port().checked_add(1)?;
    let listener = listen(SocketAddr::new(address.ip(), next), tries).ok()?;
    listener.local_addr().ok().map(|own| own.port())
}

/// The first port from `wanted` on that is free; only `wanted` itself where it has to be that.
///
/// # Errors
/// Why none of them could be had.
pub(crate) fn listen(address: SocketAddr, tries: u16) -> io::Result<TcpListener> {
    let mut last = None;
    for offset in 0..tries {
        let Some(port) = address.port().checked_add(offset) else {
            break;
        };
        match TcpListener::bind(SocketAddr::new(address.ip(), port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}
