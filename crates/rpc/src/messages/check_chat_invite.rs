//! `messages.checkChatInvite hash:string = ChatInvite`: where a link leads, with the picture, and whom of his
//! contacts the caller would meet there.

use boxes::Peer;
use domain::{Ahead, Leads, Origin};
use store::{
    ids::Owner,
    records::{channels::flag, groups::GroupRecord},
};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, INVITE_HASH_EMPTY, INVITE_HASH_INVALID},
    messages::files,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::CheckChatInvite,
) -> Result<enums::ChatInvite, Error> {
    let me = call.me()?;
    if request.hash.is_empty() {
        return Err(INVITE_HASH_EMPTY);
    }
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
        Leads::Channel { id, record, ahead } => {
            let broadcast = record.flags & flag::BROADCAST != 0;
            let photo = record.photo.as_ref().map(|photo| photo.file);
            let people = usize::try_from(record.participants).unwrap_or(usize::MAX);
            let origin = Origin::ChannelInvite(id);
            Ok(types::ChatInvite {
                channel: true,
                broadcast,
                megagroup: !broadcast,
                public: record.username.is_some(),
                ..shown(call, (&record.title, &record.about), (origin, photo), people, ahead).await?
            }
            .into())
        }
        Leads::Group { view, ahead } => {
            let GroupRecord { title, about, photo, .. } = &view.record;
            let origin = Origin::GroupInvite(view.id);
            Ok(shown(call, (title, about), (origin, *photo), view.count(), ahead).await?.into())
        }
    }
}

/// What is shown of any chat to who may come in.
async fn shown(
    call: &Call<'_>,
    (title, about): (&str, &str),
    (origin, photo): (Origin, Option<i64>),
    people: usize,
    ahead: Ahead,
) -> Result<types::ChatInvite, Error> {
    let photo = files::picture(call, origin, photo).await?;
    let known = render::people(call.domain(), call.me()?, ahead.known).await?;
    Ok(types::ChatInvite {
        request_needed: ahead.asks,
        about: (!about.is_empty()).then(|| about.to_owned()),
        participants: (!known.is_empty()).then_some(known),
        ..types::ChatInvite::new(
            title.to_owned(),
            photo.unwrap_or_else(|| types::PhotoEmpty::new(0).into()),
            i32::try_from(people).unwrap_or(i32::MAX),
            0,
        )
    })
}
