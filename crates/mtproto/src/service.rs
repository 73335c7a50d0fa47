//! Ids and raw forms of the service schema, read and written without building values.
//!
//! The generated types of `tl::mtproto` say the same (a test compares them); the session reads and writes
//! these few shapes for every packet, so it does so in place.

/// Constructor ids of the service schema that sessions meet, and of the few API objects they write.
pub(crate) mod id {
    pub(crate) const MSG_CONTAINER: u32 = 0x73f1_f8dc;
    pub(crate) const GZIP_PACKED: u32 = 0x3072_cfa1;
    pub(crate) const RPC_RESULT: u32 = 0xf35c_6d01;
    pub(crate) const RPC_ERROR: u32 = 0x2144_ca19;
    pub(crate) const MSGS_ACK: u32 = 0x62d6_b459;
    pub(crate) const BAD_MSG_NOTIFICATION: u32 = 0xa7ef_f811;
    pub(crate) const BAD_SERVER_SALT: u32 = 0xedab_447b;
    pub(crate) const MSGS_STATE_REQ: u32 = 0xda69_fb52;
    pub(crate) const MSGS_STATE_INFO: u32 = 0x04de_b57d;
    pub(crate) const MSGS_ALL_INFO: u32 = 0x8cc0_d131;
    pub(crate) const MSG_DETAILED_INFO: u32 = 0x276d_3ec6;
    pub(crate) const MSG_NEW_DETAILED_INFO: u32 = 0x809d_b6df;
    pub(crate) const MSG_RESEND_REQ: u32 = 0x7d86_1a08;
    pub(crate) const MSG_RESEND_ANS_REQ: u32 = 0x8610_baeb;
    pub(crate) const RPC_ANSWER_UNKNOWN: u32 = 0x5e2a_d36e;
    pub(crate) const RPC_ANSWER_DROPPED_RUNNING: u32 = 0xcd78_e586;
    pub(crate) const RPC_ANSWER_DROPPED: u32 = 0xa43a_d8b7;
    pub(crate) const FUTURE_SALTS: u32 = 0xae50_0895;
    pub(crate) const PONG: u32 = 0x3477_73c5;
    pub(crate) const DESTROY_SESSION_OK: u32 = 0xe220_45fc;
    pub(crate) const DESTROY_SESSION_NONE: u32 = 0x62d3_50c9;
    pub(crate) const DESTROY_AUTH_KEY_OK: u32 = 0xf660_e1d4;
    pub(crate) const DESTROY_AUTH_KEY_NONE: u32 = 0x0a9f_2259;
    pub(crate) const DESTROY_AUTH_KEY_FAIL: u32 = 0xea10_9b13;
    pub(crate) const NEW_SESSION_CREATED: u32 = 0x9ec2_0908;
    pub(crate) const HTTP_WAIT: u32 = 0x9299_359f;
    pub(crate) const RPC_DROP_ANSWER: u32 = 0x58e4_a740;
    pub(crate) const GET_FUTURE_SALTS: u32 = 0xb921_bd04;
    pub(crate) const PING: u32 = 0x7abe_77ec;
    pub(crate) const PING_DELAY_DISCONNECT: u32 = 0xf342_7b8c;
    pub(crate) const DESTROY_SESSION: u32 = 0xe751_2126;
    pub(crate) const DESTROY_AUTH_KEY: u32 = 0xd143_5160;
    pub(crate) const VECTOR: u32 = 0x1cb5_c415;
    pub(crate) const UPDATES_TOO_LONG: u32 = 0xe317_af7e;
}

/// Reads little-endian values from the front of a slice; `None` when it is too short.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a>(pub(crate) &'a [u8]);

impl<'a> Cursor<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*head))
    }

    pub(crate) fn i32(&mut self) -> Option<i32> {
        self.u32().map(u32::cast_signed)
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        let (head, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(i64::from_le_bytes(*head))
    }

    /// The bytes of a TL string, without its length and padding.
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let (&first, rest) = self.0.split_first()?;
        let (header, length) = match first {
            255 => return None,
            254 => {
                let [a, b, c] = *rest.first_chunk::<3>()?;
                (4, u32::from_le_bytes([a, b, c, 0]) as usize)
            }
            short => (1, usize::from(short)),
        };
        let whole = self.take((header + length).next_multiple_of(4))?;
        whole.get(header..header + length)
    }

    /// The values of a boxed vector of long. Its count is checked against the bytes that are there.
    pub(crate) fn longs(&mut self) -> Option<Longs<'a>> {
        if self.u32()? != id::VECTOR {
            return None;
        }
        let count = usize::try_from(self.i32()?).ok()?;
        Some(Longs(self.take(count.checked_mul(8)?)?))
    }

    /// Succeeds at the end only.
    pub(crate) fn finish(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// The raw values of a vector of long.
#[derive(Clone, Copy)]
pub(crate) struct Longs<'a>(&'a [u8]);

impl Longs<'_> {
    pub(crate) fn len(&self) -> usize {
        self.0.len() / 8
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes))
    }
}

/// Appends little-endian values.
pub(crate) trait Put {
    fn put_u32(&mut self, value: u32);
    fn put_i32(&mut self, value: i32);
    fn put_i64(&mut self, value: i64);
    /// Appends `bytes` as a TL string.
    fn put_bytes(&mut self, bytes: &[u8]);
    /// Appends a boxed vector of long.
    fn put_longs(&mut self, values: &[i64]);
}

impl Put for Vec<u8> {
    fn put_u32(&mut self, value: u32) {
        self.extend_from_slice(&value.to_le_bytes());
    }

    fn put_i32(&mut self, value: i32) {
        self.extend_from_slice(&value.to_le_bytes());
    }

    fn put_i64(&mut self, value: i64) {
        self.extend_from_slice(&value.to_le_bytes());
    }

    fn put_bytes(&mut self, bytes: &[u8]) {
        let header = match u8::try_from(bytes.len()) {
            Ok(short) if short < 254 => {
                self.push(short);
                1
            }
            _ => {
                let [a, b, c, _] = length(bytes).to_le_bytes();
                self.extend_from_slice(&[254, a, b, c]);
                4
            }
        };
        self.extend_from_slice(bytes);
        let whole: usize = header + bytes.len();
        self.resize(self.len() + whole.next_multiple_of(4) - whole, 0);
    }

    fn put_longs(&mut self, values: &[i64]) {
        self.put_u32(id::VECTOR);
        self.put_u32(length(values));
        for value in values {
            self.put_i64(*value);
        }
    }
}

/// The length of something that is held to limits far below 2^32.
pub(crate) fn length<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

/// The TL form of an rpc_error.
pub(crate) fn rpc_error(code: i32, message: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(12 + message.len());
    bytes.put_u32(id::RPC_ERROR);
    bytes.put_i32(code);
    bytes.put_bytes(message.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_any_length_are_read_as_written() {
        for length in [0, 1, 2, 3, 4, 252, 253, 254, 255, 256, 70_000] {
            let bytes: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let mut written = Vec::new();
            written.put_bytes(&bytes);
            assert_eq!(written.len() % 4, 0);
            let mut cursor = Cursor(&written);
            assert!(cursor.bytes() == Some(&bytes[..]) && cursor.finish().is_some());
            assert!(Cursor(&written[..written.len() - 1]).bytes().is_none());
        }
    }

    #[test]
    fn w27_a_vector_that_counts_more_than_there_is_reads_as_nothing() {
        for count in [-1, i32::MAX, 3, i32::MIN] {
            let mut written = Vec::new();
            written.put_longs(&[1, 2]);
            written[4..8].copy_from_slice(&count.to_le_bytes());
            assert!(Cursor(&written).longs().is_none());
        }
    }
}
