//! What a server's message is, read in place.

use super::{ClientFault, RpcError};
use crate::gzip;
use crate::service::{Cursor, id};

/// One message of a server.
pub(super) enum Notice<'a> {
    Container(Vec<(i64, i32, &'a [u8])>),
    Result {
        req_msg_id: i64,
        result: Result<Vec<u8>, RpcError>,
    },
    Update(Vec<u8>),
    BadSalt {
        bad_msg_id: i64,
        salt: i64,
    },
    BadMessage {
        bad_msg_id: i64,
        code: i32,
    },
    Created {
        first_msg_id: i64,
        unique_id: i64,
        salt: i64,
    },
    Pong {
        ping_id: i64,
    },
    Detailed {
        answer_msg_id: i64,
    },
    Acks,
    /// Another service message, whole.
    Other(Vec<u8>),
}

/// Reads a message; what is none of the service schema is an update.
pub(super) fn read(body: &[u8]) -> Result<Notice<'_>, ClientFault> {
    let mut cursor = Cursor(body);
    let constructor = cursor.u32().ok_or(ClientFault::Message)?;
    service(constructor, cursor, body).ok_or(ClientFault::Message)
}

fn service<'a>(constructor: u32, mut cursor: Cursor<'a>, body: &'a [u8]) -> Option<Notice<'a>> {
    Some(match constructor {
        id::MSG_CONTAINER => Notice::Container(container(cursor)?),
        id::RPC_RESULT => Notice::Result { req_msg_id: cursor.i64()?, result: result(cursor)? },
        id::GZIP_PACKED => Notice::Update(gzip::unpack(cursor.bytes()?).ok()?),
        id::BAD_SERVER_SALT => {
            let bad_msg_id = cursor.i64()?;
            cursor.take(8)?;
            Notice::BadSalt { bad_msg_id, salt: cursor.i64()? }
        }
        id::BAD_MSG_NOTIFICATION => {
            let bad_msg_id = cursor.i64()?;
            cursor.take(4)?;
            Notice::BadMessage { bad_msg_id, code: cursor.i32()? }
        }
        id::NEW_SESSION_CREATED => {
            Notice::Created { first_msg_id: cursor.i64()?, unique_id: cursor.i64()?, salt: cursor.i64()? }
        }
        id::PONG => {
            cursor.take(8)?;
            Notice::Pong { ping_id: cursor.i64()? }
        }
        id::MSG_DETAILED_INFO => {
            cursor.take(8)?;
            Notice::Detailed { answer_msg_id: cursor.i64()? }
        }
        id::MSG_NEW_DETAILED_INFO => Notice::Detailed { answer_msg_id: cursor.i64()? },
        id::MSGS_ACK => Notice::Acks,
        id::MSGS_STATE_REQ
        | id::MSGS_STATE_INFO
        | id::MSGS_ALL_INFO
        | id::MSG_RESEND_REQ
        | id::FUTURE_SALTS
        | id::DESTROY_SESSION_OK
        | id::DESTROY_SESSION_NONE
        | id::DESTROY_AUTH_KEY_OK
        | id::DESTROY_AUTH_KEY_NONE
        | id::DESTROY_AUTH_KEY_FAIL => Notice::Other(body.to_vec()),
        _ => Notice::Update(body.to_vec()),
    })
}

fn container(mut cursor: Cursor<'_>) -> Option<Vec<(i64, i32, &[u8])>> {
    let count = cursor.u32()? as usize;
    // Each takes 16 bytes at least, so a false count allocates nothing.
    if count > cursor.0.len() / 16 {
        return None;
    }
    let mut messages = Vec::with_capacity(count);
    for _ in 0..count {
        let (msg_id, seqno) = (cursor.i64()?, cursor.i32()?);
        let length = usize::try_from(cursor.i32()?).ok()?;
        let body = cursor.take(length)?;
        // A container in a container is nothing that a server sends; it would nest without end.
        if body.starts_with(&id::MSG_CONTAINER.to_le_bytes()) {
            return None;
        }
        messages.push((msg_id, seqno, body));
    }
    Some(messages)
}

fn result(mut cursor: Cursor<'_>) -> Option<Result<Vec<u8>, RpcError>> {
    let object = cursor.0;
    match cursor.u32()? {
        id::RPC_ERROR => {
            let code = cursor.i32()?;
            let message = String::from_utf8_lossy(cursor.bytes()?).into_owned();
            Some(Err(RpcError { code, message }))
        }
        id::GZIP_PACKED => Some(Ok(gzip::unpack(cursor.bytes()?).ok()?)),
        _ => Some(Ok(object.to_vec())),
    }
}
