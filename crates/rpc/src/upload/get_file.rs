//! `upload.getFile flags:# precise:flags.0?true cdn_supported:flags.1?true location:InputFileLocation offset:long
//! limit:int = upload.File`

use boxes::{Defect, Peer, UserId};
use domain::{
    ChannelError, GroupError, Origin,
    files::{Location, Shown},
};
use store::records::files::FileKind;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FILE_REFERENCE_INVALID, LIMIT_INVALID, LOCATION_INVALID, OFFSET_INVALID},
    input,
    messages::sticker_sets,
};

/// The sizes of a page's photo that clients show in lists and on the page.
const SMALL_SQUARE: &str = "a";
const LARGE_SQUARE: &str = "c";

/// What offset and limit are multiples of, and what `precise` makes of it.
const STEP_BYTES: i64 = 4096;
const PRECISE_STEP_BYTES: i64 = 1024;
/// One answer lies within one such part of the file.
const WINDOW_BYTES: i64 = 1 << 20;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::upload::GetFile,
) -> Result<enums::upload::File, Error> {
    let (offset, limit) = range(request.offset, request.limit, request.precise)?;
    let (origin, location) = located(call, &request.location).await?;
    let read = call.domain().files.read(call.me()?, origin, &location, offset, limit).await?;
    let kind = match read.jpeg {
        true => enums::storage::FileType::FileJpeg,
        false => enums::storage::FileType::FileUnknown,
    };
    Ok(types::upload::File::new(kind, read.date, read.bytes).into())
}

/// Which bytes a location names, and where the caller saw them, if he may see them there now.
///
/// # Errors
/// What is wrong with the location.
pub(crate) async fn located<'a>(
    call: &Call<'_>,
    location: &'a enums::InputFileLocation,
) -> Result<(Origin, Location<'a>), Error> {
    let me = call.me()?;
    let files = &call.domain().files;
    use enums::InputFileLocation as Input;
    let (origin, location) = match location {
        Input::InputDocumentFileLocation(document) => {
            let (id, access_hash) = (document.id, document.access_hash);
            let shown = Shown { id, access_hash, reference: &document.file_reference };
            let (origin, _) = files.proven(me, FileKind::Document, &shown).await?;
            (origin, Location { id, size: &document.thumb_size })
        }
        Input::InputPhotoFileLocation(photo) => {
            let (id, access_hash) = (photo.id, photo.access_hash);
            let shown = Shown { id, access_hash, reference: &photo.file_reference };
            let (origin, _) = files.proven(me, FileKind::Photo, &shown).await?;
            (origin, Location { id, size: &photo.thumb_size })
        }
        Input::InputPeerPhotoFileLocation(photo) => {
            let id = photo.photo_id;
            let origin = match input::peer(call, &photo.peer).await? {
                Peer::User(user) => match given_photo(call, user).await? {
                    Some(given) if given == id => Origin::Own,
                    _ => Origin::Profile(user),
                },
                Peer::Group(group) => Origin::Group(group),
                Peer::Channel(channel) => Origin::Channel(channel),
            };
            // Without a reference only the picture that is there now: an id alone opens no other file of the chat.
            if shown_by(call, origin).await?.is_some_and(|shown| shown != Some(id)) {
                return Err(LOCATION_INVALID);
            }
            (origin, Location { id, size: square(call, id, photo.big).await? })
        }
        Input::InputStickerSetThumb(thumb) => {
            let view = sticker_sets::named(call, &thumb.stickerset).await?;
            let id = view.set.thumb.ok_or(LOCATION_INVALID)?;
            (Origin::Stickers(view.id), Location { id, size: "" })
        }
        _ => return Err(LOCATION_INVALID),
    };
    still_seen(call, origin, location.id).await?;
    Ok((origin, location))
}

/// The photo that the caller has given to a contact, for himself.
async fn given_photo(call: &Call<'_>, user: UserId) -> Result<Option<i64>, Error> {
    let contact = call.domain().contacts.get(call.me()?, user).await?;
    Ok(contact.and_then(|contact| contact.photo.as_ref().map(|photo| photo.file)))
}

/// Which picture a chat shows now; none for people, of whom those before it are seen as well.
async fn shown_by(call: &Call<'_>, origin: Origin) -> Result<Option<Option<i64>>, Error> {
    let domain = call.domain();
    Ok(match origin {
        Origin::Group(group) => {
            Some(domain.groups.seen(call.me()?, group).await?.and_then(|seen| seen.view.record.photo))
        }
        Origin::Channel(channel) => {
            let record = domain.channels.record(channel).await?;
            match record {
                Some(record) => Some(record.photo.as_ref().map(|photo| photo.file)),
                None => {
                    let community = domain.channels.community(channel).await?;
                    Some(community.and_then(|record| record.photo.as_ref().map(|photo| photo.file)))
                }
            }
        }
        Origin::Own
        | Origin::Profile(_)
        | Origin::Stickers(_)
        | Origin::Page(_)
        | Origin::WallPaper(_)
        | Origin::Theme(_)
        | Origin::Music(_)
        | Origin::GroupInvite(_)
        | Origin::ChannelInvite(_) => None,
    })
}

/// The letter of a picture's square; of a photo that was made for messages, of what comes nearest.
async fn square(call: &Call<'_>, id: i64, big: bool) -> Result<&'static str, Error> {
    let letters: &[&str] = if big { &[LARGE_SQUARE, "x", "m", "s"] } else { &[SMALL_SQUARE, "s", "m", "x"] };
    let file = call.domain().files.record(id).await?;
    let has = |letter: &&&str| {
        file.as_ref().is_some_and(|file| file.sizes.iter().any(|size| size.letter == **letter))
    };
    Ok(letters.iter().find(has).copied().unwrap_or(if big { LARGE_SQUARE } else { SMALL_SQUARE }))
}

/// Whether the caller may see, now, what he once saw at `origin`.
pub(crate) async fn still_seen(call: &Call<'_>, origin: Origin, id: i64) -> Result<(), Error> {
    let seen = match origin {
        // Whether his own box still refers to it, the keys that stand with it tell.
        Origin::Own | Origin::Stickers(_) | Origin::Page(_) | Origin::WallPaper(_) | Origin::Theme(_) => true,
        Origin::Music(user) => call.domain().collections.music(call.me()?, user).await?.contains(&id),
        Origin::Profile(user) => call.domain().profile_photos.of(call.me()?, user).await?.contains(&id),
        Origin::Group(group) => match call.domain().groups.inside(call.me()?, group).await {
            Ok(_) => true,
            Err(GroupError::Fault(fault)) => return Err(fault.into()),
            Err(_) => false,
        },
        // Whom a link has shown a chat's picture, he sees it for as long as it is that.
        Origin::GroupInvite(group) => {
            let view = call.boxes().group(group).await?;
            view.is_some_and(|view| view.record.photo == Some(id))
        }
        Origin::ChannelInvite(channel) => {
            let record = call.domain().channels.record(channel).await?;
            let shown = record.filter(|record| record.deleted_at.is_none());
            shown.is_some_and(|record| record.photo.as_ref().is_some_and(|photo| photo.file == id))
        }
        Origin::Channel(channel) => match call.domain().channels.seen(channel, call.me()?).await {
            Ok(_) => true,
            Err(ChannelError::NoSuchChannel) => {
                let community = call.domain().channels.community_view(call.me()?, channel).await?;
                community.is_some_and(|view| !view.is_forbidden())
            }
            Err(ChannelError::Private) => call.domain().channels.is_found(channel, call.me()?, id).await?,
            Err(ChannelError::Fault(fault)) => return Err(fault.into()),
            Err(_) => false,
        },
    };
    let seen = seen || call.boxes().breaks(Defect::FilesOpenForAll);
    if seen { Ok(()) } else { Err(FILE_REFERENCE_INVALID) }
}

/// Offset and limit, as Telegram bounds them.
fn range(offset: i64, limit: i32, precise: bool) -> Result<(u64, usize), Error> {
    let step = if precise { PRECISE_STEP_BYTES } else { STEP_BYTES };
    let limit = i64::from(limit);
    if limit <= 0 || limit > WINDOW_BYTES || limit % step != 0 {
        return Err(LIMIT_INVALID);
    }
    if !precise && WINDOW_BYTES % limit != 0 {
        return Err(LIMIT_INVALID);
    }
    if offset < 0 || offset % step != 0 || offset % WINDOW_BYTES + limit > WINDOW_BYTES {
        return Err(OFFSET_INVALID);
    }
    let offset = u64::try_from(offset).map_err(|_| OFFSET_INVALID)?;
    Ok((offset, usize::try_from(limit).map_err(|_| LIMIT_INVALID)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_lies_within_one_part_of_the_file_and_begins_at_a_step() {
        assert!(range(0, 4096, false) == Ok((0, 4096)));
        assert!(range(1 << 20, 1 << 20, false) == Ok((1 << 20, 1 << 20)));
        assert!(range(1024, 3072, true) == Ok((1024, 3072)));
        assert!(range(0, 12_288, false) == Err(LIMIT_INVALID));
        for limit in [0, -4096, 1000, (1 << 20) + 4096] {
            assert!(range(0, limit, false) == Err(LIMIT_INVALID), "{limit}");
        }
        for offset in [-4096, 1024, (1 << 20) - 4096] {
            assert!(range(offset, 8192, false) == Err(OFFSET_INVALID), "{offset}");
        }
        assert!(range(i64::MAX - 1023, 1024, true).is_ok());
        assert!(range(i64::MAX - 1023, 2048, true) == Err(OFFSET_INVALID));
    }
}
