use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use charthold_crypto::{Entropy, Secret};

use crate::fixtures::Seeded;
use zeroize::Zeroize;

/// Counts how often it was wiped.
struct Watched(Arc<AtomicU32>);

impl Zeroize for Watched {
    fn zeroize(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn dropping_a_secret_wipes_it_once() {
    let wiped = Arc::new(AtomicU32::new(0));
    let secret = Secret::new(Watched(Arc::clone(&wiped)));
    // EXPOSE: looking is not wiping.
    let _ = secret.expose();
    assert_eq!(wiped.load(Ordering::SeqCst), 0);
    drop(secret);
    assert_eq!(wiped.load(Ordering::SeqCst), 1);
}

#[test]
fn moving_a_secret_moves_the_box_and_not_the_bytes() {
    let secret = Secret::new([7_u8; 32]);
    // EXPOSE: only its address is read.
    let before = std::ptr::from_ref(secret.expose());
    let moved = [secret];
    // EXPOSE: only its address is read.
    assert_eq!(std::ptr::from_ref(moved[0].expose()), before);
}

#[test]
fn a_borrowed_or_boxed_source_of_entropy_is_one() {
    fn draw(mut entropy: impl Entropy) -> [u8; 8] {
        let mut out = [0; 8];
        entropy.fill(&mut out);
        out
    }
    let boxed: Box<dyn Entropy> = Box::new(Seeded::new(1));
    let mut direct = Seeded::new(1);
    let borrowed: &mut dyn Entropy = &mut direct;
    assert_eq!(draw(borrowed), draw(boxed));
}
