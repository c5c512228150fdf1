//! A connection outside the pool, and what the server says on it unasked.

use std::pin::Pin;

use async_trait::async_trait;
use futures_util::{Stream, stream};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{AsyncMessage, Client, Config, Error, Socket};

use super::fault::Fault;

/// How a connection is made, whatever it is made over.
#[async_trait]
pub(super) trait Dial: Send + Sync {
    /// A connection. It carries nothing unless its messages are read.
    async fn dial(&self) -> Result<(Client, Messages), Fault>;
}

/// What the server says unasked, until the connection ends.
pub(super) type Messages = Pin<Box<dyn Stream<Item = Result<AsyncMessage, Error>> + Send>>;

/// The address of a database and how it is spoken to.
pub(super) struct Line<T> {
    pub(super) config: Config,
    pub(super) tls: T,
}

#[async_trait]
impl<T> Dial for Line<T>
where
    T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
    T::Stream: Send + Sync,
    T::TlsConnect: Send + Sync,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    async fn dial(&self) -> Result<(Client, Messages), Fault> {
        let (client, mut connection) = self.config.connect(self.tls.clone()).await?;
        let messages = stream::poll_fn(move |context| connection.poll_message(context));
        Ok((client, Box::pin(messages)))
    }
}
