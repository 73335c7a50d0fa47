//! Diffie-Hellman over the one group that every client knows: its 2048-bit safe prime, generator 3.
//!
//! Powers run in constant time; secrets are wiped when dropped. Ranges are those of
//! core.telegram.org/mtproto/security_guidelines.

use std::sync::LazyLock;

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U512, U2048, Word};
use crypto_primes::{Flavor, is_prime};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Fill;

/// The generator. Some clients accept no other with this prime.
pub const GENERATOR: u8 = 3;

/// Bits of a secret exponent. In a group of a safe prime, twice the strength of the prime is enough (RFC 7919,
/// section 5.2, asks for 225 at this size), and each bit costs a squaring in every key exchange.
const EXPONENT_BITS: u32 = 512;

/// The prime, big-endian.
pub fn prime() -> [u8; 256] {
    MODULUS.as_ref().to_be_bytes().into()
}

/// A fresh secret exponent with its public value.
#[derive(ZeroizeOnDrop)]
pub struct Secret {
    exponent: U512,
    #[zeroize(skip)]
    public: [u8; 256],
}

impl Secret {
    /// Draws exponents until the public value lies in the range that clients accept.
    pub fn generate(fill: Fill<'_>) -> Self {
        loop {
            let mut bytes = Zeroizing::new([0; EXPONENT_BITS as usize / 8]);
            fill(&mut *bytes);
            let secret = Self::from_exponent(U512::from_be_slice(&*bytes));
            if in_range(&U2048::from_be_slice(&secret.public)) {
                return secret;
            }
        }
    }

    /// The secret with this exponent, whatever its public value is.
    fn from_exponent(exponent: U512) -> Self {
        let public = power(&U2048::from_u8(GENERATOR), &exponent);
        Self { exponent, public }
    }

    /// `g^a mod p`, big-endian, 256 bytes.
    pub fn public(&self) -> &[u8; 256] {
        &self.public
    }

    /// `other^a mod p`, 256 bytes with leading zeros, or nothing when `other` (big-endian, at most 256 bytes)
    /// is outside the range that keeps small subgroups and guessable keys out.
    pub fn agree(&self, other: &[u8]) -> Option<Zeroizing<[u8; 256]>> {
        if other.is_empty() || other.len() > 256 {
            return None;
        }
        let mut padded = [0; 256];
        padded[256 - other.len()..].copy_from_slice(other);
        let other = U2048::from_be_slice(&padded);
        in_range(&other).then(|| Zeroizing::new(power(&other, &self.exponent)))
    }
}

/// What is wrong with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// The top bit is not set, or the number is even.
    #[error("the prime has not 2048 bits")]
    Size,
    /// It or its half is composite.
    #[error("it is not a safe prime")]
    NotSafePrime,
    /// The generator does not generate the subgroup of prime order.
    #[error("the generator {0} does not go with this prime")]
    Generator(u8),
}

/// Checks a group as the security guidelines ask of clients: a safe prime of 2048 bits, and a generator of
/// 2 to 7 that is a quadratic residue. Takes some tens of milliseconds.
pub fn check_group(prime: &[u8; 256], generator: u8) -> Result<(), GroupError> {
    let prime = U2048::from_be_slice(prime);
    if !prime.bit_vartime(2047) || !prime.bit_vartime(0) {
        return Err(GroupError::Size);
    }
    let rest = |divisor: Word| {
        let divisor = crypto_bigint::NonZero::new(crypto_bigint::Limb(divisor)).into_option();
        divisor.map_or(0, |divisor| prime.rem_limb(divisor).0)
    };
    let residue = match generator {
        2 => rest(8) == 7,
        3 => rest(3) == 2,
        4 => true,
        5 => matches!(rest(5), 1 | 4),
        6 => matches!(rest(24), 19 | 23),
        7 => matches!(rest(7), 3 | 5 | 6),
        _ => false,
    };
    if !residue {
        return Err(GroupError::Generator(generator));
    }
    if !is_prime(Flavor::Safe, &prime) {
        return Err(GroupError::NotSafePrime);
    }
    Ok(())
}

/// 2^1984 < value < p - 2^1984.
pub(crate) fn in_range(value: &U2048) -> bool {
    let low = U2048::ONE.shl_vartime(1984);
    let high = MODULUS.as_ref().wrapping_sub(&low);
    *value > low && *value < high
}

fn power(base: &U2048, exponent: &U512) -> [u8; 256] {
    let mut power = FixedMontyForm::new(base, &GROUP).pow(exponent);
    let bytes = power.retrieve().to_be_bytes().into();
    power.zeroize();
    bytes
}

pub(crate) const MODULUS: Odd<U2048> = Odd::<U2048>::from_be_hex(concat!(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db",
    "fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64",
    "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41",
    "0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4",
    "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf",
    "6f4fadf034b10403119cd8e3b92fcc5b",
));

pub(crate) static GROUP: LazyLock<FixedMontyParams<{ U2048::LIMBS }>> =
    LazyLock::new(|| FixedMontyParams::new(MODULUS));

#[cfg(test)]
mod tests {
    use super::*;

    fn from_low(secret: u8) -> Secret {
        Secret::from_exponent(U512::from_u8(secret))
    }

    #[test]
    fn the_group_is_sound_and_a_bad_one_is_refused() {
        assert_eq!(check_group(&prime(), GENERATOR), Ok(()));
        assert_eq!(check_group(&prime(), 2), Err(GroupError::Generator(2)));
        assert_eq!(check_group(&prime(), 9), Err(GroupError::Generator(9)));
        let mut other = prime();
        other[255] -= 6;
        assert_eq!(check_group(&other, GENERATOR), Err(GroupError::NotSafePrime));
        other[255] += 1;
        assert_eq!(check_group(&other, GENERATOR), Err(GroupError::Size));
        let mut short = prime();
        short[0] = 0x47;
        assert_eq!(check_group(&short, GENERATOR), Err(GroupError::Size));
    }

    #[test]
    fn both_sides_agree() {
        let mut next = 0u8;
        let mut fill = |bytes: &mut [u8]| {
            for byte in bytes {
                next = next.wrapping_mul(5).wrapping_add(113);
                *byte = next;
            }
        };
        let (a, b) = (Secret::generate(&mut fill), Secret::generate(&mut |bytes| bytes.fill(0x5a)));
        assert!(a.agree(b.public()).is_some_and(|key| Some(key) == b.agree(a.public())));
    }

    #[test]
    fn small_powers_are_plain_powers() {
        assert_eq!(from_low(5).public()[254..], [0, 243]);
        assert_eq!(from_low(0).public()[255], 1);
    }

    #[test]
    fn an_agreed_key_keeps_its_leading_zeros() {
        // 3^1250 is just above 2^1981, below the range; 3^1253 just above 2^1985: its first byte is zero.
        let public = *Secret::from_exponent(U512::from_u16(1253)).public();
        assert_eq!(public[..7], [0; 7]);
        let key = from_low(1).agree(&public[7..]).map(|key| *key);
        assert!(key == Some(public));
        assert!(from_low(1).agree(Secret::from_exponent(U512::from_u16(1250)).public()).is_none());
    }

    #[test]
    fn public_values_out_of_range_are_refused() {
        let low = U2048::ONE.shl_vartime(1984);
        let p = *MODULUS.as_ref();
        let one = U2048::ONE;
        let refused = [
            U2048::ZERO,
            one,
            p.wrapping_sub(&one),
            p,
            p.wrapping_add(&one),
            low.wrapping_sub(&one),
            low,
            p.wrapping_sub(&low),
            p.wrapping_sub(&low).wrapping_add(&one),
        ];
        let secret = from_low(77);
        for value in refused {
            let bytes: [u8; 256] = value.to_be_bytes().into();
            assert!(secret.agree(&bytes).is_none());
        }
        assert!(secret.agree(&[]).is_none() && secret.agree(&[1; 257]).is_none());
        for value in [low.wrapping_add(&one), p.wrapping_sub(&low).wrapping_sub(&one)] {
            let bytes: [u8; 256] = value.to_be_bytes().into();
            assert!(secret.agree(&bytes).is_some());
        }
    }
}
