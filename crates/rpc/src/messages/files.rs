//! `InputMedia` that is a file: brought just now, or seen somewhere before.

use std::sync::Arc;

use boxes::{MessageKind, Peer, UserId};
use domain::{
    NewFile, NewMedia, Origin,
    files::{NewDocument, Shown, Upload},
};
use store::records::{
    files::{File, FileKind},
    log::VIEW_ONCE,
};
use tl::{Layer, enums, types};

use crate::{
    Call,
    errors::{
        DOCUMENT_INVALID, Error, FILE_PARTS_INVALID, MEDIA_INVALID, MIME_TYPE_INVALID, PHOTO_FILE_MISSING,
        TTL_MEDIA_INVALID,
    },
    upload::get_file::still_seen,
};

/// Attributes of one document; more say nothing that a client knows.
const ATTRIBUTES_MAX: usize = 16;
/// Bytes of a name or a title in an attribute.
const WORD_BYTES_MAX: usize = 1024;
const WAVEFORM_BYTES_MAX: usize = 256;
const MIME_BYTES_MAX: usize = 128;
const MIME_UNKNOWN: &str = "application/octet-stream";
/// Seconds for which media may stay after being seen, where it is not seen once.
const TTL_SECONDS: std::ops::RangeInclusive<i32> = 1..=60;

/// A file that is to be sent; none where `input` is something else.
///
/// # Errors
/// What is wrong with its parts, its reference or what is said of it.
pub(crate) async fn new(call: &Call<'_>, input: &enums::InputMedia) -> Result<Option<NewMedia>, Error> {
    use enums::InputMedia as Input;
    let me = call.me()?;
    let files = &call.domain().files;
    let file = match input {
        Input::InputMediaUploadedPhoto(photo) => {
            if photo.live_photo || photo.video.is_some() {
                return Err(MEDIA_INVALID);
            }
            NewFile {
                id: files.photo(me, &upload(&photo.file)?).await?,
                kind: MessageKind::Photo,
                spoiler: photo.spoiler,
                ttl_seconds: ttl(photo.ttl_seconds)?,
                plays: None,
            }
        }
        Input::InputMediaUploadedDocument(document) => uploaded_document(call, me, document).await?,
        Input::InputMediaPhoto(photo) => {
            if photo.live_photo || photo.video.is_some() {
                return Err(MEDIA_INVALID);
            }
            NewFile {
                id: known_photo(call, &photo.id).await?,
                kind: MessageKind::Photo,
                spoiler: photo.spoiler,
                ttl_seconds: ttl(photo.ttl_seconds)?,
                plays: None,
            }
        }
        Input::InputMediaDocument(document) => {
            let (id, origin, file) = proven_document(call, &document.id).await?;
            files.refer(me, origin, id).await?;
            NewFile {
                id,
                kind: document_kind(&file),
                spoiler: document.spoiler,
                ttl_seconds: ttl(document.ttl_seconds)?,
                plays: plays(&attributes_of(&file)),
            }
        }
        _ => return Ok(None),
    };
    if file.ttl_seconds.is_some() && !goes(file.kind) {
        return Err(TTL_MEDIA_INVALID);
    }
    Ok(Some(NewMedia::File(file)))
}

/// Whether this goes to `peer`, before anything is made of it: what goes after being seen is for one other person.
///
/// # Errors
/// `TTL_MEDIA_INVALID`.
pub(crate) fn may_go_to(call: &Call<'_>, peer: Peer, input: &enums::InputMedia) -> Result<(), Error> {
    use enums::InputMedia as Input;
    let seconds = match input {
        Input::InputMediaUploadedPhoto(photo) => photo.ttl_seconds,
        Input::InputMediaUploadedDocument(document) => document.ttl_seconds,
        Input::InputMediaPhoto(photo) => photo.ttl_seconds,
        Input::InputMediaDocument(document) => document.ttl_seconds,
        _ => None,
    };
    let one_other = matches!(peer, Peer::User(_)) && peer != Peer::User(call.me()?);
    if ttl(seconds)?.is_some() && !one_other { Err(TTL_MEDIA_INVALID) } else { Ok(()) }
}

/// What somebody brought, as `InputFile` names it.
///
/// # Errors
/// `FILE_PARTS_INVALID` for what is no upload.
pub(crate) fn upload(file: &enums::InputFile) -> Result<Upload, Error> {
    match file {
        enums::InputFile::InputFile(file) => {
            Ok(Upload { file_id: file.id, parts: file.parts, name: file.name.clone() })
        }
        enums::InputFile::InputFileBig(file) => {
            Ok(Upload { file_id: file.id, parts: file.parts, name: file.name.clone() })
        }
        enums::InputFile::InputFileStoryDocument(_) => Err(FILE_PARTS_INVALID),
    }
}

/// A chat's picture, for its page.
///
/// # Errors
/// Where it cannot be read.
pub(crate) async fn picture(
    call: &Call<'_>,
    origin: Origin,
    id: Option<i64>,
) -> Result<Option<enums::Photo>, Error> {
    let Some(id) = id else { return Ok(None) };
    Ok(call.domain().files.view(call.me()?, origin, id).await?.as_ref().map(render::photo))
}

/// What is to be a chat's picture: brought just now, seen somewhere before, or none.
///
/// # Errors
/// What is wrong with its parts or its reference; `PHOTO_FILE_MISSING` for pictures that move.
pub(crate) async fn chat_photo(call: &Call<'_>, photo: &enums::InputChatPhoto) -> Result<Option<i64>, Error> {
    use enums::InputChatPhoto as Input;
    match photo {
        Input::InputChatPhotoEmpty => Ok(None),
        Input::InputChatPhoto(photo) => Ok(Some(known_photo(call, &photo.id).await?)),
        Input::InputChatUploadedPhoto(photo) => {
            let moves = photo.video.is_some() || photo.video_emoji_markup.is_some();
            let file = photo.file.as_ref().filter(|_| !moves).ok_or(PHOTO_FILE_MISSING)?;
            Ok(Some(call.domain().files.avatar(call.me()?, &upload(file)?).await?))
        }
    }
}

/// A photo that the caller saw before; he refers to it from here on.
///
/// # Errors
/// As [`domain::Files::proven`].
pub(crate) async fn known_photo(call: &Call<'_>, photo: &enums::InputPhoto) -> Result<i64, Error> {
    let enums::InputPhoto::InputPhoto(photo) = photo else { return Err(MEDIA_INVALID) };
    let shown = Shown { id: photo.id, access_hash: photo.access_hash, reference: &photo.file_reference };
    let (files, me) = (&call.domain().files, call.me()?);
    let (origin, _) = files.proven(me, FileKind::Photo, &shown).await?;
    still_seen(call, origin, photo.id).await?;
    call.domain().chats.may_keep(me, origin, photo.id).await?;
    files.refer(me, origin, photo.id).await?;
    Ok(photo.id)
}

/// A document that the caller saw before, and what it counts as; he refers to it from here on.
///
/// # Errors
/// As [`domain::Files::proven`].
pub(crate) async fn known_document(
    call: &Call<'_>,
    document: &enums::InputDocument,
) -> Result<(i64, MessageKind), Error> {
    let (id, origin, file) = proven_document(call, document).await?;
    call.domain().files.refer(call.me()?, origin, id).await?;
    Ok((id, document_kind(&file)))
}

/// A document that the caller saw before, as it is kept.
///
/// # Errors
/// As [`domain::Files::proven`].
pub(crate) async fn seen_document(
    call: &Call<'_>,
    document: &enums::InputDocument,
) -> Result<(i64, Arc<File>), Error> {
    let (id, _, file) = proven_document(call, document).await?;
    Ok((id, file))
}

async fn proven_document(
    call: &Call<'_>,
    document: &enums::InputDocument,
) -> Result<(i64, Origin, Arc<File>), Error> {
    let enums::InputDocument::InputDocument(document) = document else { return Err(DOCUMENT_INVALID) };
    let shown =
        Shown { id: document.id, access_hash: document.access_hash, reference: &document.file_reference };
    let (origin, file) = call.domain().files.proven(call.me()?, FileKind::Document, &shown).await?;
    still_seen(call, origin, document.id).await?;
    call.domain().chats.may_keep(call.me()?, origin, document.id).await?;
    Ok((document.id, origin, file))
}

/// What a document that is kept counts as.
pub(crate) fn document_kind(file: &File) -> MessageKind {
    if file.sticker.is_some() {
        return MessageKind::Sticker;
    }
    kind(&attributes_of(file), &file.mime_type)
}

fn attributes_of(file: &File) -> Vec<enums::DocumentAttribute> {
    file.attributes.as_deref().and_then(|bytes| tl::decode(bytes).ok()).unwrap_or_default()
}

async fn uploaded_document(
    call: &Call<'_>,
    me: UserId,
    document: &types::InputMediaUploadedDocument,
) -> Result<NewFile, Error> {
    if document.video_cover.is_some() {
        return Err(MEDIA_INVALID);
    }
    let mime_type = mime_type(&document.mime_type)?;
    let mut attributes = checked(&document.attributes, document.force_file);
    if document.nosound_video && attributes.iter().any(is_video) && !attributes.iter().any(is_animated) {
        attributes.push(enums::DocumentAttribute::DocumentAttributeAnimated);
    }
    let upload = upload(&document.file)?;
    if !attributes.iter().any(is_named) && !upload.name.is_empty() {
        let name = bounded(&upload.name);
        attributes.push(types::DocumentAttributeFilename::new(name).into());
    }
    let (kind, plays, ttl_seconds) =
        (kind(&attributes, &mime_type), plays(&attributes), ttl(document.ttl_seconds)?);
    let new = NewDocument {
        upload,
        thumbnail: document.thumb.as_ref().map(self::upload).transpose()?,
        mime_type,
        attributes: tl::encode(&attributes, Layer::NEWEST),
    };
    let id = call.domain().files.document(me, new).await?;
    Ok(NewFile { id, kind, spoiler: document.spoiler, ttl_seconds, plays })
}

/// What may be said of a document: no set that its author did not make, no words without an end.
fn checked(given: &[enums::DocumentAttribute], force_file: bool) -> Vec<enums::DocumentAttribute> {
    use enums::DocumentAttribute as Attribute;
    let checked = given.iter().take(ATTRIBUTES_MAX).filter_map(|attribute| match attribute {
        Attribute::DocumentAttributeFilename(name) => {
            Some(types::DocumentAttributeFilename::new(bounded(&name.file_name)).into())
        }
        Attribute::DocumentAttributeAudio(audio) => {
            let mut audio = audio.clone();
            audio.title = audio.title.map(|title| bounded(&title));
            audio.performer = audio.performer.map(|performer| bounded(&performer));
            audio.waveform = audio.waveform.filter(|waveform| waveform.len() <= WAVEFORM_BYTES_MAX);
            Some(Attribute::DocumentAttributeAudio(audio))
        }
        Attribute::DocumentAttributeSticker(sticker) => {
            let mut sticker = sticker.clone();
            sticker.stickerset = enums::InputStickerSet::InputStickerSetEmpty;
            sticker.alt = bounded(&sticker.alt);
            Some(Attribute::DocumentAttributeSticker(sticker))
        }
        Attribute::DocumentAttributeVideo(_) | Attribute::DocumentAttributeAnimated if force_file => None,
        Attribute::DocumentAttributeCustomEmoji(_) => None,
        other => Some(other.clone()),
    });
    checked.collect()
}

/// What a document counts as.
pub(crate) fn kind(attributes: &[enums::DocumentAttribute], mime_type: &str) -> MessageKind {
    use enums::DocumentAttribute as Attribute;
    let animated = attributes.iter().any(is_animated);
    let mut kind = match mime_type {
        "image/gif" if animated => MessageKind::Gif,
        _ => MessageKind::Document,
    };
    for attribute in attributes {
        kind = match attribute {
            Attribute::DocumentAttributeSticker(_) => return MessageKind::Sticker,
            Attribute::DocumentAttributeAudio(audio) if audio.voice => MessageKind::Voice,
            Attribute::DocumentAttributeAudio(_) => MessageKind::Music,
            Attribute::DocumentAttributeVideo(video) if video.round_message => MessageKind::RoundVideo,
            Attribute::DocumentAttributeVideo(_) if animated => MessageKind::Gif,
            Attribute::DocumentAttributeVideo(_) => MessageKind::Video,
            _ => kind,
        };
    }
    kind
}

/// Seconds that a document plays.
fn plays(attributes: &[enums::DocumentAttribute]) -> Option<i32> {
    attributes.iter().find_map(|attribute| match attribute {
        enums::DocumentAttribute::DocumentAttributeAudio(audio) => Some(audio.duration),
        #[expect(clippy::cast_possible_truncation, reason = "a longer video ends at the bound")]
        enums::DocumentAttribute::DocumentAttributeVideo(video) => Some(video.duration.ceil() as i32),
        _ => None,
    })
}

/// Whether what counts as this may go after being seen.
fn goes(kind: MessageKind) -> bool {
    matches!(kind, MessageKind::Photo | MessageKind::Video | MessageKind::Voice | MessageKind::RoundVideo)
}

fn is_animated(attribute: &enums::DocumentAttribute) -> bool {
    matches!(attribute, enums::DocumentAttribute::DocumentAttributeAnimated)
}

fn is_video(attribute: &enums::DocumentAttribute) -> bool {
    matches!(attribute, enums::DocumentAttribute::DocumentAttributeVideo(_))
}

fn is_named(attribute: &enums::DocumentAttribute) -> bool {
    matches!(attribute, enums::DocumentAttribute::DocumentAttributeFilename(_))
}

fn mime_type(given: &str) -> Result<String, Error> {
    if given.is_empty() {
        return Ok(MIME_UNKNOWN.to_owned());
    }
    let fits =
        given.len() <= MIME_BYTES_MAX && given.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if fits { Ok(given.to_ascii_lowercase()) } else { Err(MIME_TYPE_INVALID) }
}

fn ttl(seconds: Option<i32>) -> Result<Option<i32>, Error> {
    match seconds {
        None | Some(0) => Ok(None),
        Some(seconds) if TTL_SECONDS.contains(&seconds) || seconds == VIEW_ONCE => Ok(Some(seconds)),
        Some(_) => Err(TTL_MEDIA_INVALID),
    }
}

/// The beginning of a text, as much as is kept.
fn bounded(text: &str) -> String {
    let mut end = text.len().min(WORD_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
