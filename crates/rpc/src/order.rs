//! Which calls change the caller's box: those of one session are decided in the order in which they arrived, so
//! each takes its place before it waits for anything. All others run as they come.

/// Whether the function with this id (of any layer) changes the caller's box.
pub fn changes_box(function_id: u32) -> bool {
    tl::function_name(function_id).is_some_and(|name| CHANGES.binary_search(&name).is_ok())
}

/// Sorted.
const CHANGES: &[&str] = &[
    "folders.editPeerFolders",
    "messages.addChatUser",
    "messages.createChat",
    "messages.deleteChat",
    "messages.deleteChatUser",
    "messages.deleteHistory",
    "messages.deleteMessages",
    "messages.deleteSavedHistory",
    "messages.editChatTitle",
    "messages.editMessage",
    "messages.forwardMessages",
    "messages.readHistory",
    "messages.readReactions",
    "messages.sendMedia",
    "messages.sendMessage",
    "messages.sendMultiMedia",
    "messages.sendReaction",
    "messages.sendScheduledMessages",
    "messages.setChatTheme",
    "messages.setChatWallPaper",
    "messages.setHistoryTTL",
    "messages.toggleNoForwards",
    "messages.unpinAllMessages",
    "messages.updatePinnedMessage",
    "photos.uploadContactProfilePhoto",
    "users.suggestBirthday",
];

#[cfg(test)]
mod tests {
    use tl::{Function, functions};

    use super::*;

    #[test]
    fn the_names_are_sorted_and_the_schemas_own() {
        assert!(CHANGES.is_sorted());
        assert!(CHANGES.iter().all(|name| name.contains('.')));
        let body = tl::encode(&functions::messages::ReceivedMessages::new(1), tl::Layer::NEWEST);
        let id = body.first_chunk::<4>().map(|id| u32::from_le_bytes(*id)).unwrap();
        assert_eq!(tl::function_name(id), Some(functions::messages::ReceivedMessages::NAME));
        assert!(!changes_box(id));
    }
}
