//! What travels, byte for byte, as of each version of the exchange. Files in `1/` are what programs of version 1 send: they are
//! read for ever and never change. Times and signatures in them are made up.
//!
//! `CHARTHOLD_FREEZE_WIRE=1` writes the files that are not there yet, and none that are.

#[cfg(test)]
mod frozen;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod withdrawals;

use charthold_protocol::{HelloReply, HelloRequest, PullReply, PushReply};
use frozen::{decode, frozen, hold, hold_bytes, hold_json, with_one_more, without_last};
use sample::Messages;

/// The newest version's messages read as they are and are written as they were.
#[test]
fn messages_of_version_1_are_frozen() {
    let Messages {
        hello_request,
        hello_reply,
        push_request,
        push_reply,
        pull_request,
        pull_reply,
        donation,
        donation_reply,
        audit_push,
        audit_push_reply,
        keys_request,
        keys_reply,
        session_renewal,
    } = sample::messages();
    hold("hello-request", &hello_request);
    hold("hello-reply", &hello_reply);
    hold("push-request", &push_request);
    hold("push-reply", &push_reply);
    hold("pull-request", &pull_request);
    hold("pull-reply", &pull_reply);
    hold("donation", &donation);
    hold("donation-reply", &donation_reply);
    hold("audit-push", &audit_push);
    hold_bytes("audit-push-reply", &audit_push_reply);
    hold_bytes("keys-request", &keys_request);
    hold("keys-reply", &keys_reply);
    hold("session-renewal", &session_renewal);
    let (hello_request, hello_reply, pull_request) = sample::of_backups();
    hold("hello-request-of-backups", &hello_request);
    hold("hello-reply-of-backups", &hello_reply);
    hold("pull-request-of-backups", &pull_request);
    let (hello_request, hello_reply) = sample::of_conditions();
    hold("hello-request-of-conditions", &hello_request);
    hold("hello-reply-of-conditions", &hello_reply);
    hold("hello-reply-of-room", &sample::of_room());
    let (pull_request, push, push_reply, pull, pull_reply) = sample::of_blobs();
    hold("pull-request-of-blobs", &pull_request);
    hold("blob-push", &push);
    hold("blob-push-reply", &push_reply);
    hold("blob-pull", &pull);
    hold("blob-pull-reply", &pull_reply);
    hold("pull-reply-of-authors", &sample::of_authors());
    let (closed, withdrawn, wipe) = withdrawals::of_withdrawals();
    hold("hello-reply-of-closed", &closed);
    hold("hello-reply-of-withdrawn", &withdrawn);
    hold("wipe", &wipe);
}

/// What is put by and what is asked for and answered is read for ever.
#[test]
fn a_way_back_is_frozen() {
    hold("recovery-key", &recovery::key());
    let [device, person] = recovery::escrows();
    hold("escrow-of-device", &device);
    hold("escrow-of-person", &person);
    let (request, answer) = recovery::exchange();
    hold("recovery-request", &request);
    hold("recovery-answer", &answer);
}

/// Signing in travels as JSON.
#[test]
fn signing_in_is_frozen() {
    let (plain, with_code) = sign_in::requests();
    hold_json("session-request", &plain);
    hold_json("session-request-of-second-factor", &with_code);
    hold_json("password-change", &sign_in::change());
    let (set_up, link) = sign_in::set_up();
    hold_json("second-factor-request", &set_up);
    hold_json("second-factor-reply", &link);
    let (request, reply, proof) = sign_in::sign_on();
    hold_json("sign-on-request", &request);
    hold_json("sign-on-reply", &reply);
    hold_json("sign-on-proof", &proof);
    let (offer, answer) = sign_in::person_key();
    hold_json("person-key-offer", &offer);
    hold_json("person-key-reply", &answer);
    for (name, problem) in sign_in::problems() {
        hold_json(name, &problem);
    }
}

/// What a program of the next version adds is passed over, in a message and within it.
#[test]
fn what_a_newer_program_adds_is_passed_over() {
    let read = |name| with_one_more(&frozen(name));
    let reply: HelloReply = decode(&read("hello-reply"));
    assert_eq!(reply, sample::messages().hello_reply);
    let request: HelloRequest = decode(&read("hello-request"));
    assert_eq!(request, sample::messages().hello_request);
    let reply: PullReply = decode(&read("pull-reply"));
    assert_eq!(reply, sample::messages().pull_reply);
    let reply: PushReply = decode(&read("push-reply"));
    assert_eq!(reply, sample::messages().push_reply);
}

/// Fields that came with later programs of this version are absent in what earlier ones send.
#[test]
fn what_an_older_program_leaves_out_is_nothing() {
    let whole = sample::messages().hello_reply;
    let earlier = HelloReply {
        people: Vec::new(),
        ..whole
    };
    let without = without_last(&minicbor::to_vec(&earlier).expect("it is encoded"), 8);
    assert_eq!(decode::<HelloReply>(&without), earlier);
}
