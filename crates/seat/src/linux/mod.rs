//! The two buses of a Linux desktop, each followed for good: one that is away is looked for again.

mod bus;
mod login;
mod saver;

use std::convert::Infallible;
use std::future::Future;

use futures_util::future::join;
use tokio::time::sleep;

use crate::sign::Standing;
use crate::{Buses, Leaving};

pub(crate) async fn watch<F, Carried>(buses: &Buses, on_leaving: &F)
where
    F: Fn(Leaving) -> Carried + Send + Sync,
    Carried: Future<Output = ()> + Send,
{
    let system = async {
        // Outlives a connection: a lid that is still closed was not closed again.
        let mut standing = Standing::default();
        loop {
            let _: zbus::Result<Infallible> = login::follow(buses, &mut standing, on_leaving).await;
            sleep(buses.wait).await;
        }
    };
    let session = async {
        loop {
            let _: zbus::Result<Infallible> = saver::follow(buses, on_leaving).await;
            sleep(buses.wait).await;
        }
    };
    join(system, session).await;
}
