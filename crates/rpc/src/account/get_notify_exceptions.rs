//! `account.getNotifyExceptions compare_sound:flags.1?true compare_stories:flags.2?true
//! peer:flags.0?InputNotifyPeer = Updates`: the chats with settings of their own, each as an update.

use domain::{NotifyTarget, settings::NotifySettings};
use store::ids::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetNotifyExceptions,
) -> Result<enums::Updates, Error> {
    let me = call.me()?;
    let mut updates = Vec::new();
    let mut peers = Vec::new();
    for (target, settings) in call.domain().settings.notify_exceptions(me).await? {
        let peer = match target {
            NotifyTarget::Peer(peer) => peer,
            NotifyTarget::Topic(channel, _) | NotifyTarget::Community(channel) => Peer::Channel(channel),
            NotifyTarget::Users | NotifyTarget::Chats | NotifyTarget::Broadcasts => continue,
        };
        if !wanted(&request, peer, &settings) {
            continue;
        }
        peers.push(peer);
        let notify_settings = render::notify_settings(&settings);
        updates.push(types::UpdateNotifySettings::new(render::notify_target(target), notify_settings).into());
    }
    let named = render::named(call.domain(), me, peers).await?;
    Ok(types::Updates::new(updates, named.users, named.chats, call.now().seconds(), 0).into())
}

/// Whether the settings differ in what the caller asks about, for the kind of chat that he asks about.
fn wanted(request: &functions::account::GetNotifyExceptions, peer: Peer, settings: &NotifySettings) -> bool {
    let kind = match request.peer {
        Some(enums::InputNotifyPeer::InputNotifyUsers) => matches!(peer, Peer::User(_)),
        // A channel's row does not say whether it is a supergroup: both lists have it.
        Some(enums::InputNotifyPeer::InputNotifyChats) => !matches!(peer, Peer::User(_)),
        Some(enums::InputNotifyPeer::InputNotifyBroadcasts) => matches!(peer, Peer::Channel(_)),
        _ => true,
    };
    let sound = request.compare_sound && settings.sound.is_some();
    let stories = request.compare_stories && settings.stories_muted.is_some();
    kind && (settings.mute_until.is_some() || sound || stories)
}
