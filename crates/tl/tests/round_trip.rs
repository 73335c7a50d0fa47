//! What was written is read again, at the newest layer.

use tl::{Decode, Function, Layer, Reader, enums, functions, types};

#[test]
fn a_message_comes_back_as_it_was() {
    let peer = enums::Peer::from(types::PeerUser::new(7));
    let message = types::Message {
        out: true,
        from_id: Some(peer.clone()),
        ..types::Message::new(1, peer, 1_700_000_000, "halo".to_owned())
    };
    let message = enums::Message::from(message);
    let bytes = tl::encode(&message, Layer::NEWEST);
    assert!(tl::decode::<enums::Message>(&bytes) == Ok(message));
}

#[test]
fn a_wrapper_leaves_the_reader_at_the_query_inside() {
    let mut bytes = tl::encode(&functions::InvokeWithLayer::new(230), Layer::NEWEST);
    bytes.extend(tl::encode(&functions::help::GetConfig::new(), Layer::NEWEST));
    let mut reader = Reader::new(&bytes);
    assert_eq!(functions::InvokeWithLayer::decode(&mut reader).ok().map(|f| f.layer), Some(230));
    assert_eq!(reader.peek_id(), Some(functions::help::GetConfig::ID));
    assert_eq!(tl::function_name(functions::help::GetConfig::ID), Some("help.getConfig"));
}

#[test]
fn what_no_fallback_can_say_ends() {
    let peer_type = types::RequestPeerTypeUser::new();
    let kind = types::ButtonTypeRequestPeer::new(1, peer_type.into(), 1);
    let button = types::KeyboardButton::new("siapa?".to_owned(), kind.into());
    let row = types::KeyboardButtonRow::new(vec![button.into()]);
    let markup = enums::ReplyMarkup::from(types::ReplyKeyboardMarkup::new(vec![row.into()]));
    for layer in 144..=230 {
        let bytes = tl::encode(&markup, Layer::new(layer));
        let enums::ReplyMarkup::ReplyKeyboardMarkup(read) = tl::decode(&bytes).unwrap() else { panic!() };
        let enums::KeyboardButtonRow::KeyboardButtonRow(row) = &read.rows[0];
        assert_eq!(row.buttons.len(), usize::from(layer >= 152), "layer {layer}");
    }
}
