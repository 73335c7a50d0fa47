//! `messages.appendTodoList peer:InputPeer msg_id:int list:Vector<TodoItem> = Updates`

use boxes::TodoChange;
use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::todo};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::AppendTodoList,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let items = todo::items(call, request.list).await?;
    todo::changed(call, peer, request.msg_id, TodoChange::Append(items)).await
}
