//! Other programs: the editor, the browser, a pipe, a command of the shell.
//!
//! A program named by the environment is split into words and started directly; a shell sees only what the reader
//! typed. What comes from an article reaches a program as a file or on its standard input, never as a command.

use super::files;
use crate::text::clean_line;
use std::{
    env,
    ffi::OsString,
    io::{self, Read, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

/// What is kept of a program's output; the rest is read and dropped.
pub const MAX_OUTPUT_BYTES: u64 = 1 << 20;

/// Editors that go to the line named by `+12` before the file.
const LINE_EDITORS: [&str; 9] = [
    "vi", "vim", "nvim", "view", "nano", "pico", "emacs", "micro", "joe",
];

/// Returns the reader's editor with its arguments for a file and a line (from 1).
pub fn editor(file: &Path, line: usize) -> Result<Command, String> {
    let words = named_by(&["VISUAL", "EDITOR"])?.unwrap_or_else(|| vec!["vi".to_owned()]);
    let mut command = command(&words)?;
    if is_one_of(&words[0], &LINE_EDITORS) {
        command.arg(format!("+{line}"));
    }
    // An absolute path is never taken for an option.
    command.arg(file);
    Ok(command)
}

/// Returns the reader's browser for an address, or what to do where there is none.
pub fn browser(url: &str) -> Result<Command, String> {
    check_url(url)?;
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let words = match named_by(&["BROWSER"])? {
        Some(words) => words,
        None if has_display => vec!["xdg-open".to_owned()],
        None => {
            return Err(format!(
                "no browser here: set BROWSER, or copy the address: {}",
                clean_line(url)
            ));
        }
    };
    let mut command = command(&words)?;
    command.arg(url);
    Ok(command)
}

/// Checks that an address may be handed to a browser: the web, no blanks, nothing that hides the host.
fn check_url(url: &str) -> Result<(), String> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = url.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| &url[scheme.len()..])
    });
    let shown = clean_line(url);
    let Some(rest) = rest else {
        return Err(format!(
            "not opened: '{shown}' does not begin with http:// or https://"
        ));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(format!("not opened: '{shown}' is not an address"));
    }
    if host.contains('@') {
        let real = host.rsplit('@').next().unwrap_or_default();
        return Err(format!(
            "not opened: '{shown}' hides its host, which is '{real}'"
        ));
    }
    Ok(())
}

/// Returns the reader's shell, for a command they typed or for themselves.
pub fn shell(typed: Option<&str>) -> Command {
    let shell = env::var_os("SHELL")
        .filter(|shell| !shell.is_empty())
        .unwrap_or_else(|| OsString::from("/bin/sh"));
    let mut command = Command::new(shell);
    if let Some(typed) = typed {
        command.arg("-c").arg(typed);
    }
    command
}

/// Runs a program with a text as its input, without the terminal. Returns its exit code and what it printed.
pub fn pipe(mut command: Command, input: String) -> io::Result<(Option<i32>, String)> {
    let (reader, writer) = io::pipe()?;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        // In a group of its own it does not hear the keys of the room.
        .process_group(0)
        .spawn()?;
    // The command holds the writing ends until it goes; what is read would not end.
    drop(command);
    let feeding = feed(&mut child, input);
    let output = read_bounded(reader);
    let status = child.wait()?;
    drop(feeding);
    Ok((status.code(), output?))
}

fn feed(child: &mut Child, input: String) -> Option<thread::JoinHandle<()>> {
    let mut stdin = child.stdin.take()?;
    // A program that does not read to the end is within its rights.
    Some(thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    }))
}

fn read_bounded(mut reader: impl Read) -> io::Result<String> {
    let mut kept = Vec::new();
    reader
        .by_ref()
        .take(MAX_OUTPUT_BYTES)
        .read_to_end(&mut kept)?;
    io::copy(&mut reader, &mut io::sink())?;
    Ok(String::from_utf8_lossy(&kept).into_owned())
}

/// Writes a text into a file of its own for the editor, in a folder that only this reader may enter.
///
/// The file is gone when the returned value is.
pub fn lend(state_folder: Option<&Path>, name: &str, text: &str) -> io::Result<Lent> {
    let folder = env::var_os("XDG_RUNTIME_DIR")
        .filter(|folder| !folder.is_empty())
        .map(|folder| PathBuf::from(folder).join("reading-room"))
        .into_iter()
        .chain(state_folder.map(|folder| folder.join("lent")))
        .find(|folder| folder.is_absolute() && files::private_folder(folder).is_ok())
        .ok_or_else(|| io::Error::other("there is no folder of this reader alone to put it in"))?;
    let name = file_name(name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, "txt"));
    let path = files::write_new_private(&folder, stem, extension, text.as_bytes())?;
    Ok(Lent { path })
}

/// A file that was made for another program, and is gone when this is.
#[derive(Debug)]
pub struct Lent {
    path: PathBuf,
}

impl Lent {
    /// Returns the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Makes a file name of a suggestion: letters, digits, dots, dashes, never hidden, never an option.
fn file_name(suggestion: &str) -> String {
    const MAX_NAME_CHARS: usize = 80;
    let name: String = suggestion
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .take(MAX_NAME_CHARS)
        .collect();
    let name = name.trim_matches(['.', '-']);
    if name.is_empty() {
        "article.txt".to_owned()
    } else {
        name.to_owned()
    }
}

/// Returns the words of the first of these variables that is set.
fn named_by(variables: &[&str]) -> Result<Option<Vec<String>>, String> {
    for name in variables {
        let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else {
            continue;
        };
        let value = value.to_string_lossy();
        let words = words(name, &value)?;
        if !words.is_empty() {
            return Ok(Some(words));
        }
    }
    Ok(None)
}

fn words(name: &str, value: &str) -> Result<Vec<String>, String> {
    shlex::split(value).ok_or_else(|| {
        format!(
            "{name} is '{}': a quotation mark is not closed",
            clean_line(value)
        )
    })
}

fn command(words: &[String]) -> Result<Command, String> {
    let (program, arguments) = words.split_first().ok_or("no program is named")?;
    let mut command = Command::new(program);
    command.args(arguments);
    Ok(command)
}

fn is_one_of(program: &str, names: &[&str]) -> bool {
    Path::new(program)
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| names.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check =
            |url: &str, is_fine: bool| assert_eq!(check_url(url).is_ok(), is_fine, "{url:?}");
        check("https://example.org/a?b=c#d", true);
        check("HTTP://example.org", true);
        check("ftp://example.org", false);
        check("javascript:alert(1)", false);
        check("file:///etc/passwd", false);
        check("-rf", false);
        check("https://", false);
        check("https://example.org/a b", false);
        check("https://example.org/\x1b[2J", false);
        check("https://bank.example@evil.example/", false);
        check("https://example.org/a@b;$(reboot)", true);
    }

    #[test]
    fn programs_are_split_like_a_shell_would_but_run_without_one() {
        assert_eq!(
            words("EDITOR", "code --wait 'my profile'").expect("words"),
            ["code", "--wait", "my profile"]
        );
        assert_eq!(
            words("EDITOR", "vi; reboot").expect("words"),
            ["vi;", "reboot"]
        );
        assert!(words("EDITOR", "vi 'x").is_err());
    }

    #[test]
    fn file_names() {
        let check = |name: &str, expected: &str| assert_eq!(file_name(name), expected);
        check("Storm hits coast.txt", "Storm-hits-coast.txt");
        check("../../etc/passwd", "etc-passwd");
        check("-rf", "rf");
        check("$(reboot)\n", "reboot");
        check("...", "article.txt");
        check("漢字.md", "漢字.md");
    }

    #[test]
    fn what_is_lent_is_private_and_taken_back() {
        let place = tempfile::tempdir().expect("a folder");
        let lent = lend(Some(place.path()), "a b.txt", "text").expect("lent");
        let path = lent.path().to_owned();
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "text");
        drop(lent);
        assert!(!path.exists());
    }

    #[test]
    fn pipes() {
        let run = |typed: &str, input: &str| {
            let mut shell = Command::new("/bin/sh");
            shell.arg("-c").arg(typed);
            pipe(shell, input.to_owned()).expect("it runs")
        };
        assert_eq!(
            run("wc -w", "one two three"),
            (Some(0), run("echo 3", "").1)
        );
        assert_eq!(run("echo no >&2; exit 3", ""), (Some(3), "no\n".to_owned()));
        // Neither side waits for the other for ever.
        let long = "x".repeat(3_000_000);
        assert_eq!(run("true", &long).0, Some(0));
        assert_eq!(run("cat", &long).1.len() as u64, MAX_OUTPUT_BYTES);
    }
}
