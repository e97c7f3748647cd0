//! The folder of the reader's own files: private, owned by the reader, whatever the umask says.

use rustix::process::geteuid;
use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, ErrorKind},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

/// Only the reader may enter, list and write.
const FOLDER_MODE: u32 = 0o700;
/// Only the reader may read and write.
const FILE_MODE: u32 = 0o600;

/// Makes `folder` and its missing parents for the reader alone, and checks that it is theirs.
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    if !folder.as_os_str().is_empty() && !folder.is_dir() {
        if let Some(parent) = folder.parent()
            && !parent.as_os_str().is_empty()
            && !parent.is_dir()
        {
            make_private_folder(parent)?;
        }
        match DirBuilder::new().mode(FOLDER_MODE).create(folder) {
            Ok(()) => set_mode(folder, FOLDER_MODE)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
    }
    make_private(folder, FOLDER_MODE)
}

/// Makes `file` for the reader alone where it is missing, and checks that it is theirs.
///
/// The database engine gives its side files the mode of the main file, so this must come before it opens them.
pub(super) fn make_private_file(file: &Path) -> io::Result<()> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(file);
    match made {
        Ok(file) => file.set_permissions(Permissions::from_mode(FILE_MODE))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return make_private(file, FILE_MODE);
        }
        Err(error) => return Err(error),
    }
    // A file whose name is not on disk is lost with the power, however well its bytes are kept.
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Tells whether locks and shared memory cannot be trusted in `folder`: it lies on another machine or behind a
/// program.
pub(super) fn is_remote(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        /// The magic numbers of `statfs(2)`: NFS, SMB, CIFS, SMB2, FUSE, 9P, AFS, Ceph, Coda, Lustre.
        const REMOTE: [u32; 10] = [
            0x6969,
            0x517b,
            0xff53_4d42,
            0xfe53_4d42,
            0x6573_5546,
            0x0102_1997,
            0x5346_414f,
            0x00c3_6400,
            0x7375_7245,
            0x0bd0_0bd0,
        ];
        rustix::fs::statfs(folder).is_ok_and(|found| REMOTE.contains(&(found.f_type as u32)))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        false
    }
}

fn make_private(path: &Path, mode: u32) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    let reader = geteuid().as_raw();
    if metadata.uid() != reader {
        return Err(io::Error::new(
            ErrorKind::PermissionDenied,
            format!(
                "{} belongs to user {} and not to you (user {reader}); name another folder with XDG_STATE_HOME",
                path.display(),
                metadata.uid(),
            ),
        ));
    }
    if metadata.permissions().mode() & 0o077 != 0 {
        set_mode(path, mode)?;
    }
    Ok(())
}

fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    }

    #[test]
    fn folders_and_files_are_for_the_reader_alone() {
        let top = tempfile::tempdir().expect("a folder");
        let folder = top.path().join("state/reading-room");
        make_private_folder(&folder).expect("it can be made");
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&top.path().join("state")), 0o700);
        let file = folder.join("marks");
        make_private_file(&file).expect("it can be made");
        assert_eq!(mode(&file), 0o600);
    }

    #[test]
    fn what_stands_open_is_closed() {
        let top = tempfile::tempdir().expect("a folder");
        let folder = top.path().join("state");
        fs::create_dir(&folder).expect("it can be made");
        set_mode(&folder, 0o755).expect("it is ours");
        let file = folder.join("marks");
        fs::write(&file, "").expect("it can be written");
        set_mode(&file, 0o644).expect("it is ours");
        make_private_folder(&folder).expect("it is ours");
        make_private_file(&file).expect("it is ours");
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    }

    #[test]
    fn a_file_in_the_way_is_an_error() {
        let top = tempfile::tempdir().expect("a folder");
        let file = top.path().join("state");
        fs::write(&file, "").expect("it can be written");
        assert!(make_private_folder(&file.join("reading-room")).is_err());
    }
}
