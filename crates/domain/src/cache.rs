//! A bounded cache: two generations, the older of which is dropped whole when the younger is full.
//!
//! What is read moves to the younger generation, so what is used stays. Nothing iterates over it.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// At most twice `generation_max` values.
pub(crate) struct Cache<K, V> {
    young: FxHashMap<K, V>,
    old: FxHashMap<K, V>,
    generation_max: usize,
}

impl<K: Hash + Eq + Clone, V: Clone> Cache<K, V> {
    /// An empty cache of at most twice `generation_max` values.
    pub(crate) fn new(generation_max: usize) -> Self {
        Cache { young: FxHashMap::default(), old: FxHashMap::default(), generation_max }
    }

    /// The value of `key`, which then counts as used.
    pub(crate) fn get(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let value = self.old.remove(key)?;
        self.put(key.clone(), value.clone());
        Some(value)
    }

    /// Keeps `value`.
    pub(crate) fn put(&mut self, key: K, value: V) {
        self.old.remove(&key);
        if self.young.len() >= self.generation_max && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }

    /// Forgets `key`.
    pub(crate) fn forget(&mut self, key: &K) {
        self.young.remove(key);
        self.old.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_rest_goes() {
        let mut cache = Cache::new(10);
        for key in 0..100 {
            cache.put(key, key);
            assert_eq!(cache.get(&0), Some(0));
        }
        assert!((1..70).all(|key| cache.get(&key).is_none()));
        assert_eq!(cache.get(&99), Some(99));
        assert!(cache.young.len() + cache.old.len() <= 20);
    }

    #[test]
    fn what_is_forgotten_is_gone_from_both_generations() {
        let mut cache = Cache::new(1);
        cache.put(1, 1);
        cache.put(2, 2);
        cache.forget(&1);
        cache.forget(&2);
        assert!(cache.get(&1).is_none() && cache.get(&2).is_none());
    }
}
