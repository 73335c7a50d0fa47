//! A key in memory: short ones lie where they are compared, so that finding a place among them follows no
//! pointer into memory that no cache has.

use std::{borrow::Borrow, cmp::Ordering, ops::Deref};

/// Sorts as its bytes do.
pub(crate) struct Key(Form);

enum Form {
    /// The first so many of these bytes.
    Short(u8, [u8; SHORT]),
    Long(Box<[u8]>),
}

/// What is left of three words beside the length and the form. A row of an owner's log has 14.
const SHORT: usize = 22;

impl From<Vec<u8>> for Key {
    fn from(bytes: Vec<u8>) -> Key {
        let mut short = [0; SHORT];
        match short.get_mut(..bytes.len()) {
            Some(place) => {
                place.copy_from_slice(&bytes);
                Key(Form::Short(bytes.len() as u8, short))
            }
            None => Key(Form::Long(bytes.into_boxed_slice())),
        }
    }
}

impl Deref for Key {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Form::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Form::Long(bytes) => bytes,
        }
    }
}

impl Borrow<[u8]> for Key {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        **self == **other
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        (**self).cmp(&**other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_length_are_what_was_given_and_sort_as_their_bytes() {
        assert_eq!(size_of::<Key>(), 24);
        let bytes: Vec<Vec<u8>> = (0..60usize).map(|length| (0..length as u8).collect()).collect();
        for one in &bytes {
            for other in &bytes {
                let (left, right) = (Key::from(one.clone()), Key::from(other.clone()));
                assert!(*left == **one && left.cmp(&right) == one.cmp(other));
            }
        }
    }
}
