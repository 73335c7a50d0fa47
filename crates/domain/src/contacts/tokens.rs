//! Links by which somebody is found for a while: who holds one proves that he was given it. Nothing is kept of them.

use store::ids::UserId;
use subtle::ConstantTimeEq;

use super::Contacts;

/// For so long a link is good.
const TOKEN_SECONDS: i32 = 60 * 60;
/// Who, and until when.
const HEAD_BYTES: usize = 8 + 4;
const MAC_BYTES: usize = 12;

impl Contacts {
    /// What a link to `user` ends with, and until when it is good, in seconds since 1970.
    pub fn export_token(&self, user: UserId) -> (String, i32) {
        let expires = self.world.clock.now().seconds().saturating_add(TOKEN_SECONDS);
        let mut token = user.0.to_le_bytes().to_vec();
        token.extend_from_slice(&expires.to_le_bytes());
        let mac = self.token_mac(&token);
        token.extend_from_slice(&mac);
        (token.iter().map(|byte| format!("{byte:02x}")).collect(), expires)
    }

    /// To whom a link leads that ends with this; none where it is no such link, or no longer.
    pub fn of_token(&self, token: &str) -> Option<UserId> {
        let token = bytes_of(token)?;
        let (head, mac) = token.split_at_checked(HEAD_BYTES)?;
        let user = head.first_chunk::<8>().map(|bytes| i64::from_le_bytes(*bytes))?;
        let expires = head.last_chunk::<4>().map(|bytes| i32::from_le_bytes(*bytes))?;
        let is_ours = bool::from(self.token_mac(head).as_slice().ct_eq(mac));
        (is_ours && self.world.clock.now().seconds() < expires).then_some(UserId(user))
    }

    fn token_mac(&self, head: &[u8]) -> [u8; MAC_BYTES] {
        let hash = self.store.keyed_hash("contact token", head);
        let mut mac = [0; MAC_BYTES];
        mac.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        mac
    }
}

/// The bytes that hexadecimal digits say; none where they say none.
fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let whole = digits.len() == 2 * (HEAD_BYTES + MAC_BYTES) && digits.is_ascii();
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    if whole { (0..digits.len()).step_by(2).map(byte).collect() } else { None }
}
