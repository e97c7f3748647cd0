//! How is a path kept? As its bytes: names of files need not be UTF-8.

use serde::{
    Deserializer, Serializer,
    de::{Error, Visitor},
};
use std::{
    ffi::OsStr,
    fmt,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

pub(super) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(path.as_os_str().as_bytes())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    deserializer.deserialize_byte_buf(PathVisitor)
}

struct PathVisitor;

impl Visitor<'_> for PathVisitor {
    type Value = PathBuf;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a path")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<PathBuf, E> {
        Ok(PathBuf::from(OsStr::from_bytes(bytes)))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<PathBuf, E> {
        Ok(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::Problem;
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::PathBuf};

    #[test]
    fn a_name_that_is_not_utf8_is_kept() {
        for name in [&b"plain.txt"[..], b"\xff\xfe.txt", b""] {
            let problem = Problem {
                path: PathBuf::from(OsStr::from_bytes(name)),
                place: None,
                why: String::new(),
            };
            let kept = postcard::to_stdvec(&problem).expect("it can be kept");
            let again: Problem = postcard::from_bytes(&kept).expect("it can be read");
            assert_eq!(again, problem);
        }
    }
}
