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
