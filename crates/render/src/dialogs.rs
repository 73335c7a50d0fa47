//! A dialog of a box as its owner sees it, and how he has arranged the list.

use boxes::{ARCHIVE_FOLDER, Dialog, Peer, UserId};
use domain::{AccessHashes, DialogFilter, PeerKind, SavedDraft, filter_flag};
use store::records::account::NotifySettings;
use tl::{enums, types};

use crate::{messages::peer, settings::notify_settings};

/// What the owner has set about one dialog.
#[derive(Clone, Default)]
pub struct Arranged {
    /// On top of its list.
    pub pinned: bool,
    /// Marked as unread by hand.
    pub unread_mark: bool,
    /// What he has begun to write.
    pub draft: Option<SavedDraft>,
    /// Polls of his own there with votes that he has not seen.
    pub unread_polls: i32,
}

/// The dialog. `notify` is what the owner has set for this peer.
pub fn dialog(dialog: &Dialog, notify: &NotifySettings, arranged: &Arranged) -> enums::Dialog {
    let bare = types::Dialog::new(
        peer(dialog.peer),
        dialog.top_message,
        dialog.read_inbox_max_id,
        dialog.read_outbox_max_id,
        dialog.unread_count,
        dialog.unread_mentions_count,
        dialog.unread_reactions_count,
        arranged.unread_polls,
        notify_settings(notify),
    );
    types::Dialog {
        pinned: arranged.pinned,
        unread_mark: arranged.unread_mark,
        draft: arranged.draft.as_ref().and_then(|draft| tl::decode(&draft.message).ok()),
        folder_id: (dialog.folder != 0).then_some(dialog.folder),
        ttl_period: dialog.ttl_period,
        pts: dialog.pts,
        view_forum_as_messages: dialog.as_messages,
        ..bare
    }
    .into()
}

/// The archive as a line of the list: `top` is its newest dialog; counts of dialogs and messages that are not
/// read, of muted and of other chats.
pub fn archive(top: &Dialog, muted: (i32, i32), unmuted: (i32, i32)) -> enums::Dialog {
    let folder = types::Folder::new(ARCHIVE_FOLDER, String::from("Archived chats"));
    let shown = types::DialogFolder::new(
        folder.into(),
        peer(top.peer),
        top.top_message,
        muted.0,
        unmuted.0,
        muted.1,
        unmuted.1,
    );
    types::DialogFolder { pinned: true, ..shown }.into()
}

/// A draft; one that is not there is empty.
pub fn draft(draft: Option<&SavedDraft>) -> enums::DraftMessage {
    let kept = draft.and_then(|draft| tl::decode(&draft.message).ok());
    kept.unwrap_or_else(|| types::DraftMessageEmpty { date: draft.map(|draft| draft.date) }.into())
}

/// A peer of the list of dialogs.
pub fn dialog_peer(named: Peer) -> enums::DialogPeer {
    types::DialogPeer::new(peer(named)).into()
}

/// A folder as its owner gave it; none is "all chats". `hashes` prove to him the chats that it names.
pub fn dialog_filter(
    hashes: &AccessHashes,
    owner: UserId,
    id: i32,
    filter: Option<&DialogFilter>,
) -> enums::DialogFilter {
    let Some(filter) = filter else { return enums::DialogFilter::DialogFilterDefault };
    let title = filter_title(filter);
    let named = |peers: &[Peer]| peers.iter().map(|peer| input_peer(hashes, owner, *peer)).collect();
    let has = |bit: u32| filter.flags & bit != 0;
    if let Some(shared) = &filter.shared {
        return types::DialogFilterChatlist {
            has_my_invites: shared.has_links,
            title_noanimate: has(filter_flag::TITLE_NOANIMATE),
            emoticon: filter.emoticon.clone(),
            color: filter.color,
            ..types::DialogFilterChatlist::new(id, title, named(&filter.pinned), named(&filter.included))
        }
        .into();
    }
    types::DialogFilter {
        contacts: has(filter_flag::CONTACTS),
        non_contacts: has(filter_flag::NON_CONTACTS),
        groups: has(filter_flag::GROUPS),
        broadcasts: has(filter_flag::BROADCASTS),
        bots: has(filter_flag::BOTS),
        exclude_muted: has(filter_flag::EXCLUDE_MUTED),
        exclude_read: has(filter_flag::EXCLUDE_READ),
        exclude_archived: has(filter_flag::EXCLUDE_ARCHIVED),
        title_noanimate: has(filter_flag::TITLE_NOANIMATE),
        emoticon: filter.emoticon.clone(),
        color: filter.color,
        ..types::DialogFilter::new(
            id,
            title,
            named(&filter.pinned),
            named(&filter.included),
            named(&filter.excluded),
        )
    }
    .into()
}

/// What a folder is called.
pub fn filter_title(filter: &DialogFilter) -> enums::TextWithEntities {
    let entities = filter.title_entities.as_deref().and_then(|bytes| tl::decode(bytes).ok());
    types::TextWithEntities::new(filter.title.clone(), entities.unwrap_or_default()).into()
}

/// What `viewer` names a peer by.
pub fn input_peer(hashes: &AccessHashes, viewer: UserId, peer: Peer) -> enums::InputPeer {
    match peer {
        Peer::User(user) if user == viewer => enums::InputPeer::InputPeerSelf,
        Peer::User(user) => {
            types::InputPeerUser::new(user.0, hashes.of(viewer, PeerKind::User, user.0)).into()
        }
        Peer::Group(id) => types::InputPeerChat::new(id).into(),
        Peer::Channel(id) => {
            types::InputPeerChannel::new(id, hashes.of(viewer, PeerKind::Channel, id)).into()
        }
    }
}

/// The chats that a folder names.
pub fn peers_of_filter(filter: &DialogFilter) -> Vec<Peer> {
    filter.pinned.iter().chain(&filter.included).chain(&filter.excluded).copied().collect()
}
