//! `channels.deleteHistory for_everyone:flags.0?true channel:InputChannel max_id:int = Updates`: takes what stands in a
//! supergroup away, for oneself or for everybody.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::DeleteHistory,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let channels = &call.domain().channels;
    if request.for_everyone {
        let entries = channels.clear_for_all(call.by()?, id, request.max_id).await?;
        return channel::entries(call, id, &entries).await;
    }
    let available_min_id = channels.clear_for_oneself(call.by()?, id, request.max_id).await?;
    let told = types::UpdateChannelAvailableMessages::new(id, available_min_id).into();
    channel::entries_and(call, id, &[], vec![told]).await
}
