//! What the methods of invite links share: whose they are, and how one is shown.

use boxes::Peer;
use domain::Link;
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

/// What links begin with.
const PREFIX: &str = "https://t.me/+";

/// The channel whose links are meant.
pub(crate) async fn channel(call: &Call<'_>, peer: &enums::InputPeer) -> Result<i64, Error> {
    match input::peer(call, peer).await? {
        Peer::Channel(channel) => Ok(channel),
        Peer::User(_) | Peer::Group(_) => Err(PEER_ID_INVALID),
    }
}

/// What a link ends with, however it is written.
pub(crate) fn hash(link: &str) -> &str {
    let end = link.rsplit('/').next().unwrap_or(link);
    end.trim_start_matches('+')
}

/// A link as clients are shown it.
pub(crate) fn shown(link: &Link) -> enums::ExportedChatInvite {
    let invite = &link.invite;
    types::ChatInviteExported {
        revoked: invite.revoked,
        permanent: invite.permanent,
        request_needed: invite.request_needed,
        expire_date: invite.expire_date,
        usage_limit: invite.usage_limit,
        usage: (invite.usage > 0).then_some(invite.usage),
        requested: (invite.requested > 0).then_some(invite.requested),
        title: invite.title.clone(),
        ..types::ChatInviteExported::new(format!("{PREFIX}{}", link.hash), invite.admin.0, invite.date)
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_known_however_it_is_written() {
        for link in ["https://t.me/+abc", "t.me/joinchat/abc", "+abc", "abc", "tg://join/abc"] {
            assert_eq!(hash(link), "abc", "{link}");
        }
    }
}
