//! `updates.getChannelDifference force:flags.0?true channel:InputChannel filter:ChannelMessagesFilter pts:int
//! limit:int = updates.ChannelDifference`: there are no channels yet.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{CHANNEL_INVALID, Error},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::updates::GetChannelDifference,
) -> Result<enums::updates::ChannelDifference, Error> {
    Err(CHANNEL_INVALID)
}
