//! The threads that share the work.

use std::sync::mpsc;
use std::thread;

/// What recursion in libraries may take; what it can be, their limits say.
const STACK_BYTES: usize = 8 << 20;

/// Begins as many threads as there are processors, or as many as are to be had: where there are
/// none, all is done on the one that there is.
#[expect(
    clippy::disallowed_methods,
    reason = "how many threads there are is none of the library's business"
)]
pub(super) fn prepare() {
    let wanted = std::env::var("RAYON_NUM_THREADS");
    let wanted = wanted.ok().and_then(|count| count.parse().ok());
    let processors = || thread::available_parallelism().map_or(1, usize::from);
    let wanted = wanted.filter(|count| *count > 0).unwrap_or_else(processors);
    let mut waiting: Vec<_> = (0..wanted).map_while(|_| begin()).collect();
    let pool = rayon::ThreadPoolBuilder::new();
    // Of two in one process the first counts.
    let _ = if waiting.is_empty() {
        pool.num_threads(1).use_current_thread().build_global()
    } else {
        pool.num_threads(waiting.len())
            .spawn_handler(|work| {
                let waits = waiting.pop().ok_or(std::io::ErrorKind::WouldBlock)?;
                waits
                    .send(work)
                    .map_err(|_| std::io::ErrorKind::WouldBlock.into())
            })
            .build_global()
    };
}

/// A thread that waits for its work.
fn begin() -> Option<mpsc::Sender<rayon::ThreadBuilder>> {
    let (sender, work) = mpsc::channel::<rayon::ThreadBuilder>();
    let thread = thread::Builder::new().stack_size(STACK_BYTES);
    let begun = thread.spawn(move || {
        if let Ok(work) = work.recv() {
            work.run();
        }
    });
    begun.ok().map(|_| sender)
}
