//! A program that holds keys leaves none of its memory behind when it dies. The window's own is looked at in its test `lock`.

use std::fs;

use charthold_testkit::programs::{Premises, Server};

#[tokio::test(flavor = "multi_thread")]
async fn of_the_servers_no_core_dump_is_written() {
    let premises = Premises::open().await;
    for server in [Server::Central, Server::Keys] {
        let process = premises.servers.process(server).expect("it runs");
        let limits = fs::read_to_string(format!("/proc/{process}/limits")).expect("Linux says");
        let sizes = limits
            .lines()
            .find_map(|line| line.strip_prefix("Max core file size"));
        let sizes: Vec<&str> = sizes.expect("a limit").split_whitespace().collect();
        // What is asked for, and what may be asked for.
        assert_eq!(sizes[..2], ["0", "0"]);
    }
}
