//! `messages.getDialogFilters = messages.DialogFilters`: the folders in their order, "all chats" among them.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetDialogFilters,
) -> Result<enums::messages::DialogFilters, Error> {
    let (me, domain) = (call.me()?, call.domain());
    let filters = domain.chat_lists.filters(me).await?;
    // TDLib complains of an answer without the default one.
    let shown = filters
        .iter()
        .map(|(id, filter)| render::dialog_filter(&domain.access, me, *id, filter.as_deref()))
        .collect();
    let tags_enabled = domain.chat_lists.of(me).await?.filter_tags == Some(true);
    Ok(types::messages::DialogFilters { tags_enabled, ..types::messages::DialogFilters::new(shown) }.into())
}
