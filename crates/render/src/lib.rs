//! Events and records, for one viewer, as the newest TL types.
//!
//! Every peer that an answer or update names stands in the users or chats of the same answer: clients that meet a
//! stranger ask for the difference, or worse. What is not here: wire layers (the writer's matter) and sockets.

mod admin_log;
mod channels;
mod chats;
mod communities;
mod dialogs;
mod extras;
mod files;
mod groups;
mod invites;
mod looks;
mod messages;
mod named;
mod notices;
mod pages;
mod people;
mod polls;
mod push;
mod reactions;
mod settings;
mod stickers;
mod todo;
mod topics;
mod updates;

pub use admin_log::admin_log;
pub use channels::{banned_sender, channel_entries, channel_update, participant, peers_of_participant};
pub use chats::{admin_bits, admin_rights, banned_bits, banned_rights, channel, chat, location};
pub use communities::{
    community, community_admin, community_banned, community_creator, community_peer, community_request,
};
pub use dialogs::{
    Arranged, archive, dialog, dialog_filter, dialog_peer, draft, filter_title, input_peer, peers_of_filter,
};
pub use extras::Extras;
pub use files::{document, file_media, photo};
pub use groups::{chat_full, group, participants};
pub use invites::invite;
pub use looks::{theme, wallpaper, wallpaper_update};
pub use messages::{content_entities, message, peer, peers_in, replies};
pub use named::{Named, named};
pub use notices::{notice, notice_update, peers_of_notice};
pub use pages::{web_page, web_page_media};
pub use people::{birthday, number_of_tab, people, profile_tab, status, user};
pub use polls::{chat_of_poll, people_of_poll, poll_update, poll_vote};
pub use push::{ChannelPush, Told};
pub use reactions::{chat_reactions, message_reactions, peer_reaction, reaction, reactions_update};
pub use settings::{notify_settings, notify_target, peer_settings, privacy_key, privacy_rules, sound};
pub use stickers::{
    covered_sticker_set, documents, sticker_packs, sticker_set_alone, sticker_set_hash, whole_sticker_set,
};
pub use topics::{peer_of_topic, topic};
pub use updates::{beside, entries, entries_and, message_id, peers_of, sent, update};
