//! How centrals that serve one store at once reach each other. Only words go this way, which wake
//! somebody: what is true is in the store. What a word says is central's.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::mpsc;

use crate::StoreError;

/// Whether a store may have several centrals.
pub trait Neighbours {
    /// How they reach each other; `None` where a store has one central.
    fn channel(&self) -> Option<Arc<dyn Channel>>;
}

/// Words to everybody who listens on the same store, whoever says them included. Nothing is kept:
/// who does not listen at the moment never hears them.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Hears what is said from now on.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Database`].
    async fn listen(&self) -> Result<Hearing, StoreError>;

    /// Says a word of at most [`MAX_WORD_BYTES`], in no transaction of anybody's and on another
    /// connection than the one that listens: what is heard has come by the way that others' words come.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Database`]: it may have been said all the same.
    async fn say(&self, word: &str) -> Result<(), StoreError>;

    /// From now on every connection that can write says whose it is.
    fn enter(&self, life: u64);

    /// Whose connections there are at this moment that can write, this program's own included.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Database`].
    async fn list_writers(&self) -> Result<Vec<Writer>, StoreError>;
}

/// A longer word is not carried.
pub const MAX_WORD_BYTES: usize = 7999;

/// Who has a connection that can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writer {
    /// A central that entered.
    Life(u64),
    /// A central that did not: an older program, which says no words.
    Unnamed,
}

/// What is said while this is held.
pub struct Hearing {
    words: mpsc::Receiver<String>,
    _line: Box<dyn Any + Send + Sync>,
}

impl Hearing {
    /// Words as they come over `line`, which ends with this.
    pub(crate) fn new(words: mpsc::Receiver<String>, line: impl Any + Send + Sync) -> Self {
        Self {
            words,
            _line: Box::new(line),
        }
    }

    /// The next word; `None` when the line is gone. Dropped before it is ready, it has lost nothing.
    pub async fn next(&mut self) -> Option<String> {
        self.words.recv().await
    }
}
