//! What stands in the index in place of words: chains of keyed hashes, one link for each beginning of the word
//! that may be looked for, so that who has the index but not the key learns no word, and a beginning of a word is
//! a beginning of its chain. Marks (dialog, author, kind) have chains as well.

use store::{
    HashKey, Store,
    ids::{Owner, Peer, UserId},
};

use super::words::{Kind, Word};

/// Makes the chains of one box.
pub(crate) struct Terms {
    key: HashKey,
}

/// Something other than words by which messages are found.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    /// Stands in this dialog.
    In(Peer),
    /// Written by.
    From(UserId),
    /// Of a kind, by its code.
    Kind(u8),
    /// Of whatever kind: every message.
    AnyKind,
    /// With such an entity.
    Entity([u8; 4]),
}

impl Terms {
    pub(crate) fn new(store: &Store, user: UserId) -> Terms {
        Terms { key: store.hash_key("search", Owner::User(user)) }
    }

    /// The chain of a word.
    pub(crate) fn word(&self, word: Word<'_>) -> Vec<u8> {
        let mut chain = Vec::new();
        self.extend(word, "", &mut chain);
        chain
    }

    /// Turns the chain of `before`, a word of the same kind, into that of `word`: what both begin with is not
    /// hashed again.
    pub(crate) fn extend(&self, word: Word<'_>, before: &str, chain: &mut Vec<u8>) {
        let letters = word.letters.chars().count();
        let shortest = word.kind.shortest(letters);
        let same = word.letters.chars().zip(before.chars()).take_while(|(one, other)| one == other).count();
        let kept = match (same + 1).checked_sub(shortest) {
            Some(links) if word.kind.shortest(before.chars().count()) == shortest => links,
            _ => 0,
        };
        chain.truncate(match kept {
            0 => 0,
            links => FIRST_LINK_BYTES + (links - 1) * LINK_BYTES,
        });
        let mut input = Vec::with_capacity(1 + word.letters.len());
        for (number, (at, letter)) in word.letters.char_indices().enumerate() {
            let letters = number + 1;
            if letters < shortest + kept {
                continue;
            }
            input.clear();
            input.push(match word.kind {
                Kind::Letters => 0,
                Kind::Pair => 1,
            });
            input.extend(word.letters.bytes().take(at + letter.len_utf8()));
            let link = if letters == shortest { FIRST_LINK_BYTES } else { LINK_BYTES };
            chain.extend(self.key.hash(&input).iter().take(link));
        }
    }

    /// The chain of a mark.
    pub(crate) fn mark(&self, mark: Mark) -> Vec<u8> {
        let (name, id) = match mark {
            Mark::In(Peer::User(UserId(id))) => (2, id),
            Mark::In(Peer::Group(id)) => (3, id),
            Mark::In(Peer::Channel(id)) => (4, id),
            Mark::From(UserId(id)) => (5, id),
            Mark::Kind(_) | Mark::AnyKind => (6, 0),
            Mark::Entity(entity) => (7, i64::from(u32::from_le_bytes(entity))),
        };
        let mut input = vec![name];
        input.extend_from_slice(&id.to_le_bytes());
        let mut chain: Vec<u8> = self.key.hash(&input).iter().take(MARK_BYTES).copied().collect();
        if let Mark::Kind(code) = mark {
            chain.push(code);
        }
        chain
    }
}

/// In which of so many groups the terms that begin like this one stand.
pub(crate) fn group_of(chain: &[u8], groups: u32) -> u32 {
    let first = chain.first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    first % groups.max(1)
}

/// The link of the shortest beginning tells words apart that share nothing.
const FIRST_LINK_BYTES: usize = 4;
/// Each further one tells apart what may follow; a word that is found wrongly is found out when it is read.
const LINK_BYTES: usize = 2;
const MARK_BYTES: usize = 8;
