//! `messages.checkHistoryImportPeer peer:InputPeer = messages.CheckedHistoryImportPeer`: whether the caller may bring a
//! history into this chat, and what his client asks him before it does. A basic group is one as well whose creator he
//! is: clients make a supergroup of it before they begin.

use boxes::Peer;
use domain::Language;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::CheckHistoryImportPeer,
) -> Result<enums::messages::CheckedHistoryImportPeer, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let (domain, me) = (call.domain(), call.me()?);
    domain.chats.may_import(me, peer).await?;
    let lang_code = call.caller.init.as_ref().map(|init| init.lang_code.as_str()).unwrap_or_default();
    let language = Language::of(lang_code);
    let text = match peer {
        Peer::User(other) => {
            let other = domain.users.view(me, other).await?.ok_or(PEER_ID_INVALID)?;
            with_person(language, format!("{} {}", other.first_name, other.last_name).trim())
        }
        Peer::Group(group) => {
            let seen = domain.groups.seen(me, group).await?.ok_or(PEER_ID_INVALID)?;
            in_group(language, &seen.view.record.title)
        }
        Peer::Channel(channel) => {
            let view = domain.channels.view(me, channel).await?.ok_or(PEER_ID_INVALID)?;
            in_group(language, &view.record.title)
        }
    };
    Ok(types::messages::CheckedHistoryImportPeer::new(text).into())
}

fn with_person(language: Language, name: &str) -> String {
    match language {
        Language::English => format!(
            "The messages of this file will be added to your chat with {name}, with the names and dates that it \
             gives. {name} will see them as well."
        ),
        Language::Indonesian => format!(
            "Pesan dalam berkas ini akan ditambahkan ke obrolan Anda dengan {name}, dengan nama dan tanggal yang \
             tertulis di dalamnya. {name} juga akan melihatnya."
        ),
    }
}

fn in_group(language: Language, title: &str) -> String {
    match language {
        Language::English => format!(
            "The messages of this file will be added to the group {title}, with the names and dates that it gives. \
             Everybody in the group will see them."
        ),
        Language::Indonesian => format!(
            "Pesan dalam berkas ini akan ditambahkan ke grup {title}, dengan nama dan tanggal yang tertulis di \
             dalamnya. Semua orang di grup akan melihatnya."
        ),
    }
}
