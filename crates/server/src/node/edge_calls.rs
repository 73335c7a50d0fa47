//! The calls that are about keys themselves, which only the floor that holds the keys can answer:
//! auth.bindTempAuthKey and auth.dropTempAuthKeys.

use std::sync::Arc;

use mtproto::{bind, session::Request};
use rpc::{Error, error as errors};
use tl::functions::auth;

use super::{Node, calls, session_slot::SessionSlot};

/// A call that is answered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EdgeCall {
    Bind,
    Drop,
}

impl EdgeCall {
    /// The call of this name, if it is answered here.
    pub(super) fn find(name: &str) -> Option<EdgeCall> {
        match name {
            "auth.bindTempAuthKey" => Some(EdgeCall::Bind),
            "auth.dropTempAuthKeys" => Some(EdgeCall::Drop),
            _ => None,
        }
    }
}

/// Answers; the bytes are a Bool.
pub(super) async fn answer(
    node: &Arc<Node>,
    slot: &Arc<SessionSlot>,
    call: EdgeCall,
    request: &Request,
) -> Result<Vec<u8>, Error> {
    match call {
        EdgeCall::Bind => {
            let asked = tl::decode(&request.body).map_err(|_| errors::INPUT_FETCH_ERROR)?;
            bind_key(node, slot, request.msg_id, &asked).await?;
        }
        EdgeCall::Drop => {
            let asked: auth::DropTempAuthKeys =
                tl::decode(&request.body).map_err(|_| errors::INPUT_FETCH_ERROR)?;
            let permanent = calls::permanent(node, slot).await?.ok_or(AUTH_KEY_PERM_EMPTY)?;
            let mut except = asked.except_auth_keys;
            // The key that asks would otherwise not hear the answer.
            except.push(slot.key.key.id());
            for temporary in node.keys.drop_bound_to(permanent.key.id(), &except) {
                node.hub.registry.cut_key(temporary);
            }
        }
    }
    Ok(tl::encode(&true, tl::Layer::NEWEST))
}

/// Binds the temporary key of `slot`; nothing is kept before the proof has held (demand W-12).
async fn bind_key(
    node: &Arc<Node>,
    slot: &SessionSlot,
    msg_id: i64,
    asked: &auth::BindTempAuthKey,
) -> Result<(), Error> {
    if !slot.key.temporary() {
        return Err(ENCRYPTED_MESSAGE_INVALID);
    }
    let permanent = node.keys.find(asked.perm_auth_key_id).await.map_err(Error::internal)?;
    let permanent = permanent.filter(|key| !key.temporary()).ok_or(ENCRYPTED_MESSAGE_INVALID)?;
    let binding = bind::Binding {
        perm_auth_key_id: asked.perm_auth_key_id,
        nonce: asked.nonce,
        expires_at: asked.expires_at,
        temp_auth_key_id: slot.key.key.id(),
        temp_session_id: slot.session_id,
        msg_id,
    };
    bind::verify(&permanent.key, &binding, &asked.encrypted_message, node.world.clock.now())
        .map_err(|bind::Invalid| ENCRYPTED_MESSAGE_INVALID)?;
    slot.key.with(|known| {
        if known.bound.is_some_and(|bound| bound != asked.perm_auth_key_id) {
            return Err(TEMP_AUTH_KEY_ALREADY_BOUND);
        }
        known.bound = Some(asked.perm_auth_key_id);
        known.bound_until = Some(asked.expires_at);
        Ok(())
    })
}

/// The key is temporary and not bound to a permanent one.
pub(super) const AUTH_KEY_PERM_EMPTY: Error = Error::new(401, "AUTH_KEY_PERM_EMPTY");

/// The proof of a binding does not hold.
const ENCRYPTED_MESSAGE_INVALID: Error = Error::new(400, "ENCRYPTED_MESSAGE_INVALID");

/// The temporary key is bound to another permanent one.
const TEMP_AUTH_KEY_ALREADY_BOUND: Error = Error::new(400, "TEMP_AUTH_KEY_ALREADY_BOUND");
