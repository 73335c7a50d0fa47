//! `channels.getFullChannel channel:InputChannel = messages.ChatFull`: a channel's page.

use boxes::Peer;
use domain::{ChannelAction, NotifyTarget, Origin, Role, looks::WornWallPaper};
use store::{ids::Owner, records::channels::flag};
use tl::{enums, functions, types};

use crate::{
    Call, communities,
    errors::Error,
    help::this_dc,
    input,
    messages::{files, links},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetFullChannel,
) -> Result<enums::messages::ChatFull, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    if communities::is(call, id).await? {
        return communities::page::answer(call, id).await;
    }
    let channels = &call.domain().channels;
    let seen = channels.seen(id, me).await?;
    let found = channels.dialog(me, id).await?;
    let (record, standing) = (&seen.record, &seen.standing);
    let peer = Peer::Channel(id);
    let notify = call.domain().settings.notify(me, NotifyTarget::Peer(peer)).await?;
    let linked = channels.linked_of(&seen).await?;
    let has = |bit: u32| record.flags & bit != 0;
    let admin = standing.is_admin();
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let photo = record.photo.as_ref().map(|photo| photo.file);
    let photo = files::picture(call, Origin::Channel(id), photo).await?;
    let photo = photo.unwrap_or_else(|| types::PhotoEmpty::new(0).into());
    let bare = types::ChannelFull::new(
        id,
        record.about.clone(),
        found.dialog.read_inbox_max_id,
        found.dialog.read_outbox_max_id,
        found.dialog.unread_count,
        photo,
        render::notify_settings(&notify),
        Vec::new(),
        found.dialog.pts.unwrap_or(1),
    );
    let some = if has(flag::NO_REACTIONS) { Some(&[][..]) } else { record.reactions.as_deref() };
    let reactions = render::chat_reactions(some, !has(flag::NO_CUSTOM_REACTIONS));
    // The group that it was, for who was in it; ids there are his own.
    let old = match record.migrated_from {
        Some((chat, _)) => call.boxes().dialog(me, Peer::Group(chat)).await?,
        None => None,
    };
    let old = record.migrated_from.zip(old).map(|((chat, _), dialog)| (chat, dialog.top_message));
    let manages = standing.may(record, ChannelAction::ManageInvites);
    let links = links::of_page(call, Owner::Channel(id), manages).await?;
    // Not said where he writes as himself.
    let send_as = channels.writes_as(me, id).await?.first().copied().filter(|shown| *shown != Peer::User(me));
    let style = record.style();
    let full = types::ChannelFull {
        can_set_stickers: !seen.is_broadcast() && admin && standing.may(record, ChannelAction::ChangeInfo),
        can_set_location: !seen.is_broadcast() && standing.role == Role::Creator,
        stickerset: set(call, style.sticker_set).await?,
        emojiset: set(call, style.emoji_set).await?,
        location: style.location.as_ref().map(|location| render::location(Some(location))),
        theme_emoticon: style.theme,
        wallpaper: wallpaper(call, style.wallpaper.as_ref()).await?,
        main_tab: style.main_tab.and_then(render::profile_tab),
        can_view_stats: standing.may(record, ChannelAction::SeeFigures),
        // Where the figures are asked for: here.
        stats_dc: standing.may(record, ChannelAction::SeeFigures).then(|| this_dc(call)),
        can_view_participants: standing.may(record, ChannelAction::SeeMembers)
            && (admin || !has(flag::PARTICIPANTS_HIDDEN)),
        can_set_username: standing.role == Role::Creator,
        can_delete_channel: standing.role == Role::Creator,
        hidden_prehistory: has(flag::HIDDEN_PREHISTORY),
        antispam: has(flag::ANTI_SPAM),
        view_forum_as_messages: found.dialog.as_messages,
        participants_hidden: has(flag::PARTICIPANTS_HIDDEN),
        participants_count: Some(number(record.participants)),
        admins_count: admin.then(|| i32::try_from(record.admins.len()).unwrap_or(i32::MAX)),
        kicked_count: admin.then(|| number(record.kicked)),
        banned_count: admin.then(|| number(record.restricted)),
        pinned_msg_id: channels.pinned(me, id).await?.first().copied(),
        available_min_id: (seen.min_id > 0).then_some(seen.min_id),
        folder_id: (found.dialog.folder != 0).then_some(found.dialog.folder),
        linked_chat_id: linked,
        default_send_as: send_as.map(render::peer),
        slowmode_seconds: (record.slow_mode > 0).then_some(record.slow_mode),
        ttl_period: record.ttl_period,
        available_reactions: Some(reactions),
        reactions_limit: record.reactions_limit,
        migrated_from_chat_id: old.map(|(chat, _)| chat),
        migrated_from_max_id: old.map(|(_, max_id)| max_id),
        exported_invite: links.exported.clone(),
        requests_pending: links.pending,
        recent_requesters: links.recent_requesters(),
        ..bare
    };
    let mut peers = vec![peer];
    peers.extend(old.map(|(chat, _)| Peer::Group(chat)));
    peers.extend(linked.map(Peer::Channel));
    peers.extend(send_as);
    peers.extend(links.recent.iter().copied().map(Peer::User));
    let named = render::named(call.domain(), me, peers).await?;
    Ok(types::messages::ChatFull::new(full.into(), named.chats, named.users).into())
}

/// A set that members are offered; none where it is gone.
async fn set(call: &Call<'_>, id: Option<i64>) -> Result<Option<enums::StickerSet>, Error> {
    let Some(id) = id else { return Ok(None) };
    let (domain, me) = (call.domain(), call.me()?);
    let Some(view) = domain.stickers.view(me, id).await? else { return Ok(None) };
    Ok(Some(render::sticker_set_alone(domain, me, &view).await?))
}

/// What is behind the messages; none where it is gone.
async fn wallpaper(call: &Call<'_>, worn: Option<&WornWallPaper>) -> Result<Option<enums::WallPaper>, Error> {
    let Some(worn) = worn else { return Ok(None) };
    let view = call.domain().looks.wallpaper(call.me()?, worn).await?;
    Ok(view.as_ref().map(render::wallpaper))
}
