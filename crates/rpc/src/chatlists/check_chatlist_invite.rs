//! `chatlists.checkChatlistInvite slug:string = chatlists.ChatlistInvite`: what is behind a link.

use domain::Offered;
use tl::{enums, functions, types};

use crate::{
    Call,
    chatlists::{nameable, shown_peers, slug},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::CheckChatlistInvite,
) -> Result<enums::chatlists::ChatlistInvite, Error> {
    let (me, domain) = (call.me()?, call.domain());
    match domain.shared_folders.check_link(me, slug(&request.slug)?).await? {
        Offered::Joined { id, missing, there } => {
            let named = render::named(domain, me, missing.iter().chain(&there).copied()).await?;
            let (missing, there) = (shown_peers(&missing), shown_peers(&there));
            let (chats, users) = (nameable(named.chats), named.users);
            Ok(types::chatlists::ChatlistInviteAlready::new(id, missing, there, chats, users).into())
        }
        Offered::New { filter, peers } => {
            let named = render::named(domain, me, peers.iter().copied()).await?;
            let (title, chats) = (render::filter_title(&filter), nameable(named.chats));
            Ok(types::chatlists::ChatlistInvite {
                title_noanimate: filter.flags & domain::filter_flag::TITLE_NOANIMATE != 0,
                emoticon: filter.emoticon.clone(),
                ..types::chatlists::ChatlistInvite::new(title, shown_peers(&peers), chats, named.users)
            }
            .into())
        }
    }
}
