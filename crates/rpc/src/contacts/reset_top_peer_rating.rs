//! `contacts.resetTopPeerRating category:TopPeerCategory peer:InputPeer = Bool`: only the list of people whom one
//! writes to is served; of the others nobody is taken out.

use tl::{enums, functions};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::ResetTopPeerRating,
) -> Result<bool, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if matches!(request.category, enums::TopPeerCategory::TopPeerCategoryCorrespondents) {
        call.domain().chat_lists.forget_correspondent(call.by()?, peer).await?;
    }
    Ok(true)
}
