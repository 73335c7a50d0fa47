//! What changes are about that are no entries of the box log and of which a device that was away must hear. What
//! holds now is read when it is told, so an old row never tells old news.

use minicbor::{Decode, Encode};

use crate::{
    ids::{MessageId, Peer},
    records::stickers::StickerKind,
};

/// What a change was about; encoded, it is the row's name in [`crate::tables::Lasting`].
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// Names of this person, as the owner sees them.
    #[n(0)]
    Name(#[n(0)] i64),
    /// Something else about this person.
    #[n(1)]
    User(#[n(0)] i64),
    /// Whether this person is blocked.
    #[n(2)]
    Blocked(#[n(0)] i64),
    /// The buttons above the chat with this person.
    #[n(3)]
    PeerSettings(#[n(0)] i64),
    /// The whole address book.
    #[n(4)]
    ContactsReset,
    /// Notifications, by `domain`'s number of what they are for.
    #[n(5)]
    Notify(#[n(0)] i64),
    /// Privacy rules, by the number of their key.
    #[n(6)]
    Privacy(#[n(0)] u8),
    /// A sign-in, by the authorization's hash.
    #[n(7)]
    NewAuthorization(#[n(0)] i64),
    /// The reactions that were used lately.
    #[n(90)]
    RecentReactions,
    /// The names of tags of saved messages.
    #[n(91)]
    SavedReactionTags,
    /// The sets of a kind that a person keeps.
    #[n(100)]
    StickerSets(#[n(0)] StickerKind),
    /// Their order.
    #[n(101)]
    StickerSetsOrder(#[n(0)] StickerKind),
    /// Stickers that were used lately.
    #[n(102)]
    RecentStickers,
    /// Stickers that a person likes.
    #[n(103)]
    FavedStickers,
    /// Animations that a person keeps.
    #[n(104)]
    SavedGifs,
    /// Sounds that a person keeps for notifications.
    #[n(113)]
    SavedRingtones,
    /// A scheduled message.
    #[n(80)]
    Scheduled(#[n(0)] Peer, #[n(1)] MessageId),
    /// What was begun to be written, by `domain`'s number of the peer.
    #[n(60)]
    Draft(#[n(0)] i64),
    /// Chats on top of this folder.
    #[n(61)]
    PinnedDialogs(#[n(0)] i32),
    /// Chats on top of the saved ones.
    #[n(62)]
    PinnedSavedDialogs,
    /// A theme.
    #[n(82)]
    Theme(#[n(0)] i64),
    /// What devices put into their galleries.
    #[n(83)]
    AutoSave,
    /// How links are opened.
    #[n(85)]
    Browser,
    /// Emoji that stood beside the name.
    #[n(86)]
    RecentEmojiStatuses,
    /// What is behind a chat with this person.
    #[n(84)]
    WallPaper(#[n(0)] i64),
    /// Whether a chat is marked as unread, by `domain`'s number of the peer.
    #[n(63)]
    UnreadMark(#[n(0)] i64),
    /// A folder.
    #[n(64)]
    Filter(#[n(0)] i32),
    /// The order of the folders.
    #[n(65)]
    FilterOrder,
    /// All folders.
    #[n(66)]
    Filters,
    /// What a channel is, or what the owner is in it.
    #[n(40)]
    Channel(#[n(0)] i64),
    /// How far a channel was read.
    #[n(41)]
    ChannelRead(#[n(0)] i64),
    /// A thread of a supergroup was read: which supergroup, and where the thread begins.
    #[n(46)]
    DiscussionRead(#[n(0)] i64, #[n(1)] MessageId),
    /// Notifications of a topic: of which forum, and which topic.
    #[n(47)]
    TopicNotify(#[n(0)] i64, #[n(1)] MessageId),
    /// What was begun to be written in a topic.
    #[n(48)]
    TopicDraft(#[n(0)] i64, #[n(1)] MessageId),
}

impl About {
    /// The row's name.
    pub fn name(&self) -> Vec<u8> {
        // Writing into memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// The other way; none for what a newer server has written.
    pub fn of_name(name: &[u8]) -> Option<About> {
        minicbor::decode(name).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;

    #[test]
    fn names_are_those_that_stand_on_disks() {
        let names: [(About, &[u8]); 10] = [
            (About::Name(5), &[0x82, 0, 0x81, 5]),
            (About::ContactsReset, &[0x82, 4, 0x80]),
            (About::Privacy(8), &[0x82, 6, 0x81, 8]),
            (About::Scheduled(Peer::User(UserId(5)), 7), &[0x82, 0x18, 80, 0x82, 0x82, 1, 0x81, 5, 7]),
            (About::StickerSets(StickerKind::Emoji), &[0x82, 0x18, 100, 0x81, 2]),
            (About::Filter(2), &[0x82, 0x18, 64, 0x81, 2]),
            (About::ChannelRead(1), &[0x82, 0x18, 41, 0x81, 1]),
            (About::DiscussionRead(1, 2), &[0x82, 0x18, 46, 0x82, 1, 2]),
            (About::TopicNotify(1, 2), &[0x82, 0x18, 47, 0x82, 1, 2]),
            (About::TopicDraft(1, 2), &[0x82, 0x18, 48, 0x82, 1, 2]),
        ];
        for (about, name) in names {
            assert_eq!(about.name(), name);
            assert_eq!(About::of_name(name), Some(about));
        }
    }
}
