//! A value that is wiped when it is dropped and that cannot be copied, printed, compared or serialised by accident.

use zeroize::Zeroize;

/// Holds a secret on the heap, so that moving the holder leaves no copy behind, and zeroizes it on drop.
///
/// It deliberately has no `Clone`, `Debug`, `Display`, `Serialize` or `PartialEq`.
pub struct Secret<T: Zeroize> {
    inner: Box<T>,
}

impl<T: Zeroize> Secret<T> {
    /// Takes charge of `value`. Copies the caller made before remain the caller's to wipe.
    pub fn new(value: T) -> Self {
        Self {
            inner: Box::new(value),
        }
    }

    /// The secret itself. Every call is preceded by an `EXPOSE` comment that says why it is needed.
    pub fn expose(&self) -> &T {
        &self.inner
    }

    /// For building the secret in place.
    pub(crate) fn expose_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        T::zeroize(&mut self.inner);
    }
}
