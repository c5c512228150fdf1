//! One session with a token, opened when it is needed and again when the token was away. A PIN that was refused is not
//! tried twice, and the last try is left to a person: a locked token opens no chart.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use charthold_crypto::{Secret, sha256};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::object::ObjectHandle;
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;

use super::TokenPlace;
use crate::KeysError;
use crate::secret_file::read_secret;

/// Modules stay loaded to the end of the process: what they hold is the process's, whoever uses it.
static LOADED: Mutex<Vec<(PathBuf, Pkcs11)>> = Mutex::new(Vec::new());

/// A token, found by its label.
pub(super) struct Token {
    place: TokenPlace,
    state: Mutex<State>,
}

/// A session, logged in.
pub(super) struct Open {
    pub(super) session: Session,
    /// Keys that were found in it, by version: a hospital's module is a network away.
    pub(super) found: RefCell<BTreeMap<u32, ObjectHandle>>,
}

#[derive(Default)]
struct State {
    open: Option<Open>,
    /// The digest of a PIN that the token refused.
    refused: Option<[u8; 32]>,
}

/// What goes wrong in a session: ours to say, or the module's.
pub(super) enum TokenError {
    Keys(KeysError),
    Module(Error),
}

impl Token {
    pub(super) fn new(place: TokenPlace) -> Self {
        let state = Mutex::default();
        Self { place, state }
    }

    /// Lets `act` work in a session; once more in a fresh one, when the session was lost.
    pub(super) fn with_session<T>(
        &self,
        act: impl Fn(&Open) -> Result<T, TokenError>,
    ) -> Result<T, KeysError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = state.open.take() {
            match act(&open) {
                Err(TokenError::Module(error)) if is_lost(&error) => {}
                answer => return Self::keep(&mut state, open, answer),
            }
        }
        let open = Open {
            session: self.open_session(&mut state)?,
            found: RefCell::default(),
        };
        let answer = act(&open);
        Self::keep(&mut state, open, answer)
    }

    fn keep<T>(
        state: &mut State,
        open: Open,
        answer: Result<T, TokenError>,
    ) -> Result<T, KeysError> {
        match answer {
            Ok(done) => {
                state.open = Some(open);
                Ok(done)
            }
            Err(TokenError::Keys(error)) => {
                state.open = Some(open);
                Err(error)
            }
            Err(TokenError::Module(error)) => Err(failed("using the master key", error)),
        }
    }

    fn open_session(&self, state: &mut State) -> Result<Session, KeysError> {
        let module = load(&self.place.module)?;
        let slot = match find_slot(&module, &self.place.token)? {
            Some(slot) => slot,
            None => {
                // Some modules look for tokens at their start alone.
                restart(&module)?;
                find_slot(&module, &self.place.token)?.ok_or(KeysError::TokenMissing)?
            }
        };
        let opening = |error| failed("opening a session", error);
        let info = module.get_token_info(slot).map_err(opening)?;
        if info.user_pin_locked() {
            return Err(KeysError::TokenPinLocked);
        }
        if info.user_pin_final_try() {
            return Err(KeysError::TokenPinLastTry);
        }
        let pin = read_secret(&self.place.pin_file, "the token's PIN")?;
        // EXPOSE: to know it again, should the token refuse it.
        let digest = sha256(&[pin.expose().as_bytes()]);
        if state.refused == Some(digest) {
            return Err(KeysError::TokenPinRefused);
        }
        let session = module.open_rw_session(slot).map_err(opening)?;
        match log_in(&session, &pin) {
            Err(KeysError::TokenPinRefused) => {
                state.refused = Some(digest);
                Err(KeysError::TokenPinRefused)
            }
            answer => answer.map(|()| session),
        }
    }
}

fn log_in(session: &Session, pin: &Secret<String>) -> Result<(), KeysError> {
    // EXPOSE: to the token; the copy is wiped as this one is.
    let pin = AuthPin::from(pin.expose().as_str());
    match session.login(UserType::User, Some(&pin)) {
        // A login is of the process, not of the session.
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(Error::Pkcs11(
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange,
            _,
        )) => Err(KeysError::TokenPinRefused),
        Err(Error::Pkcs11(RvError::PinLocked, _)) => Err(KeysError::TokenPinLocked),
        Err(error) => Err(failed("logging in", error)),
    }
}

pub(super) fn load(path: &Path) -> Result<Pkcs11, KeysError> {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, module)) = loaded.iter().find(|(of, _)| of == path) {
        return Ok(module.clone());
    }
    // The cause would tell the path.
    let module = Pkcs11::new(path).map_err(|_| KeysError::ModuleUnusable)?;
    initialize(&module)?;
    loaded.push((path.to_owned(), module.clone()));
    Ok(module)
}

fn initialize(module: &Pkcs11) -> Result<(), KeysError> {
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(()),
        Err(error) => Err(failed("starting the module", error)),
    }
}

/// Ends every session of this process with the module; whoever has one finds it lost and opens another.
pub(super) fn restart(module: &Pkcs11) -> Result<(), KeysError> {
    match module.clone().finalize() {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiNotInitialized, _)) => initialize(module),
        Err(error) => Err(failed("starting the module anew", error)),
    }
}

pub(super) fn find_slot(module: &Pkcs11, label: &str) -> Result<Option<Slot>, KeysError> {
    let looking = |error| failed("looking for the token", error);
    for slot in module.get_slots_with_token().map_err(looking)? {
        // A slot that does not answer is not the one.
        if module
            .get_token_info(slot)
            .is_ok_and(|info| info.token_initialized() && info.label() == label)
        {
            return Ok(Some(slot));
        }
    }
    Ok(None)
}

/// Whether a fresh session may do better.
fn is_lost(error: &Error) -> bool {
    use RvError::{
        CryptokiNotInitialized, DeviceError, DeviceRemoved, FunctionFailed, GeneralError,
        KeyHandleInvalid, ObjectHandleInvalid, OperationActive, SessionClosed,
        SessionHandleInvalid, TokenNotPresent, UserNotLoggedIn,
    };

    matches!(
        error,
        Error::Pkcs11(
            CryptokiNotInitialized
                | DeviceError
                | DeviceRemoved
                | FunctionFailed
                | GeneralError
                | KeyHandleInvalid
                | ObjectHandleInvalid
                | OperationActive
                | SessionClosed
                | SessionHandleInvalid
                | TokenNotPresent
                | UserNotLoggedIn,
            _
        )
    )
}

fn failed(doing: &'static str, source: Error) -> KeysError {
    KeysError::Token {
        doing,
        source: Box::new(source),
    }
}

impl From<KeysError> for TokenError {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        Self::Module(error)
    }
}
