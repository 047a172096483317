//! Signals that would end the program without a word.

/// Has a file that grows past what the system allows (`ulimit -f`) be an error that can be told,
/// instead of a signal that ends the program.
#[cfg(unix)]
pub(super) fn survive_file_size_limit() {
    /// The number that Linux, macOS and the BSDs give to `SIGXFSZ`.
    const SIGXFSZ: i32 = 25;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    // Where there is no listener, the program dies of the signal as any other does.
    if let Ok(runtime) = runtime {
        let _guard = runtime.enter();
        // Once there has been a listener, the signal never ends the process again.
        let _ = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(SIGXFSZ));
    }
}

#[cfg(not(unix))]
pub(super) const fn survive_file_size_limit() {}
