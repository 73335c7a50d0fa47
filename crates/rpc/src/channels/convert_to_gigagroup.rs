//! `channels.convertToGigagroup channel:InputChannel = Updates`: from as many members on as `config.megagroup_size_max` says, a
//! supergroup becomes one in which admins alone write.

use tl::{enums, functions};

use crate::{Call, channels::changed, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ConvertToGigagroup,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.make_gigagroup(call.by()?, id).await?;
    changed(call, id).await
}
