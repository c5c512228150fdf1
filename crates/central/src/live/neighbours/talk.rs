//! Saying, hearing and looking, each by itself: what hangs in one does not hold the others. Nobody who
//! writes waits for any of it.

use std::sync::Arc;
use std::time::Duration;

use charthold_central_store::Hearing;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Interval, MissedTickBehavior, interval, sleep, timeout};

use super::{Neighbours, Word};
use crate::central::Central;
use crate::live::News;
use crate::metrics::WordCount;

/// What is announced within this goes in one word.
const GATHER: Duration = Duration::from_millis(30);
/// The longest wait before another try.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(5);

/// A central that is in touch with others, until it ends.
pub(crate) struct Talk {
    ending: watch::Sender<bool>,
    saying: JoinHandle<()>,
    listening: [JoinHandle<()>; 2],
}

impl Talk {
    /// Gets in touch, where there may be others: they know of this central before it takes anything.
    pub(crate) async fn begin(central: &Arc<Central>) -> Option<Self> {
        let part = Part {
            neighbours: Arc::clone(central.live.neighbours.as_ref()?),
            central: Arc::clone(central),
        };
        part.say(false).await;
        // From here on whoever does not hear this central knows that there is one they do not hear.
        part.neighbours.channel.enter(part.neighbours.life);
        // A connection that is seen; a store that does not answer is every request's own trouble.
        let _ = central.store.load_epoch().await;
        let (ending, ended) = watch::channel(false);
        Some(Self {
            ending,
            saying: tokio::spawn(part.clone().keep_saying(ended)),
            listening: [
                tokio::spawn(part.clone().keep_hearing()),
                tokio::spawn(part.keep_looking()),
            ],
        })
    }

    /// Says what there is to say, and that it is all. Nothing may be taken any more.
    pub(crate) async fn end(self) {
        self.ending.send_replace(true);
        // Others find out by themselves when it cannot be said.
        let _ = timeout(FAREWELL, self.saying).await;
        self.listening.iter().for_each(JoinHandle::abort);
    }
}

/// One of the three.
#[derive(Clone)]
struct Part {
    central: Arc<Central>,
    neighbours: Arc<Neighbours>,
}

impl Part {
    async fn keep_saying(self, mut ending: watch::Receiver<bool>) {
        let mut beat = self.beat();
        let mut failures = 0;
        loop {
            let gathering = async {
                tokio::select! {
                    () = self.neighbours.waiting.notified() => sleep(GATHER).await,
                    _ = beat.tick() => {}
                }
                // Who cannot be reached is not knocked at with every push.
                sleep(self.wait_after(failures)).await;
            };
            tokio::select! {
                () = told_to_end(&mut ending) => break,
                () = gathering => {}
            }
            failures = if self.say(false).await {
                0
            } else {
                failures.saturating_add(1)
            };
        }
        self.say(true).await;
    }

    /// Says what waits; answers whether it was said.
    async fn say(&self, leaves: bool) -> bool {
        let word = self.neighbours.next_word(leaves);
        let said = self.neighbours.channel.say(&word.to_text()).await;
        if let Err(error) = &said {
            tracing::warn!(%error, "other centrals were not told");
            // It may have been said, or not: they look.
            self.neighbours.outbox().lose();
            self.central.metrics.count_word(WordCount::Unsaid);
        } else {
            self.central.metrics.count_word(WordCount::Said);
        }
        said.is_ok()
    }

    async fn keep_hearing(self) {
        let mut failures = 0;
        loop {
            match self.neighbours.channel.listen().await {
                Ok(hearing) => {
                    let is_heard = self.follow(hearing).await;
                    failures = if is_heard { 0 } else { failures };
                }
                Err(error) => tracing::warn!(%error, "other centrals are not heard"),
            }
            failures += 1;
            sleep(self.wait_after(failures)).await;
        }
    }

    /// Takes words until the line is gone or deaf; answers whether any came.
    async fn follow(&self, mut hearing: Hearing) -> bool {
        self.neighbours
            .lives()
            .listen(self.central.clock.boot_time());
        // The first word that comes back says that the way works: it is not waited for.
        self.neighbours.waiting.notify_one();
        let mut is_heard = false;
        loop {
            match timeout(self.neighbours.heartbeat, hearing.next()).await {
                Ok(Some(text)) => {
                    self.take(&text);
                    is_heard = true;
                }
                Ok(None) => break,
                Err(_) => {}
            }
            let now = self.central.clock.boot_time();
            if self.neighbours.lives().is_deaf(now) {
                break;
            }
        }
        self.neighbours.lives().stop_listening();
        self.judge();
        is_heard
    }

    fn take(&self, text: &str) {
        let Some(word) = Word::read(text) else {
            self.central.metrics.count_word(WordCount::Strange);
            return;
        };
        self.central.metrics.count_word(WordCount::Heard);
        let now = self.central.clock.boot_time();
        let is_missed = self.neighbours.lives().hear(now, &word);
        let is_own = word.life == self.neighbours.life;
        let mut news = if is_own { Vec::new() } else { word.news };
        if is_missed {
            news.push(News::Missed);
        }
        self.pass_on(news);
    }

    async fn keep_looking(self) {
        let mut beat = self.beat();
        loop {
            beat.tick().await;
            // Also while the store does not answer.
            self.judge();
            if let Ok(writers) = self.neighbours.channel.list_writers().await {
                let now = self.central.clock.boot_time();
                self.neighbours.lives().look(now, writers);
                self.judge();
            }
        }
    }

    fn judge(&self) {
        let now = self.central.clock.boot_time();
        let is_missed = self.neighbours.lives().judge(now);
        if is_missed {
            self.pass_on(vec![News::Missed]);
        }
    }

    fn pass_on(&self, news: Vec<News>) {
        if news.contains(&News::Missed) {
            self.central.metrics.count_word(WordCount::Missed);
        }
        self.central.live.hear(news);
    }

    fn beat(&self) -> Interval {
        let mut beat = interval(self.neighbours.heartbeat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat
    }

    fn wait_after(&self, failures: u32) -> Duration {
        let chance = u64::from_be_bytes(self.central.chance.make_bytes());
        wait_after(failures, self.neighbours.heartbeat, chance)
    }
}

/// Before the next try: anywhere between nothing and `longest_first`, twice as long with each further
/// failure, so that several centrals do not knock at once at a database that came back.
pub(super) fn wait_after(failures: u32, longest_first: Duration, chance: u64) -> Duration {
    let Some(doublings) = failures.checked_sub(1) else {
        return Duration::ZERO;
    };
    let times = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
    let longest = longest_first.saturating_mul(times).min(LONGEST_WAIT);
    let longest = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(chance % longest.saturating_add(1))
}

async fn told_to_end(ending: &mut watch::Receiver<bool>) {
    if ending.wait_for(|ending| *ending).await.is_err() {
        // Nobody can tell any more; central goes on for as long as the program does.
        std::future::pending::<()>().await;
    }
}
