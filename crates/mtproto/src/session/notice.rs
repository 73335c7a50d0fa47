//! Messages of the server that need no acknowledgement and are never sent again.

use world::UnixMillis;

use super::KeyDestruction;
use crate::{
    salts::{FUTURE_SALTS_MAX, Salts},
    service::{Put, id, length},
};

/// One such message, written when it leaves, with the salts of that moment.
pub(super) enum Notice {
    BadMessage { msg_id: i64, seqno: i32, code: i32 },
    BadSalt { msg_id: i64, seqno: i32 },
    Pong { msg_id: i64, ping_id: i64 },
    FutureSalts { msg_id: i64, count: i32 },
    StateInfo { msg_id: i64, info: Box<[u8]> },
    DetailedInfo { msg_id: i64, answer_msg_id: i64, bytes: usize },
    SessionDestroyed { session_id: i64, existed: bool },
    KeyDestroyed(KeyDestruction),
}

impl Notice {
    /// How long its body can be.
    pub(super) fn bytes_max(&self) -> usize {
        match self {
            Notice::StateInfo { info, .. } => 24 + info.len(),
            Notice::FutureSalts { .. } => 20 + 16 * FUTURE_SALTS_MAX,
            _ => 28,
        }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, salts: &Salts, now: UnixMillis) {
        match self {
            Notice::BadMessage { msg_id, seqno, code } => {
                out.put_u32(id::BAD_MSG_NOTIFICATION);
                out.put_i64(*msg_id);
                out.put_i32(*seqno);
                out.put_i32(*code);
            }
            Notice::BadSalt { msg_id, seqno } => {
                out.put_u32(id::BAD_SERVER_SALT);
                out.put_i64(*msg_id);
                out.put_i32(*seqno);
                out.put_i32(super::BAD_SALT);
                out.put_i64(salts.current(now));
            }
            Notice::Pong { msg_id, ping_id } => {
                out.put_u32(id::PONG);
                out.put_i64(*msg_id);
                out.put_i64(*ping_id);
            }
            Notice::FutureSalts { msg_id, count } => {
                let salts = salts.future(now, *count);
                out.put_u32(id::FUTURE_SALTS);
                out.put_i64(*msg_id);
                out.put_i32(now.seconds());
                out.put_u32(u32::try_from(salts.len()).unwrap_or(0));
                for salt in salts {
                    out.put_i32(salt.valid_since);
                    out.put_i32(salt.valid_until);
                    out.put_i64(salt.salt);
                }
            }
            Notice::StateInfo { msg_id, info } => {
                out.put_u32(id::MSGS_STATE_INFO);
                out.put_i64(*msg_id);
                out.put_bytes(info);
            }
            Notice::DetailedInfo { msg_id, answer_msg_id, bytes } => {
                out.put_u32(id::MSG_DETAILED_INFO);
                out.put_i64(*msg_id);
                out.put_i64(*answer_msg_id);
                out.put_u32(u32::try_from(*bytes).unwrap_or(u32::MAX));
                out.put_i32(0);
            }
            Notice::SessionDestroyed { session_id, existed } => {
                out.put_u32(if *existed { id::DESTROY_SESSION_OK } else { id::DESTROY_SESSION_NONE });
                out.put_i64(*session_id);
            }
            Notice::KeyDestroyed(outcome) => out.put_u32(outcome.constructor()),
        }
    }
}

impl KeyDestruction {
    pub(super) fn constructor(self) -> u32 {
        match self {
            KeyDestruction::Done => id::DESTROY_AUTH_KEY_OK,
            KeyDestruction::None => id::DESTROY_AUTH_KEY_NONE,
            KeyDestruction::Failed => id::DESTROY_AUTH_KEY_FAIL,
        }
    }
}

/// Writes msgs_ack.
pub(super) fn write_acks(out: &mut Vec<u8>, msg_ids: &[i64]) {
    out.put_u32(id::MSGS_ACK);
    out.put_longs(msg_ids);
}

/// The length field of a container's message, once its body stands behind it.
pub(super) fn close_message(packet: &mut [u8], body_at: usize) {
    let bytes = length(packet.get(body_at..).unwrap_or_default());
    if let Some(field) = packet.get_mut(body_at - 4..body_at) {
        field.copy_from_slice(&bytes.to_le_bytes());
    }
}
