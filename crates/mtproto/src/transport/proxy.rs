//! Secrets of MTProxy: what a client mixes into the keys of its obfuscated header, so that only who knows the
//! secret can tell what it speaks. It opens nothing that an auth key does not.
//!
//! Source: core.telegram.org/mtproto/mtproto-transports#transport-obfuscation.

use zeroize::Zeroizing;

/// One secret. No Debug: it is a secret.
#[derive(Clone)]
pub struct ProxySecret {
    pub(super) bytes: Zeroizing<[u8; SECRET_BYTES]>,
    /// Whether only padded framing is taken.
    pub(super) padded: bool,
}

/// Bytes of a secret.
const SECRET_BYTES: usize = 16;

/// What is told about a text that is no secret.
pub const SECRET_EXPECTED: &str = "32 hexadecimal digits, or dd and 32 of them";

impl ProxySecret {
    /// Reads a secret as apps show it: 32 hexadecimal digits; behind `dd`, clients pad their packets.
    pub fn read(written: &str) -> Option<ProxySecret> {
        let (padded, digits) = match written.len() {
            34 => (true, written.strip_prefix("dd").or_else(|| written.strip_prefix("DD"))?),
            _ => (false, written),
        };
        if digits.len() != 2 * SECRET_BYTES || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(ProxySecret { bytes, padded })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_read_as_apps_show_them_and_nothing_else_is_one() {
        let plain = "00112233445566778899aAbBcCdDeEfF";
        assert!(ProxySecret::read(plain).is_some_and(|secret| !secret.padded && secret.bytes[15] == 0xff));
        assert!(ProxySecret::read(&format!("dd{plain}")).is_some_and(|secret| secret.padded));
        for wrong in
            ["", "dd", &plain[1..], &format!("ee{plain}"), &format!("dd{plain}00"), &plain.replace('0', "é")]
        {
            assert!(ProxySecret::read(wrong).is_none(), "{wrong}");
        }
    }
}
