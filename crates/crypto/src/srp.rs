//! The two-step password's proof: SRP 6a over the group of [`crate::dh`] with SHA-256, so that a server that holds a
//! verifier learns neither the password nor anything that opens elsewhere. How a password becomes the number `x` is
//! the client's business. Source: core.telegram.org/api/srp.

use std::sync::LazyLock;

use crypto_bigint::modular::FixedMontyForm;
use crypto_bigint::{U256, U512, U2048};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Fill;
use crate::dh::{GENERATOR, GROUP, MODULUS, in_range, prime};
use crate::hash::sha256;

/// Bytes of every number that travels.
pub const NUMBER_BYTES: usize = 256;

/// The two salts of a password.
#[derive(Clone, Copy)]
pub struct Salts<'a> {
    /// The server's bytes with the client's behind them.
    pub first: &'a [u8],
    /// The server's.
    pub second: &'a [u8],
}

/// The other side's public value is none that keeps the exchange safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the public value lies outside of the safe range")]
pub struct BadPublicValue;

/// `bytes` as a verifier: 256 bytes, above 1 and below p − 1.
pub fn verifier(bytes: &[u8]) -> Option<[u8; NUMBER_BYTES]> {
    let bytes: [u8; NUMBER_BYTES] = bytes.try_into().ok()?;
    let value = U2048::from_be_slice(&bytes);
    let most = MODULUS.as_ref().wrapping_sub(&U2048::ONE);
    (value > U2048::ONE && value < most).then_some(bytes)
}

/// The server's half of one try: fresh for each, and of no use for a second.
#[derive(ZeroizeOnDrop)]
pub struct Challenge {
    secret: U512,
    verifier: [u8; NUMBER_BYTES],
    #[zeroize(skip)]
    public: [u8; NUMBER_BYTES],
}

impl Challenge {
    /// Draws secrets until the public value lies in the range that clients accept.
    pub fn new(verifier: &[u8; NUMBER_BYTES], fill: Fill<'_>) -> Self {
        let blinded = Zeroizing::new(monty(verifier).mul(&MULTIPLIER));
        loop {
            let secret = draw(fill);
            let public = blinded.add(&generator().pow(&secret)).retrieve();
            if in_range(&public) {
                return Challenge { secret, verifier: *verifier, public: public.to_be_bytes().into() };
            }
        }
    }

    /// `B`, which the client answers to.
    pub fn public(&self) -> &[u8; NUMBER_BYTES] {
        &self.public
    }

    /// Whether `proof` (M1) shows that whoever sent `client_public` (A) has the password. The comparison takes the
    /// same time whatever the bytes are.
    ///
    /// # Errors
    /// Where `client_public` has not 256 bytes, or a value with which everybody could prove everything.
    pub fn is_proven(
        &self,
        salts: Salts<'_>,
        client_public: &[u8],
        proof: &[u8],
    ) -> Result<bool, BadPublicValue> {
        let client_public: &[u8; NUMBER_BYTES] = client_public.try_into().map_err(|_| BadPublicValue)?;
        if !in_range(&U2048::from_be_slice(client_public)) {
            return Err(BadPublicValue);
        }
        let mixed = mixed(client_public, &self.public)?;
        let base = Zeroizing::new(monty(client_public).mul(&monty(&self.verifier).pow(&mixed)));
        let shared = Shared::of(&base.pow(&self.secret));
        let right = shared.proof(salts, client_public, &self.public);
        Ok(bool::from(right.ct_eq(proof)))
    }
}

/// A client's half, for whoever plays one: the tests of the floors above.
pub struct Claim {
    /// `A`.
    pub public: [u8; NUMBER_BYTES],
    /// M1.
    pub proof: [u8; 32],
}

impl Claim {
    /// What a client that knows `x` answers to the server's public value.
    ///
    /// # Errors
    /// Where a client would refuse the server's value.
    pub fn new(
        x: &[u8; 32],
        salts: Salts<'_>,
        server_public: &[u8; NUMBER_BYTES],
        fill: Fill<'_>,
    ) -> Result<Self, BadPublicValue> {
        if !in_range(&U2048::from_be_slice(server_public)) {
            return Err(BadPublicValue);
        }
        let secret = draw(fill);
        let public: [u8; NUMBER_BYTES] = generator().pow(&secret).retrieve().to_be_bytes().into();
        let mixed = mixed(&public, server_public)?;
        let x = U256::from_be_slice(x);
        let unblinded = monty(server_public).sub(&generator().pow(&x).mul(&MULTIPLIER));
        // (B − k·v)^(a + u·x), the exponent taken apart.
        let shared = unblinded.pow(&secret).mul(&unblinded.pow(&mixed).pow(&x));
        let proof = Shared::of(&shared).proof(salts, &public, server_public);
        Ok(Claim { public, proof })
    }

    /// The verifier that a client gives to the server for `x`.
    pub fn verifier(x: &[u8; 32]) -> [u8; NUMBER_BYTES] {
        generator().pow(&U256::from_be_slice(x)).retrieve().to_be_bytes().into()
    }
}

/// The key that both sides arrive at.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Shared([u8; 32]);

impl Shared {
    fn of(power: &FixedMontyForm<{ U2048::LIMBS }>) -> Self {
        let bytes: Zeroizing<[u8; NUMBER_BYTES]> = Zeroizing::new(power.retrieve().to_be_bytes().into());
        Shared(sha256(&[&*bytes]))
    }

    fn proof(
        &self,
        salts: Salts<'_>,
        client_public: &[u8; NUMBER_BYTES],
        server_public: &[u8; NUMBER_BYTES],
    ) -> [u8; 32] {
        let (of_prime, of_generator) = (sha256(&[&prime()]), sha256(&[&padded_generator()]));
        let of_group: [u8; 32] = std::array::from_fn(|at| of_prime[at] ^ of_generator[at]);
        let (first, second) = (sha256(&[salts.first]), sha256(&[salts.second]));
        sha256(&[&of_group, &first, &second, client_public, server_public, &self.0])
    }
}

/// `u`.
fn mixed(
    client_public: &[u8; NUMBER_BYTES],
    server_public: &[u8; NUMBER_BYTES],
) -> Result<U256, BadPublicValue> {
    let mixed = U256::from_be_slice(&sha256(&[client_public, server_public]));
    if mixed == U256::ZERO { Err(BadPublicValue) } else { Ok(mixed) }
}

/// A secret exponent of 512 bits; why so many are enough stands in [`crate::dh`].
fn draw(fill: Fill<'_>) -> U512 {
    let mut bytes = Zeroizing::new([0; 64]);
    fill(&mut *bytes);
    U512::from_be_slice(&*bytes)
}

fn monty(bytes: &[u8; NUMBER_BYTES]) -> FixedMontyForm<{ U2048::LIMBS }> {
    FixedMontyForm::new(&U2048::from_be_slice(bytes), &GROUP)
}

fn generator() -> FixedMontyForm<{ U2048::LIMBS }> {
    FixedMontyForm::new(&U2048::from_u8(GENERATOR), &GROUP)
}

fn padded_generator() -> [u8; NUMBER_BYTES] {
    U2048::from_u8(GENERATOR).to_be_bytes().into()
}

/// `k`, the hash of prime and generator.
static MULTIPLIER: LazyLock<FixedMontyForm<{ U2048::LIMBS }>> = LazyLock::new(|| {
    let mut bytes = [0; NUMBER_BYTES];
    bytes[NUMBER_BYTES - 32..].copy_from_slice(&sha256(&[&prime(), &padded_generator()]));
    monty(&bytes)
});

#[cfg(test)]
mod tests {
    use super::*;

    const X: [u8; 32] = [9; 32];
    const SALTS: Salts<'_> = Salts { first: b"first salt", second: b"second salt" };

    /// Different bytes each time.
    fn chance() -> impl FnMut(&mut [u8]) {
        let mut state = 1u64;
        move |bytes| {
            for byte in bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = (state >> 56) as u8;
            }
        }
    }

    fn number(value: U2048) -> [u8; NUMBER_BYTES] {
        value.to_be_bytes().into()
    }

    #[test]
    fn who_has_the_password_proves_it_and_nobody_else_does() {
        let mut chance = chance();
        let challenge = Challenge::new(&Claim::verifier(&X), &mut chance);
        let claim = Claim::new(&X, SALTS, challenge.public(), &mut chance).unwrap();
        assert_eq!(challenge.is_proven(SALTS, &claim.public, &claim.proof), Ok(true));
        let other = Claim::new(&[8; 32], SALTS, challenge.public(), &mut chance).unwrap();
        assert_eq!(challenge.is_proven(SALTS, &other.public, &other.proof), Ok(false));
        assert_eq!(challenge.is_proven(SALTS, &other.public, &claim.proof), Ok(false));
        let salts = Salts { second: b"another", ..SALTS };
        assert_eq!(challenge.is_proven(salts, &claim.public, &claim.proof), Ok(false));
        for proof in [&claim.proof[..31], &[], &[&claim.proof[..], &[0]].concat()] {
            assert_eq!(challenge.is_proven(SALTS, &claim.public, proof), Ok(false));
        }
        let next = Challenge::new(&Claim::verifier(&X), &mut chance);
        assert!(next.public() != challenge.public());
        assert_eq!(next.is_proven(SALTS, &claim.public, &claim.proof), Ok(false), "of another try");
    }

    #[test]
    fn l6_public_values_that_prove_nothing_are_refused() {
        let mut chance = chance();
        let challenge = Challenge::new(&Claim::verifier(&X), &mut chance);
        let p = *MODULUS.as_ref();
        let most = [0xff; NUMBER_BYTES];
        let values = [
            U2048::ZERO,
            U2048::ONE,
            p.wrapping_sub(&U2048::ONE),
            p,
            p.wrapping_add(&U2048::ONE),
            U2048::from_be_slice(&most),
        ];
        for value in values {
            assert_eq!(challenge.is_proven(SALTS, &number(value), &[0; 32]), Err(BadPublicValue));
        }
        for length in [0, 255, 257] {
            assert_eq!(challenge.is_proven(SALTS, &vec![0x55; length], &[0; 32]), Err(BadPublicValue));
        }
    }

    #[test]
    fn l6_the_servers_values_lie_in_the_range_that_clients_accept() {
        let mut chance = chance();
        for _ in 0..20 {
            assert!(in_range(&U2048::from_be_slice(
                Challenge::new(&number(U2048::from_u8(2)), &mut chance).public()
            )));
        }
    }

    #[test]
    fn l8_a_verifier_has_256_bytes_and_is_neither_trivial_nor_outside() {
        let p = *MODULUS.as_ref();
        assert!(verifier(&Claim::verifier(&X)).is_some());
        for value in [U2048::ZERO, U2048::ONE, p.wrapping_sub(&U2048::ONE), p] {
            assert!(verifier(&number(value)).is_none());
        }
        assert!(verifier(&number(U2048::from_u8(2))).is_some());
        assert!(verifier(&[5; 255]).is_none() && verifier(&[5; 257]).is_none());
    }
}
