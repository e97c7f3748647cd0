//! What was computed lately: the few newest values, so that asking again is free.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// Keeps at most so many values; the oldest goes first. Shared between threads.
#[derive(Debug)]
pub(crate) struct Kept<K, V> {
    max: usize,
    inner: Mutex<Inner<K, V>>,
}

#[derive(Debug)]
struct Inner<K, V> {
    values: HashMap<K, Arc<V>>,
    order: VecDeque<K>,
}

impl<K: Copy + Eq + Hash, V> Kept<K, V> {
    /// Makes room for `max` values.
    pub(crate) fn new(max: usize) -> Self {
        Self {
            max,
            inner: Mutex::new(Inner {
                values: HashMap::new(),
                order: VecDeque::new(),
            }),
        }
    }

    /// Returns a kept value.
    pub(crate) fn get(&self, key: K) -> Option<Arc<V>> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.values.get(&key).cloned()
    }

    /// Keeps a value and returns it.
    pub(crate) fn put(&self, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.values.insert(key, Arc::clone(&value)).is_none() {
            inner.order.push_back(key);
        }
        while inner.order.len() > self.max {
            if let Some(oldest) = inner.order.pop_front() {
                inner.values.remove(&oldest);
            }
        }
        value
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.values.clear();
        inner.order.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_first() {
        let kept = Kept::new(2);
        for n in 0..3 {
            kept.put(n, n * 10);
        }
        assert_eq!(kept.get(0), None);
        assert_eq!(kept.get(1).as_deref(), Some(&10));
        assert_eq!(kept.get(2).as_deref(), Some(&20));
        kept.clear();
        assert_eq!(kept.get(2), None);
    }
}
