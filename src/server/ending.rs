//! The end that the user asks for: Ctrl+C, or a kind word from the system.

/// Waits until somebody wants the program to end. Where that cannot be heard, the system ends
/// the program itself.
#[cfg(unix)]
pub(super) async fn asked_for() {
    use futures_util::future::select;
    use std::pin::pin;
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = signal(SignalKind::interrupt());
    let terminate = signal(SignalKind::terminate());
    if let (Ok(mut interrupt), Ok(mut terminate)) = (interrupt, terminate) {
        select(pin!(interrupt.recv()), pin!(terminate.recv())).await;
    } else {
        std::future::pending().await
    }
}

#[cfg(not(unix))]
pub(super) async fn asked_for() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
