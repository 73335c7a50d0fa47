//! `messages.getAvailableEffects hash:int = messages.AvailableEffects`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::effects::EFFECTS};

/// Changes with the list.
const HASH: i32 = 1;

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::GetAvailableEffects,
) -> Result<enums::messages::AvailableEffects, Error> {
    if request.hash == HASH {
        return Ok(enums::messages::AvailableEffects::AvailableEffectsNotModified);
    }
    let effects = EFFECTS.map(|(id, emoji)| types::AvailableEffect::new(id, emoji.to_owned(), id).into());
    Ok(types::messages::AvailableEffects::new(HASH, effects.to_vec(), Vec::new()).into())
}
