//! `messages.checkHistoryImport import_head:string = messages.HistoryImportParsed`: of what kind of chat a file is that
//! another messenger has written, by its first lines.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::CheckHistoryImport,
) -> Result<enums::messages::HistoryImportParsed, Error> {
    let chat = domain::imported_chat(&request.import_head)?;
    Ok(types::messages::HistoryImportParsed { pm: chat.private, group: chat.group, title: chat.title }.into())
}
