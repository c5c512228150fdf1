//! The screen saver of the desktop, on the bus of the session, under the names that desktops give it.

use std::convert::Infallible;
use std::future::Future;

use zbus::Message;
use zbus::connection::Builder;
use zbus::proxy::{CacheProperties, MethodFlags, Proxy};

use super::bus::{Bus, Presence, owner_changed};
use crate::sign::{Speaker, of_signal};
use crate::{Buses, Leaving};

/// Name on the bus, which is its interface too, and where it is asked.
const SAVERS: [(&str, &str); 2] = [
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
    ),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
];

/// Follows the bus until it goes.
pub(crate) async fn follow<F, Carried>(buses: &Buses, on_leaving: &F) -> zbus::Result<Infallible>
where
    F: Fn(Leaving) -> Carried + Send + Sync,
    Carried: Future<Output = ()> + Send,
{
    let builder = match &buses.session {
        Some(address) => Builder::address(address.as_str())?,
        None => Builder::session()?,
    };
    let mut bus = Bus::reach(builder).await?;
    for (name, _) in SAVERS {
        // Wherever it stands: desktops disagree on the path.
        bus.listen(name, name, None).await?;
        bus.listen_for_owner(name).await?;
    }
    for (name, path) in SAVERS {
        if is_active(&bus, name, path).await {
            on_leaving(Leaving::ScreenLocked).await;
        }
    }
    loop {
        let message = bus.next_signal().await?;
        let left = match owner_changed(&message) {
            Some((service, Presence::Come)) => came_active(&bus, &service).await,
            Some((_, Presence::Gone)) => None,
            None => meaning(&message),
        };
        if let Some(leaving) = left {
            on_leaving(leaving).await;
        }
    }
}

async fn came_active(bus: &Bus, service: &str) -> Option<Leaving> {
    let (name, path) = SAVERS.into_iter().find(|(name, _)| *name == service)?;
    is_active(bus, name, path)
        .await
        .then_some(Leaving::ScreenLocked)
}

fn meaning(message: &Message) -> Option<Leaving> {
    let header = message.header();
    let interface = header.interface()?.as_str();
    if !SAVERS.iter().any(|(name, _)| *name == interface) {
        return None;
    }
    let flag = message.body().deserialize::<bool>().ok();
    of_signal(Speaker::Saver, header.member()?.as_str(), flag)
}

/// Whether the screen is covered now. Nobody is started to answer it, and no answer is "no".
async fn is_active(bus: &Bus, name: &str, path: &str) -> bool {
    let asked = async {
        let saver: Proxy<'_> = zbus::proxy::Builder::new(&bus.connection)
            .destination(name)?
            .path(path)?
            .interface(name)?
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        let flags = MethodFlags::NoAutoStart.into();
        saver
            .call_with_flags::<_, _, bool>("GetActive", flags, &())
            .await
    };
    matches!(asked.await, Ok(Some(true)))
}
