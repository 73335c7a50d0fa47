//! `account.reportProfilePhoto peer:InputPeer photo_id:InputPhoto reason:ReportReason message:string = Bool`: reports a
//! picture of a chat or person.

use boxes::Peer;
use store::records::reports::Reported;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, PHOTO_ID_INVALID},
    reports,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ReportProfilePhoto,
) -> Result<bool, Error> {
    let peer = reports::peer(call, &request.peer).await?;
    let enums::InputPhoto::InputPhoto(photo) = &request.photo_id else { return Err(PHOTO_ID_INVALID) };
    let domain = call.domain();
    let shown = match peer {
        Peer::User(user) => domain.profile_photos.of(call.me()?, user).await?.contains(&photo.id),
        Peer::Channel(channel) => {
            let record = domain.channels.record(channel).await?;
            record.is_some_and(|record| record.photo.as_ref().is_some_and(|shown| shown.file == photo.id))
        }
        Peer::Group(group) => {
            let seen = domain.groups.seen(call.me()?, group).await?;
            seen.is_some_and(|seen| seen.view.record.photo == Some(photo.id))
        }
    };
    if !shown {
        return Err(PHOTO_ID_INVALID);
    }
    let people = Some(peer).filter(|peer| matches!(peer, Peer::User(_))).into_iter().collect();
    let reason = reports::reason(&request.reason);
    reports::take(call, peer, (Reported::Photo(photo.id), people), reason, &request.message).await?;
    Ok(true)
}
