//! `account.getReactionsNotifySettings = ReactionsNotifySettings`: until it is set, contacts' reactions are told of.

use domain::reactions::{NotifyFrom, ReactionsNotify};
use tl::{enums, functions};

use crate::{Call, account::notify, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetReactionsNotifySettings,
) -> Result<enums::ReactionsNotifySettings, Error> {
    let settings = call.domain().reactions.of(call.me()?).await?;
    let contacts = Some(NotifyFrom::Contacts);
    let first = ReactionsNotify {
        messages: contacts,
        stories: contacts,
        poll_votes: contacts,
        sound: None,
        show_previews: true,
    };
    Ok(notify::reactions_shown(settings.notify.as_ref().unwrap_or(&first)))
}
