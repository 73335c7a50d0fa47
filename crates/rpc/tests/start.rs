//! What clients call before and just after they sign in, by bytes: sign-up and sign-in whole, and the answers that
//! make clients loop or crash when they are not true.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails the test")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::atomic::{AtomicI64, Ordering},
};

use fixture::House;
use rpc::{Caller, ClientInfo};
use store::ids::UserId;
use tl::{Function, Layer, enums, functions, types};

const ANI: &str = "+6281234567890";

/// Somebody on a connection that named data centre 4.
fn caller(user: Option<UserId>) -> Caller {
    static KEYS: AtomicI64 = AtomicI64::new(1);
    let key = KEYS.fetch_add(1, Ordering::Relaxed);
    Caller {
        auth_key_id: key,
        session_id: key,
        temp: false,
        user,
        layer: Layer::NEWEST,
        dc_id: 4,
        is_test: false,
        local_addr: SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)), 4430),
        peer_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        init: Some(std::sync::Arc::new(ClientInfo {
            api_id: 7,
            device_model: String::from("Pixel"),
            system_version: String::from("16"),
            app_version: String::from("1.0"),
            system_lang_code: String::from("id-ID"),
            lang_pack: String::new(),
            lang_code: String::new(),
        })),
        without_updates: false,
        takeout: None,
        place: None,
    }
}

async fn call<F: Function>(house: &House, caller: &Caller, request: F) -> Result<F::Response, String> {
    let answer = rpc::dispatch(&house.services, caller, &tl::encode(&request, Layer::NEWEST)).await;
    if answer.is_error {
        let tl::mtproto::enums::RpcError::RpcError(error) = tl::decode(&answer.bytes).unwrap();
        return Err(format!("{} {}", error.error_code, error.error_message));
    }
    Ok(tl::decode(&answer.bytes).unwrap_or_else(|error| panic!("{}: {error}", F::NAME)))
}

async fn config(house: &House, caller: &Caller) -> types::Config {
    let enums::Config::Config(config) = call(house, caller, functions::help::GetConfig::new()).await.unwrap();
    *config
}

fn options(config: &types::Config) -> Vec<types::DcOption> {
    let option = |option: &enums::DcOption| {
        let enums::DcOption::DcOption(option) = option;
        option.clone()
    };
    config.dc_options.iter().map(option).collect()
}

/// Asks for a code and reads it as the operator would.
async fn code(house: &House, caller: &Caller, phone: &str) -> (String, String) {
    let settings = types::CodeSettings::new().into();
    let request = functions::auth::SendCode::new(phone.into(), 7, String::from("hash"), settings);
    let sent = call(house, caller, request).await.unwrap();
    let enums::auth::SentCode::SentCode(sent) = sent else { panic!("another sentCode") };
    let code = house.services.domain.accounts.waiting_code(phone).unwrap();
    assert!(matches!(sent.r#type, enums::auth::SentCodeType::SentCodeTypeApp(ref app) if app.length == 5));
    (sent.phone_code_hash, code)
}

fn sign_in(phone: &str, hash: &str, code: &str) -> functions::auth::SignIn {
    let bare = functions::auth::SignIn::new(phone.into(), hash.into());
    functions::auth::SignIn { phone_code: Some(code.into()), ..bare }
}

/// A person who has just signed up, and on which device.
async fn signed_up(house: &House, phone: &str, name: &str) -> (UserId, Caller) {
    let mut caller = caller(None);
    let (hash, code) = code(house, &caller, phone).await;
    let entered = call(house, &caller, sign_in(phone, &hash, &code)).await.unwrap();
    assert!(matches!(entered, enums::auth::Authorization::AuthorizationSignUpRequired(_)));
    let request = functions::auth::SignUp::new(phone.into(), hash, name.into(), String::new());
    let enums::auth::Authorization::Authorization(done) = call(house, &caller, request).await.unwrap() else {
        panic!("no authorization")
    };
    let enums::User::User(user) = done.user else { panic!("an empty user") };
    assert!(user.is_self && user.access_hash.is_some() && user.phone.as_deref() == Some(&phone[1..]));
    caller.user = Some(UserId(user.id));
    (UserId(user.id), caller)
}

#[tokio::test]
async fn the_config_names_the_data_centre_and_the_address_of_the_connection_that_asks() {
    let house = House::open().await;
    let named = config(&house, &caller(None)).await;
    assert!(named.this_dc == 4 && !named.test_mode && named.expires > named.date + 60);
    let all = options(&named);
    assert!((1..=5).all(|id| all.iter().any(|option| option.id == id)));
    assert!(all.iter().all(|option| option.ip_address == "192.0.2.7" && option.port == 4430));
    assert!(
        all.iter().all(|option| option.r#static && !option.ipv6 && !option.media_only && !option.tcpo_only)
    );

    let test = Caller { is_test: true, dc_id: 17, ..caller(None) };
    let named = config(&house, &test).await;
    assert!(named.this_dc == 17 && named.test_mode && options(&named).iter().any(|option| option.id == 17));

    let plain = Caller { dc_id: 0, ..caller(None) };
    assert_eq!(config(&house, &plain).await.this_dc, 2);

    let mapped = SocketAddr::new(IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped()), 1);
    let named = config(&house, &Caller { local_addr: mapped, ..caller(None) }).await;
    assert!(options(&named).iter().all(|option| option.ip_address == "127.0.0.1" && !option.ipv6));
    let v6 = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 1);
    let named = config(&house, &Caller { local_addr: v6, ..caller(None) }).await;
    assert!(options(&named).iter().all(|option| option.ip_address == "::1" && option.ipv6));
}

#[tokio::test]
async fn the_operators_address_stands_in_place_of_the_connections() {
    let mut house = House::open().await;
    house.services.settings.public_address = Some("203.0.113.9:443".parse().unwrap());
    let named = config(&house, &caller(None)).await;
    assert!(options(&named).iter().all(|option| option.ip_address == "203.0.113.9" && option.port == 443));
}

#[tokio::test]
async fn what_a_config_promises_no_client_finds_absurd() {
    let house = House::open().await;
    let named = config(&house, &caller(None)).await;
    assert!(named.message_length_max >= 4096 && named.caption_length_max >= 1024);
    assert!(named.chat_size_max > 0 && named.megagroup_size_max > 0 && named.webfile_dc_id == named.this_dc);
    assert!(named.me_url_prefix == "https://t.me/" && named.online_update_period_ms > 0);
    assert!(named.online_cloud_timeout_ms > named.online_update_period_ms);
    let enums::NearestDc::NearestDc(nearest) =
        call(&house, &caller(None), functions::help::GetNearestDc::new()).await.unwrap();
    assert!(nearest.this_dc == 4 && nearest.nearest_dc == 4);
}

#[tokio::test]
async fn what_expires_expires_in_the_future() {
    let house = House::open().await;
    let (_, ani) = signed_up(&house, ANI, "Ani").await;
    let now = config(&house, &ani).await.date;
    let promo = call(&house, &ani, functions::help::GetPromoData::new()).await.unwrap();
    let terms = call(&house, &ani, functions::help::GetTermsOfServiceUpdate::new()).await.unwrap();
    assert!(matches!(promo, enums::help::PromoData::PromoDataEmpty(empty) if empty.expires >= now + 3600));
    use enums::help::TermsOfServiceUpdate::TermsOfServiceUpdateEmpty;
    assert!(matches!(terms, TermsOfServiceUpdateEmpty(empty) if empty.expires >= now + 3600));
}

#[tokio::test]
async fn the_app_config_is_an_object_and_is_sent_once() {
    let house = House::open().await;
    let first = call(&house, &caller(None), functions::help::GetAppConfig::new(0)).await.unwrap();
    let enums::help::AppConfig::AppConfig(first) = first else { panic!("nothing was sent") };
    assert!(first.hash != 0);
    assert!(matches!(first.config, enums::JSONValue::JsonObject(ref object) if !object.value.is_empty()));
    let again = call(&house, &caller(None), functions::help::GetAppConfig::new(first.hash)).await.unwrap();
    assert!(matches!(again, enums::help::AppConfig::AppConfigNotModified));
}

#[tokio::test]
async fn countries_are_named_in_the_language_of_who_asks() {
    let house = House::open().await;
    let ask = async |lang: &str, hash| {
        let request = functions::help::GetCountriesList::new(lang.into(), hash);
        call(&house, &caller(None), request).await.unwrap()
    };
    let enums::help::CountriesList::CountriesList(list) = ask("id", 0).await else {
        panic!("nothing was sent")
    };
    let japan = list.countries.iter().find_map(|country| {
        let enums::help::Country::Country(country) = country;
        (country.iso2 == "JP").then_some(country)
    });
    let japan = japan.unwrap();
    assert!(japan.default_name == "Japan" && japan.name.as_deref() == Some("Jepang"));
    assert!(matches!(ask("id", list.hash).await, enums::help::CountriesList::CountriesListNotModified));
    assert!(matches!(ask("en", list.hash).await, enums::help::CountriesList::CountriesList(_)));
}

#[tokio::test]
async fn a_person_signs_up_and_signs_in_on_a_second_device() {
    let house = House::open().await;
    let (ani, first) = signed_up(&house, ANI, "Ani").await;
    let mut second = caller(None);
    let (hash, code) = code(&house, &second, ANI).await;
    let entered = call(&house, &second, sign_in(ANI, &hash, &code)).await.unwrap();
    assert!(matches!(entered, enums::auth::Authorization::Authorization(_)));
    second.user = Some(ani);
    let enums::account::Authorizations::Authorizations(list) =
        call(&house, &second, functions::account::GetAuthorizations::new()).await.unwrap();
    assert!((1..=366).contains(&list.authorization_ttl_days) && list.authorizations.len() == 2);
    let enums::Authorization::Authorization(current) = &list.authorizations[0];
    let enums::Authorization::Authorization(other) = &list.authorizations[1];
    assert!(current.current && current.hash == 0 && !other.current && other.hash != 0);
    let request = functions::account::ResetAuthorization::new(other.hash);
    let early = call(&house, &second, request.clone()).await.err();
    assert_eq!(early.as_deref(), Some("406 FRESH_RESET_AUTHORISATION_FORBIDDEN"));
    house.pass(24 * 3600);
    assert!(call(&house, &second, request).await.unwrap());
    assert!(house.services.domain.accounts.user_of(first.auth_key_id).await.unwrap().is_none());
    call(&house, &second, functions::auth::LogOut::new()).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(house.services.domain.accounts.user_of(second.auth_key_id).await.unwrap().is_none());
}

#[tokio::test]
async fn every_wrong_way_to_sign_in_has_its_own_name() {
    let house = House::open().await;
    let guest = caller(None);
    let (hash, code) = code(&house, &guest, ANI).await;
    let wrong = format!("{:05}", (code.parse::<u32>().unwrap() + 1) % 100_000);
    let tries = [
        (sign_in("abc", &hash, &code), "400 PHONE_NUMBER_INVALID"),
        (sign_in(ANI, "", &code), "400 PHONE_CODE_HASH_EMPTY"),
        (sign_in(ANI, &hash, ""), "400 PHONE_CODE_EMPTY"),
        (functions::auth::SignIn::new(ANI.into(), hash.clone()), "400 PHONE_CODE_EMPTY"),
        (sign_in(ANI, "0123456789", &code), "400 PHONE_CODE_INVALID"),
        (sign_in("+6281234567899", &hash, &code), "400 PHONE_CODE_INVALID"),
        (sign_in(ANI, &hash, &wrong), "400 PHONE_CODE_INVALID"),
    ];
    for (request, name) in tries {
        assert_eq!(call(&house, &guest, request).await.err().as_deref(), Some(name));
    }
    let cancel = functions::auth::CancelCode::new(ANI.into(), hash.clone());
    assert!(call(&house, &guest, cancel).await.unwrap());
    let late = call(&house, &guest, sign_in(ANI, &hash, &code)).await.err();
    assert_eq!(late.as_deref(), Some("400 PHONE_CODE_EXPIRED"));
    let settings: enums::CodeSettings = types::CodeSettings::new().into();
    let send = |api_id| functions::auth::SendCode::new(ANI.into(), api_id, String::new(), settings.clone());
    assert_eq!(call(&house, &guest, send(8)).await.err().as_deref(), Some("400 API_ID_INVALID"));
    for _ in 0..4 {
        assert!(call(&house, &guest, send(7)).await.is_ok());
    }
    assert_eq!(call(&house, &guest, send(7)).await.err().as_deref(), Some("420 FLOOD_WAIT_86401"));
}

#[tokio::test]
async fn a_wrong_access_hash_is_a_missing_person() {
    let house = House::open().await;
    let (_, ani) = signed_up(&house, ANI, "Ani").await;
    let (budi, budis) = signed_up(&house, "+6281234567891", "Budi").await;
    let right = house.services.domain.access.of(ani.user.unwrap(), domain::PeerKind::User, budi.0);
    let budis_own = house.services.domain.access.of(budis.user.unwrap(), domain::PeerKind::User, budi.0);
    let full = |id: i64, hash| functions::users::GetFullUser::new(types::InputUser::new(id, hash).into());
    assert!(call(&house, &ani, full(budi.0, right)).await.is_ok());
    for (id, hash) in
        [(budi.0, 0), (budi.0, right + 1), (budi.0, right - 1), (budi.0, budis_own), (12345, right)]
    {
        assert_eq!(call(&house, &ani, full(id, hash)).await.err().as_deref(), Some("400 USER_ID_INVALID"));
        let block = functions::contacts::Block::new(types::InputPeerUser::new(id, hash).into());
        assert_eq!(call(&house, &ani, block).await.err().as_deref(), Some("400 PEER_ID_INVALID"));
        let get = functions::users::GetUsers::new(vec![types::InputUser::new(id, hash).into()]);
        assert!(call(&house, &ani, get).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_client_finds_itself_and_an_empty_address_book() {
    let house = House::open().await;
    let (me, ani) = signed_up(&house, ANI, "Ani").await;
    let get = functions::users::GetUsers::new(vec![enums::InputUser::InputUserSelf]);
    let users = call(&house, &ani, get).await.unwrap();
    assert!(matches!(&users[..], [enums::User::User(user)] if user.is_self && user.id == me.0));
    let full = functions::users::GetFullUser::new(enums::InputUser::InputUserSelf);
    let enums::users::UserFull::UserFull(full) = call(&house, &ani, full).await.unwrap();
    assert_eq!(full.users.len(), 1);
    let contacts = call(&house, &ani, functions::contacts::GetContacts::new(0)).await.unwrap();
    assert!(matches!(contacts, enums::contacts::Contacts::Contacts(list) if list.contacts.is_empty()));
    let enums::account::Password::Password(password) =
        call(&house, &ani, functions::account::GetPassword::new()).await.unwrap();
    assert!(!password.has_password && password.secure_random.len() == 256);
}

#[tokio::test]
async fn contacts_are_imported_found_renamed_and_blocked() {
    let house = House::open().await;
    let (_, ani) = signed_up(&house, ANI, "Ani").await;
    let (budi, budis) = signed_up(&house, "+6281234567891", "Budi").await;
    let line = types::InputPhoneContact::new(5, "+62 812 3456 7891".into(), "Pak".into(), "Budi".into());
    let import = functions::contacts::ImportContacts::new(vec![line.into()]);
    let enums::contacts::ImportedContacts::ImportedContacts(imported) =
        call(&house, &ani, import).await.unwrap();
    assert!(imported.imported.len() == 1 && imported.users.len() == 1);
    let name = functions::account::UpdateUsername::new("budi_s".into());
    call(&house, &budis, name).await.unwrap_or_else(|error| panic!("{error}"));
    let resolve = |name: &str| functions::contacts::ResolveUsername::new(name.into());
    let enums::contacts::ResolvedPeer::ResolvedPeer(found) =
        call(&house, &ani, resolve("Budi_S")).await.unwrap();
    let enums::User::User(user) = &found.users[0] else { panic!("an empty user") };
    assert!(user.id == budi.0 && user.contact && user.first_name.as_deref() == Some("Pak"));
    assert_eq!(
        call(&house, &ani, resolve("nobody")).await.err().as_deref(),
        Some("400 USERNAME_NOT_OCCUPIED")
    );
    assert_eq!(call(&house, &ani, resolve("a")).await.err().as_deref(), Some("400 USERNAME_INVALID"));
    let enums::contacts::Found::Found(found) =
        call(&house, &ani, functions::contacts::Search::new("pak".into(), 10)).await.unwrap();
    assert!(found.my_results.len() == 1 && found.results.is_empty() && found.users.len() == 1);
    let peer = types::InputPeerUser::new(budi.0, user.access_hash.unwrap());
    assert!(call(&house, &ani, functions::contacts::Block::new(peer.into())).await.unwrap());
    let blocked = call(&house, &ani, functions::contacts::GetBlocked::new(0, 10)).await.unwrap();
    assert!(matches!(blocked, enums::contacts::Blocked::Blocked(list) if list.blocked.len() == 1));
}

#[tokio::test]
async fn rules_and_notification_settings_come_back_as_they_were_given() {
    let house = House::open().await;
    let (_, ani) = signed_up(&house, ANI, "Ani").await;
    let key = enums::InputPrivacyKey::InputPrivacyKeyPhoneNumber;
    let rules = vec![enums::InputPrivacyRule::InputPrivacyValueDisallowAll];
    let set = functions::account::SetPrivacy::new(key.clone(), rules);
    call(&house, &ani, set).await.unwrap_or_else(|error| panic!("{error}"));
    let enums::account::PrivacyRules::PrivacyRules(kept) =
        call(&house, &ani, functions::account::GetPrivacy::new(key)).await.unwrap();
    assert!(matches!(kept.rules[..], [enums::PrivacyRule::PrivacyValueDisallowAll]));
    let settings = types::InputPeerNotifySettings {
        mute_until: Some(77),
        sound: Some(enums::NotificationSound::NotificationSoundNone),
        ..types::InputPeerNotifySettings::new()
    };
    let about = enums::InputNotifyPeer::InputNotifyUsers;
    let update = functions::account::UpdateNotifySettings::new(about.clone(), settings.into());
    assert!(call(&house, &ani, update).await.unwrap());
    let enums::PeerNotifySettings::PeerNotifySettings(kept) =
        call(&house, &ani, functions::account::GetNotifySettings::new(about)).await.unwrap();
    assert!(kept.mute_until == Some(77) && kept.other_sound.is_some() && kept.silent.is_none());
}
