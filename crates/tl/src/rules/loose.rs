//! What clients write where the schema wants something narrower, and Telegram takes: a peer for a person, a channel
//! or a dialog. Kurigram and Pyrogram do so wherever they resolve a name.

use crate::{Failed, Reader, enums, types};

const EMPTY: u32 = 0x7f3b_18ea;
const SELF: u32 = 0x7da0_7ec9;
const USER: u32 = types::InputPeerUser::ID;
const CHAT: u32 = types::InputPeerChat::ID;
const CHANNEL: u32 = types::InputPeerChannel::ID;

/// A peer whose id has been read; none for what is no such peer.
fn peer(id: u32, r: &mut Reader<'_>) -> Option<enums::InputPeer> {
    Some(match id {
        EMPTY => enums::InputPeer::InputPeerEmpty,
        SELF => enums::InputPeer::InputPeerSelf,
        USER => types::InputPeerUser::new(r.i64(), r.i64()).into(),
        CHAT => types::InputPeerChat::new(r.i64()).into(),
        CHANNEL => types::InputPeerChannel::new(r.i64(), r.i64()).into(),
        _ => return None,
    })
}

/// `InputPeer` where `InputUser` is wanted.
pub(crate) mod peer_as_user {
    use super::{Failed, Reader, enums, peer, types};

    pub(crate) fn read(id: u32, r: &mut Reader<'_>) -> Result<Option<enums::InputUser>, Failed> {
        Ok(match peer(id, r) {
            Some(enums::InputPeer::InputPeerEmpty) => Some(enums::InputUser::InputUserEmpty),
            Some(enums::InputPeer::InputPeerSelf) => Some(enums::InputUser::InputUserSelf),
            Some(enums::InputPeer::InputPeerUser(user)) => {
                Some(types::InputUser::new(user.user_id, user.access_hash).into())
            }
            _ => None,
        })
    }
}

/// `InputPeer` where `InputChannel` is wanted.
pub(crate) mod peer_as_channel {
    use super::{Failed, Reader, enums, peer, types};

    pub(crate) fn read(id: u32, r: &mut Reader<'_>) -> Result<Option<enums::InputChannel>, Failed> {
        Ok(match peer(id, r) {
            Some(enums::InputPeer::InputPeerEmpty) => Some(enums::InputChannel::InputChannelEmpty),
            Some(enums::InputPeer::InputPeerChannel(channel)) => {
                Some(types::InputChannel::new(channel.channel_id, channel.access_hash).into())
            }
            _ => None,
        })
    }
}

/// `InputPeer` where `InputDialogPeer` is wanted.
pub(crate) mod peer_as_dialog {
    use super::{Failed, Reader, enums, peer, types};

    pub(crate) fn read(id: u32, r: &mut Reader<'_>) -> Result<Option<enums::InputDialogPeer>, Failed> {
        Ok(peer(id, r).map(|peer| types::InputDialogPeer::new(peer).into()))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Layer, encode};

    use super::*;

    fn written(peer: enums::InputPeer) -> Vec<u8> {
        encode(&peer, Layer::NEWEST)
    }

    #[test]
    fn a_peer_is_taken_for_a_person_a_channel_and_a_dialog() {
        let user = || enums::InputPeer::from(types::InputPeerUser::new(7, 8));
        let channel = || enums::InputPeer::from(types::InputPeerChannel::new(9, 10));
        assert!(
            crate::decode::<enums::InputUser>(&written(user())).ok()
                == Some(types::InputUser::new(7, 8).into())
        );
        let own = crate::decode::<enums::InputUser>(&written(enums::InputPeer::InputPeerSelf));
        assert!(own.ok() == Some(enums::InputUser::InputUserSelf));
        assert!(crate::decode::<enums::InputUser>(&written(channel())).is_err());
        let found = crate::decode::<enums::InputChannel>(&written(channel()));
        assert!(found.ok() == Some(types::InputChannel::new(9, 10).into()));
        for peer in [user(), channel(), types::InputPeerChat::new(3).into()] {
            let found = crate::decode::<enums::InputDialogPeer>(&written(peer.clone()));
            assert!(found.ok() == Some(types::InputDialogPeer::new(peer).into()));
        }
    }
}
