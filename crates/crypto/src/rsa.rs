//! The server's RSA key of 2048 bits and its raw operations; paddings stand in `rsa_pad`, files in `rsa_pem`.
//!
//! The private operation runs in constant time over blinded input and checks its own result, so that neither
//! time nor a fault tells anything of the key.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{NonZero, Odd, U1024, U2048};
use crypto_primes::{Flavor, is_prime, random_prime};
use zeroize::Zeroize;

use crate::Fill;
use crate::hash::{sha1, slice};

/// The public exponent of every key here.
pub const EXPONENT: u32 = 65537;

type Params1024 = FixedMontyParams<{ U1024::LIMBS }>;
type Params2048 = FixedMontyParams<{ U2048::LIMBS }>;

/// What is wrong with a key, or with a number given to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RsaError {
    /// The text is no PEM of PKCS#1 or PKCS#8 with an RSA key.
    #[error("not a PEM file with an RSA key of PKCS#1 or PKCS#8")]
    NotAKey,
    /// The modulus has another size.
    #[error("the key has {bits} bits, not 2048")]
    Size {
        /// Bits of the modulus, or the nearest that the file tells.
        bits: u32,
    },
    /// The public exponent is another.
    #[error("the public exponent is not 65537")]
    Exponent,
    /// p * q is not n, a factor is no prime or too close to the other, or d does not fit.
    #[error("the numbers of the key do not belong together")]
    Inconsistent,
    /// The input is not below the modulus.
    #[error("the number is not below the modulus")]
    OutOfRange,
    /// A blinding without inverse, or a result that does not turn back: never seen on sound hardware.
    #[error("the private operation failed")]
    Fault,
}

/// A public key with its fingerprint.
#[derive(Clone)]
pub struct RsaPublicKey {
    modulus: Params2048,
    fingerprint: i64,
}

impl RsaPublicKey {
    /// The key with this modulus, big-endian, and the exponent 65537.
    pub fn from_modulus(modulus: &[u8; 256]) -> Result<Self, RsaError> {
        let value = U2048::from_be_slice(modulus);
        let bits = value.bits_vartime();
        if bits != 2048 {
            return Err(RsaError::Size { bits });
        }
        let odd = Odd::new(value).into_option().ok_or(RsaError::Inconsistent)?;
        Ok(Self { modulus: Params2048::new_vartime(odd), fingerprint: fingerprint(modulus) })
    }

    /// The modulus, big-endian.
    pub fn modulus(&self) -> [u8; 256] {
        self.n().to_be_bytes().into()
    }

    /// The low 64 bits of SHA-1 over the bare `rsa_public_key`, as the protocol writes them.
    pub fn fingerprint(&self) -> i64 {
        self.fingerprint
    }

    /// `input^65537 mod n`, or [`RsaError::OutOfRange`].
    pub fn encrypt_raw(&self, input: &[u8; 256]) -> Result<[u8; 256], RsaError> {
        let value = U2048::from_be_slice(input);
        if value >= *self.n() {
            return Err(RsaError::OutOfRange);
        }
        Ok(self.power(&value).retrieve().to_be_bytes().into())
    }

    fn n(&self) -> &U2048 {
        self.modulus.modulus().as_ref()
    }

    fn power(&self, value: &U2048) -> FixedMontyForm<{ U2048::LIMBS }> {
        let base = FixedMontyForm::new(value, &self.modulus);
        base.square_repeat_vartime(16).mul(&base)
    }
}

/// A private key, ready to use; wiped when dropped.
pub struct RsaPrivateKey {
    public: RsaPublicKey,
    pub(crate) d: U2048,
    pub(crate) p: Params1024,
    pub(crate) q: Params1024,
    pub(crate) d_p: U1024,
    pub(crate) d_q: U1024,
    /// q^-1 mod p.
    pub(crate) q_inv: U1024,
}

impl RsaPrivateKey {
    /// Draws a key whose fingerprint, as 16 hex digits, does not begin with 0 (mtcute drops leading zeros).
    pub fn generate(fill: Fill<'_>) -> Self {
        let mut chance = Chance(fill);
        loop {
            let p: U1024 = random_prime(&mut chance, Flavor::Any, 1024);
            let q: U1024 = random_prime(&mut chance, Flavor::Any, 1024);
            if let Ok(key) = Self::from_primes(p, q)
                && (key.public.fingerprint as u64) >> 60 != 0
            {
                return key;
            }
        }
    }

    /// The key of two primes of 1024 bits, in either order.
    pub(crate) fn from_primes(p: U1024, q: U1024) -> Result<Self, RsaError> {
        let (p, q) = if p > q { (p, q) } else { (q, p) };
        // FIPS 186-5 A.1.3: factors nearer than this are found by Fermat's method.
        if p.wrapping_sub(&q).bits_vartime() <= 924 {
            return Err(RsaError::Inconsistent);
        }
        let n: U2048 = p.concatenating_mul(&q);
        let public = RsaPublicKey::from_modulus(&n.to_be_bytes().into())?;
        let one = U1024::ONE;
        let (p_1, q_1) = (p.wrapping_sub(&one), q.wrapping_sub(&one));
        let exponent = U1024::from_u32(EXPONENT);
        let inverse = |modulus: U1024| {
            let modulus = NonZero::new(modulus).into_option().ok_or(RsaError::Inconsistent)?;
            exponent.invert_mod(&modulus).into_option().ok_or(RsaError::Inconsistent)
        };
        let (d_p, d_q) = (inverse(p_1)?, inverse(q_1)?);
        let phi: U2048 = p_1.concatenating_mul(&q_1);
        let phi = NonZero::new(phi).into_option().ok_or(RsaError::Inconsistent)?;
        let d = U2048::from_u32(EXPONENT).invert_mod(&phi).into_option().ok_or(RsaError::Inconsistent)?;
        let odd = |prime: U1024| Odd::new(prime).into_option().ok_or(RsaError::Inconsistent);
        let (p, q) = (odd(p)?, odd(q)?);
        let q_inv = q.as_ref().invert_odd_mod(&p).into_option().ok_or(RsaError::Inconsistent)?;
        let (p, q) = (Params1024::new(p), Params1024::new(q));
        Ok(Self { public, d, p, q, d_p, d_q, q_inv })
    }

    /// The key of a file: its factors must be primes and give `modulus`.
    pub(crate) fn from_numbers(modulus: &[u8; 256], p: U1024, q: U1024) -> Result<Self, RsaError> {
        if !is_prime(Flavor::Any, &p) || !is_prime(Flavor::Any, &q) {
            return Err(RsaError::Inconsistent);
        }
        let key = Self::from_primes(p, q)?;
        if key.public.modulus() == *modulus { Ok(key) } else { Err(RsaError::Inconsistent) }
    }

    /// Whether this private exponent, big-endian and at most 256 bytes, undoes the public one.
    pub(crate) fn undone_by(&self, d: &[u8]) -> bool {
        let mut padded = [0; 256];
        let Some(from) = padded.len().checked_sub(d.len()) else { return false };
        padded[from..].copy_from_slice(d);
        let mut exponent = U2048::from_be_slice(&padded);
        let two = U2048::from_u8(2);
        let undone = self.public.power(&two).pow_amm(&exponent).retrieve() == two;
        padded.zeroize();
        exponent.zeroize();
        undone
    }

    /// The public half.
    pub fn public(&self) -> &RsaPublicKey {
        &self.public
    }

    /// See [`RsaPublicKey::fingerprint`].
    pub fn fingerprint(&self) -> i64 {
        self.public.fingerprint
    }

    /// `input^d mod n`, 256 bytes, over an input blinded with fresh bytes from `fill`.
    pub fn decrypt_raw(&self, input: &[u8; 256], fill: Fill<'_>) -> Result<[u8; 256], RsaError> {
        let input = U2048::from_be_slice(input);
        if input >= *self.public.n() {
            return Err(RsaError::OutOfRange);
        }
        let mut bytes = [0; 256];
        fill(&mut bytes);
        // n has its top bit set, so what is without it is below n.
        bytes[0] &= 0x7f;
        let mut blind = U2048::from_be_slice(&bytes);
        let mut unblind = FixedMontyForm::new(&blind, &self.public.modulus)
            .invert()
            .into_option()
            .ok_or(RsaError::Fault)?;
        let blinded = self.public.power(&blind).mul(&FixedMontyForm::new(&input, &self.public.modulus));
        let blinded = blinded.retrieve();
        let mut powered = self.power(&blinded);
        let sound = self.public.power(&powered).retrieve() == blinded;
        let output = FixedMontyForm::new(&powered, &self.public.modulus).mul(&unblind).retrieve();
        blind.zeroize();
        unblind.zeroize();
        powered.zeroize();
        bytes.zeroize();
        if sound { Ok(output.to_be_bytes().into()) } else { Err(RsaError::Fault) }
    }

    /// `input^d mod n` by the Chinese remainder theorem.
    fn power(&self, input: &U2048) -> U2048 {
        let (p, q) = (self.p.modulus(), self.q.modulus());
        let m_p = FixedMontyForm::new(&input.rem(p.as_nz_ref()), &self.p).pow_amm(&self.d_p);
        let m_q = FixedMontyForm::new(&input.rem(q.as_nz_ref()), &self.q).pow_amm(&self.d_q).retrieve();
        // q < p, so m_q needs no reduction mod p.
        let difference = m_p.sub(&FixedMontyForm::new(&m_q, &self.p));
        let h = difference.mul(&FixedMontyForm::new(&self.q_inv, &self.p)).retrieve();
        let product: U2048 = h.concatenating_mul(q.as_ref());
        product.wrapping_add(&m_q.resize())
    }
}

impl Drop for RsaPrivateKey {
    fn drop(&mut self) {
        self.d.zeroize();
        self.p.zeroize();
        self.q.zeroize();
        self.d_p.zeroize();
        self.d_q.zeroize();
        self.q_inv.zeroize();
    }
}

/// SHA-1 over `n` and `e` as the protocol writes byte strings (254, 3 bytes of length; no padding falls due).
fn fingerprint(modulus: &[u8; 256]) -> i64 {
    let hash = sha1(&[&[254, 0, 1, 0], modulus, &[3, 1, 0, 1]]);
    i64::from_le_bytes(slice(&hash, 12))
}

/// A closure that fills slices, as the generator of primes wants it.
struct Chance<'a>(Fill<'a>);

impl crypto_bigint::rand_core::TryRng for Chance<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        (self.0)(dst);
        Ok(())
    }
}

impl crypto_bigint::rand_core::TryCryptoRng for Chance<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_key_has_2048_bits_and_no_leading_zero_in_its_fingerprint() {
        let mut state = 7u64;
        let mut fill = |bytes: &mut [u8]| {
            for byte in bytes {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                *byte = (state >> 56) as u8;
            }
        };
        let key = RsaPrivateKey::generate(&mut fill);
        assert!(format!("{:016x}", key.fingerprint())[..1] != *"0");
        assert!(key.public().modulus()[0] & 0x80 != 0);
        let plain = [1; 256];
        let cipher = key.public().encrypt_raw(&plain).unwrap();
        assert!(key.decrypt_raw(&cipher, &mut fill) == Ok(plain));
    }

    #[test]
    fn factors_that_lie_too_close_are_refused() {
        let p = U1024::MAX.wrapping_sub(&U1024::from_u32(104));
        let q = p.wrapping_sub(&U1024::from_u32(2));
        assert_eq!(RsaPrivateKey::from_primes(p, q).err(), Some(RsaError::Inconsistent));
    }
}
