use charthold_crypto::{CryptoError, Entropy, SigningSecret, Totp};
use charthold_domain::PersonId;

use super::{Sealer, uri};

struct Counted(u8);

impl Entropy for Counted {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
    }
}

const PERSON: PersonId = PersonId::from_bytes([1; 16]);

#[test]
fn what_is_sealed_for_one_person_opens_for_nobody_else_and_under_no_other_key() {
    let mut entropy = Counted(1);
    let signing = SigningSecret::make(&mut entropy);
    let sealer = Sealer::of(&signing);
    let totp = Totp::make(&mut entropy);
    let mut sealed = sealer.seal(PERSON, &totp, &mut entropy);
    let secret = totp.expose_bytes();
    assert!(
        !sealed
            .windows(8)
            .any(|part| secret.windows(8).any(|bytes| bytes == part))
    );
    let opened = Sealer::of(&signing).open(PERSON, &sealed).unwrap();
    assert_eq!(opened.code_at(59), totp.code_at(59));
    let other = PersonId::from_bytes([2; 16]);
    let not_opened = |sealer: &Sealer, person, sealed: &[u8]| {
        assert_eq!(
            sealer.open(person, sealed).err(),
            Some(CryptoError::NotOpened)
        );
    };
    not_opened(&sealer, other, &sealed);
    let foreign = Sealer::of(&SigningSecret::make(&mut Counted(2)));
    not_opened(&foreign, PERSON, &sealed);
    sealed[70] ^= 1;
    not_opened(&sealer, PERSON, &sealed);
    not_opened(&sealer, PERSON, &[]);
}

#[test]
fn a_link_names_hospital_and_account_and_nothing_breaks_out_of_it() {
    let totp = Totp::make(&mut Counted(1));
    let base32 = totp.base32();
    let link = uri("St. Mary's & Sons: Ward/4", "t?berg&secret=x", &totp);
    assert_eq!(
        *link.expose(),
        format!(
            "otpauth://totp/St.%20Mary%27s%20%26%20Sons%3A%20Ward%2F4:t%3Fberg%26secret%3Dx?secret={}\
             &issuer=St.%20Mary%27s%20%26%20Sons%3A%20Ward%2F4",
            base32.expose()
        )
    );
}
