//! `messages.transcribeAudio peer:InputPeer msg_id:int = messages.TranscribedAudio`: nothing here hears what is said in a
//! voice message. Clients show that it failed and do not try again by themselves.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, TRANSCRIPTION_FAILED},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::TranscribeAudio,
) -> Result<enums::messages::TranscribedAudio, Error> {
    Err(TRANSCRIPTION_FAILED)
}
