//! msg_container, checked whole before any of its messages is taken.

use crate::service::{Cursor, id};

/// The most messages that one container may hold (demand W-24).
pub const CONTAINER_MESSAGES_MAX: usize = 1024;

/// One message of a container, or a packet's only one.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) msg_id: i64,
    pub(super) seqno: i32,
    pub(super) body: &'a [u8],
}

/// The messages of the container in `body`; `None` if anything about it is wrong, be it in one message.
pub(super) fn messages(container_msg_id: i64, body: &[u8]) -> Option<Vec<Message<'_>>> {
    let mut cursor = Cursor(body);
    cursor.u32()?;
    let count = usize::try_from(cursor.i32()?).ok()?;
    if count > CONTAINER_MESSAGES_MAX || count > cursor.0.len() / MESSAGE_BYTES_MIN {
        return None;
    }
    let mut messages = Vec::with_capacity(count);
    let mut ascending = true;
    let mut last = i64::MIN;
    for _ in 0..count {
        let (msg_id, seqno) = (cursor.i64()?, cursor.i32()?);
        let bytes = usize::try_from(cursor.i32()?).ok()?;
        let body = cursor.take(bytes)?;
        let constructor = Cursor(body).u32()?;
        if bytes % 4 != 0 || msg_id >= container_msg_id || constructor == id::MSG_CONTAINER {
            return None;
        }
        ascending &= msg_id > last;
        last = msg_id;
        messages.push(Message { msg_id, seqno, body });
    }
    cursor.finish()?;
    if !ascending {
        let mut msg_ids: Vec<i64> = messages.iter().map(|message| message.msg_id).collect();
        msg_ids.sort_unstable();
        if msg_ids.is_sorted_by(|a, b| a < b) {
            return Some(messages);
        }
        return None;
    }
    Some(messages)
}

/// msg_id, seqno, length and a constructor id.
const MESSAGE_BYTES_MIN: usize = 8 + 4 + 4 + 4;
