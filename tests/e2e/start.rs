//! Starting on a home that cannot be opened yet: trying again is enough, nobody starts the program anew.

use crate::bare::Bare;
use crate::driver::App;
use crate::hospital::Ward;

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_another_window_held_opens_by_trying_again() {
    let ward = Ward::with(2).await;
    let holder = Bare::start(&ward.home).await;
    let app = App::open(&ward.home).await;
    app.read("[role=alert]", "home-in-use").await;
    app.click("[role=alert] button").await;
    app.read("[role=alert]", "home-in-use").await;
    holder.close().await;
    app.click("[role=alert] button").await;
    app.see("[data-testid=lock-screen]").await;
    // The worker runs: who was never here signs in, and the charts arrive.
    app.sign_in(&ward.nurse).await;
    app.see("[data-testid=ward-row][data-kind=open]").await;
    app.close().await;
}
