//! Auth keys at the edge: temporary ones, their binding, unknown ones (demands W-11 to W-14, W-32).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{sync::Arc, time::Duration};

use common::{Device, Place};
use mtproto::{bind, client::ClientFault};
use tl::{Layer, functions};

fn get_users() -> functions::users::GetUsers {
    functions::users::GetUsers::new(vec![tl::enums::InputUser::InputUserSelf])
}

/// The request that binds `temporary` to the permanent key of `owner`.
fn binding(place: &Place, temporary: &mut Device, owner: &Device) -> (functions::auth::BindTempAuthKey, i64) {
    let temp_key = temporary.key();
    let now = place.world.clock.now();
    let session = temporary.client.session().unwrap();
    let msg_id = session.reserve_msg_id(now);
    let fields = bind::Binding {
        perm_auth_key_id: owner.key().auth_key.id(),
        nonce: 77,
        expires_at: now.seconds() + 3000,
        temp_auth_key_id: temp_key.auth_key.id(),
        temp_session_id: session.session_id(),
        msg_id,
    };
    let proof = bind::prove(&owner.key().auth_key, &fields, &*place.world.chance);
    let request =
        functions::auth::BindTempAuthKey::new(fields.perm_auth_key_id, 77, fields.expires_at, proof);
    (request, msg_id)
}

async fn bind_to(place: &Place, temporary: &mut Device, owner: &Device) -> Result<(), String> {
    let (request, msg_id) = binding(place, temporary, owner);
    let call = temporary.client.session().unwrap().call_as(tl::encode(&request, Layer::NEWEST), msg_id);
    temporary.turn().await.unwrap();
    match temporary.answer(call).unwrap() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{} {}", error.code, error.message)),
    }
}

#[tokio::test]
async fn a_temporary_key_calls_little_until_it_is_bound_and_then_is_its_person() {
    let place = Place::new().await;
    let owner = place.person("+15550000001", "Ayu").await;
    let mut temporary = place.device(Some(3600)).await;
    temporary.call_ok(&functions::help::GetConfig::new()).await;
    temporary.call_ok(&functions::help::GetNearestDc::new()).await;
    assert_eq!(temporary.call_refused(&get_users()).await, "401 AUTH_KEY_PERM_EMPTY");
    assert_eq!(temporary.call_refused(&functions::updates::GetState::new()).await, "401 AUTH_KEY_PERM_EMPTY");
    bind_to(&place, &mut temporary, &owner).await.unwrap();
    assert_eq!(temporary.call_ok(&get_users()).await.len(), 1);
    // Bound again to the same key is nothing new.
    bind_to(&place, &mut temporary, &owner).await.unwrap();
}

#[tokio::test]
async fn a_binding_without_proof_is_refused_and_binds_nothing() {
    let place = Place::new().await;
    let owner = place.person("+15550000001", "Ayu").await;
    let other = place.person("+15550000002", "Budi").await;
    let mut temporary = place.device(Some(3600)).await;
    let (good, _) = binding(&place, &mut temporary, &owner);
    let mutants = [
        // Under another message id, every proof is wrong.
        good.clone(),
        functions::auth::BindTempAuthKey { nonce: 78, ..good.clone() },
        functions::auth::BindTempAuthKey { perm_auth_key_id: other.key().auth_key.id(), ..good.clone() },
        functions::auth::BindTempAuthKey { perm_auth_key_id: 1, ..good.clone() },
        functions::auth::BindTempAuthKey { encrypted_message: vec![0; 24], ..good.clone() },
        functions::auth::BindTempAuthKey { encrypted_message: Vec::new(), ..good.clone() },
        functions::auth::BindTempAuthKey { expires_at: good.expires_at + 1, ..good },
    ];
    for mutant in mutants {
        assert_eq!(temporary.call_refused(&mutant).await, "400 ENCRYPTED_MESSAGE_INVALID");
    }
    assert_eq!(temporary.call_refused(&get_users()).await, "401 AUTH_KEY_PERM_EMPTY");
    bind_to(&place, &mut temporary, &owner).await.unwrap();
    let refused = bind_to(&place, &mut temporary, &other).await.unwrap_err();
    assert_eq!(refused, "400 TEMP_AUTH_KEY_ALREADY_BOUND");
    // A permanent key has nothing to bind.
    let mut permanent = place.device(None).await;
    let refused = bind_to(&place, &mut permanent, &owner).await.unwrap_err();
    assert_eq!(refused, "400 ENCRYPTED_MESSAGE_INVALID");
}

#[tokio::test]
async fn a_temporary_key_ends_with_its_time() {
    let place = Place::new().await;
    let temporary = place.device(Some(600)).await;
    place.clock.forward(Duration::from_secs(599));
    let mut again = place.with_key(temporary.key());
    again.call_ok(&functions::help::GetConfig::new()).await;
    place.clock.forward(Duration::from_secs(2));
    again.begin(&functions::help::GetConfig::new());
    assert_eq!(again.turn().await, Err(ClientFault::Refused(-404)));
    assert!(again.connection.is_closing());
}

#[tokio::test]
async fn a_temporary_key_is_never_on_disk_and_does_not_outlive_its_server() {
    let place = Place::new().await;
    let owner = place.person("+15550000001", "Ayu").await;
    let temporary = place.device(Some(3600)).await;
    let (permanent_key, temporary_key) = (owner.key(), temporary.key());
    let id = temporary_key.auth_key.id().to_le_bytes();
    let bytes = &temporary_key.auth_key.bytes()[..16];
    for (_, key, value) in place.memory.dump() {
        for stored in [key, value] {
            assert!(!stored.windows(8).any(|window| window == id));
            assert!(!stored.windows(16).any(|window| window == bytes));
        }
    }
    drop((owner, temporary));
    let later = Place::on(Arc::clone(&place.memory), Arc::clone(&place.clock)).await;
    let mut again = later.with_key(permanent_key);
    assert_eq!(again.call_ok(&get_users()).await.len(), 1);
    let mut gone = later.with_key(temporary_key);
    gone.begin(&functions::help::GetConfig::new());
    assert_eq!(gone.turn().await, Err(ClientFault::Refused(-404)));
}

#[tokio::test]
async fn plain_messages_are_for_key_exchange_alone() {
    let place = Place::new().await;
    let bodies = [
        tl::encode(&functions::help::GetConfig::new(), Layer::NEWEST),
        tl::encode(&tl::mtproto::functions::Ping::new(1), Layer::NEWEST),
        vec![0; 4],
        Vec::new(),
    ];
    for body in bodies {
        let mut connection = place.open();
        let packet = mtproto::plain::write(4 << 32, &body);
        let mut bytes = vec![0xee; 4];
        bytes.extend_from_slice(&(packet.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&packet);
        connection.receive(&bytes).await;
        assert_eq!(connection.collect(), [&4_u32.to_le_bytes()[..], &(-404_i32).to_le_bytes()].concat());
        assert!(connection.is_closing());
    }
}

#[tokio::test]
async fn a_destroyed_key_is_unknown_from_then_on() {
    let place = Place::new().await;
    let mut device = place.person("+15550000001", "Ayu").await;
    let key = device.key();
    let destroy = tl::encode(&tl::mtproto::functions::DestroyAuthKey::new(), Layer::NEWEST);
    device.client.session().unwrap().send_service(destroy, true);
    // The connection ends behind the answer.
    let _ = device.turn().await;
    assert!(device.connection.is_closing());
    let mut again = place.with_key(key);
    again.begin(&functions::help::GetConfig::new());
    assert_eq!(again.turn().await, Err(ClientFault::Refused(-404)));
}

#[tokio::test]
async fn whoever_signed_in_is_told_nothing_before() {
    let place = Place::new().await;
    let mut device = place.device(None).await;
    let peer = tl::enums::InputPeer::InputPeerSelf;
    assert_eq!(device.call_refused(&get_users()).await, "401 AUTH_KEY_UNREGISTERED");
    let send = functions::messages::SendMessage::new(peer, "hi".into(), 1);
    assert_eq!(device.call_refused(&send).await, "401 AUTH_KEY_UNREGISTERED");
}

#[tokio::test]
async fn one_address_begins_only_so_many_key_exchanges() {
    let place = Place::strict().await;
    for _ in 0..server::node::limits::HANDSHAKES_PER_ADDRESS_MAX {
        place.device(None).await;
    }
    let wish = mtproto::client::Wish::permanent(common::rsa().public().clone());
    let now = place.world.clock.now();
    let mut client =
        mtproto::client::Client::with_wish(common::WIRE, wish, Arc::clone(&place.world.chance), now);
    let mut bytes = Vec::new();
    client.flush(now, true, &mut bytes);
    let mut connection = place.open();
    connection.receive(&bytes).await;
    assert!(matches!(client.receive(&connection.collect(), now), Err(ClientFault::Refused(-429))));
}

#[tokio::test]
async fn w32_one_login_is_served_at_two_addresses_at_once() {
    let place = Place::new().await;
    let mut here = place.person("+15550000001", "Ayu").await;
    let mut there = place.with_key(here.key());
    there.connection =
        place.node.open("127.0.0.1:4430".parse().unwrap(), "203.0.113.9:1".parse().unwrap(), false);
    for _ in 0..3 {
        assert_eq!(here.call_ok(&get_users()).await.len(), 1);
        assert_eq!(there.call_ok(&get_users()).await.len(), 1);
    }
    let listed = here.call_ok(&functions::account::GetAuthorizations::new()).await;
    let tl::enums::account::Authorizations::Authorizations(listed) = listed;
    assert_eq!(listed.authorizations.len(), 1, "one login, however many use it");
}
