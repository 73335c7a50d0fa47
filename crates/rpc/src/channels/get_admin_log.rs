//! `channels.getAdminLog flags:# channel:InputChannel q:string events_filter:flags.0?ChannelAdminLogEventsFilter
//! admins:flags.1?Vector<InputUser> max_id:long min_id:long limit:int = channels.AdminLogResults`

use domain::{DeedKind, LogQuery};
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetAdminLog,
) -> Result<enums::channels::AdminLogResults, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    let admins = match &request.admins {
        Some(named) => {
            let mut admins = Vec::new();
            for one in named {
                admins.push(input::user(call, one).await?);
            }
            Some(admins)
        }
        None => None,
    };
    let query = LogQuery {
        words: request.q,
        kinds: request.events_filter.as_ref().map(kinds),
        admins,
        max_id: request.max_id,
        min_id: request.min_id,
        limit: usize::try_from(request.limit).unwrap_or(0),
    };
    let (seen, deeds) = call.domain().channels.admin_log(me, id, &query).await?;
    Ok(render::admin_log(call.domain(), me, &seen, &deeds, call.now().seconds()).await?)
}

/// What is asked for, as bits.
fn kinds(filter: &enums::ChannelAdminLogEventsFilter) -> u32 {
    let enums::ChannelAdminLogEventsFilter::ChannelAdminLogEventsFilter(types::ChannelAdminLogEventsFilter {
        join,
        leave,
        invite,
        ban,
        unban,
        kick,
        unkick,
        promote,
        demote,
        info,
        settings,
        pinned,
        edit,
        delete,
        invites,
        forums,
        edit_rank,
        // Nothing of that kind happens here.
        group_call: _,
        send: _,
        sub_extend: _,
    }) = filter;
    let asked = [
        (join, DeedKind::Join),
        (leave, DeedKind::Leave),
        (invite, DeedKind::Invite),
        (ban, DeedKind::Ban),
        (unban, DeedKind::Unban),
        (kick, DeedKind::Kick),
        (unkick, DeedKind::Unkick),
        (promote, DeedKind::Promote),
        (demote, DeedKind::Demote),
        (info, DeedKind::Info),
        (settings, DeedKind::Settings),
        (pinned, DeedKind::Pinned),
        (edit, DeedKind::Edit),
        (delete, DeedKind::Delete),
        (invites, DeedKind::Invites),
        (forums, DeedKind::Forums),
        (edit_rank, DeedKind::EditRank),
    ];
    asked.into_iter().filter(|(wanted, _)| **wanted).fold(0, |bits, (_, kind)| bits | 1 << kind as u32)
}
