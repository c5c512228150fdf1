//! The master key in a security module, by PKCS#11: one AES-256 key of the token for each version, named
//! `charthold-master-<install>-v<N>`, which the module makes and never gives away. Keys are wrapped by AES-256-GCM in the
//! module: `iv[12] ‖ ciphertext[32] ‖ tag[16]`, with what the wrap is bound to as additional data.

mod cipher;
mod session;

use std::path::PathBuf;

use charthold_crypto::{Entropy, Secret};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;

use self::session::{Open, Token, TokenError};
use super::{MasterKey, versioned};
use crate::KeysError;

/// Where the token is, and what opens it.
#[derive(Clone, Debug)]
pub(crate) struct TokenPlace {
    /// The vendor's library.
    pub(crate) module: PathBuf,
    /// The token's label.
    pub(crate) token: String,
    /// The user's PIN is the line in this file.
    pub(crate) pin_file: PathBuf,
}

/// A [`MasterKey`] in a security module.
pub(crate) struct TokenMaster {
    /// What the label of every version begins with.
    prefix: String,
    token: Token,
}

impl TokenMaster {
    /// Makes version 1 in the token for the key service `install`.
    pub(crate) fn make(place: TokenPlace, install: &str) -> Result<Self, KeysError> {
        let master = Self::of(place, install);
        master.token.with_session(|open| {
            if master.newest_in(&open.session)?.is_some() {
                return Err(KeysError::AlreadyInitialised.into());
            }
            master.generate(&open.session, 1)
        })?;
        Ok(master)
    }

    /// Finds what [`Self::make`] made.
    pub(crate) fn open(place: TokenPlace, install: &str) -> Result<Self, KeysError> {
        let master = Self::of(place, install);
        master.newest()?;
        Ok(master)
    }

    fn of(place: TokenPlace, install: &str) -> Self {
        Self {
            prefix: format!("charthold-master-{install}-v"),
            token: Token::new(place),
        }
    }

    fn generate(&self, session: &Session, version: u32) -> Result<(), TokenError> {
        let template = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::Wrap(false),
            Attribute::Unwrap(false),
            Attribute::ValueLen(32.into()),
            Attribute::Label(format!("{}{version}", self.prefix).into_bytes()),
        ];
        session.generate_key(&Mechanism::AesKeyGen, &template)?;
        Ok(())
    }

    /// The newest version in the token, if there is any of this key service.
    fn newest_in(&self, session: &Session) -> Result<Option<u32>, TokenError> {
        let mut newest = None;
        for key in session.find_objects(&[Attribute::Class(ObjectClass::SECRET_KEY)])? {
            for attribute in session.get_attributes(key, &[AttributeType::Label])? {
                if let Attribute::Label(label) = attribute {
                    newest = newest.max(version_in(&label, &self.prefix));
                }
            }
        }
        Ok(newest)
    }

    /// The key of `version`, when it is one that cannot leave the module.
    fn find(&self, open: &Open, version: u32) -> Result<ObjectHandle, TokenError> {
        if let Some(key) = open.found.borrow().get(&version) {
            return Ok(*key);
        }
        let key = self.look(&open.session, version)?;
        open.found.borrow_mut().insert(version, key);
        Ok(key)
    }

    fn look(&self, session: &Session, version: u32) -> Result<ObjectHandle, TokenError> {
        let label = format!("{}{version}", self.prefix).into_bytes();
        let named = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::Label(label),
        ];
        let key = match session.find_objects(&named)?.as_slice() {
            [] => return Err(KeysError::MasterVersionMissing { version }.into()),
            [key] => *key,
            _ => {
                let what = "the token (two keys of one version)";
                return Err(KeysError::Damaged { what }.into());
            }
        };
        let asked = [AttributeType::Sensitive, AttributeType::Extractable];
        let found = session.get_attributes(key, &asked)?;
        let guarded = found.contains(&Attribute::Sensitive(true))
            && found.contains(&Attribute::Extractable(false));
        if guarded {
            Ok(key)
        } else {
            Err(KeysError::TokenKeyExtractable.into())
        }
    }
}

impl MasterKey for TokenMaster {
    fn newest(&self) -> Result<u32, KeysError> {
        self.token
            .with_session(|open| self.newest_in(&open.session))?
            .ok_or(KeysError::MasterVersionMissing { version: 1 })
    }

    fn wrap(
        &self,
        version: u32,
        context: &[u8],
        key: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, KeysError> {
        let mut iv = [0; 12];
        entropy.fill(&mut iv);
        let context = versioned(context, version);
        self.token.with_session(|open| {
            let master = self.find(open, version)?;
            cipher::encrypt(&open.session, master, (iv, &context), key)
        })
    }

    fn unwrap(
        &self,
        version: u32,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Secret<[u8; 32]>, KeysError> {
        let context = versioned(context, version);
        self.token.with_session(|open| {
            let master = self.find(open, version)?;
            cipher::decrypt(&open.session, master, &context, wrapped)
        })
    }

    fn rotate(&self, _: &mut dyn Entropy) -> Result<u32, KeysError> {
        self.token.with_session(|open| {
            let newest = self.newest_in(&open.session)?.unwrap_or_default();
            self.generate(&open.session, newest + 1)?;
            Ok(newest + 1)
        })
    }
}

/// The version that `label` names, when it begins with `prefix`.
fn version_in(label: &[u8], prefix: &str) -> Option<u32> {
    let label = std::str::from_utf8(label).ok()?;
    let version: u32 = label.strip_prefix(prefix)?.parse().ok()?;
    (version > 0).then_some(version)
}

#[cfg(test)]
mod tests;
