//! What can be asked for on the command line.
//!
//! The help, the completions and the manual page are all made from these definitions.

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Exit codes, said in every help text that needs them.
const EXIT_CODES: &str = "Exit codes: 0 found, 1 nothing found, 2 an error.";

const QUERIES: &str = "\
Questions are words that must all occur, \"phrases\", AND, OR, NOT or -word, ( ), prefix*, and fields: \
title: source: section: author: place: speaker: quote: person: date:2024-01..2024-03, and what you have marked: \
is:unread is:starred is:done is:open tag:NAME.

Exit codes: 0 found, 1 nothing found, 2 an error.";

/// Read a news archive in the terminal: read, triage at one key per article, look up who said what.
#[derive(Debug, Parser)]
#[command(
    name = "reading-room",
    bin_name = "reading-room",
    version,
    about,
    after_help = "Without a command the room opens over files or folders; without any, over two built-in articles.\n\
                  Press ? in the room for its keys.",
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do without a screen.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Files or folders to read; they are never changed.
    #[arg(value_name = "CORPUS", value_hint = ValueHint::AnyPath)]
    pub corpus: Vec<PathBuf>,
    /// How the room is opened.
    #[command(flatten)]
    pub room: Room,
    /// Which files of the reader are used.
    #[command(flatten)]
    pub files: Files,
}

/// How the room is opened.
#[derive(Args, Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct Room {
    /// How things look.
    #[arg(long, value_name = "NAME", help_heading = "Room")]
    pub theme: Option<String>,
    /// Take over the keys of newsboat, mutt or less.
    #[arg(long, value_name = "PROGRAM", help_heading = "Room")]
    pub keys: Option<String>,
    /// Listen to the mouse.
    #[arg(long, help_heading = "Room")]
    pub mouse: bool,
    /// Send as little as possible: for slow links.
    #[arg(long, help_heading = "Room")]
    pub low_bandwidth: bool,
    /// Draw with plain ASCII signs only.
    #[arg(long, help_heading = "Room", conflicts_with = "utf8")]
    pub ascii: bool,
    /// Send UTF-8 even where the locale does not name it.
    #[arg(long, help_heading = "Room")]
    pub utf8: bool,
    /// Check the settings file, list all its problems and exit.
    #[arg(long, help_heading = "Settings")]
    pub check_config: bool,
    /// Print a settings file with every setting at its default and exit.
    #[arg(long, help_heading = "Settings")]
    pub print_config: bool,
}

/// Which files of the reader are used.
#[derive(Args, Clone, Debug, Default)]
pub struct Files {
    /// Settings file [default: $XDG_CONFIG_HOME/reading-room/config.toml]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Files")]
    pub config: Option<PathBuf>,
    /// Folder of your marks and notes [default: $XDG_STATE_HOME/reading-room]
    #[arg(long, global = true, value_name = "FOLDER", value_hint = ValueHint::DirPath, help_heading = "Files")]
    pub state: Option<PathBuf>,
    /// Folder of what can be computed again [default: $XDG_CACHE_HOME/reading-room]
    #[arg(long, global = true, value_name = "FOLDER", value_hint = ValueHint::DirPath, help_heading = "Files")]
    pub cache: Option<PathBuf>,
    /// Keep nothing that can be computed again
    #[arg(long, global = true, conflicts_with = "cache", help_heading = "Files")]
    pub no_cache: bool,
}

/// Which corpus is asked, and how the answer is written.
#[derive(Args, Clone, Debug)]
pub struct Asked {
    /// File or folder to ask; may be given more than once [default: the built-in articles]
    #[arg(long = "in", value_name = "CORPUS", value_hint = ValueHint::AnyPath)]
    pub corpus: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// What can be done without a screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lists articles, one a line
    #[command(after_help = QUERIES)]
    List {
        /// Only articles that match
        query: Option<String>,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
        /// The order
        #[arg(long, value_enum, default_value_t)]
        sort: Sort,
        /// The other way round
        #[arg(long)]
        reverse: bool,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Shows one article
    #[command(after_help = EXIT_CODES)]
    Show {
        /// The article's key, or the beginning of it
        key: String,
        /// The text as it is stored. On a terminal controls are shown as pictures; otherwise nothing is changed
        #[arg(long, conflicts_with = "json")]
        raw: bool,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
    },
    /// Searches the full text
    #[command(after_help = QUERIES)]
    Search {
        /// What is looked for
        query: String,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
    /// Lists who said what
    #[command(after_help = EXIT_CODES)]
    Quotes {
        /// Which quotations are wanted
        #[command(flatten)]
        which: WhichQuotes,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Lists the people who are named, with counts
    #[command(after_help = EXIT_CODES)]
    People(Names),
    /// Lists the places that are named, with counts
    #[command(after_help = EXIT_CODES)]
    Places(Names),
    /// Lists the organisations that are named, with counts
    #[command(after_help = EXIT_CODES)]
    Organisations(Names),
    /// Checks whether a wording is in the corpus: exact, altered, or not found
    #[command(
        after_help = "Case, punctuation and the style of quotation marks do not count.\n\n\
                            Exit codes: 0 exact, 1 altered, 2 not found, 3 an error."
    )]
    Verify {
        /// The wording
        wording: String,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
    },
    /// Checks whether the citations in a text still hold: the article unchanged, and its words
    #[command(
        after_help = "A citation is what Y copies in the room. Each is told as 'holds', 'altered' (the article has other \
                      words), 'elsewhere' (the article has changed or gone, another has the words) or 'changed'.\n\n\
                      Exit codes: 0 all hold, 1 some do not or there is none, 2 an error."
    )]
    CiteCheck {
        /// The text; '-' reads standard input
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
    },
    /// Writes articles, quotations or notes for other programs
    #[command(after_help = QUERIES)]
    Export {
        /// Only articles that match, or what is in them
        query: Option<String>,
        /// What is written
        #[arg(long, value_enum, default_value_t)]
        what: What,
        /// How it is written
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
    },
    /// Counts the articles that match
    #[command(after_help = QUERIES)]
    Count {
        /// A question; also just: unread, read, starred, done, discarded, open, noted
        query: Option<String>,
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
    },
    /// Builds or refreshes the library of a corpus
    #[command(after_help = EXIT_CODES)]
    Index {
        /// Files or folders
        #[arg(required = true, value_hint = ValueHint::AnyPath)]
        corpus: Vec<PathBuf>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Lists files that could not be read and parts that were set aside, each with its reason
    #[command(after_help = EXIT_CODES)]
    Problems {
        /// Which corpus is asked, and how
        #[command(flatten)]
        asked: Asked,
    },
    /// Finds names and quotations in texts: one JSON object a line in, one out
    #[command(
        after_help = "In: {\"id\": …, \"text\": …}. Out: the id, \"entities\" and \"quotes\"; offsets count characters of \
                      the text.\n\nExit codes: 0, or 2 if a line could not be read."
    )]
    Annotate {
        /// JSON lines; standard input where it is left out or '-'
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
        /// Lines worked on at once [default: one for each core]
        #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
        threads: usize,
    },
    /// Reads files of any format and writes their articles
    #[command(
        after_help = "Exit codes: 0, 1 where there is nothing to read, 2 where nothing could be read. What could not be \
                      read is told on standard error."
    )]
    Articles {
        /// Files or folders; '-' reads standard input
        #[arg(value_hint = ValueHint::AnyPath, required = true)]
        file: Vec<PathBuf>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Prints completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Prints the manual page
    Man {
        /// The page of one command
        command: Option<String>,
    },
}

/// Which quotations are wanted; all conditions must hold.
#[derive(Args, Clone, Debug, Default)]
pub struct WhichQuotes {
    /// By whom: any of their names
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Only of speakers of whom nothing is known
    #[arg(long, conflicts_with = "speaker")]
    pub unknown: bool,
    /// Words that the quotation or its sentence holds
    #[arg(long, value_name = "QUERY")]
    pub about: Option<String>,
    /// Published on this day or later: 2024-03-01, 2024-03 or 2024
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}

/// A listing of names.
#[derive(Args, Clone, Debug)]
pub struct Names {
    /// Which corpus is asked, and how.
    #[command(flatten)]
    pub asked: Asked,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Newest first; unknown dates last
    #[default]
    Date,
    /// By title
    Title,
    /// By publisher, then date
    Source,
    /// By author, then date
    Author,
    /// Longest first
    Length,
    /// Best match first
    Relevance,
}

/// What is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The articles with their text
    #[default]
    Articles,
    /// The quotations
    Quotes,
    /// Your marks and notes
    Notes,
}

/// A format of exports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown
    #[default]
    Md,
    /// One JSON object a line
    Json,
    /// Comma-separated values with a header line
    Csv,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(arguments: &[&str]) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once(&"reading-room").chain(arguments))
    }

    #[test]
    fn the_definitions_agree_with_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_corpus_opens_the_room_and_a_command_does_not() {
        let room = parse(&["news", "more"]).expect("it is right");
        assert!(room.command.is_none());
        assert_eq!(room.corpus, [PathBuf::from("news"), PathBuf::from("more")]);
        let list = parse(&["list", "--in", "news", "--in", "more", "storm"]).expect("it is right");
        let Some(Command::List { query, asked, .. }) = list.command else {
            panic!("it is another command: {:?}", list.command);
        };
        assert_eq!(query.as_deref(), Some("storm"));
        assert_eq!(asked.corpus.len(), 2);
        let folder = parse(&["--", "list"]).expect("it is right");
        assert_eq!(folder.corpus, [PathBuf::from("list")]);
    }

    #[test]
    fn the_reader_s_files_can_be_named_before_and_after_a_command() {
        for arguments in [["--state", "s", "list"], ["list", "--state", "s"]] {
            let cli = parse(&arguments).expect("it is right");
            assert_eq!(cli.files.state, Some(PathBuf::from("s")));
        }
    }
}
