//! `messages.checkChatInvite hash:string = ChatInvite`: where a link leads.

use boxes::Peer;
use domain::Leads;
use store::records::channels::flag;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, INVITE_HASH_EMPTY, INVITE_HASH_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::CheckChatInvite,
) -> Result<enums::ChatInvite, Error> {
    let me = call.me()?;
    if request.hash.is_empty() {
        return Err(INVITE_HASH_EMPTY);
    }
    match call.domain().channels.check_link(me, &request.hash).await? {
        Leads::Inside(channel) => {
            let chat = render::chat(call.domain(), me, Peer::Channel(channel)).await?;
            Ok(types::ChatInviteAlready::new(chat.ok_or(INVITE_HASH_INVALID)?).into())
        }
        Leads::To { record, request_needed, .. } => {
            let broadcast = record.flags & flag::BROADCAST != 0;
            Ok(types::ChatInvite {
                channel: true,
                broadcast,
                megagroup: !broadcast,
                public: record.username.is_some(),
                request_needed,
                about: Some(record.about.clone()).filter(|about| !about.is_empty()),
                ..types::ChatInvite::new(
                    record.title.clone(),
                    types::PhotoEmpty::new(0).into(),
                    i32::try_from(record.participants).unwrap_or(i32::MAX),
                    0,
                )
            }
            .into())
        }
    }
}
