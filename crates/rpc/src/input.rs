//! What callers name peers by: `InputPeer`, `InputUser` and `InputChannel`, checked and turned into ids.
//!
//! A wrong access hash and a peer that does not exist give the same error, so nobody learns which ids are
//! taken (demand A-3).

use boxes::{MessageId, Peer, UserId};
use domain::PeerKind;
use tl::enums;

use crate::{
    Call,
    errors::{
        CHANNEL_FORUM_MISSING, CHANNEL_INVALID, Error, MESSAGE_ID_INVALID, PEER_ID_INVALID, USER_ID_INVALID,
    },
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
            let named = Peer::User(UserId(user.user_id));
            let seen = Box::pin(in_message(call, &user.peer, user.msg_id, named)).await?;
            if seen { Ok(named) } else { Err(PEER_ID_INVALID) }
        }
        Input::InputPeerChannel(channel) => {
            proven(call, PeerKind::Channel, channel.channel_id, channel.access_hash, CHANNEL_INVALID)?;
            Ok(Peer::Channel(channel.channel_id))
        }
        Input::InputPeerChannelFromMessage(channel) => {
            let named = Peer::Channel(channel.channel_id);
            let seen = Box::pin(in_message(call, &channel.peer, channel.msg_id, named)).await?;
            if seen { Ok(named) } else { Err(CHANNEL_INVALID) }
        }
        Input::InputPeerChat(chat) => Box::pin(group(call, chat.chat_id)).await,
        Input::InputPeerEmpty => Err(PEER_ID_INVALID),
    }
}

/// The channel or supergroup that the caller means.
///
/// # Errors
/// `CHANNEL_INVALID` for an empty, missing or unproven channel.
pub(crate) async fn channel(call: &Call<'_>, input: &enums::InputChannel) -> Result<i64, Error> {
    use enums::InputChannel as Input;
    match input {
        Input::InputChannel(channel) => {
            proven(call, PeerKind::Channel, channel.channel_id, channel.access_hash, CHANNEL_INVALID)?;
            Ok(channel.channel_id)
        }
        Input::InputChannelFromMessage(channel) => {
            let named = Peer::Channel(channel.channel_id);
            let seen = Box::pin(in_message(call, &channel.peer, channel.msg_id, named)).await?;
            if seen { Ok(channel.channel_id) } else { Err(CHANNEL_INVALID) }
        }
        Input::InputChannelEmpty => Err(CHANNEL_INVALID),
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
            let named = UserId(user.user_id);
            let seen = Box::pin(in_message(call, &user.peer, user.msg_id, Peer::User(named))).await?;
            if seen { Ok(named) } else { Err(USER_ID_INVALID) }
        }
        Input::InputUserEmpty => Err(USER_ID_INVALID),
    }
}

/// The basic group with this id. There is no hash: what a caller may do with it, its participants say.
///
/// # Errors
/// `PEER_ID_INVALID` for a group that is not there, or not for the caller.
async fn group(call: &Call<'_>, id: i64) -> Result<Peer, Error> {
    let seen = call.domain().groups.seen(call.me()?, id).await?;
    seen.map(|_| Peer::Group(id)).ok_or(PEER_ID_INVALID)
}

/// The channel behind a peer that must be one: what has threads.
///
/// # Errors
/// `CHANNEL_INVALID` for people and basic groups.
pub(crate) async fn thread_peer(call: &Call<'_>, named: &enums::InputPeer) -> Result<i64, Error> {
    match peer(call, named).await? {
        Peer::Channel(id) => Ok(id),
        Peer::User(_) | Peer::Group(_) => Err(CHANNEL_INVALID),
    }
}

/// The supergroup behind a peer that may be a forum.
///
/// # Errors
/// `CHANNEL_FORUM_MISSING` for people and basic groups.
pub(crate) async fn forum(call: &Call<'_>, named: &enums::InputPeer) -> Result<i64, Error> {
    match peer(call, named).await? {
        Peer::Channel(id) => Ok(id),
        Peer::User(_) | Peer::Group(_) => Err(CHANNEL_FORUM_MISSING),
    }
}

/// The person behind a peer that must be one: for what private chats alone have.
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

/// Whether the caller sees the message `msg_id` and it names that peer (demand A-4).
async fn in_message(
    call: &Call<'_>,
    peer: &enums::InputPeer,
    msg_id: MessageId,
    named: Peer,
) -> Result<bool, Error> {
    // The peer of the message must be proven by itself: one level, so a request cannot nest them.
    let peer = match peer {
        enums::InputPeer::InputPeerSelf => Peer::User(call.me()?),
        enums::InputPeer::InputPeerUser(user) => {
            proven(call, PeerKind::User, user.user_id, user.access_hash, PEER_ID_INVALID)?;
            Peer::User(UserId(user.user_id))
        }
        enums::InputPeer::InputPeerChat(chat) => group(call, chat.chat_id).await?,
        enums::InputPeer::InputPeerChannel(channel) => {
            proven(call, PeerKind::Channel, channel.channel_id, channel.access_hash, CHANNEL_INVALID)?;
            Peer::Channel(channel.channel_id)
        }
        _ => return Err(PEER_ID_INVALID),
    };
    let found = call.domain().chats.of_chat(call.me()?, peer, &[msg_id]).await?;
    let message = found.into_iter().flatten().next().ok_or(MESSAGE_ID_INVALID)?;
    Ok(render::peers_in(&message).contains(&named))
}
