//! Signatures that others make and this server checks: those of passkeys.

use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA over P-256 with SHA-256; the key is an uncompressed point of 65 bytes, the signature ASN.1.
    Es256,
    /// Ed25519; the key has 32 bytes.
    Ed25519,
}

/// Whether the holder of `key` has signed `message`. A key that is none has signed nothing.
pub fn is_signed(algorithm: Algorithm, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let verified = match algorithm {
        Algorithm::Es256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(message, signature),
        Algorithm::Ed25519 => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
    };
    verified.is_ok()
}

#[cfg(test)]
mod tests {
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
    };

    use super::*;

    #[test]
    fn what_the_holder_signed_is_signed_and_nothing_else() {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        let signature = pair.sign(&random, b"pagi").unwrap();
        let (key, signature) = (pair.public_key().as_ref(), signature.as_ref());
        let signed = |key: &[u8], message: &[u8], signature: &[u8]| {
            is_signed(Algorithm::Es256, key, message, signature)
        };
        assert!(signed(key, b"pagi", signature));
        assert!(!signed(key, b"sore", signature) && !signed(key, b"pagi", &signature[1..]));
        assert!(!signed(&key[..64], b"pagi", signature) && !signed(&[4; 65], b"pagi", signature));
        assert!(!is_signed(Algorithm::Ed25519, key, b"pagi", signature));
    }

    #[test]
    fn the_other_kind_holds_too() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let signature = pair.sign(b"pagi");
        let key = pair.public_key().as_ref();
        assert!(is_signed(Algorithm::Ed25519, key, b"pagi", signature.as_ref()));
        assert!(!is_signed(Algorithm::Ed25519, key, b"sore", signature.as_ref()));
        assert!(!is_signed(Algorithm::Es256, key, b"pagi", signature.as_ref()));
    }
}
