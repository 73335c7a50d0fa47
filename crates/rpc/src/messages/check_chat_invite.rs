//! `messages.checkChatInvite hash:string = ChatInvite`: where a link leads.

use boxes::Peer;
use domain::Leads;
use store::{ids::Owner, records::channels::flag};
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
    let about = |about: &String| Some(about.clone()).filter(|about| !about.is_empty());
    let bare = |title: &String, people: usize| {
        let people = i32::try_from(people).unwrap_or(i32::MAX);
        types::ChatInvite::new(title.clone(), types::PhotoEmpty::new(0).into(), people, 0)
    };
    match call.domain().invites.check(me, &request.hash).await? {
        Leads::Inside(chat) => {
            let peer = match chat {
                Owner::Group(group) => Peer::Group(group),
                Owner::Channel(channel) => Peer::Channel(channel),
                Owner::System | Owner::User(_) => return Err(INVITE_HASH_INVALID),
            };
            let chat = render::chat(call.domain(), me, peer).await?;
            Ok(types::ChatInviteAlready::new(chat.ok_or(INVITE_HASH_INVALID)?).into())
        }
        Leads::Channel(record, request_needed) => {
            let broadcast = record.flags & flag::BROADCAST != 0;
            Ok(types::ChatInvite {
                channel: true,
                broadcast,
                megagroup: !broadcast,
                public: record.username.is_some(),
                request_needed,
                about: about(&record.about),
                ..bare(&record.title, usize::try_from(record.participants).unwrap_or(usize::MAX))
            }
            .into())
        }
        Leads::Group(view, request_needed) => Ok(types::ChatInvite {
            request_needed,
            about: about(&view.record.about),
            ..bare(&view.record.title, view.count())
        }
        .into()),
    }
}
