//! The small puzzle at the start of a key exchange: a product of two 31-bit primes.
//!
//! It slows nobody down today; the protocol keeps it, and clients insist on 8 bytes of `pq` and at most 4 of
//! each factor.

use crate::Fill;

/// A product of two different primes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pq {
    /// The smaller factor.
    pub p: u32,
    /// The larger factor.
    pub q: u32,
}

impl Pq {
    /// Draws two different primes of 31 bits each, so `pq` has 8 bytes and stays below 2^62.
    pub fn generate(fill: Fill<'_>) -> Self {
        let p = prime(fill);
        loop {
            let q = prime(fill);
            if p != q {
                return Self { p: p.min(q), q: p.max(q) };
            }
        }
    }

    /// The product, as it travels: 8 bytes, big-endian.
    pub fn bytes(&self) -> [u8; 8] {
        (u64::from(self.p) * u64::from(self.q)).to_be_bytes()
    }
}

/// Both factors of `pq`, the smaller first, or nothing when it has not exactly two of up to 32 bits. What
/// clients do; our own client machine and tests need it. Variable time.
pub fn factor(pq: u64) -> Option<(u32, u32)> {
    if pq < 4 {
        return None;
    }
    for increment in 1..20 {
        let divisor = if pq.is_multiple_of(2) { 2 } else { rho(pq, increment) };
        if divisor > 1 && divisor < pq {
            let (a, b) = (u32::try_from(divisor).ok()?, u32::try_from(pq / divisor).ok()?);
            return Some((a.min(b), a.max(b)));
        }
    }
    None
}

/// Brent's form of Pollard's rho: a divisor of `n`, perhaps `n` itself.
fn rho(n: u64, increment: u64) -> u64 {
    let step = |x: u64| (mul(x, x, n) + increment) % n;
    let (mut x, mut length) = (2, 1);
    loop {
        let (anchor, mut product) = (x, 1);
        for _ in 0..length {
            x = step(x);
            product = mul(product, anchor.abs_diff(x), n);
        }
        let divisor = gcd(product, n);
        if divisor != 1 {
            return if divisor == n { walk(anchor, n, step) } else { divisor };
        }
        length *= 2;
    }
}

/// Goes from `anchor` one step at a time, where the product of many steps hid the divisor.
fn walk(anchor: u64, n: u64, step: impl Fn(u64) -> u64) -> u64 {
    let mut x = anchor;
    loop {
        x = step(x);
        let divisor = gcd(anchor.abs_diff(x), n);
        if divisor != 1 {
            return divisor;
        }
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn mul(a: u64, b: u64, modulus: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64
}

fn prime(fill: Fill<'_>) -> u32 {
    loop {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        let candidate = u32::from_le_bytes(bytes) & 0x3fff_ffff | 0x4000_0001;
        if is_prime(candidate) {
            return candidate;
        }
    }
}

/// Miller-Rabin with the bases that decide every number below 4 759 123 141.
fn is_prime(n: u32) -> bool {
    if n < 2 || (n.is_multiple_of(2) && n != 2) {
        return false;
    }
    let (n, last) = (u64::from(n), u64::from(n) - 1);
    let twos = last.trailing_zeros();
    [2, 7, 61].iter().filter(|base| **base != n).all(|&base| {
        let mut x = power(base, last >> twos, n);
        if x == 1 || x == last {
            return true;
        }
        (1..twos).any(|_| {
            x = mul(x, x, n);
            x == last
        })
    })
}

fn power(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = mul(result, base, modulus);
        }
        base = mul(base, base, modulus);
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of its own: these tests need many different bytes, not secret ones.
    fn draw(mut state: u64) -> impl FnMut(&mut [u8]) {
        move |bytes| {
            for byte in bytes {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                *byte = (state >> 56) as u8;
            }
        }
    }

    #[test]
    fn factors_are_different_odd_primes_in_order_and_the_product_fills_8_bytes() {
        let mut fill = draw(1);
        for _ in 0..200 {
            let pq = Pq::generate(&mut fill);
            assert!(pq.p < pq.q && pq.p % 2 == 1 && is_prime(pq.p) && is_prime(pq.q));
            let product = u64::from_be_bytes(pq.bytes());
            assert!(product <= i64::MAX as u64 && pq.bytes()[0] != 0);
        }
    }

    #[test]
    fn the_primality_test_agrees_with_trial_division() {
        let by_trial = |n: u32| n > 1 && (2..n).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d));
        assert!((0..20_000).all(|n| is_prime(n) == by_trial(n)));
        // Strong pseudoprimes to single bases.
        assert!(![2047, 314_821, 4_294_967_295, 3_215_031_751].into_iter().any(is_prime));
    }

    #[test]
    fn products_factor_again() {
        let mut fill = draw(2);
        for _ in 0..20 {
            let pq = Pq::generate(&mut fill);
            assert_eq!(factor(u64::from_be_bytes(pq.bytes())), Some((pq.p, pq.q)));
        }
        assert_eq!(factor(0x17ED48941A08F981), Some((0x494C553B, 0x53911073)));
        assert_eq!(factor(3), None);
    }
}
