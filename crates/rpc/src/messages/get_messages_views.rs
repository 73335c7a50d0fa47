//! `messages.getMessagesViews peer:InputPeer id:Vector<int> increment:Bool = messages.MessageViews`: messages of
//! private chats are not counted, so each answers with nothing known.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessagesViews,
) -> Result<enums::messages::MessageViews, Error> {
    input::peer(call, &request.peer).await?;
    let ids = page::ids(&request.id)?;
    let views = ids.iter().map(|_| types::MessageViews::new().into()).collect();
    Ok(types::messages::MessageViews::new(views, Vec::new(), Vec::new()).into())
}
