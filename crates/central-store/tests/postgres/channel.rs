//! Words between centrals: heard by all who listen, by nobody after a line that ended, and with no
//! privilege at all; and whose connections there are, whoever asks.

use charthold_central_store::{Hospital, MAX_WORD_BYTES, Neighbours, PostgresStore, Writer};
use tokio_postgres::NoTls;

use crate::cluster::{Cluster, SUPERUSER};

async fn opened(cluster: &Cluster, login: &str) -> PostgresStore {
    let url = cluster.url_as(login, "charthold");
    PostgresStore::open(&url).await.unwrap()
}

/// The database as its owner made it, and a login that may do nothing but serve.
async fn served() -> (PostgresStore, PostgresStore, Cluster) {
    let cluster = Cluster::start().unwrap();
    let owner = opened(&cluster, "charthold").await;
    let login = "CREATE ROLE serving LOGIN IN ROLE charthold_app";
    cluster.sql("charthold", "charthold", login).unwrap();
    let serving = opened(&cluster, "serving").await;
    (owner, serving, cluster)
}

#[tokio::test]
async fn what_one_says_all_hear_in_order() {
    let (one, two, _cluster) = served().await;
    let (one, two) = (one.channel().unwrap(), two.channel().unwrap());
    let mut hear = [one.listen().await.unwrap(), two.listen().await.unwrap()];
    let longest = "x".repeat(MAX_WORD_BYTES);
    let said = ["a", "it's", &longest, "a", ""];
    for (nth, word) in said.iter().enumerate() {
        let speaker = if nth % 2 == 0 { &one } else { &two };
        speaker.say(word).await.unwrap();
    }
    for hearing in &mut hear {
        for word in said {
            assert_eq!(hearing.next().await.as_deref(), Some(word));
        }
    }
    one.say(&"x".repeat(MAX_WORD_BYTES + 1)).await.unwrap_err();
    one.say("goes on").await.unwrap();
    assert_eq!(hear[1].next().await.as_deref(), Some("goes on"));
}

#[tokio::test]
async fn a_line_that_was_cut_is_said_to_have_ended() {
    let (one, _two, cluster) = served().await;
    let channel = one.channel().unwrap();
    let mut hearing = channel.listen().await.unwrap();
    channel.say("before").await.unwrap();
    assert_eq!(hearing.next().await.as_deref(), Some("before"));
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'charthold-store'";
    cluster.sql(SUPERUSER, "charthold", cut).unwrap();
    assert_eq!(hearing.next().await, None);
    let mut hearing = channel.listen().await.unwrap();
    if channel.say("after").await.is_err() {
        // The connection that says words was cut, too, and that is known now.
        channel.say("after").await.unwrap();
    }
    assert_eq!(hearing.next().await.as_deref(), Some("after"));
}

#[tokio::test]
async fn whoever_can_write_is_seen_by_all() {
    let (one, two, cluster) = served().await;
    let channels = [one.channel().unwrap(), two.channel().unwrap()];
    let seen = async |expected: &[Writer]| {
        for channel in &channels {
            let mut writers = channel.list_writers().await.unwrap();
            writers.sort_unstable();
            assert_eq!(writers, expected);
        }
    };
    seen(&[]).await;
    let [first, second] = &channels;
    first.enter(1);
    seen(&[]).await;
    one.find_hospital().await.unwrap();
    second.enter(2);
    two.find_hospital().await.unwrap();
    seen(&[Writer::Life(1), Writer::Life(2)]).await;

    // A program from before there were words.
    let folder = cluster.folder().to_str().unwrap();
    let place =
        format!("host={folder} user=serving dbname=charthold application_name=charthold-central");
    let (older, line) = tokio_postgres::connect(&place, NoTls).await.unwrap();
    let line = tokio::spawn(line);
    seen(&[Writer::Life(1), Writer::Life(2), Writer::Unnamed]).await;
    drop(older);
    line.await.unwrap().unwrap();
    until_gone(&cluster).await;
    seen(&[Writer::Life(1), Writer::Life(2)]).await;
}

/// The server notices soon that a client went, not at once.
async fn until_gone(cluster: &Cluster) {
    let count =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'charthold-central'";
    while cluster.sql(SUPERUSER, "charthold", count).unwrap().trim() != "0" {
        tokio::task::yield_now().await;
    }
}
