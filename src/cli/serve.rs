//! `zhiban serve`: starts the service, says where it is, and stops it when it is told to.

use std::path::PathBuf;

use tokio::signal::unix::{SignalKind, signal};

use super::CommandError;
use crate::app::App;

pub(super) fn serve(config: Option<PathBuf>, port: Option<u16>) -> Result<(), CommandError> {
    let mut config = super::settings(config)?;
    config.server.port = port.unwrap_or(config.server.port);
    let store = super::open(&config)?;
    let app = App::build(config, store, &super::world())?;
    println!("zhiban listens at {}", app.service.base_url);
    let waited = wait_for_signal().map_err(CommandError::Signal);
    tracing::info!("stopping");
    app.stop()?;
    waited
}

pub(super) fn wait_for_signal() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            _ = interrupt.recv() => Ok(()),
        }
    })
}
