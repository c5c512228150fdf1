//! What may go wrong with a connection, and where in it.

use charthold_crypto::Entropy;

/// Which way bytes travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From a workstation to central.
    ToCentral,
    /// From central to a workstation.
    ToWorkstation,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Both sides see the connection end in order.
    Close,
    /// Both sides see it reset.
    Reset,
    /// The receiver sees its end; the other way goes on.
    HalfClose,
    /// The bytes that come next arrive twice.
    Twice,
    /// The bytes that come next arrive one by one.
    Trickle,
    /// Nothing that comes next arrives, and the connection stays. Not drawn: a client notices by its patience alone.
    Silence,
}

/// One mishap on one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// On which way.
    pub way: Way,
    /// After so many bytes on that way.
    pub after: u64,
    /// What happens.
    pub mishap: Mishap,
}

impl Fault {
    /// A fault somewhere: before the handshake, in it, in the first requests, in what is large, each as often as the others.
    #[must_use]
    pub fn draw(chance: &mut dyn Entropy) -> Self {
        let (from, to) = pick(
            chance,
            (0, 16),
            &[(16, 1_200), (1_200, 6_000), (6_000, 60_000)],
        );
        let others = [
            Mishap::Reset,
            Mishap::HalfClose,
            Mishap::Twice,
            Mishap::Trickle,
        ];
        Self {
            way: pick(chance, Way::ToCentral, &[Way::ToWorkstation]),
            after: from + number(chance) % (to - from),
            mishap: pick(chance, Mishap::Close, &others),
        }
    }
}

fn pick<T: Copy>(chance: &mut dyn Entropy, first: T, others: &[T]) -> T {
    let count = u64::try_from(others.len()).unwrap_or(0) + 1;
    let place = usize::try_from(number(chance) % count).unwrap_or(0);
    others.get(place).copied().unwrap_or(first)
}

fn number(chance: &mut dyn Entropy) -> u64 {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}
