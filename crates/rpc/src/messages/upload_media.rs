//! `messages.uploadMedia flags:# business_connection_id:flags.0?string peer:InputPeer media:InputMedia = MessageMedia`:
//! a file that is kept now and sent later.

use domain::{NewMedia, Origin};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, FILE_ID_INVALID, MEDIA_INVALID},
    input,
    messages::files,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UploadMedia,
) -> Result<enums::MessageMedia, Error> {
    input::peer(call, &request.peer).await?;
    if request.business_connection_id.is_some() {
        return Err(MEDIA_INVALID);
    }
    let Some(NewMedia::File(file)) = files::new(call, &request.media).await? else {
        return Err(MEDIA_INVALID);
    };
    let view = call.domain().files.view(call.me()?, Origin::Own, file.id).await?;
    let view = view.ok_or(FILE_ID_INVALID)?;
    Ok(render::file_media(&view, &file))
}
