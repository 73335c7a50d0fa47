//! Links that let people into a chat, as clients are shown them.

use store::records::invites::Invite;
use tl::{enums, types};

/// What links begin with.
const PREFIX: &str = "https://t.me/+";

/// The link that ends with `hash`.
pub fn invite(hash: &str, invite: &Invite) -> enums::ExportedChatInvite {
    types::ChatInviteExported {
        revoked: invite.revoked,
        permanent: invite.permanent,
        request_needed: invite.request_needed,
        expire_date: invite.expire_date,
        usage_limit: invite.usage_limit,
        usage: (invite.usage > 0).then_some(invite.usage),
        requested: (invite.requested > 0).then_some(invite.requested),
        title: invite.title.clone(),
        ..types::ChatInviteExported::new(format!("{PREFIX}{hash}"), invite.admin.0, invite.date)
    }
    .into()
}
