//! Before a lock that the page did not ask for: it saves what was typed within the last second, and the place. It is not waited for
//! longer than a lock can wait.

use std::time::Duration;

use tauri::{AppHandle, Emitter, Manager};
use tokio::time::timeout;

use crate::closing::is_somebody_in;
use crate::shell::Shell;

/// How long a page may take: a second of saving, and the way there and back. logind gives a lock five before the machine sleeps.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Asks the page to save, and waits until it has or the patience is over.
pub(crate) async fn ask_page_to_save(app: &AppHandle) {
    if !is_somebody_in(app).await {
        return;
    }
    let page_saved = app.state::<Shell>().page_saved.clone();
    let saved = page_saved.notified();
    tokio::pin!(saved);
    // Listens before it asks: an answer is not missed.
    saved.as_mut().enable();
    if app.emit("save-asked", ()).is_ok() {
        let _ = timeout(PATIENCE, saved).await;
    }
}
