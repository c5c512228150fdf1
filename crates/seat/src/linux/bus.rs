//! One connection: what is asked to be told there, and what was told, in the order it was said.

use std::time::Duration;

use futures_util::StreamExt as _;
use zbus::connection::Builder;
use zbus::fdo::DBusProxy;
use zbus::message::Type;
use zbus::{Connection, MatchRule, Message, MessageStream};

/// A bus we listen to. Everything comes through one stream, so that nothing overtakes anything.
pub(crate) struct Bus {
    pub(crate) connection: Connection,
    told: MessageStream,
}

impl Bus {
    /// Connects.
    pub(crate) async fn reach(builder: Builder<'_>) -> zbus::Result<Self> {
        let connection = builder.method_timeout(ANSWER).build().await?;
        let told = MessageStream::from(&connection);
        Ok(Self { connection, told })
    }

    /// Asks to be told the signals of `sender` with this interface, on `path` alone when there is one.
    pub(crate) async fn listen(
        &self,
        sender: &str,
        interface: &str,
        path: Option<&str>,
    ) -> zbus::Result<()> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(sender)?
            .interface(interface)?;
        let rule = match path {
            Some(path) => rule.path(path)?,
            None => rule,
        };
        self.ask_for(rule.build()).await
    }

    /// Asks to be told when the service comes, goes or comes again.
    pub(crate) async fn listen_for_owner(&self, service: &str) -> zbus::Result<()> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .arg(0, service)?;
        self.ask_for(rule.build()).await
    }

    async fn ask_for(&self, rule: MatchRule<'_>) -> zbus::Result<()> {
        let daemon = DBusProxy::new(&self.connection).await?;
        daemon.add_match_rule(rule).await?;
        Ok(())
    }

    /// The next signal.
    ///
    /// # Errors
    /// When the bus is gone.
    pub(crate) async fn next_signal(&mut self) -> zbus::Result<Message> {
        loop {
            let Some(message) = self.told.next().await else {
                return Err(zbus::Error::InputOutput(
                    std::io::Error::from(std::io::ErrorKind::BrokenPipe).into(),
                ));
            };
            let message = message?;
            if message.message_type() == Type::Signal {
                return Ok(message);
            }
        }
    }
}

/// The service that a message says has come or gone, and whether it is there now.
pub(crate) fn owner_changed(message: &Message) -> Option<(String, Presence)> {
    let header = message.header();
    if header.member()?.as_str() != "NameOwnerChanged" {
        return None;
    }
    let (service, _, owner): (String, String, String) = message.body().deserialize().ok()?;
    let presence = if owner.is_empty() {
        Presence::Gone
    } else {
        Presence::Come
    };
    Some((service, presence))
}

/// Whether a service is on the bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is there, for the first time or again.
    Come,
    /// It is not.
    Gone,
}

/// Who does not answer for so long is taken as not answering: what else is said must not wait for it.
const ANSWER: Duration = Duration::from_secs(5);
