//! RSA keys as PEM text: private keys are read from PKCS#1 and PKCS#8 and written as PKCS#8, public keys are
//! read and written as PKCS#1, the form that every client takes.

use crypto_bigint::{U1024, U2048};
use pkcs1::der::{
    Decode, Document, Encode, SecretDocument, asn1::OctetStringRef, asn1::UintRef, pem::LineEnding,
};
use pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use pkcs8::PrivateKeyInfoRef;
use zeroize::Zeroizing;

use crate::rsa::{EXPONENT, RsaError, RsaPrivateKey, RsaPublicKey};

impl RsaPublicKey {
    /// Reads a PEM text of PKCS#1 (`RSA PUBLIC KEY`).
    pub fn from_pem(text: &str) -> Result<Self, RsaError> {
        let (label, document) = Document::from_pem(text).map_err(|_| RsaError::NotAKey)?;
        if label != "RSA PUBLIC KEY" {
            return Err(RsaError::NotAKey);
        }
        let key = RsaPublicKeyRef::from_der(document.as_bytes()).map_err(|_| RsaError::NotAKey)?;
        Self::from_modulus(&numbers(key.modulus.as_bytes(), key.public_exponent.as_bytes())?)
    }

    /// Writes a PEM text of PKCS#1 with a newline at its end.
    pub fn to_pem(&self) -> Result<String, RsaError> {
        let (modulus, exponent) = (self.modulus(), EXPONENT.to_be_bytes());
        let key = RsaPublicKeyRef { modulus: uint(&modulus)?, public_exponent: uint(&exponent)? };
        let document = Document::encode_msg(&key).map_err(|_| RsaError::Inconsistent)?;
        document.to_pem("RSA PUBLIC KEY", LineEnding::LF).map_err(|_| RsaError::Inconsistent)
    }
}

impl RsaPrivateKey {
    /// Reads a PEM text of PKCS#1 or PKCS#8 without a password. Refuses a size other than 2048 bits, another
    /// exponent than 65537, and numbers that do not belong together.
    pub fn from_pem(text: &str) -> Result<Self, RsaError> {
        let (label, document) = SecretDocument::from_pem(text.trim()).map_err(|_| RsaError::NotAKey)?;
        match label {
            "RSA PRIVATE KEY" => from_pkcs1(document.as_bytes()),
            "PRIVATE KEY" => {
                let info = PrivateKeyInfoRef::from_der(document.as_bytes()).map_err(|_| RsaError::NotAKey)?;
                if info.algorithm.oid != pkcs1::ALGORITHM_OID {
                    return Err(RsaError::NotAKey);
                }
                from_pkcs1(info.private_key.as_bytes())
            }
            _ => Err(RsaError::NotAKey),
        }
    }

    /// Writes a PEM text of PKCS#8 with a newline at its end.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, RsaError> {
        let modulus = self.public().modulus();
        let (exponent, d) = (EXPONENT.to_be_bytes(), secret2048(&self.d));
        let (p, q) = (secret1024(self.p.modulus().as_ref()), secret1024(self.q.modulus().as_ref()));
        let (d_p, d_q, q_inv) = (secret1024(&self.d_p), secret1024(&self.d_q), secret1024(&self.q_inv));
        let key = RsaPrivateKeyRef {
            modulus: uint(&modulus)?,
            public_exponent: uint(&exponent)?,
            private_exponent: uint(&*d)?,
            prime1: uint(&*p)?,
            prime2: uint(&*q)?,
            exponent1: uint(&*d_p)?,
            exponent2: uint(&*d_q)?,
            coefficient: uint(&*q_inv)?,
            other_prime_infos: None,
        };
        let inner = Zeroizing::new(key.to_der().map_err(|_| RsaError::Inconsistent)?);
        let inner = OctetStringRef::new(&inner).map_err(|_| RsaError::Inconsistent)?;
        let info = PrivateKeyInfoRef::new(pkcs1::ALGORITHM_ID, inner);
        let document = SecretDocument::encode_msg(&info).map_err(|_| RsaError::Inconsistent)?;
        document.to_pem("PRIVATE KEY", LineEnding::LF).map_err(|_| RsaError::Inconsistent)
    }
}

fn from_pkcs1(der: &[u8]) -> Result<RsaPrivateKey, RsaError> {
    let key = RsaPrivateKeyRef::from_der(der).map_err(|_| RsaError::NotAKey)?;
    let modulus = numbers(key.modulus.as_bytes(), key.public_exponent.as_bytes())?;
    let prime = |bytes: &[u8]| {
        (bytes.len() == 128).then(|| U1024::from_be_slice(bytes)).ok_or(RsaError::Inconsistent)
    };
    let own =
        RsaPrivateKey::from_numbers(&modulus, prime(key.prime1.as_bytes())?, prime(key.prime2.as_bytes())?)?;
    // d may be taken modulo phi or modulo its half or less; it must undo e either way.
    let d = key.private_exponent.as_bytes();
    if d.len() > 256 || !own.undone_by(d) {
        return Err(RsaError::Inconsistent);
    }
    Ok(own)
}

/// The modulus as 256 bytes, when size and exponent are right.
fn numbers(modulus: &[u8], exponent: &[u8]) -> Result<[u8; 256], RsaError> {
    let bits = u32::try_from(modulus.len()).unwrap_or(u32::MAX).saturating_mul(8);
    let modulus = modulus.try_into().map_err(|_| RsaError::Size { bits })?;
    if exponent == [1, 0, 1] { Ok(modulus) } else { Err(RsaError::Exponent) }
}

fn uint(bytes: &[u8]) -> Result<UintRef<'_>, RsaError> {
    UintRef::new(bytes).map_err(|_| RsaError::Inconsistent)
}

fn secret2048(number: &U2048) -> Zeroizing<[u8; 256]> {
    Zeroizing::new(number.to_be_bytes().into())
}

fn secret1024(number: &U1024) -> Zeroizing<[u8; 128]> {
    Zeroizing::new(number.to_be_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PKCS8: &str = include_str!("../testdata/openssl_pkcs8.pem");
    const PKCS1: &str = include_str!("../testdata/openssl_pkcs1.pem");

    fn refusal(text: &str) -> Option<RsaError> {
        RsaPrivateKey::from_pem(text).err()
    }

    #[test]
    fn keys_of_openssl_are_read_in_both_forms_and_written_for_all() {
        let (one, eight) = (RsaPrivateKey::from_pem(PKCS1).unwrap(), RsaPrivateKey::from_pem(PKCS8).unwrap());
        assert_eq!(one.fingerprint(), eight.fingerprint());
        let written = RsaPrivateKey::from_pem(&eight.to_pem().unwrap()).unwrap();
        assert_eq!(written.fingerprint(), one.fingerprint());
        let public = eight.public().to_pem().unwrap();
        assert_eq!(public, include_str!("../testdata/openssl_public.pem"));
        assert_eq!(RsaPublicKey::from_pem(&public).unwrap().fingerprint(), one.fingerprint());
    }

    #[test]
    fn the_fingerprint_is_that_of_telethon() {
        let key = RsaPrivateKey::from_pem(PKCS1).unwrap();
        assert_eq!(key.fingerprint(), -1975372312295814249);
    }

    #[test]
    fn what_openssl_encrypted_is_decrypted() {
        let key = RsaPrivateKey::from_pem(PKCS1).unwrap();
        let mut plain = [0; 256];
        for (i, byte) in plain.iter_mut().enumerate().skip(1) {
            *byte = i as u8;
        }
        let cipher = *include_bytes!("../testdata/openssl_raw.bin");
        assert!(key.public().encrypt_raw(&plain) == Ok(cipher));
        for blind in [1, 2, 0x7e] {
            assert!(key.decrypt_raw(&cipher, &mut |bytes| bytes.fill(blind)) == Ok(plain));
        }
        assert_eq!(key.decrypt_raw(&[0xff; 256], &mut |bytes| bytes.fill(1)), Err(RsaError::OutOfRange));
        assert_eq!(key.decrypt_raw(&cipher, &mut |bytes| bytes.fill(0)), Err(RsaError::Fault));
    }

    #[test]
    fn weak_or_broken_keys_are_refused_by_name() {
        assert_eq!(
            refusal(include_str!("../testdata/openssl_1024.pem")),
            Some(RsaError::Size { bits: 1024 })
        );
        assert_eq!(refusal(include_str!("../testdata/openssl_e3.pem")), Some(RsaError::Exponent));
        assert_eq!(refusal(include_str!("../testdata/openssl_ec.pem")), Some(RsaError::NotAKey));
        assert_eq!(refusal(include_str!("../testdata/close_primes.pem")), Some(RsaError::Inconsistent));
        assert_eq!(refusal("hello"), Some(RsaError::NotAKey));
        assert_eq!(refusal(""), Some(RsaError::NotAKey));
    }

    #[test]
    fn a_key_whose_numbers_were_changed_is_refused() {
        let (_, document) = SecretDocument::from_pem(PKCS1).unwrap();
        let key = RsaPrivateKeyRef::from_der(document.as_bytes()).unwrap();
        // Of the derived numbers only d is believed; the rest is computed anew.
        for field in [key.modulus, key.private_exponent, key.prime1, key.prime2] {
            let field = field.as_bytes();
            let mut bytes = document.as_bytes().to_vec();
            let at = bytes.windows(field.len()).position(|window| window == field).unwrap();
            bytes[at + field.len() / 2] ^= 4;
            assert_eq!(from_pkcs1(&bytes).err(), Some(RsaError::Inconsistent));
        }
    }
}
