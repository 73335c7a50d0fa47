//! The two-step password by its methods: what clients are told, and that a key which still owes it is told nothing
//! else (demand L-9).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use crypto::srp::{Claim, Salts};
use fixture::{Device, House, number};
use tl::{enums, functions, types};

const X: [u8; 32] = [7; 32];

fn fill() -> impl FnMut(&mut [u8]) {
    let mut drawn = 1u8;
    move |bytes| {
        for byte in bytes {
            drawn = drawn.wrapping_mul(5).wrapping_add(113);
            *byte = drawn;
        }
    }
}

async fn password(house: &House, device: &Device) -> types::account::Password {
    let enums::account::Password::Password(password) =
        house.call(device, functions::account::GetPassword {}).await.unwrap();
    *password
}

fn salts(algo: enums::PasswordKdfAlgo) -> (Vec<u8>, Vec<u8>) {
    use enums::PasswordKdfAlgo::PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow as ModPow;
    let ModPow(algo) = algo else { panic!() };
    assert!(algo.g == 3 && algo.p == crypto::dh::prime());
    (algo.salt1, algo.salt2)
}

/// What the client answers to the question.
async fn proof(house: &House, device: &Device) -> enums::InputCheckPasswordSRP {
    let told = password(house, device).await;
    let (salt1, salt2) = salts(told.current_algo.unwrap());
    let public: [u8; 256] = told.srp_b.unwrap().try_into().unwrap();
    let claim = Claim::new(&X, Salts { first: &salt1, second: &salt2 }, &public, &mut fill()).unwrap();
    let (id, a, m1) = (told.srp_id.unwrap(), claim.public.to_vec(), claim.proof.to_vec());
    types::InputCheckPasswordSRP::new(id, a, m1).into()
}

async fn set(house: &House, device: &Device) {
    let told = password(house, device).await;
    assert!(!told.has_password && told.current_algo.is_none() && told.srp_b.is_none());
    let (salt1, salt2) = salts(told.new_algo);
    let salt1 = [salt1, vec![9; 32]].concat();
    let algo = types::PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow::new(
        salt1,
        salt2,
        3,
        crypto::dh::prime().to_vec(),
    );
    let settings = types::account::PasswordInputSettings {
        new_algo: Some(algo.into()),
        new_password_hash: Some(Claim::verifier(&X).to_vec()),
        hint: Some("kucing".into()),
        ..types::account::PasswordInputSettings::new()
    };
    let nothing = enums::InputCheckPasswordSRP::InputCheckPasswordEmpty;
    let request =
        functions::account::UpdatePasswordSettings { password: nothing, new_settings: settings.into() };
    assert_eq!(house.call(device, request).await, Ok(true));
}

/// Enters the code of the person with this id on a key that is nobody's.
async fn enter_code(house: &House, id: i64, key: i64) -> (Device, Result<(), String>) {
    let user = boxes::UserId(id);
    let device = Device { user: None, ..house.device(user, key) };
    let phone_number = format!("+{}", number(id));
    let settings = types::CodeSettings::new().into();
    let (api_id, api_hash) = (1, String::new());
    let request =
        functions::auth::SendCode { phone_number: phone_number.clone(), api_id, api_hash, settings };
    let enums::auth::SentCode::SentCode(sent) = house.call(&device, request).await.unwrap() else { panic!() };
    let code = house.services.domain.accounts.waiting_code(&phone_number);
    let request = functions::auth::SignIn {
        phone_number,
        phone_code_hash: sent.phone_code_hash,
        phone_code: code,
        email_verification: None,
    };
    let entered = house.call(&device, request).await.map(drop);
    (device, entered)
}

#[tokio::test]
async fn a_client_sets_a_password_and_the_next_sign_in_needs_it() {
    let house = House::open().await;
    let user = house.person(11, "Ayu").await;
    let first = house.device(user, 1);
    set(&house, &first).await;
    let told = password(&house, &first).await;
    assert!(told.has_password && told.hint.as_deref() == Some("kucing") && !told.has_recovery);
    let (second, entered) = enter_code(&house, 11, 2).await;
    assert_eq!(entered, Err("SESSION_PASSWORD_NEEDED".into()));
    let told = password(&house, &second).await;
    assert!(told.has_password, "a key that owes the password is asked for it");
    let state = house.call(&second, functions::updates::GetState {}).await;
    assert!(state.is_err_and(|error| error == "SESSION_PASSWORD_NEEDED"));
    let nothing = enums::InputCheckPasswordSRP::InputCheckPasswordEmpty;
    let refused = house.call(&second, functions::auth::CheckPassword { password: nothing }).await;
    assert!(refused.is_err_and(|error| error == "PASSWORD_HASH_INVALID"));
    let right = proof(&house, &second).await;
    let entered = house.call(&second, functions::auth::CheckPassword { password: right.clone() }).await;
    let Ok(enums::auth::Authorization::Authorization(authorization)) = entered else { panic!() };
    let enums::User::User(me) = authorization.user else { panic!() };
    assert!(me.is_self && me.id == 11);
    let again = house.call(&second, functions::auth::CheckPassword { password: right }).await;
    assert!(again.is_err_and(|error| error == "AUTH_KEY_UNREGISTERED"), "the fixture's device has no person");
    let again = functions::account::GetPasswordSettings { password: proof(&house, &first).await };
    assert!(house.call(&first, again).await.is_ok());
}

#[tokio::test]
async fn a_temporary_password_is_for_who_proves_the_one_that_there_is() {
    let house = House::open().await;
    let user = house.person(11, "Ayu").await;
    let device = house.device(user, 1);
    let ask = async |password| {
        house.call(&device, functions::account::GetTmpPassword { password, period: 600 }).await
    };
    let nothing = || enums::InputCheckPasswordSRP::InputCheckPasswordEmpty;
    assert_eq!(ask(nothing()).await.err().as_deref(), Some("TMP_PASSWORD_DISABLED"));
    set(&house, &device).await;
    assert_eq!(ask(nothing()).await.err().as_deref(), Some("PASSWORD_HASH_INVALID"));
    let right = proof(&house, &device).await;
    let Ok(enums::account::TmpPassword::TmpPassword(given)) = ask(right.clone()).await else { panic!() };
    assert_eq!(i64::from(given.valid_until), fixture::START + 600);
    let accounts = &house.services.domain.accounts;
    let key = device.session.auth_key_id;
    assert!(accounts.tmp_password_holds(user, key, &given.tmp_password));
    assert!(!accounts.tmp_password_holds(user, key + 1, &given.tmp_password));
    assert_eq!(ask(right).await.err().as_deref(), Some("SRP_ID_INVALID"));
}

#[tokio::test]
async fn a_key_that_gives_the_password_up_is_nobodys() {
    let house = House::open().await;
    let user = house.person(11, "Ayu").await;
    set(&house, &house.device(user, 1)).await;
    let (second, _) = enter_code(&house, 11, 2).await;
    assert!(house.call(&second, functions::auth::LogOut {}).await.is_ok());
    let state = house.call(&second, functions::updates::GetState {}).await;
    assert!(state.is_err_and(|error| error == "AUTH_KEY_UNREGISTERED"));
}

#[tokio::test]
async fn l9_whatever_a_key_calls_that_owes_the_password_it_is_told_to_give_it() {
    let house = House::open().await;
    let user = house.person(11, "Ayu").await;
    set(&house, &house.device(user, 1)).await;
    let (second, _) = enter_code(&house, 11, 2).await;
    let mut asked = 0;
    let api = std::fs::read_to_string("../../schema/api.tl").unwrap();
    for line in api.lines() {
        let Some((name, id)) = line.split_whitespace().next().and_then(|word| word.split_once('#')) else {
            continue;
        };
        let Ok(id) = u32::from_str_radix(id, 16) else { continue };
        let Some(method) = rpc::Method::find(name).filter(|_| tl::function_name(id) == Some(name)) else {
            continue;
        };
        if method.who == rpc::Who::SignedIn {
            let answer = house.answer(&second, &id.to_le_bytes()).await;
            let error = answer.error.map(|error| (error.code, error.message.to_string()));
            assert_eq!(error, Some((401, "SESSION_PASSWORD_NEEDED".into())), "{name}");
            asked += 1;
        }
    }
    let signed_in = rpc::METHODS.iter().filter(|method| method.who == rpc::Who::SignedIn).count();
    assert!(asked == signed_in && asked > 150, "{asked} of {signed_in}");
    let open: Vec<&str> = rpc::METHODS
        .iter()
        .filter(|method| method.who == rpc::Who::Entering)
        .map(|method| method.name)
        .collect();
    assert_eq!(
        open,
        [
            "account.deleteAccount",
            "account.getPassword",
            "auth.checkPassword",
            "auth.checkRecoveryPassword",
            "auth.logOut",
            "auth.recoverPassword",
            "auth.requestPasswordRecovery",
        ],
        "what a key may call that owes the password"
    );
}
