//! A dialog of a box as its owner sees it.

use boxes::Dialog;
use store::records::account::NotifySettings;
use tl::{enums, types};

use crate::{messages::peer, settings::notify_settings};

/// The dialog. `notify` is what the owner has set for this peer.
pub fn dialog(dialog: &Dialog, notify: &NotifySettings) -> enums::Dialog {
    let bare = types::Dialog::new(
        peer(dialog.peer),
        dialog.top_message,
        dialog.read_inbox_max_id,
        dialog.read_outbox_max_id,
        dialog.unread_count,
        0,
        dialog.unread_reactions_count,
        0,
        notify_settings(notify),
    );
    types::Dialog { ttl_period: dialog.ttl_period, ..bare }.into()
}
