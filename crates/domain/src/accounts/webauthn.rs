//! What WebAuthn asks a server to check of a passkey: bytes in, verdict out. No clock, no chance, no store; which
//! challenges were issued `passkeys` knows. Attestation statements are not looked at: none is asked for
//! (`attestation: "none"`), and whoever makes up an authenticator deceives nobody but himself.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use crypto::{
    sha256,
    signature::{Algorithm, is_signed},
};
use minicbor::{Decoder, data::Type};
use serde_json::Value;

/// Whom passkeys of this server are for: the name under which people reach it.
#[derive(Clone)]
pub struct Site {
    name: String,
    local: bool,
}

/// Why a passkey opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It does not hold together, or is not for this.
    Invalid,
    /// It was made on another site's page.
    OtherOrigin,
}

/// What a passkey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ceremony {
    Registration,
    SignIn,
}

/// A new passkey.
pub(super) struct Registered {
    pub(super) credential_id: Vec<u8>,
    pub(super) key: CredentialKey,
    pub(super) sign_count: u32,
    /// Which make its authenticator is of.
    pub(super) aaguid: [u8; 16],
}

/// A passkey's public half.
#[derive(PartialEq)]
pub(super) struct CredentialKey {
    pub(super) algorithm: i32,
    pub(super) bytes: Vec<u8>,
}

/// What a passkey has signed in order to sign somebody in.
pub(super) struct Assertion<'a> {
    pub(super) client_data: &'a str,
    pub(super) authenticator_data: &'a [u8],
    pub(super) signature: &'a [u8],
}

/// As COSE numbers them.
pub(super) const ES256: i32 = -7;
/// The same.
pub(super) const EDDSA: i32 = -8;

const CLIENT_DATA_BYTES_MAX: usize = 1 << 12;
const ATTESTATION_BYTES_MAX: usize = 1 << 14;
/// The longest name of a credential that WebAuthn allows.
const CREDENTIAL_ID_BYTES_MAX: usize = 1023;
/// Entries of a map that are looked at.
const ENTRIES_MAX: u64 = 16;

/// Flags of the authenticator's data.
const USER_PRESENT: u8 = 1;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const CREDENTIAL_INCLUDED: u8 = 1 << 6;
const EXTENSIONS_INCLUDED: u8 = 1 << 7;

impl Site {
    /// A server that people reach at `https://NAME`.
    pub fn named(name: impl Into<String>) -> Self {
        Site { name: name.into(), local: false }
    }

    /// A server that is reached from its own machine alone, whose pages need no TLS.
    pub fn local() -> Self {
        Site { name: "localhost".into(), local: true }
    }

    /// What clients call the relying party's id.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a page with this origin is one of this server's.
    fn has(&self, origin: &str) -> bool {
        let rest = |scheme| origin.strip_prefix(scheme)?.strip_prefix(self.name.as_str());
        if !self.local {
            return rest("https://") == Some("");
        }
        rest("http://").or_else(|| rest("https://")).is_some_and(|port| {
            port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok())
        })
    }
}

/// Looks at what the client says of itself; gives the challenge that was answered.
pub(super) fn challenge(client_data: &str, ceremony: Ceremony, site: &Site) -> Result<Vec<u8>, Refused> {
    if client_data.len() > CLIENT_DATA_BYTES_MAX {
        return Err(Refused::Invalid);
    }
    let said: Value = serde_json::from_str(client_data).map_err(|_| Refused::Invalid)?;
    let text = |name| said.get(name).and_then(Value::as_str).ok_or(Refused::Invalid);
    let wanted = match ceremony {
        Ceremony::Registration => "webauthn.create",
        Ceremony::SignIn => "webauthn.get",
    };
    // A page inside of another site's page could show anything around it.
    let is_framed = said.get("crossOrigin").and_then(Value::as_bool).unwrap_or_default();
    if text("type")? != wanted || is_framed {
        return Err(Refused::Invalid);
    }
    let challenge = text("challenge")?.trim_end_matches('=');
    let challenge = URL_SAFE_NO_PAD.decode(challenge).map_err(|_| Refused::Invalid)?;
    if !site.has(text("origin")?) {
        return Err(Refused::OtherOrigin);
    }
    Ok(challenge)
}

/// Reads a new passkey out of an attestation object.
pub(super) fn registered(attestation: &[u8], site: &Site) -> Result<Registered, Refused> {
    if attestation.len() > ATTESTATION_BYTES_MAX {
        return Err(Refused::Invalid);
    }
    let data = attested_data(attestation).ok_or(Refused::Invalid)?;
    let AuthenticatorData { flags, sign_count, rest } = AuthenticatorData::read(data, site)?;
    if flags & CREDENTIAL_INCLUDED == 0 {
        return Err(Refused::Invalid);
    }
    let (aaguid, credential_id, key) = credential(rest, flags).ok_or(Refused::Invalid)?;
    Ok(Registered { credential_id, key, sign_count, aaguid })
}

/// Whether a passkey has signed; gives how often it has by now, as it says. That the challenge in it is one that was
/// issued is not asked here.
pub(super) fn asserted(assertion: &Assertion<'_>, key: &CredentialKey, site: &Site) -> Result<u32, Refused> {
    let data = AuthenticatorData::read(assertion.authenticator_data, site)?;
    let algorithm = match key.algorithm {
        ES256 => Algorithm::Es256,
        EDDSA => Algorithm::Ed25519,
        _ => return Err(Refused::Invalid),
    };
    let mut message = assertion.authenticator_data.to_vec();
    message.extend_from_slice(&sha256(&[assertion.client_data.as_bytes()]));
    if is_signed(algorithm, &key.bytes, &message, assertion.signature) {
        Ok(data.sign_count)
    } else {
        Err(Refused::Invalid)
    }
}

/// Whether a count follows the one that was kept: one that does not rise is a copy of the key at work. Authenticators
/// that do not count say 0 for ever.
pub(super) fn follows(kept: u32, comes: u32) -> bool {
    comes > kept || (comes == 0 && kept == 0)
}

struct AuthenticatorData<'a> {
    flags: u8,
    sign_count: u32,
    rest: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    fn read(bytes: &'a [u8], site: &Site) -> Result<Self, Refused> {
        let parts = || {
            let (site_hash, rest) = bytes.split_first_chunk::<32>()?;
            let (&flags, rest) = rest.split_first()?;
            let (sign_count, rest) = rest.split_first_chunk::<4>()?;
            Some((site_hash, flags, u32::from_be_bytes(*sign_count), rest))
        };
        let (site_hash, flags, sign_count, rest) = parts().ok_or(Refused::Invalid)?;
        let is_backup_true = flags & BACKED_UP == 0 || flags & BACKUP_ELIGIBLE != 0;
        if *site_hash != sha256(&[site.name.as_bytes()]) || flags & USER_PRESENT == 0 || !is_backup_true {
            return Err(Refused::Invalid);
        }
        Ok(AuthenticatorData { flags, sign_count, rest })
    }
}

/// The authenticator's data in an attestation object.
fn attested_data(attestation: &[u8]) -> Option<&[u8]> {
    let mut decoder = Decoder::new(attestation);
    let mut data = None;
    for _ in 0..entries(&mut decoder)? {
        match decoder.str().ok()? {
            "authData" => data = Some(decoder.bytes().ok()?),
            _ => decoder.skip().ok()?,
        }
    }
    data.filter(|_| decoder.position() == attestation.len())
}

/// Make, name and key of a credential, and nothing but the extensions that the flags tell of behind it.
fn credential(bytes: &[u8], flags: u8) -> Option<([u8; 16], Vec<u8>, CredentialKey)> {
    let (aaguid, rest) = bytes.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (credential_id, rest) = rest.split_at_checked(length)?;
    if credential_id.is_empty() || length > CREDENTIAL_ID_BYTES_MAX {
        return None;
    }
    let mut decoder = Decoder::new(rest);
    let key = cose_key(&mut decoder)?;
    if flags & EXTENSIONS_INCLUDED != 0 {
        decoder.skip().ok()?;
    }
    let is_all = decoder.position() == rest.len();
    is_all.then(|| (*aaguid, credential_id.to_vec(), key))
}

/// A key of one of the two algorithms (RFC 9053); none if it is another's, or not written as there.
fn cose_key(decoder: &mut Decoder<'_>) -> Option<CredentialKey> {
    let (mut kind, mut algorithm, mut curve, mut x, mut y) = (None, None, None, None, None);
    for _ in 0..entries(decoder)? {
        match decoder.i32().ok()? {
            1 => kind = Some(decoder.i32().ok()?),
            3 => algorithm = Some(decoder.i32().ok()?),
            -1 => curve = Some(decoder.i32().ok()?),
            -2 => x = Some(coordinate(decoder)?),
            -3 => y = Some(coordinate(decoder)?),
            _ => decoder.skip().ok()?,
        }
    }
    let (x, algorithm) = (x?, algorithm?);
    match (kind?, algorithm, curve?, y) {
        (2, ES256, 1, Some(y)) => Some(CredentialKey { algorithm, bytes: [&[4][..], &x, &y].concat() }),
        (1, EDDSA, 6, None) => Some(CredentialKey { algorithm, bytes: x.to_vec() }),
        _ => None,
    }
}

fn coordinate(decoder: &mut Decoder<'_>) -> Option<[u8; 32]> {
    decoder.bytes().ok()?.try_into().ok()
}

/// How many entries the map has that comes next. One without a length is not what authenticators write.
fn entries(decoder: &mut Decoder<'_>) -> Option<u64> {
    if decoder.datatype().ok()? != Type::Map {
        return None;
    }
    decoder.map().ok()?.filter(|entries| *entries <= ENTRIES_MAX)
}

#[cfg(test)]
mod tests {
    use minicbor::Encoder;
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
    };

    use super::*;

    const NAME: &str = "chat.example.org";
    const CREATED: u8 = USER_PRESENT | CREDENTIAL_INCLUDED;

    fn site() -> Site {
        Site::named(NAME)
    }

    fn said(kind: &str, challenge: &[u8], origin: &str) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(challenge);
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
    }

    fn data(name: &str, flags: u8, sign_count: u32, rest: &[u8]) -> Vec<u8> {
        [&sha256(&[name.as_bytes()])[..], &[flags], &sign_count.to_be_bytes(), rest].concat()
    }

    fn of_ed25519(x: &[u8]) -> Vec<u8> {
        let mut key = Encoder::new(Vec::new());
        key.map(4).unwrap();
        for (label, number) in [(1, 1), (3, EDDSA), (-1, 6)] {
            key.i32(label).unwrap().i32(number).unwrap();
        }
        key.i32(-2).unwrap().bytes(x).unwrap();
        key.into_writer()
    }

    fn of_p256(point: &[u8]) -> Vec<u8> {
        let mut key = Encoder::new(Vec::new());
        key.map(5).unwrap();
        for (label, number) in [(1, 2), (3, ES256), (-1, 1)] {
            key.i32(label).unwrap().i32(number).unwrap();
        }
        key.i32(-2).unwrap().bytes(&point[1..33]).unwrap().i32(-3).unwrap().bytes(&point[33..]).unwrap();
        key.into_writer()
    }

    fn included(id: &[u8], key: &[u8]) -> Vec<u8> {
        [&[9; 16][..], &u16::try_from(id.len()).unwrap().to_be_bytes(), id, key].concat()
    }

    fn attestation(data: &[u8]) -> Vec<u8> {
        let mut object = Encoder::new(Vec::new());
        object.map(3).unwrap().str("fmt").unwrap().str("packed").unwrap();
        object.str("attStmt").unwrap().map(1).unwrap().str("x5c").unwrap().array(0).unwrap();
        object.str("authData").unwrap().bytes(data).unwrap();
        object.into_writer()
    }

    fn refused(attestation: &[u8]) -> bool {
        registered(attestation, &site()).err() == Some(Refused::Invalid)
    }

    #[test]
    fn a_challenge_is_read_from_what_was_said_on_ones_own_pages_for_this_end() {
        let read = |text: &str| challenge(text, Ceremony::SignIn, &site());
        let own = said("webauthn.get", &[7; 32], "https://chat.example.org");
        assert_eq!(read(&own), Ok(vec![7; 32]));
        assert_eq!(challenge(&own, Ceremony::Registration, &site()), Err(Refused::Invalid));
        assert_eq!(read(&said("webauthn.get", b"", "https://chat.example.org")), Ok(Vec::new()));
        assert_eq!(read(&own.replace("false", "true")), Err(Refused::Invalid));
        for wrong in ["", "{}", "[]", "null", r#"{"type":"webauthn.get"}"#, &own[1..], &"[".repeat(4000)] {
            assert_eq!(read(wrong), Err(Refused::Invalid), "{wrong}");
        }
        assert_eq!(read(&own.replace(r#""challenge":""#, r#""challenge":"!"#)), Err(Refused::Invalid));
        let long = own.replace('{', &format!(r#"{{"more":"{}","#, "a".repeat(CLIENT_DATA_BYTES_MAX)));
        assert_eq!(read(&long), Err(Refused::Invalid));
    }

    #[test]
    fn another_origin_is_refused_however_near_it_looks() {
        for origin in [
            "http://chat.example.org",
            "https://chat.example.org:8443",
            "https://chat.example.org.evil.example",
            "https://chat.example.orgs",
            "https://a.chat.example.org",
            "https://telegram.org",
            "android:apk-key-hash:AAAA",
            "",
        ] {
            let text = said("webauthn.get", &[7; 32], origin);
            assert_eq!(challenge(&text, Ceremony::SignIn, &site()), Err(Refused::OtherOrigin), "{origin}");
        }
        let local = Site::local();
        for own in ["http://localhost", "http://localhost:8080", "https://localhost:1"] {
            assert!(local.has(own), "{own}");
        }
        for other in [
            "http://localhost.evil.example",
            "http://localhost:",
            "http://localhost:8080/a",
            "http://localhost:99999",
        ] {
            assert!(!local.has(other), "{other}");
        }
    }

    #[test]
    fn a_new_passkey_is_read_whatever_its_attestation_says() {
        let rest = included(b"credential", &of_ed25519(&[5; 32]));
        let read = registered(&attestation(&data(NAME, CREATED, 3, &rest)), &site()).ok().unwrap();
        assert_eq!(
            (read.credential_id.as_slice(), read.sign_count, read.aaguid),
            (&b"credential"[..], 3, [9; 16])
        );
        assert!(read.key == CredentialKey { algorithm: EDDSA, bytes: vec![5; 32] });
        let point = [&[4][..], &[6; 64]].concat();
        let rest = included(b"credential", &of_p256(&point));
        let read = registered(&attestation(&data(NAME, CREATED, 0, &rest)), &site()).ok().unwrap();
        assert!(read.key == CredentialKey { algorithm: ES256, bytes: point });
        let extended = [&rest[..], &[0xa0]].concat();
        let flags = CREATED | EXTENSIONS_INCLUDED;
        assert!(!refused(&attestation(&data(NAME, flags, 0, &extended))));
        assert!(refused(&attestation(&data(NAME, CREATED, 0, &extended))));
        assert!(refused(&attestation(&data(NAME, flags, 0, &rest))));
    }

    #[test]
    fn a_new_passkey_for_another_site_or_without_its_person_is_refused() {
        let rest = included(b"credential", &of_ed25519(&[5; 32]));
        assert!(refused(&attestation(&data("evil.example", CREATED, 0, &rest))));
        assert!(refused(&attestation(&data(NAME, CREDENTIAL_INCLUDED, 0, &rest))));
        assert!(refused(&attestation(&data(NAME, USER_PRESENT, 0, &rest))));
        assert!(refused(&attestation(&data(NAME, CREATED | BACKED_UP, 0, &rest))));
        assert!(refused(&attestation(&data(NAME, CREATED, 0, &included(b"", &of_ed25519(&[5; 32]))))));
        let long = included(&[1; CREDENTIAL_ID_BYTES_MAX + 1], &of_ed25519(&[5; 32]));
        assert!(refused(&attestation(&data(NAME, CREATED, 0, &long))));
        assert!(refused(&attestation(&data(NAME, CREATED, 0, &included(b"a", &of_ed25519(&[5; 31]))))));
    }

    #[test]
    fn bytes_that_break_off_or_nest_deeply_are_refused() {
        let rest = included(b"credential", &of_ed25519(&[5; 32]));
        let whole = attestation(&data(NAME, CREATED, 0, &rest));
        assert!(!refused(&whole));
        assert!((0..whole.len()).all(|end| refused(&whole[..end])));
        assert!(refused(&[&whole[..], &[0]].concat()));
        let inside = data(NAME, CREATED, 0, &rest);
        assert!((0..inside.len()).all(|end| refused(&attestation(&inside[..end]))));
        for nest in [0x81, 0x9f, 0xa1, 0xbf, 0xc1, 0xd8] {
            let mut deep = vec![0xa1, 0x61, b'a'];
            deep.resize(ATTESTATION_BYTES_MAX, nest);
            assert!(refused(&deep));
            let deep = included(b"credential", &[&[0xa1, 0x05][..], &[nest; 9000]].concat());
            assert!(refused(&attestation(&data(NAME, CREATED, 0, &deep))));
        }
        for start in
            [&[0xbb][..], &[0xbb, 255, 255, 255, 255, 255, 255, 255, 255], &[0xbf, 0xff], &[0xa0], &[]]
        {
            assert!(refused(start));
        }
        assert!(refused(&vec![0; ATTESTATION_BYTES_MAX + 1]));
    }

    #[test]
    fn only_what_the_key_has_signed_for_this_site_with_its_person_there_is_taken() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let key = CredentialKey { algorithm: EDDSA, bytes: pair.public_key().as_ref().to_vec() };
        let client_data = said("webauthn.get", &[7; 32], "https://chat.example.org");
        let signed = |data: &[u8], client_data: &str| {
            let message = [data, &sha256(&[client_data.as_bytes()])].concat();
            pair.sign(&message).as_ref().to_vec()
        };
        let take = |data: &[u8], signature: &[u8], client_data: &str| {
            let assertion = Assertion { client_data, authenticator_data: data, signature };
            asserted(&assertion, &key, &site())
        };
        let own = data(NAME, USER_PRESENT, 8, &[]);
        let signature = signed(&own, &client_data);
        assert_eq!(take(&own, &signature, &client_data), Ok(8));
        let other = client_data.replace("Bw", "CA");
        assert_ne!(other, client_data);
        assert_eq!(take(&own, &signature, &other), Err(Refused::Invalid));
        let counted = data(NAME, USER_PRESENT, 9, &[]);
        assert_eq!(take(&counted, &signature, &client_data), Err(Refused::Invalid));
        assert_eq!(take(&own, &signature[1..], &client_data), Err(Refused::Invalid));
        for wrong in [data("evil.example", USER_PRESENT, 8, &[]), data(NAME, 0, 8, &[]), own[..36].to_vec()] {
            assert_eq!(take(&wrong, &signed(&wrong, &client_data), &client_data), Err(Refused::Invalid));
        }
    }

    #[test]
    fn a_key_of_p256_signs_as_well() {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        let rest = included(b"credential", &of_p256(pair.public_key().as_ref()));
        let read = registered(&attestation(&data(NAME, CREATED, 0, &rest)), &site()).ok().unwrap();
        let client_data = said("webauthn.get", &[7; 32], "https://chat.example.org");
        let own = data(NAME, USER_PRESENT, 1, &[]);
        let message = [&own[..], &sha256(&[client_data.as_bytes()])].concat();
        let signature = pair.sign(&random, &message).unwrap();
        let assertion =
            Assertion { client_data: &client_data, authenticator_data: &own, signature: signature.as_ref() };
        assert_eq!(asserted(&assertion, &read.key, &site()), Ok(1));
        let other = CredentialKey { algorithm: EDDSA, ..read.key };
        assert_eq!(asserted(&assertion, &other, &site()), Err(Refused::Invalid));
    }

    #[test]
    fn a_count_rises_or_is_never_kept() {
        assert!(follows(0, 0) && follows(0, 1) && follows(7, 8) && follows(7, u32::MAX));
        assert!(!follows(7, 7) && !follows(7, 6) && !follows(7, 0));
    }
}
