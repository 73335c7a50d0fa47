//! `messages.updateDialogFilter id:int filter:flags.0?DialogFilter = Bool`: makes or changes a folder; without one,
//! takes it away.

use boxes::Peer;
use domain::{DialogFilter, FILTER_CHATS_MAX, filter_flag};
use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    errors::{Error, FILTER_ID_INVALID, FILTER_INCLUDE_TOO_MUCH},
    input,
    messages::text,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UpdateDialogFilter,
) -> Result<bool, Error> {
    let lists = &call.domain().chat_lists;
    match request.filter {
        None => call.domain().shared_folders.delete_folder(call.by()?, request.id).await?,
        Some(enums::DialogFilter::DialogFilter(filter)) => {
            let filter = read(call, *filter).await?;
            lists.set_filter(call.by()?, request.id, filter).await?;
        }
        // A shared folder is made by a link; here its owner changes how it is with him.
        Some(enums::DialogFilter::DialogFilterChatlist(filter)) => {
            let filter = read_shared(call, *filter).await?;
            lists.set_shared_filter(call.by()?, request.id, filter).await?;
        }
        // "All chats" has no content of its own.
        Some(enums::DialogFilter::DialogFilterDefault) => return Err(FILTER_ID_INVALID),
    }
    Ok(true)
}

async fn read(call: &Call<'_>, given: types::DialogFilter) -> Result<DialogFilter, Error> {
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    let flags = bit(given.contacts, filter_flag::CONTACTS)
        | bit(given.non_contacts, filter_flag::NON_CONTACTS)
        | bit(given.groups, filter_flag::GROUPS)
        | bit(given.broadcasts, filter_flag::BROADCASTS)
        | bit(given.bots, filter_flag::BOTS)
        | bit(given.exclude_muted, filter_flag::EXCLUDE_MUTED)
        | bit(given.exclude_read, filter_flag::EXCLUDE_READ)
        | bit(given.exclude_archived, filter_flag::EXCLUDE_ARCHIVED)
        | bit(given.title_noanimate, filter_flag::TITLE_NOANIMATE);
    let named = DialogFilter {
        pinned: peers(call, &given.pinned_peers).await?,
        included: peers(call, &given.include_peers).await?,
        excluded: peers(call, &given.exclude_peers).await?,
        ..DialogFilter::default()
    };
    Ok(called(named, flags, given.title, given.emoticon, given.color))
}

async fn read_shared(call: &Call<'_>, given: types::DialogFilterChatlist) -> Result<DialogFilter, Error> {
    let flags = if given.title_noanimate { filter_flag::TITLE_NOANIMATE } else { 0 };
    let named = DialogFilter {
        pinned: peers(call, &given.pinned_peers).await?,
        included: peers(call, &given.include_peers).await?,
        ..DialogFilter::default()
    };
    Ok(called(named, flags, given.title, given.emoticon, given.color))
}

/// The folder under its name, with its sign and its colour.
fn called(
    filter: DialogFilter,
    flags: u32,
    title: enums::TextWithEntities,
    emoticon: Option<String>,
    color: Option<i32>,
) -> DialogFilter {
    let enums::TextWithEntities::TextWithEntities(title) = title;
    let entities = text::quoted(&title.text, title.entities);
    DialogFilter {
        flags,
        title: title.text.trim().to_owned(),
        title_entities: (!entities.is_empty()).then(|| tl::encode(&entities, Layer::NEWEST)),
        // A sign is one character; what is longer is none.
        emoticon: emoticon.filter(|sign| (1..=EMOTICON_BYTES_MAX).contains(&sign.len())),
        color: color.filter(|color| COLORS.contains(color)),
        ..filter
    }
}

/// The chats that the caller names, each once.
async fn peers(call: &Call<'_>, named: &[enums::InputPeer]) -> Result<Vec<Peer>, Error> {
    if named.len() > FILTER_CHATS_MAX {
        return Err(FILTER_INCLUDE_TOO_MUCH);
    }
    let mut peers = Vec::with_capacity(named.len());
    for named in named {
        let peer = input::peer(call, named).await?;
        if !peers.contains(&peer) {
            peers.push(peer);
        }
    }
    Ok(peers)
}

/// The longest emoji are sequences of several code points.
const EMOTICON_BYTES_MAX: usize = 64;
/// Colours of tags.
const COLORS: std::ops::RangeInclusive<i32> = 0..=6;
