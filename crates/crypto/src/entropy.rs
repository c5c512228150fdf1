//! Where randomness comes from. Chance is a parameter: whoever makes a key is handed its source, so that a test can
//! replay it and a reviewer can see it. Ids and jitter are not made here.

/// A source of uniformly random bytes fit for keys.
pub trait Entropy: Send {
    /// Overwrites all of `out` with random bytes.
    fn fill(&mut self, out: &mut [u8]);
}

impl<E: Entropy + ?Sized> Entropy for &mut E {
    fn fill(&mut self, out: &mut [u8]) {
        (**self).fill(out);
    }
}

impl<E: Entropy + ?Sized> Entropy for Box<E> {
    fn fill(&mut self, out: &mut [u8]) {
        (**self).fill(out);
    }
}

/// The operating system's generator (`getrandom(2)`, `ProcessPrng`, `getentropy`).
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(
        clippy::panic,
        reason = "a machine without randomness must make no key, and no caller could do better"
    )]
    fn fill(&mut self, out: &mut [u8]) {
        if getrandom::fill(out).is_err() {
            panic!("the operating system gave no randomness");
        }
    }
}
