//! `messages.initHistoryImport peer:InputPeer file:InputFile media_count:int = messages.HistoryImport`: the text that
//! another messenger has written, to become messages of this chat.

use domain::files::NewDocument;
use tl::{Layer, enums, functions, types};

use crate::{Call, errors::Error, input, messages::files};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::InitHistoryImport,
) -> Result<enums::messages::HistoryImport, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let text = NewDocument {
        upload: files::upload(&request.file)?,
        thumbnail: None,
        mime_type: "text/plain".to_owned(),
        attributes: tl::encode(&Vec::<enums::DocumentAttribute>::new(), Layer::NEWEST),
    };
    let chats = &call.domain().chats;
    let id = chats.prepare_import(call.me()?, peer, text, request.media_count).await?;
    Ok(types::messages::HistoryImport::new(id).into())
}
