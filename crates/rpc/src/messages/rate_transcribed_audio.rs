//! `messages.rateTranscribedAudio peer:InputPeer msg_id:int transcription_id:long good:Bool = Bool`: there was none.

use tl::functions;

use crate::{
    Call,
    errors::{Error, MSG_ID_INVALID},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::RateTranscribedAudio,
) -> Result<bool, Error> {
    Err(MSG_ID_INVALID)
}
