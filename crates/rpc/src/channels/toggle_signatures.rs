//! `channels.toggleSignatures signatures_enabled:flags.0?true profiles_enabled:flags.1?true channel:InputChannel
//! = Updates`

use domain::ChannelAction;
use store::records::channels::{Channel, flag};
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleSignatures,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let change = |record: &mut Channel| {
        let bit = |set: bool, flag: u32| if set { flag } else { 0 };
        record.flags = record.flags & !(flag::SIGNATURES | flag::SIGNATURE_PROFILES)
            | bit(request.signatures_enabled, flag::SIGNATURES)
            | bit(request.profiles_enabled, flag::SIGNATURE_PROFILES);
    };
    call.domain().channels.change_record(call.by()?, id, ChannelAction::ChangeInfo, change).await?;
    channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
}
