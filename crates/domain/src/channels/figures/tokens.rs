//! What clients show to get one graph: it says which and of which channel, is proven by a keyed hash, is one person's and
//! good for a while. Nothing of it is kept.

use boxes::UserId;

use super::Channels;

/// For so long a graph can be asked for.
const GOOD_FOR_SECONDS: i32 = 1_800;
const HASH_BYTES: usize = 16;
const TOKEN_BYTES: usize = 8 + 2 + 4 + HASH_BYTES;

/// A graph that a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphAsked {
    /// Of which channel.
    pub channel: i64,
    /// Which graph; a number of the edge's.
    pub what: u16,
}

/// Why a token leads to no graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphTokenError {
    /// It never was one of this person's.
    Invalid,
    /// It is too old.
    Expired,
}

impl Channels {
    /// Lets `user` ask for a graph for a while.
    pub fn graph_token(&self, user: UserId, graph: GraphAsked) -> String {
        let date = self.now();
        let mut bytes = said(graph, date);
        bytes.extend_from_slice(&self.graph_hash(user, &bytes));
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The graph that a token of `user` stands for. Whether he may see it is asked anew.
    ///
    /// # Errors
    /// See [`GraphTokenError`].
    pub fn graph_of_token(&self, user: UserId, token: &str) -> Result<GraphAsked, GraphTokenError> {
        let bytes = bytes_of(token).ok_or(GraphTokenError::Invalid)?;
        let (said, hash) = bytes.split_at(TOKEN_BYTES - HASH_BYTES);
        if self.graph_hash(user, said) != *hash {
            return Err(GraphTokenError::Invalid);
        }
        let (graph, date) = read(said).ok_or(GraphTokenError::Invalid)?;
        let age = self.now().saturating_sub(date);
        if (0..GOOD_FOR_SECONDS).contains(&age) { Ok(graph) } else { Err(GraphTokenError::Expired) }
    }

    fn graph_hash(&self, user: UserId, said: &[u8]) -> [u8; HASH_BYTES] {
        let mut bytes = user.0.to_be_bytes().to_vec();
        bytes.extend_from_slice(said);
        self.store.keyed_hash("graph", &bytes)
    }
}

fn said(graph: GraphAsked, date: i32) -> Vec<u8> {
    let mut bytes = graph.channel.to_be_bytes().to_vec();
    bytes.extend_from_slice(&graph.what.to_be_bytes());
    bytes.extend_from_slice(&date.to_be_bytes());
    bytes
}

fn read(said: &[u8]) -> Option<(GraphAsked, i32)> {
    let (channel, rest) = said.split_first_chunk::<8>()?;
    let (what, rest) = rest.split_first_chunk::<2>()?;
    let (date, _) = rest.split_first_chunk::<4>()?;
    let graph = GraphAsked { channel: i64::from_be_bytes(*channel), what: u16::from_be_bytes(*what) };
    Some((graph, i32::from_be_bytes(*date)))
}

fn bytes_of(token: &str) -> Option<Vec<u8>> {
    if token.len() != 2 * TOKEN_BYTES || !token.bytes().all(|sign| sign.is_ascii_hexdigit()) {
        return None;
    }
    let (pairs, _) = token.as_bytes().as_chunks::<2>();
    pairs.iter().map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_token_says_is_read_again() {
        let graph = GraphAsked { channel: -7, what: 300 };
        assert_eq!(read(&said(graph, 1_700_000_000)), Some((graph, 1_700_000_000)));
        assert_eq!(read(&[1; 13]), None);
    }

    #[test]
    fn nothing_but_hexadecimal_signs_of_the_right_number_is_a_token() {
        assert_eq!(bytes_of(&"0f".repeat(TOKEN_BYTES)), Some(vec![15; TOKEN_BYTES]));
        for wrong in ["", "0f", &"+f".repeat(TOKEN_BYTES), &"é".repeat(TOKEN_BYTES), &"0".repeat(61)] {
            assert_eq!(bytes_of(wrong), None);
        }
    }
}
