//! Which request an answer belongs to.

/// The number of a request; an answer to an older one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

impl Generation {
    /// Begins a new request: answers to earlier ones count no more.
    #[must_use]
    pub fn renew(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}
