//! `account.setMainProfileTab tab:ProfileTab = Bool`: what the caller's page opens with.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetMainProfileTab,
) -> Result<bool, Error> {
    let tab = render::number_of_tab(&request.tab);
    call.domain().users.set_main_tab(call.by()?, tab).await?;
    Ok(true)
}
