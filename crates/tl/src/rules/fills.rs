//! Values of required fields that older forms lack.

use crate::{enums, types};

pub(crate) fn no_peer() -> enums::Peer {
    types::PeerUser::new(0).into()
}

pub(crate) fn input_self() -> enums::InputPeer {
    enums::InputPeer::InputPeerSelf
}

pub(crate) fn no_stealth() -> enums::StoriesStealthMode {
    types::StoriesStealthMode::new().into()
}

pub(crate) fn no_bot_rights() -> enums::BusinessBotRights {
    types::BusinessBotRights::new().into()
}

pub(crate) fn no_stats() -> enums::StatsAbsValueAndPrev {
    types::StatsAbsValueAndPrev::new(0.0, 0.0).into()
}

pub(crate) fn no_graph() -> enums::StatsGraph {
    types::StatsGraphError::new(String::new()).into()
}

/// Before there was a purpose, the one address was that of the passport.
pub(crate) fn passport_purpose() -> enums::EmailVerifyPurpose {
    enums::EmailVerifyPurpose::EmailVerifyPurposePassport
}

pub(crate) fn default_button() -> enums::ButtonType {
    enums::ButtonType::ButtonTypeDefault
}
