//! What callers name peers by: `InputPeer` and `InputUser`, checked and turned into ids.
//!
//! A wrong access hash and a peer that does not exist give the same error, so nobody learns which ids are
//! taken (demand A-3).

use boxes::{MessageId, Peer, UserId};
use domain::PeerKind;
use tl::enums;

use crate::{
    Call,
    errors::{CHANNEL_INVALID, Error, MESSAGE_ID_INVALID, PEER_ID_INVALID, USER_ID_INVALID},
};

/// The peer that the caller means.
///
/// # Errors
/// `PEER_ID_INVALID` for an empty, missing or unproven peer.
pub(crate) async fn peer(call: &Call<'_>, input: &enums::InputPeer) -> Result<Peer, Error> {
    use enums::InputPeer as Input;
    match input {
        Input::InputPeerSelf => Ok(Peer::User(call.me()?)),
        Input::InputPeerUser(user) => {
            proven(call, PeerKind::User, user.user_id, user.access_hash, PEER_ID_INVALID)?;
            Ok(Peer::User(UserId(user.user_id)))
        }
        Input::InputPeerUserFromMessage(user) => {
            let user_id = in_message(call, &user.peer, user.msg_id, user.user_id).await?;
            user_id.map(Peer::User).ok_or(PEER_ID_INVALID)
        }
        Input::InputPeerChannel(_) | Input::InputPeerChannelFromMessage(_) => Err(CHANNEL_INVALID),
        Input::InputPeerEmpty | Input::InputPeerChat(_) => Err(PEER_ID_INVALID),
    }
}

/// The person that the caller means.
///
/// # Errors
/// `USER_ID_INVALID` for an empty, missing or unproven person.
pub(crate) async fn user(call: &Call<'_>, input: &enums::InputUser) -> Result<UserId, Error> {
    use enums::InputUser as Input;
    match input {
        Input::InputUserSelf => call.me(),
        Input::InputUser(user) => {
            proven(call, PeerKind::User, user.user_id, user.access_hash, USER_ID_INVALID)?;
            Ok(UserId(user.user_id))
        }
        Input::InputUserFromMessage(user) => {
            in_message(call, &user.peer, user.msg_id, user.user_id).await?.ok_or(USER_ID_INVALID)
        }
        Input::InputUserEmpty => Err(USER_ID_INVALID),
    }
}

/// The person behind a peer that must be one.
///
/// # Errors
/// `PEER_ID_INVALID` for groups and channels.
pub(crate) fn person(peer: Peer) -> Result<UserId, Error> {
    match peer {
        Peer::User(user) => Ok(user),
        Peer::Group(_) | Peer::Channel(_) => Err(PEER_ID_INVALID),
    }
}

fn proven(call: &Call<'_>, kind: PeerKind, id: i64, shown: i64, otherwise: Error) -> Result<(), Error> {
    let opens = call.domain().access.opens(call.me()?, kind, id, shown);
    if opens { Ok(()) } else { Err(otherwise) }
}

/// `user_id`, if the caller sees the message `msg_id` and that person is in it (demand A-4).
async fn in_message(
    call: &Call<'_>,
    peer: &enums::InputPeer,
    msg_id: MessageId,
    user_id: i64,
) -> Result<Option<UserId>, Error> {
    // The peer of the message must be proven by itself: one level, so a request cannot nest them.
    let peer = match peer {
        enums::InputPeer::InputPeerSelf => Peer::User(call.me()?),
        enums::InputPeer::InputPeerUser(user) => {
            proven(call, PeerKind::User, user.user_id, user.access_hash, PEER_ID_INVALID)?;
            Peer::User(UserId(user.user_id))
        }
        _ => return Err(PEER_ID_INVALID),
    };
    let found = call.boxes().messages(call.me()?, &[msg_id]).await?;
    let message = found.into_iter().flatten().next().ok_or(MESSAGE_ID_INVALID)?;
    let user = UserId(user_id);
    let named = message.peer == peer && render::people_in(&message).contains(&user);
    Ok(named.then_some(user))
}
