//! Files that belong to this reader alone: folders 0700, files 0600, whatever the umask.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Makes a folder, and those above it, that only this person may enter. Refuses one that belongs to someone else.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let metadata = fs::metadata(path)?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it belongs to someone else",
        ));
    }
    if metadata.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a file that only this person may read, over an older one of the same name.
pub fn replace_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(content)
}

/// Writes a new file that only this person may read, under the first free name of `name.ext`, `name-2.ext` and so on.
pub fn write_new_private(
    folder: &Path,
    name: &str,
    extension: &str,
    content: &[u8],
) -> io::Result<PathBuf> {
    const MAX_TRIES: u32 = 10_000;
    for n in 1..=MAX_TRIES {
        let path = if n == 1 {
            folder.join(format!("{name}.{extension}"))
        } else {
            folder.join(format!("{name}-{n}.{extension}"))
        };
        match create_new_private(&path) {
            Ok(mut file) => return file.write_all(content).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AlreadyExists,
        "too many files of that name",
    ))
}

/// Makes a file that does not exist yet and that only this person may read.
pub fn create_new_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it exists").permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_private() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("a/b");
        private_folder(&folder).expect("made");
        assert_eq!(mode(&folder), 0o700);
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("opened up");
        private_folder(&folder).expect("there already");
        assert_eq!(mode(&folder), 0o700);

        let first = write_new_private(&folder, "copied", "txt", b"one").expect("written");
        let second = write_new_private(&folder, "copied", "txt", b"two").expect("written");
        assert_eq!(fs::read(&first).expect("read"), b"one");
        assert_eq!(fs::read(&second).expect("read"), b"two");
        assert_eq!(
            second.file_name().and_then(|name| name.to_str()),
            Some("copied-2.txt")
        );
        assert_eq!(mode(&first), 0o600);

        replace_private(&first, b"x").expect("replaced");
        assert_eq!(fs::read(&first).expect("read"), b"x");
    }
}
