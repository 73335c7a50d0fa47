//! Buttons of keyboards. Up to layer 228 each kind of button was a constructor of `KeyboardButton`, in both
//! keyboards; since then a button has a type, and inline buttons are a type of their own.

use crate::{Decode, Encode, Failed, Reader, Writer, enums, old, types};

/// The first layer whose buttons have a type.
const TYPED_SINCE: i32 = 229;

/// The id of `keyboardButtonRow`, which is the same in every layer.
const ROW: u32 = types::KeyboardButtonRow::ID;

/// Buttons of the keyboard below the text field.
pub(crate) mod old_button {
    use super::*;

    /// Reads an old kind of button that can stand below the text field.
    pub(crate) fn read(id: u32, r: &mut Reader<'_>) -> Result<Option<enums::KeyboardButton>, Failed> {
        let parts = match typed(id, r)? {
            Some(parts) => Some(parts),
            // An inline kind says nothing here but its text.
            None => {
                inline(id, r)?.map(|(style, text, _)| (style, text, enums::ButtonType::ButtonTypeDefault))
            }
        };
        let Some((style, text, kind)) = parts else { return Ok(None) };
        Ok(Some(types::KeyboardButton { style, ..types::KeyboardButton::new(text, kind) }.into()))
    }

    type Parts = (Option<enums::KeyboardButtonStyle>, String, enums::ButtonType);

    fn typed(id: u32, r: &mut Reader<'_>) -> Result<Option<Parts>, Failed> {
        use enums::ButtonType as Kind;
        if let Some(b) = old::KeyboardButtonRequestPhone::read_known(id, r)? {
            return Ok(Some((b.style, b.text, Kind::ButtonTypeRequestPhone)));
        }
        if let Some(b) = old::KeyboardButtonRequestGeoLocation::read_known(id, r)? {
            return Ok(Some((b.style, b.text, Kind::ButtonTypeRequestGeoLocation)));
        }
        if let Some(b) = old::KeyboardButtonRequestPoll::read_known(id, r)? {
            return Ok(Some((b.style, b.text, types::ButtonTypeRequestPoll { quiz: b.quiz }.into())));
        }
        if let Some(b) = old::KeyboardButtonRequestPeer::read_known(id, r)? {
            let most = b.max_quantity.max(1);
            let kind = types::ButtonTypeRequestPeer::new(b.button_id, b.peer_type, most);
            return Ok(Some((b.style, b.text, kind.into())));
        }
        if let Some(b) = old::InputKeyboardButtonRequestPeer::read_known(id, r)? {
            let kind = types::InputButtonTypeRequestPeer {
                name_requested: b.name_requested,
                username_requested: b.username_requested,
                photo_requested: b.photo_requested,
                ..types::InputButtonTypeRequestPeer::new(b.button_id, b.peer_type, b.max_quantity)
            };
            return Ok(Some((b.style, b.text, kind.into())));
        }
        let b = old::KeyboardButtonSimpleWebView::read_known(id, r)?;
        Ok(b.map(|b| (b.style, b.text, types::ButtonTypeSimpleWebView::new(b.url).into())))
    }

    /// Writes a button with a type as its old kind; declines for newer layers and for plain buttons.
    pub(crate) fn write(button: &types::KeyboardButton, w: &mut Writer) -> bool {
        use enums::ButtonType as Kind;
        if w.number() >= TYPED_SINCE {
            return false;
        }
        let (style, text) = (button.style.clone(), button.text.clone());
        match &button.r#type {
            Kind::ButtonTypeDefault => return false,
            Kind::ButtonTypeRequestPhone => old::KeyboardButtonRequestPhone { style, text }.encode(w),
            Kind::ButtonTypeRequestGeoLocation => {
                old::KeyboardButtonRequestGeoLocation { style, text }.encode(w);
            }
            Kind::ButtonTypeRequestPoll(kind) => {
                old::KeyboardButtonRequestPoll { style, quiz: kind.quiz, text }.encode(w);
            }
            Kind::ButtonTypeRequestPeer(kind) => {
                let (button_id, peer_type, max_quantity) =
                    (kind.button_id, kind.peer_type.clone(), kind.max_quantity);
                old::KeyboardButtonRequestPeer { style, text, button_id, peer_type, max_quantity }.encode(w);
            }
            Kind::InputButtonTypeRequestPeer(kind) => {
                let button = old::InputKeyboardButtonRequestPeer {
                    name_requested: kind.name_requested,
                    username_requested: kind.username_requested,
                    photo_requested: kind.photo_requested,
                    style,
                    ..old::InputKeyboardButtonRequestPeer::new(
                        text,
                        kind.button_id,
                        kind.peer_type.clone(),
                        kind.max_quantity,
                    )
                };
                button.encode(w);
            }
            Kind::ButtonTypeSimpleWebView(kind) => {
                old::KeyboardButtonSimpleWebView { style, text, url: kind.url.clone() }.encode(w);
            }
        }
        true
    }
}

/// Rows of the keyboard under a message.
pub(crate) mod inline_rows {
    use super::*;

    /// How the rows were read and written up to layer 228.
    pub(crate) type Old = Vec<Row>;

    pub(crate) fn rise(old: Old) -> Vec<enums::KeyboardInlineButtonRow> {
        let row = |Row(buttons)| {
            types::KeyboardInlineButtonRow::new(buttons.into_iter().map(|Button(b)| b.into()).collect())
                .into()
        };
        old.into_iter().map(row).collect()
    }

    pub(crate) fn fall(new: &[enums::KeyboardInlineButtonRow]) -> Option<Old> {
        let button = |enums::KeyboardInlineButton::KeyboardInlineButton(b): &enums::KeyboardInlineButton| {
            Button((**b).clone())
        };
        let row = |enums::KeyboardInlineButtonRow::KeyboardInlineButtonRow(row): &enums::KeyboardInlineButtonRow| {
            Row(row.buttons.iter().map(button).collect())
        };
        Some(new.iter().map(row).collect())
    }
}

/// A row as it was.
pub(crate) struct Row(Vec<Button>);

impl Decode for Row {
    const MIN_BYTES: usize = 12;
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        match r.id() {
            ROW => Ok(Row(r.vector()?)),
            id => r.unknown(id, "KeyboardButtonRow"),
        }
    }
}

impl Encode for Row {
    fn encode(&self, w: &mut Writer) {
        w.id(ROW);
        self.0.encode(w);
    }
}

/// An inline button, read and written as its old kind.
struct Button(types::KeyboardInlineButton);

impl Decode for Button {
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        let id = r.id();
        match inline(id, r)? {
            Some((style, text, kind)) => Ok(Button(types::KeyboardInlineButton {
                style,
                ..types::KeyboardInlineButton::new(text, kind)
            })),
            None => r.unknown(id, "KeyboardButton"),
        }
    }
}

type InlineParts = (Option<enums::KeyboardButtonStyle>, String, enums::InlineButtonType);

fn inline(id: u32, r: &mut Reader<'_>) -> Result<Option<InlineParts>, Failed> {
    use enums::InlineButtonType as Kind;
    if let Some(b) = old::KeyboardButtonUrl::read_known(id, r)? {
        return Ok(Some((b.style, b.text, types::InlineButtonTypeUrl::new(b.url).into())));
    }
    if let Some(b) = old::KeyboardButtonCallback::read_known(id, r)? {
        let kind = types::InlineButtonTypeCallback { requires_password: b.requires_password, data: b.data };
        return Ok(Some((b.style, b.text, kind.into())));
    }
    if let Some(b) = old::KeyboardButtonSwitchInline::read_known(id, r)? {
        let (same_peer, query, peer_types) = (b.same_peer, b.query, b.peer_types);
        return Ok(Some((
            b.style,
            b.text,
            types::InlineButtonTypeSwitchInline { same_peer, query, peer_types }.into(),
        )));
    }
    if let Some(b) = old::KeyboardButtonGame::read_known(id, r)? {
        return Ok(Some((b.style, b.text, Kind::InlineButtonTypeGame)));
    }
    if let Some(b) = old::KeyboardButtonBuy::read_known(id, r)? {
        return Ok(Some((b.style, b.text, Kind::InlineButtonTypeBuy)));
    }
    if let Some(b) = old::KeyboardButtonWebView::read_known(id, r)? {
        return Ok(Some((b.style, b.text, types::InlineButtonTypeWebView::new(b.url).into())));
    }
    if let Some(b) = old::KeyboardButtonCopy::read_known(id, r)? {
        return Ok(Some((b.style, b.text, types::InlineButtonTypeCopy::new(b.copy_text).into())));
    }
    if let Some(b) = old::KeyboardButtonUserProfile::read_known(id, r)? {
        return Ok(Some((b.style, b.text, types::InlineButtonTypeUserProfile::new(b.user_id).into())));
    }
    if let Some(b) = old::InputKeyboardButtonUserProfile::read_known(id, r)? {
        return Ok(Some((b.style, b.text, types::InputInlineButtonTypeUserProfile::new(b.user_id).into())));
    }
    if let Some(b) = old::KeyboardButtonUrlAuth::read_known(id, r)? {
        let kind =
            types::InlineButtonTypeUrlAuth { fwd_text: b.fwd_text, url: b.url, button_id: b.button_id };
        return Ok(Some((b.style, b.text, kind.into())));
    }
    let b = old::InputKeyboardButtonUrlAuth::read_known(id, r)?;
    let kind = |b: old::InputKeyboardButtonUrlAuth| {
        let (request_write_access, fwd_text, url, bot) =
            (b.request_write_access, b.fwd_text, b.url, Some(b.bot));
        (
            b.style,
            b.text,
            types::InputInlineButtonTypeUrlAuth { request_write_access, fwd_text, url, bot }.into(),
        )
    };
    Ok(b.map(kind))
}

impl Encode for Button {
    fn encode(&self, w: &mut Writer) {
        use enums::InlineButtonType as Kind;
        let (style, text) = (self.0.style.clone(), self.0.text.clone());
        match &self.0.r#type {
            Kind::InlineButtonTypeUrl(k) => {
                old::KeyboardButtonUrl { style, text, url: k.url.clone() }.encode(w)
            }
            Kind::InlineButtonTypeCallback(k) => {
                let (requires_password, data) = (k.requires_password, k.data.clone());
                old::KeyboardButtonCallback { requires_password, style, text, data }.encode(w);
            }
            Kind::InlineButtonTypeSwitchInline(k) => {
                let (same_peer, query, peer_types) = (k.same_peer, k.query.clone(), k.peer_types.clone());
                old::KeyboardButtonSwitchInline { same_peer, style, text, query, peer_types }.encode(w);
            }
            Kind::InlineButtonTypeGame => old::KeyboardButtonGame { style, text }.encode(w),
            Kind::InlineButtonTypeBuy => old::KeyboardButtonBuy { style, text }.encode(w),
            Kind::InlineButtonTypeWebView(k) => {
                old::KeyboardButtonWebView { style, text, url: k.url.clone() }.encode(w);
            }
            Kind::InlineButtonTypeCopy(k) => {
                old::KeyboardButtonCopy { style, text, copy_text: k.copy_text.clone() }.encode(w);
            }
            Kind::InlineButtonTypeUserProfile(k) => {
                old::KeyboardButtonUserProfile { style, text, user_id: k.user_id }.encode(w);
            }
            Kind::InputInlineButtonTypeUserProfile(k) => {
                old::InputKeyboardButtonUserProfile { style, text, user_id: k.user_id.clone() }.encode(w);
            }
            Kind::InlineButtonTypeUrlAuth(k) => {
                let (fwd_text, url, button_id) = (k.fwd_text.clone(), k.url.clone(), k.button_id);
                old::KeyboardButtonUrlAuth { style, text, fwd_text, url, button_id }.encode(w);
            }
            Kind::InputInlineButtonTypeUrlAuth(k) => {
                let request_write_access = k.request_write_access;
                let (fwd_text, url) = (k.fwd_text.clone(), k.url.clone());
                let bot = k.bot.clone().unwrap_or(enums::InputUser::InputUserEmpty);
                old::InputKeyboardButtonUrlAuth { request_write_access, style, text, fwd_text, url, bot }
                    .encode(w);
            }
            // A button that does nothing had no kind of its own: pressed, it asks for an answer with no data.
            Kind::InlineButtonTypeDisabled => {
                let (requires_password, data) = (false, Vec::new());
                old::KeyboardButtonCallback { requires_password, style, text, data }.encode(w);
            }
        }
    }
}
