//! Memory for keys that the system does not write to its swap space: blocks that are locked when they are made and stay so as long as
//! the process lives, in which each key has a place. A system locks pages, not keys, and does not count who wants it: unlocking where one
//! key was would unlock its neighbours.

use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroize;

const KEY_BYTES: usize = 32;
/// A block is 4 KiB, a page of most machines.
const PLACES: usize = 128;

/// Whether keys are kept from the swap space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMemory {
    /// All of them are.
    Locked,
    /// The system refused for some: raise the limit (`ulimit -l`), or keep swap space encrypted.
    Partly,
}

/// What was told when memory for keys was made in this process, so far.
#[must_use]
pub fn key_memory() -> KeyMemory {
    if pool().refused {
        KeyMemory::Partly
    } else {
        KeyMemory::Locked
    }
}

/// 32 bytes for a key: zero when taken; wiped, and free for another, when dropped.
pub(crate) struct Place(Option<&'static mut [u8; KEY_BYTES]>);

impl Place {
    pub(crate) fn take() -> Self {
        let mut pool = pool();
        if pool.free.is_empty() {
            pool.grow();
        }
        Self(pool.free.pop())
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        self.0.as_deref().expect(HELD)
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; KEY_BYTES] {
        self.0.as_deref_mut().expect(HELD)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(bytes) = self.0.take() {
            bytes.zeroize();
            pool().free.push(bytes);
        }
    }
}

const HELD: &str = "a place is held until it is dropped";

struct Pool {
    free: Vec<&'static mut [u8; KEY_BYTES]>,
    refused: bool,
}

impl Pool {
    fn grow(&mut self) {
        let block = Box::leak(Box::new([[0; KEY_BYTES]; PLACES]));
        match region::lock(block.as_ptr(), PLACES * KEY_BYTES) {
            // For as long as the process lives.
            Ok(guard) => std::mem::forget(guard),
            // Keys are needed all the same; whoever asks is told.
            Err(_) => self.refused = true,
        }
        self.free.extend(block);
    }
}

static POOL: Mutex<Pool> = Mutex::new(Pool {
    free: Vec::new(),
    refused: false,
});

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_zero_when_it_is_taken_whatever_was_in_it() {
        let mut places: Vec<Place> = (0..3 * PLACES).map(|_| Place::take()).collect();
        for (number, place) in places.iter_mut().enumerate() {
            assert_eq!(place.bytes(), &[0; KEY_BYTES]);
            place
                .bytes_mut()
                .fill(u8::try_from(number % 255).unwrap() + 1);
        }
        for (number, place) in places.iter().enumerate() {
            let byte = u8::try_from(number % 255).unwrap() + 1;
            assert_eq!(place.bytes(), &[byte; KEY_BYTES], "nobody else has it");
        }
        drop(places);
        let again = Place::take();
        assert_eq!(again.bytes(), &[0; KEY_BYTES]);
    }

    /// As the kernel says of the memory around a key: `lo` is "pages are locked in memory" (proc(5)).
    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_says_that_a_keys_pages_are_locked() {
        let key = Place::take();
        let flags = flags_of(key.bytes().as_ptr().addr());
        assert_eq!(key_memory(), KeyMemory::Locked);
        assert!(flags.split(' ').any(|flag| flag == "lo"), "{flags}");
        let elsewhere = Box::new([0_u8; 1 << 20]);
        let flags = flags_of(elsewhere.as_ptr().addr());
        assert!(!flags.split(' ').any(|flag| flag == "lo"), "{flags}");
    }

    #[cfg(target_os = "linux")]
    fn flags_of(address: usize) -> String {
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut is_around = false;
        for line in maps.lines() {
            let first = line.split(' ').next().unwrap_or_default();
            if let Some((from, to)) = first.split_once('-') {
                let [from, to] = [from, to].map(|text| usize::from_str_radix(text, 16));
                is_around =
                    matches!((from, to), (Ok(from), Ok(to)) if (from..to).contains(&address));
            }
            if let Some(flags) = line.strip_prefix("VmFlags:")
                && is_around
            {
                return flags.trim().to_owned();
            }
        }
        panic!("no mapping is around it");
    }
}
