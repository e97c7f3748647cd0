//! Which files are in a corpus? Each regular file once, in a stable order, nothing outside, nothing that blocks.

use super::{Corpus, Problem};
use std::{
    collections::HashSet,
    fs, io,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use walkdir::WalkDir;

/// A regular file of a corpus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct File {
    /// Where it lies, as the corpus was named.
    pub path: PathBuf,
    /// Its size in bytes.
    pub len: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the file system does not say.
    pub modified_ns: i64,
}

/// One step of a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A file to read.
    File(File),
    /// Something that is not read, and why.
    Problem(Problem),
}

/// Names that hold no articles wherever they stand: leavings of file managers and archivers.
const LEAVINGS: [&str; 4] = ["__MACOSX", "Thumbs.db", "desktop.ini", "lost+found"];

/// Finds the files of a corpus: folders recursively, names in order, each file once.
///
/// Hidden files and folders below the named ones are left out. Symbolic links below the named paths are not followed:
/// what they point at inside the corpus is found at its own place, what lies outside is not part of it. Pipes, sockets
/// and devices are never opened. The seeds have no files.
pub fn walk(corpus: &Corpus, sink: &mut dyn FnMut(Step) -> ControlFlow<()>) {
    let Corpus::Paths(paths) = corpus else { return };
    let roots = paths
        .iter()
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect();
    let mut walk = Walk {
        roots,
        seen: HashSet::new(),
    };
    for path in paths {
        if walk.root(path, sink).is_break() {
            return;
        }
    }
}

struct Walk {
    /// The real places of the named paths.
    roots: Vec<PathBuf>,
    /// Folders that were entered and files that were named, by identity.
    seen: HashSet<Identity>,
}

/// Device and inode, where there are such.
type Identity = (u64, u64);

impl Walk {
    fn root(
        &mut self,
        root: &Path,
        sink: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let metadata = match fs::metadata(root) {
            Ok(metadata) => metadata,
            Err(error) => return sink(problem(root, reason(&error))),
        };
        if !metadata.is_dir() {
            return if metadata.is_file() {
                if self.is_new(&metadata) {
                    sink(Step::File(file(root.to_path_buf(), &metadata)))
                } else {
                    ControlFlow::Continue(())
                }
            } else {
                sink(problem(root, special(&metadata)))
            };
        }
        let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_path_buf();
                    let why = error.io_error().map_or_else(|| error.to_string(), reason);
                    sink(problem(&path, why))?;
                    continue;
                }
            };
            let kind = entry.file_type();
            if entry.depth() > 0 && is_left_out(&entry) {
                if kind.is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            if kind.is_symlink() && entry.depth() > 0 {
                if let Some(step) = self.link(entry.path()) {
                    sink(step)?;
                }
                continue;
            }
            let metadata = match fs::metadata(entry.path()) {
                Ok(metadata) => metadata,
                Err(error) => {
                    sink(problem(entry.path(), reason(&error)))?;
                    continue;
                }
            };
            if metadata.is_dir() {
                if !self.is_new(&metadata) {
                    entries.skip_current_dir();
                }
            } else if metadata.is_file() {
                if !self.is_seen(&metadata) {
                    sink(Step::File(file(entry.into_path(), &metadata)))?;
                }
            } else {
                sink(problem(entry.path(), special(&metadata)))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Decides about a symbolic link: usually there is nothing to do.
    fn link(&self, path: &Path) -> Option<Step> {
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Some(problem(path, "a link to nothing"));
            }
            // A link to itself, or into a folder that may not be read.
            Err(error) => return Some(problem(path, format!("a link: {}", reason(&error)))),
        };
        let inside = self
            .roots
            .iter()
            .find_map(|root| target.strip_prefix(root).ok());
        let Some(inside) = inside else {
            return Some(problem(path, "a link out of the corpus; not followed"));
        };
        // Stores such as git-annex keep the files in a hidden folder and show links to them.
        let is_hidden = inside
            .components()
            .any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        let metadata = fs::metadata(&target).ok()?;
        (is_hidden && metadata.is_file()).then(|| Step::File(file(path.to_path_buf(), &metadata)))
    }

    fn is_new(&mut self, metadata: &fs::Metadata) -> bool {
        identity(metadata).is_none_or(|identity| self.seen.insert(identity))
    }

    fn is_seen(&self, metadata: &fs::Metadata) -> bool {
        identity(metadata).is_some_and(|identity| self.seen.contains(&identity))
    }
}

/// Describes one file that the caller has named.
pub fn stat(path: &Path) -> io::Result<File> {
    Ok(file(path.to_path_buf(), &fs::metadata(path)?))
}

fn file(path: PathBuf, metadata: &fs::Metadata) -> File {
    let modified_ns = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    File {
        path,
        len: metadata.len(),
        modified_ns,
    }
}

fn is_left_out(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name();
    name.as_encoded_bytes().starts_with(b".") || LEAVINGS.iter().any(|leaving| name == *leaving)
}

fn problem(path: &Path, why: impl Into<String>) -> Step {
    Step::Problem(Problem {
        path: path.to_path_buf(),
        place: None,
        why: why.into(),
    })
}

/// Says in words why the file system refused.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(unix)]
fn special(metadata: &fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_fifo() {
        "a named pipe, not a file; not opened"
    } else if kind.is_socket() {
        "a socket, not a file; not opened"
    } else {
        "a device, not a file; not opened"
    }
}

#[cfg(not(unix))]
fn special(_metadata: &fs::Metadata) -> &'static str {
    "not a regular file; not opened"
}

#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "other systems have no such number"
)]
fn identity(metadata: &fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_metadata: &fs::Metadata) -> Option<Identity> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks `folder` and returns the files and problems, relative to it.
    fn steps(folder: &Path, roots: &[&str]) -> Vec<String> {
        let roots = roots.iter().map(|root| folder.join(root)).collect();
        let mut steps = Vec::new();
        walk(&Corpus::Paths(roots), &mut |step| {
            let (path, why) = match step {
                Step::File(file) => (file.path, String::new()),
                Step::Problem(problem) => (problem.path, format!(": {}", problem.why)),
            };
            let path = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
            steps.push(format!("{}{why}", path.display()));
            ControlFlow::Continue(())
        });
        steps
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    #[test]
    fn folders_are_walked_in_order_and_hidden_things_left_out() {
        let folder = tree(&[
            "b.txt",
            "a/2.txt",
            "a/1.txt",
            ".git/x",
            "a/.hidden",
            "Thumbs.db",
        ]);
        assert_eq!(steps(folder.path(), &[""]), ["a/1.txt", "a/2.txt", "b.txt"]);
    }

    #[test]
    fn a_hidden_folder_that_is_named_is_read() {
        let folder = tree(&[".archive/x.txt"]);
        assert_eq!(steps(folder.path(), &[".archive"]), [".archive/x.txt"]);
    }

    #[test]
    fn each_file_comes_once_however_often_it_is_named() {
        let folder = tree(&["a/1.txt", "a/b/2.txt"]);
        assert_eq!(
            steps(folder.path(), &["a/b/2.txt", "a", "a/b", "a"]),
            ["a/b/2.txt", "a/1.txt"]
        );
    }

    #[test]
    fn what_is_not_there_is_a_problem() {
        let folder = tree(&[]);
        assert_eq!(
            steps(folder.path(), &["none"]),
            ["none: no such file or folder"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_never_lead_out_or_round() {
        use std::os::unix::fs::symlink;
        let folder = tree(&["in/real/1.txt", "in/.store/2.txt", "out/secret.txt"]);
        let inside = folder.path().join("in");
        symlink("..", inside.join("real/up")).unwrap();
        symlink("self", inside.join("self")).unwrap();
        symlink("../out/secret.txt", inside.join("leak.txt")).unwrap();
        symlink("real/1.txt", inside.join("again.txt")).unwrap();
        symlink(".store/2.txt", inside.join("annexed.txt")).unwrap();
        symlink("gone", inside.join("dangling")).unwrap();
        let found = steps(folder.path(), &["in"]);
        let expected = [
            "in/annexed.txt",
            "in/dangling: a link to nothing",
            "in/leak.txt: a link out of the corpus; not followed",
            "in/real/1.txt",
        ];
        assert_eq!(found[..4], expected);
        assert!(found[4].starts_with("in/self: a link: "), "{found:?}");
        assert_eq!(found.len(), 5);
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_is_never_opened() {
        let folder = tree(&[]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
        assert_eq!(
            steps(folder.path(), &[""]),
            ["s: a socket, not a file; not opened"]
        );
    }
}
