//! Ranges of keys that were deleted, in order and apart from each other.

/// Half open ranges; those that touch or overlap become one.
#[derive(Default)]
pub(crate) struct Ranges(Vec<Range>);

/// The first key, and the one behind the last.
type Range = (Box<[u8]>, Box<[u8]>);

impl Ranges {
    /// Adds `from..to`, which is not empty.
    pub(crate) fn add(&mut self, from: Vec<u8>, to: Vec<u8>) {
        // Those that end before it begins stay in front of it, those that begin after it ends behind it.
        let first = self.0.partition_point(|(_, end)| **end < *from);
        let behind = self.0.partition_point(|(begin, _)| **begin <= *to);
        let mut whole = (from.into_boxed_slice(), to.into_boxed_slice());
        for (begin, end) in self.0.drain(first..behind.max(first)) {
            whole = (whole.0.min(begin), whole.1.max(end));
        }
        self.0.insert(first, whole);
    }

    pub(crate) fn contains(&self, key: &[u8]) -> bool {
        let behind = self.0.partition_point(|(begin, _)| **begin <= *key);
        let last = behind.checked_sub(1).and_then(|at| self.0.get(at));
        last.is_some_and(|(_, end)| *key < **end)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(begin, end)| (&**begin, &**end))
    }

    /// Those that have keys of `from..to`, cut to it or not.
    pub(crate) fn within(&self, from: &[u8], to: &[u8]) -> Ranges {
        let meets = |range: &&Range| *range.0 < *to && *from < *range.1;
        Ranges(self.0.iter().filter(meets).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_exactly_what_was_added_in_any_order() {
        // Every way to add three ranges of 0..6 against a plain list of flags.
        let all: Vec<(u8, u8)> = (0..6).flat_map(|from| (from + 1..6).map(move |to| (from, to))).collect();
        for one in &all {
            for other in &all {
                for third in &all {
                    let mut ranges = Ranges::default();
                    let mut covered = [false; 6];
                    for (from, to) in [one, other, third] {
                        ranges.add(vec![*from], vec![*to]);
                        (*from..*to).for_each(|key| covered[usize::from(key)] = true);
                    }
                    for key in 0..6u8 {
                        assert_eq!(
                            ranges.contains(&[key]),
                            covered[usize::from(key)],
                            "{one:?} {other:?} {third:?}"
                        );
                    }
                    let apart = ranges.0.windows(2).all(|pair| pair[0].1 < pair[1].0);
                    assert!(apart, "{one:?} {other:?} {third:?}");
                }
            }
        }
    }
}
