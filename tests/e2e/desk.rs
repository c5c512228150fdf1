//! The desk the app stands on: the X display, its keyboard and its picture. Keys go through the XTEST
//! extension, so that the app gets them as from a real keyboard and nothing in it is remote-controlled.

use std::collections::HashMap;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat, InputFocus,
    KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keysym, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

const SHIFT: Keysym = 0xffe1;
const CONTROL: Keysym = 0xffe3;
const ALT: Keysym = 0xffe9;
const TAB: Keysym = 0xff09;
const ENTER: Keysym = 0xff0d;

pub(crate) struct Desk {
    x: RustConnection,
    root: Window,
    keys: HashMap<Keysym, (u8, bool)>,
}

impl Desk {
    /// Sits down at the display of this session.
    pub(crate) fn sit_down() -> Self {
        let (x, screen) = x11rb::connect(None).expect("there is a display");
        let setup = x.setup();
        let root = setup.roots[screen].root;
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let mapping = x
            .get_keyboard_mapping(first, last - first + 1)
            .expect("it can be asked")
            .reply()
            .expect("a keyboard has keys");
        let mut keys = HashMap::new();
        let levels = usize::from(mapping.keysyms_per_keycode);
        for (code, symbols) in (first..=last).zip(mapping.keysyms.chunks(levels)) {
            for (symbol, shifted) in symbols.iter().zip([false, true]) {
                keys.entry(*symbol).or_insert((code, shifted));
            }
        }
        Self { x, root, keys }
    }

    /// The visible window of the process, if it has one.
    pub(crate) fn window_of(&self, process: u32) -> Option<Window> {
        let name = self.x.intern_atom(false, b"_NET_WM_PID").ok()?;
        let pid = name.reply().ok()?.atom;
        let tree = self.x.query_tree(self.root).ok()?.reply().ok()?;
        tree.children.into_iter().find(|window| {
            self.number_of(*window, pid) == Some(process) && self.is_visible(*window)
        })
    }

    fn number_of(&self, window: Window, property: u32) -> Option<u32> {
        let asked = self
            .x
            .get_property(false, window, property, AtomEnum::CARDINAL, 0, 1);
        asked.ok()?.reply().ok()?.value32()?.next()
    }

    fn is_visible(&self, window: Window) -> bool {
        let asked = self.x.get_window_attributes(window).ok();
        let answer = asked.and_then(|asked| asked.reply().ok());
        answer.is_some_and(|attributes| attributes.map_state == MapState::VIEWABLE)
    }

    /// Gives the window the keyboard.
    pub(crate) fn focus(&self, window: Window) {
        self.x
            .set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)
            .expect("it can be sent")
            .check()
            .expect("a visible window takes the keyboard");
    }

    /// Asks the window to close, as the cross in its corner does (ICCCM 4.2.8.1).
    pub(crate) fn close(&self, window: Window) {
        let [protocols, delete] = ["WM_PROTOCOLS", "WM_DELETE_WINDOW"].map(|name| {
            let asked = self.x.intern_atom(false, name.as_bytes());
            let answer = asked.expect("it can be asked").reply();
            answer.expect("every display has it").atom
        });
        let data = [delete, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, protocols, data);
        self.x
            .send_event(false, window, EventMask::NO_EVENT, message)
            .expect("it can be sent")
            .check()
            .expect("the window is there");
    }

    /// How many pixels of the window have this colour (0xRRGGBB).
    pub(crate) fn pixels_of(&self, window: Window, colour: u32) -> usize {
        let Some(picture) = self.picture(window) else {
            return 0;
        };
        picture
            .chunks_exact(4)
            .filter(|pixel| {
                let seen = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], 0]);
                seen == colour
            })
            .count()
    }

    fn picture(&self, window: Window) -> Option<Vec<u8>> {
        let size = self.x.get_geometry(window).ok()?.reply().ok()?;
        let (width, height) = (size.width, size.height);
        let asked = self
            .x
            .get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, !0);
        Some(asked.ok()?.reply().ok()?.data)
    }

    pub(crate) fn type_text(&self, text: &str) {
        for letter in text.chars() {
            // A Latin-1 character is its own keysym.
            self.strike(u32::from(letter), &[]);
        }
    }

    pub(crate) fn press_tab(&self) {
        self.strike(TAB, &[]);
    }

    pub(crate) fn press_enter(&self) {
        self.strike(ENTER, &[]);
    }

    pub(crate) fn press_control(&self, letter: char) {
        self.strike(u32::from(letter), &[CONTROL]);
    }

    pub(crate) fn press_alt(&self, letter: char) {
        self.strike(u32::from(letter), &[ALT]);
    }

    fn strike(&self, symbol: Keysym, holding: &[Keysym]) {
        let (code, shifted) = self.keys[&symbol];
        let shift = shifted.then_some(SHIFT);
        let held: Vec<u8> = holding
            .iter()
            .chain(shift.iter())
            .map(|symbol| self.keys[symbol].0)
            .collect();
        for key in &held {
            self.key(KEY_PRESS_EVENT, *key);
        }
        self.key(KEY_PRESS_EVENT, code);
        self.key(KEY_RELEASE_EVENT, code);
        for key in held.iter().rev() {
            self.key(KEY_RELEASE_EVENT, *key);
        }
    }

    fn key(&self, event: u8, code: u8) {
        self.x
            .xtest_fake_input(event, code, 0, self.root, 0, 0, 0)
            .expect("it can be sent")
            .check()
            .expect("the display has the XTEST extension");
    }
}
