//! `messages.toggleTodoCompleted peer:InputPeer msg_id:int completed:Vector<int> incompleted:Vector<int> = Updates`

use boxes::{TODO_ITEMS_MAX, TodoChange};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
    messages::todo,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ToggleTodoCompleted,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let (done, undone) = (request.completed, request.incompleted);
    if done.len().max(undone.len()) > TODO_ITEMS_MAX {
        return Err(LIMIT_INVALID);
    }
    todo::changed(call, peer, request.msg_id, TodoChange::Complete { done, undone }).await
}
