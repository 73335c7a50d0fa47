//! `channels.setMainProfileTab channel:InputChannel tab:ProfileTab = Bool`: what the page of a channel opens with.

use domain::StyledChannel;
use store::records::channels::ChannelStyle;
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::SetMainProfileTab,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let tab = render::number_of_tab(&request.tab);
    let change = |style: &mut ChannelStyle| style.main_tab = Some(tab);
    call.domain().channels.restyle(call.by()?, id, StyledChannel::Broadcast, change).await?;
    Ok(true)
}
