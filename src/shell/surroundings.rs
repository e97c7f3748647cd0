//! What kind of terminal is this? Answered from the environment alone, never by asking the terminal.

/// How many colours are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// None: bold, underline and reverse only.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// Red, green and blue as they are.
    True,
}

/// Which letters are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// ASCII only.
    Ascii,
    /// Only clusters on whose width all terminals agree.
    Plain,
    /// All.
    All,
}

/// What the environment tells of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// How many colours are sent.
    pub colours: Colours,
    /// Which letters are sent.
    pub letters: Letters,
    /// Whether the terminal is known to keep its clipboard to itself.
    pub keeps_clipboard: bool,
    /// Whether as little as possible is sent.
    pub sparing: bool,
    /// Whether tmux or screen stands between: it answers for the terminal, and takes frames faster than the link.
    pub multiplexer: Option<Multiplexer>,
}

#[cfg(test)]
impl Surroundings {
    /// A terminal that can do everything.
    pub const RICH: Self = Self {
        colours: Colours::True,
        letters: Letters::All,
        keeps_clipboard: false,
        sparing: false,
        multiplexer: None,
    };
}

/// The program between this one and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplexer {
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
}

/// What the person asked for on the command line, against the environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// UTF-8 or ASCII, whatever the locale says.
    pub utf8: Option<bool>,
    /// As little as possible is sent: for slow links.
    pub sparing: bool,
    /// This many colours.
    pub colours: Option<Colours>,
}

/// Why the room cannot open here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Standard input or output is not a terminal.
    NoTerminal,
    /// The terminal cannot place text.
    Dumb,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = match self {
            Self::NoTerminal => "standard input and output are not both a terminal",
            Self::Dumb => "TERM is unset or dumb, so text cannot be placed on the screen",
        };
        write!(
            f,
            "cannot open the room: {why}; 'reading-room list' and 'reading-room show KEY' print plain lines"
        )
    }
}

impl std::error::Error for Refusal {}

impl Surroundings {
    /// Reads the environment through `variable`; an empty value counts as unset.
    pub fn of(variable: impl Fn(&str) -> Option<String>, wishes: Wishes) -> Result<Self, Refusal> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        if term.is_empty() || term == "dumb" {
            return Err(Refusal::Dumb);
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| variable(name))
            .unwrap_or_default()
            .to_ascii_lowercase();
        let multiplexer = if variable("TMUX").is_some() || term.starts_with("tmux") {
            Some(Multiplexer::Tmux)
        } else if variable("STY").is_some() || term.starts_with("screen") {
            Some(Multiplexer::Screen)
        } else {
            None
        };
        let says_true =
            variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        let colours = wishes.colours.unwrap_or(if variable("NO_COLOR").is_some() {
            Colours::None
        } else if says_true || term.ends_with("-direct") {
            Colours::True
        } else if term.contains("256color") || is_modern(&term) {
            Colours::Palette
        } else if term.starts_with("vt1") || term.starts_with("vt2") {
            Colours::None
        } else {
            Colours::Sixteen
        });
        let is_modern = is_modern(&term)
            || variable("VTE_VERSION").is_some()
            || variable("TERM_PROGRAM").is_some_and(|program| {
                [
                    "iTerm.app",
                    "WezTerm",
                    "ghostty",
                    "vscode",
                    "Apple_Terminal",
                ]
                .contains(&program.as_str())
            });
        let is_utf8 = wishes
            .utf8
            .unwrap_or(locale.contains("utf-8") || locale.contains("utf8"));
        Ok(Self {
            colours,
            letters: if !is_utf8 {
                Letters::Ascii
            } else if multiplexer.is_some() || !is_modern {
                Letters::Plain
            } else {
                Letters::All
            },
            keeps_clipboard: multiplexer.is_none()
                && (["linux", "vt1", "vt2", "cons25"]
                    .iter()
                    .any(|name| term.starts_with(name))
                    || variable("TERM_PROGRAM").as_deref() == Some("Apple_Terminal")),
            sparing: wishes.sparing,
            multiplexer,
        })
    }
}

/// Tells whether a terminal of this name measures emoji as today's Unicode does.
fn is_modern(term: &str) -> bool {
    [
        "xterm-kitty",
        "xterm-ghostty",
        "alacritty",
        "foot",
        "wezterm",
    ]
    .iter()
    .any(|name| term.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(environment: &[(&str, &str)], expected: Result<(Colours, Letters), Refusal>) {
        let variable = |name: &str| {
            environment
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        let seen =
            Surroundings::of(variable, Wishes::default()).map(|seen| (seen.colours, seen.letters));
        assert_eq!(seen, expected, "{environment:?}");
    }

    #[test]
    fn environments() {
        use Colours::{None, Palette, Sixteen, True};
        check(&[], Err(Refusal::Dumb));
        check(&[("TERM", "dumb")], Err(Refusal::Dumb));
        check(&[("TERM", "xterm")], Ok((Sixteen, Letters::Ascii)));
        check(
            &[("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")],
            Ok((Palette, Letters::Plain)),
        );
        check(
            &[
                ("TERM", "xterm-256color"),
                ("LANG", "en_GB.UTF-8"),
                ("LC_ALL", "C"),
            ],
            Ok((Palette, Letters::Ascii)),
        );
        check(
            &[("TERM", "xterm-kitty"), ("LC_CTYPE", "C.utf8")],
            Ok((Palette, Letters::All)),
        );
        check(
            &[
                ("TERM", "xterm-kitty"),
                ("COLORTERM", "truecolor"),
                ("NO_COLOR", "1"),
            ],
            Ok((None, Letters::Ascii)),
        );
        check(
            &[
                ("TERM", "xterm-256color"),
                ("COLORTERM", "24bit"),
                ("NO_COLOR", ""),
            ],
            Ok((True, Letters::Ascii)),
        );
        check(
            &[("TERM", "screen-256color"), ("TERM_PROGRAM", "WezTerm")],
            Ok((Palette, Letters::Ascii)),
        );
        check(&[("TERM", "vt100")], Ok((None, Letters::Ascii)));
        check(&[("TERM", "linux")], Ok((Sixteen, Letters::Ascii)));
    }

    #[test]
    fn a_multiplexer_is_seen() {
        let with = |name: &'static str, value: &'static str| {
            Surroundings::of(
                move |asked| match asked {
                    "TERM" => Some("xterm-256color".to_owned()),
                    asked if asked == name => Some(value.to_owned()),
                    _ => None,
                },
                Wishes::default(),
            )
            .expect("a terminal")
            .multiplexer
        };
        assert_eq!(with("TMUX", "/tmp/tmux,1,0"), Some(Multiplexer::Tmux));
        assert_eq!(with("STY", "1.pts"), Some(Multiplexer::Screen));
        assert_eq!(with("TERM_PROGRAM", "x"), None);
    }
}
