//! logind, on the system bus: sleep, the lid, and our own session.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;

use zbus::connection::Builder;
use zbus::export::serde::Serialize;
use zbus::names::MemberName;
use zbus::zvariant::{DynamicDeserialize, DynamicType, OwnedFd, OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message};

use super::bus::{Bus, Presence, owner_changed};
use crate::sign::{Property, Speaker, Standing, of_signal};
use crate::{Buses, Leaving};

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const MANAGER_PATH: &str = "/org/freedesktop/login1";

/// Follows the bus until it goes.
pub(crate) async fn follow<F, Carried>(
    buses: &Buses,
    standing: &mut Standing,
    on_leaving: &F,
) -> zbus::Result<Infallible>
where
    F: Fn(Leaving) -> Carried + Send + Sync,
    Carried: Future<Output = ()> + Send,
{
    let builder = match &buses.system {
        Some(address) => Builder::address(address.as_str())?,
        None => Builder::system()?,
    };
    let mut bus = Bus::reach(builder).await?;
    bus.listen_for_owner(LOGIND).await?;
    bus.listen(LOGIND, MANAGER, Some(MANAGER_PATH)).await?;
    bus.listen(LOGIND, PROPERTIES, Some(MANAGER_PATH)).await?;
    let mut login = Login::default();
    tell(login.meet(&bus, buses, standing).await?, on_leaving).await;
    loop {
        let message = bus.next_signal().await?;
        match owner_changed(&message) {
            Some((_, Presence::Come)) => {
                tell(login.meet(&bus, buses, standing).await?, on_leaving).await;
            }
            // The delay is kept: logind knows it still when it starts again, and what is heard late must not end the next one's.
            Some((_, Presence::Gone)) => {}
            None => {
                tell(login.hear(&bus, &message, standing).await, on_leaving).await;
                login.delay_or_let_go(&bus, &message).await;
            }
        }
    }
}

async fn tell<F, Carried>(all: Vec<Leaving>, on_leaving: &F)
where
    F: Fn(Leaving) -> Carried + Send + Sync,
    Carried: Future<Output = ()> + Send,
{
    for leaving in all {
        on_leaving(leaving).await;
    }
}

/// What is held of logind.
#[derive(Default)]
struct Login {
    /// Where our session stands.
    session: Option<OwnedObjectPath>,
    /// Sleep waits for as long as this is held.
    delay: Option<OwnedFd>,
}

impl Login {
    /// logind is there, or may be: finds our session, reads how things stand, and delays sleep. What it does not answer is left for when it
    /// comes again.
    async fn meet(
        &mut self,
        bus: &Bus,
        buses: &Buses,
        standing: &mut Standing,
    ) -> zbus::Result<Vec<Leaving>> {
        let found = find_session(&bus.connection, buses.login_session.as_deref()).await;
        if let Some(path) = found.filter(|path| self.session.as_ref() != Some(path)) {
            // Told first and read after, so that nothing falls between.
            for interface in [SESSION, PROPERTIES] {
                bus.listen(LOGIND, interface, Some(path.as_str())).await?;
            }
            self.session = Some(path);
        }
        let mut left = Vec::new();
        for speaker in [Speaker::Manager, Speaker::Session] {
            for property in Property::of(speaker) {
                let value = self.read(bus, speaker, *property).await;
                left.extend(value.and_then(|value| standing.hear(*property, value)));
            }
        }
        self.delay = delay_sleep(&bus.connection).await;
        Ok(left)
    }

    /// What a signal means.
    async fn hear(&self, bus: &Bus, message: &Message, standing: &mut Standing) -> Vec<Leaving> {
        let header = message.header();
        let (Some(speaker), Some(interface), Some(member)) = (
            self.speaker_of(message),
            header.interface(),
            header.member(),
        ) else {
            return Vec::new();
        };
        let body = message.body();
        if interface.as_str() != PROPERTIES {
            let flag = body.deserialize::<bool>().ok();
            return of_signal(speaker, member.as_str(), flag)
                .into_iter()
                .collect();
        }
        let mut left = Vec::new();
        let Ok((_, changed, unsaid)) = body.deserialize::<Changed>() else {
            return left;
        };
        for property in Property::of(speaker) {
            let value = match changed.get(property.name()) {
                Some(value) => bool::try_from(value).ok(),
                None if unsaid.iter().any(|name| name == property.name()) => {
                    self.read(bus, speaker, *property).await
                }
                None => None,
            };
            left.extend(value.and_then(|value| standing.hear(*property, value)));
        }
        left
    }

    /// Lets sleep come when it was announced, which was carried out by now; delays the next one after waking.
    async fn delay_or_let_go(&mut self, bus: &Bus, message: &Message) {
        let header = message.header();
        let member = header.member().map(MemberName::as_str);
        if self.speaker_of(message) != Some(Speaker::Manager) || member != Some("PrepareForSleep") {
            return;
        }
        self.delay = match message.body().deserialize::<bool>() {
            Ok(false) => delay_sleep(&bus.connection).await,
            _ => None,
        };
    }

    async fn read(&self, bus: &Bus, speaker: Speaker, property: Property) -> Option<bool> {
        let interface = match speaker {
            Speaker::Session => SESSION,
            Speaker::Manager | Speaker::Saver => MANAGER,
        };
        let what = (interface, property.name());
        let asked = bus
            .connection
            .call_method(
                Some(LOGIND),
                self.path_of(speaker)?,
                Some(PROPERTIES),
                "Get",
                &what,
            )
            .await;
        let value: OwnedValue = asked.ok()?.body().deserialize().ok()?;
        bool::try_from(value).ok()
    }

    fn speaker_of(&self, message: &Message) -> Option<Speaker> {
        let header = message.header();
        let path = header.path()?.as_str();
        let speakers = [Speaker::Manager, Speaker::Session];
        speakers
            .into_iter()
            .find(|speaker| self.path_of(*speaker) == Some(path))
    }

    fn path_of(&self, speaker: Speaker) -> Option<&str> {
        match speaker {
            Speaker::Manager => Some(MANAGER_PATH),
            Speaker::Session => self.session.as_ref().map(|path| path.as_str()),
            Speaker::Saver => None,
        }
    }
}

/// Interface, properties with their values, properties without.
type Changed = (String, HashMap<String, OwnedValue>, Vec<String>);

/// Our session: the named one, else the one this process is in, else the one of this person's desktop, which may start programs outside of any.
async fn find_session(connection: &Connection, named: Option<&str>) -> Option<OwnedObjectPath> {
    if let Some(id) = named {
        let found = ask(connection, "GetSession", &(id,)).await;
        if found.is_some() {
            return found;
        }
    }
    let found = ask(connection, "GetSessionByPID", &(std::process::id(),)).await;
    if found.is_some() {
        return found;
    }
    ask(connection, "GetSession", &("auto",)).await
}

/// Holds sleep back for as long as what it answers is held; without it, sleep may come before the lock.
async fn delay_sleep(connection: &Connection) -> Option<OwnedFd> {
    let why = (
        "sleep",
        "Charthold",
        "Charts are locked before sleep",
        "delay",
    );
    ask(connection, "Inhibit", &why).await
}

/// Asks logind; no answer and a refusal are alike.
async fn ask<Question, Answer>(
    connection: &Connection,
    method: &str,
    question: &Question,
) -> Option<Answer>
where
    Question: Serialize + DynamicType + Sync,
    Answer: for<'said> DynamicDeserialize<'said>,
{
    let asked = connection
        .call_method(Some(LOGIND), MANAGER_PATH, Some(MANAGER), method, question)
        .await;
    asked.ok()?.body().deserialize().ok()
}
