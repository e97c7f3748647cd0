//! Compressed pieces with a checksum, appended to a file or kept in memory, and read back from anywhere.

use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io,
    os::unix::fs::FileExt,
    sync::{Arc, PoisonError, RwLock},
};

/// Fast enough to keep up with reading, and a tenth smaller than level 1.
const ZSTD_LEVEL: i32 = 3;

/// No piece unpacks to more than this.
const MAX_UNPACKED_BYTES: usize = 1 << 30;

/// Where a piece lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) offset: u64,
    pub(crate) len: u32,
}

/// A growing store of pieces. Shared between threads; one of them appends.
#[derive(Debug)]
pub(crate) enum Pieces {
    /// In memory.
    Memory(RwLock<Vec<Arc<[u8]>>>),
    /// In a file.
    File {
        /// Open for reading, and for writing where this process may.
        file: File,
        /// How far it has been written.
        len: RwLock<u64>,
    },
}

impl Default for Pieces {
    fn default() -> Self {
        Self::Memory(RwLock::default())
    }
}

impl Pieces {
    /// Takes up a file of which the first `len` bytes count.
    pub(crate) fn of_file(file: File, len: u64) -> Self {
        Self::File {
            file,
            len: RwLock::new(len),
        }
    }

    /// Tells whether they are kept in a file.
    pub(crate) fn are_in_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// Compresses and appends a piece.
    pub(crate) fn push(&self, piece: &[u8]) -> io::Result<Place> {
        let packed = pack(piece)?;
        match self {
            Self::Memory(pieces) => {
                let mut pieces = pieces.write().unwrap_or_else(PoisonError::into_inner);
                let place = Place {
                    offset: pieces.len() as u64,
                    len: packed.len() as u32,
                };
                pieces.push(packed.into());
                Ok(place)
            }
            Self::File { file, len } => {
                let mut len = len.write().unwrap_or_else(PoisonError::into_inner);
                file.write_all_at(&packed, *len)?;
                let place = Place {
                    offset: *len,
                    len: packed.len() as u32,
                };
                *len += packed.len() as u64;
                Ok(place)
            }
        }
    }

    /// Reads a piece; `None` where it is not there or damaged.
    pub(crate) fn get(&self, place: Place) -> Option<Vec<u8>> {
        match self {
            Self::Memory(pieces) => {
                let pieces = pieces.read().unwrap_or_else(PoisonError::into_inner);
                let packed = Arc::clone(pieces.get(usize::try_from(place.offset).ok()?)?);
                drop(pieces);
                unpack(&packed)
            }
            Self::File { file, .. } => {
                let mut packed = vec![0; place.len as usize];
                file.read_exact_at(&mut packed, place.offset).ok()?;
                unpack(&packed)
            }
        }
    }

    /// Returns how many bytes of the file count.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Memory(_) => 0,
            Self::File { len, .. } => *len.read().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Waits until everything is on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File { file, .. } => file.sync_data(),
        }
    }
}

fn pack(piece: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressor = zstd::bulk::Compressor::new(ZSTD_LEVEL)?;
    compressor.include_checksum(true)?;
    compressor.compress(piece)
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    if packed.is_empty() {
        return None;
    }
    let size = zstd::bulk::Decompressor::upper_bound(packed)?;
    if size > MAX_UNPACKED_BYTES {
        return None;
    }
    zstd::bulk::decompress(packed, size).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_from_memory_and_file() {
        for pieces in [
            Pieces::default(),
            Pieces::of_file(tempfile::tempfile().unwrap(), 0),
        ] {
            let places: Vec<_> = (0..20u8)
                .map(|n| pieces.push(&vec![n; 100 * usize::from(n)]).unwrap())
                .collect();
            for (n, place) in places.iter().enumerate() {
                assert_eq!(pieces.get(*place).unwrap(), vec![n as u8; 100 * n]);
            }
            pieces.sync().unwrap();
            assert_eq!(
                pieces.get(Place {
                    offset: 1 << 40,
                    len: 7
                }),
                None
            );
        }
    }

    #[test]
    fn damage_is_noticed() {
        let packed = pack(
            &b"Some text that is long enough to be compressed, compressed, compressed.".repeat(3),
        )
        .unwrap();
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            assert_ne!(unpack(&damaged), unpack(&packed), "byte {at}");
            assert_eq!(unpack(&packed[..at]), None);
        }
    }
}
