//! Server-sent events as far as central sends them (WHATWG HTML §9.2): one line of data an event, and
//! comments. Chunks may be cut anywhere.

use charthold_protocol::Hints;

use super::connection::{Heard, Lost};

/// More in one event is none of ours.
const MAX_EVENT_BYTES: usize = 4 << 20;

/// What came and is no whole event yet.
#[derive(Debug, Default)]
pub(super) struct Events {
    pending: Vec<u8>,
}

impl Events {
    /// Takes a chunk.
    pub(super) fn take(&mut self, chunk: &[u8]) -> Result<(), Lost> {
        self.pending.extend_from_slice(chunk);
        if self.pending.len() > MAX_EVENT_BYTES {
            return Err(Lost::default());
        }
        Ok(())
    }

    /// The next whole event, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<Heard>, Lost> {
        let Some(end) = self.pending.windows(2).position(|two| two == b"\n\n") else {
            return Ok(None);
        };
        let event: Vec<u8> = self.pending.drain(..end + 2).collect();
        let data = event
            .split(|byte| *byte == b'\n')
            .find_map(|line| line.strip_prefix(b"data:"));
        match data {
            None => Ok(Some(Heard::Alive)),
            Some(data) => read(data).map(Some),
        }
    }
}

/// One message, however it came.
pub(super) fn read(json: &[u8]) -> Result<Heard, Lost> {
    let hints: Result<Hints, _> = serde_json::from_slice(json);
    hints.map(Heard::Hints).map_err(|_| Lost::default())
}
