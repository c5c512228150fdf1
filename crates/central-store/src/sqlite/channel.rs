//! A file has one central.

use std::sync::Arc;

use super::SqliteStore;
use crate::{Channel, Neighbours};

impl Neighbours for SqliteStore {
    fn channel(&self) -> Option<Arc<dyn Channel>> {
        None
    }
}
