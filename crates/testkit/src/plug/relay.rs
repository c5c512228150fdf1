//! One connection, carried both ways until it ends or something happens to it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};

use super::fault::{Fault, Mishap, Way};

/// How a way ended for both of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    Closed,
    Reset,
}

/// The fault happens while `go_wrong` is set. What is carried is counted in `bytes`.
pub(super) async fn relay(
    mut client: TcpStream,
    mut server: TcpStream,
    (fault, go_wrong): (Option<Fault>, &AtomicBool),
    bytes: &AtomicU64,
) {
    let on = |way| fault.filter(|fault| fault.way == way);
    let broken = {
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        let up = carry(
            from_client,
            to_server,
            (on(Way::ToCentral), go_wrong),
            bytes,
        );
        let down = carry(
            from_server,
            to_client,
            (on(Way::ToWorkstation), go_wrong),
            bytes,
        );
        tokio::pin!(up, down);
        let (first, is_up) = tokio::select! {
            ended = &mut up => (ended, true),
            ended = &mut down => (ended, false),
        };
        match first {
            ControlFlow::Break(broken) => broken,
            // One way is done; the other may have something to say yet.
            ControlFlow::Continue(()) => {
                let other = if is_up { down.await } else { up.await };
                other.break_value().unwrap_or(Broken::Closed)
            }
        }
    };
    if broken == Broken::Reset {
        for socket in [&client, &server] {
            // Where that cannot be, it is closed.
            let _ = socket.set_zero_linger();
        }
    }
}

/// Carries one way to its end.
async fn carry(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    (mut fault, go_wrong): (Option<Fault>, &AtomicBool),
    carried: &AtomicU64,
) -> ControlFlow<Broken> {
    let mut passed: u64 = 0;
    let mut buffer = vec![0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let bytes = buffer.get(..count).unwrap_or_default();
        let end = passed + u64::try_from(count).unwrap_or(u64::MAX);
        let (well, badly) =
            match fault.take_if(|fault| fault.after < end && go_wrong.load(Ordering::SeqCst)) {
                None => (bytes, None),
                Some(Fault { after, mishap, .. }) => {
                    let at = usize::try_from(after.saturating_sub(passed)).unwrap_or(count);
                    let (well, rest) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
                    (well, Some((rest, mishap)))
                }
            };
        passed = end;
        if to.write_all(well).await.is_err() {
            break;
        }
        let count = u64::try_from(well.len()).unwrap_or(u64::MAX);
        carried.fetch_add(count, Ordering::SeqCst);
        let Some((rest, mishap)) = badly else {
            continue;
        };
        let went_on = match mishap {
            Mishap::Close => return ControlFlow::Break(Broken::Closed),
            Mishap::Reset => return ControlFlow::Break(Broken::Reset),
            Mishap::HalfClose => break,
            Mishap::Twice => twice(&mut to, rest).await,
            Mishap::Trickle => trickle(&mut to, rest).await,
            Mishap::Silence => silence(&mut from, &mut buffer).await,
        };
        if went_on.is_err() {
            break;
        }
    }
    // The receiver may be gone already.
    let _ = to.shutdown().await;
    ControlFlow::Continue(())
}

/// Takes what comes and passes nothing on, until nothing more comes.
async fn silence(from: &mut ReadHalf<'_>, buffer: &mut [u8]) -> std::io::Result<()> {
    while from.read(buffer).await? > 0 {}
    Ok(())
}

async fn twice(to: &mut WriteHalf<'_>, bytes: &[u8]) -> std::io::Result<()> {
    to.write_all(bytes).await?;
    to.write_all(bytes).await
}

async fn trickle(to: &mut WriteHalf<'_>, bytes: &[u8]) -> std::io::Result<()> {
    for byte in bytes {
        to.write_all(&[*byte]).await?;
        tokio::task::yield_now().await;
    }
    Ok(())
}
