//! What may reach the terminal: text with every control, bidirectional and invisible character made harmless.
//!
//! ```text
//! any text ──clean──▶ Shown      no control but the line feed, no bidi control, nothing invisible, marks capped
//!              └─────▶ plain     for multiplexers: only clusters on whose width all terminals agree
//! ```

mod classes;
mod plain;

pub use plain::{is_agreed, plain};

use classes::{Class, class, is_tag_sequence};
use std::fmt;

/// Combining marks kept on one base; a thousand marks on a letter cost the terminal more than the reader gains.
pub const MAX_MARKS: usize = 8;

/// Joiners kept in one cluster: the longest emoji in use has four.
pub const MAX_JOINERS: usize = 6;

/// Bytes of the longest cluster that may stand in one cell.
pub const MAX_CLUSTER_BYTES: usize = 64;

/// Columns of a tab stop in cleaned text.
const TAB: &str = "    ";

/// Stands for what has no meaning of its own: C1 controls, private use, noncharacters, unassigned.
pub const PLACEHOLDER: char = '\u{fffd}';

/// Stands for an invisible character where a text is shown as it is stored.
const DOT: char = '\u{b7}';

/// Carries a mark that has no letter to stand on.
const DOTTED_CIRCLE: char = '\u{25cc}';

/// Text that is safe to print. Only cleaning makes one.
///
/// Cleaning is idempotent: cleaned text cleans to itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shown(String);

impl Shown {
    /// Cleans `raw` into one line: line ends become spaces.
    pub fn line(raw: &str) -> Self {
        Self(clean_line(raw))
    }

    /// Cleans `raw`, keeping its line ends.
    pub fn text(raw: &str) -> Self {
        Self(clean_text(raw))
    }

    /// Shows `raw` as it is stored, one character for one: each control or invisible character as a visible sign.
    pub fn source(raw: &str) -> Self {
        // A mark at the start has nothing to stand on, like one too many.
        let mut n_marks = MAX_MARKS;
        let sign = |c| {
            let class = class(c);
            n_marks = match class {
                Class::Base | Class::Control | Class::Nothing => 0,
                Class::Mark => n_marks.saturating_add(1),
                _ => MAX_MARKS,
            };
            match class {
                Class::Base => c,
                Class::Mark if n_marks <= MAX_MARKS => c,
                Class::Break if c == '\n' => c,
                Class::Control | Class::Tab => picture(c),
                Class::Break if c < ' ' => picture(c),
                Class::Nothing => PLACEHOLDER,
                Class::Break | Class::Mark | Class::Selector | Class::Joiner | Class::Drop => DOT,
            }
        };
        Self(raw.chars().map(sign).collect())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text and gives up the promise.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for Shown {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Cleans `raw` into one safe line.
pub fn clean_line(raw: &str) -> String {
    let text = clean_text(raw);
    if text.contains('\n') {
        // A mark that opened a line has got its circle; the space before it does not take it back.
        text.replace('\n', " ")
    } else {
        text
    }
}

/// Cleans `raw` into safe text in which the only control character is the line feed.
///
/// Line ends of every kind become line feeds, tabs four spaces, C0 controls their pictures; C1 controls, private use,
/// noncharacters and unassigned code points a placeholder. Bidirectional controls and invisible characters go; joiners
/// stay between letters that are not ASCII. At most `MAX_MARKS` marks and `MAX_JOINERS` joiners stay in a cluster.
pub fn clean_text(raw: &str) -> String {
    let mut out = Cleaned::of_capacity(raw.len());
    let mut rest = raw;
    loop {
        let n_plain = rest
            .bytes()
            .position(|b| !(matches!(b, b' '..=b'~' | b'\n')))
            .unwrap_or(rest.len());
        let (plain, odd) = rest.split_at(n_plain);
        out.push_plain(plain);
        let mut chars = odd.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        if c == '\r' {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        if let Some(len) = is_tag_sequence(odd) {
            out.push_sequence(&odd[..len]);
            rest = &odd[len..];
            continue;
        }
        out.push(c);
    }
    out.text
}

/// Tells whether a cluster may be printed into a cell just as it is: the last check before the terminal.
pub fn is_harmless(cluster: &str) -> bool {
    if cluster.len() > MAX_CLUSTER_BYTES {
        return false;
    }
    if cluster.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return true;
    }
    is_tag_sequence(cluster) == Some(cluster.len())
        || cluster.chars().all(|c| {
            matches!(
                class(c),
                Class::Base | Class::Mark | Class::Selector | Class::Joiner
            )
        })
}

/// The cleaned text so far, and what the next character must know of it.
struct Cleaned {
    text: String,
    /// The last character that was kept.
    last: char,
    /// A joiner that stays only if a letter follows that it can join.
    joiner: Option<char>,
    n_marks: usize,
    n_joiners: usize,
}

impl Cleaned {
    fn of_capacity(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            last: '\n',
            joiner: None,
            n_marks: 0,
            n_joiners: 0,
        }
    }

    /// Takes printable ASCII and line feeds.
    fn push_plain(&mut self, plain: &str) {
        let Some(last) = plain.chars().next_back() else {
            return;
        };
        self.text.push_str(plain);
        self.last = last;
        self.joiner = None;
        self.n_marks = 0;
        self.n_joiners = 0;
    }

    /// Takes an emoji tag sequence, a flag of a region, whole.
    fn push_sequence(&mut self, sequence: &str) {
        let mut chars = sequence.chars();
        if let Some(flag) = chars.next() {
            self.push(flag);
        }
        self.text.push_str(chars.as_str());
        self.n_marks = MAX_MARKS;
    }

    fn push(&mut self, c: char) {
        match class(c) {
            Class::Base => self.push_base(c),
            Class::Control => self.push_base(picture(c)),
            Class::Nothing => self.push_base(PLACEHOLDER),
            Class::Tab => self.push_plain(TAB),
            Class::Break => self.push_plain("\n"),
            Class::Drop => {}
            Class::Joiner => {
                if !self.last.is_ascii() && self.n_joiners < MAX_JOINERS {
                    self.joiner.get_or_insert(c);
                }
            }
            Class::Selector => {
                let selects = !self.last.is_ascii() || matches!(self.last, '0'..='9' | '#' | '*');
                if selects && self.n_marks == 0 && self.joiner.is_none() {
                    self.push_mark(c);
                }
            }
            Class::Mark => {
                if self.last == '\n' {
                    self.push_base(DOTTED_CIRCLE);
                }
                if self.n_marks < MAX_MARKS {
                    self.push_mark(c);
                }
            }
        }
    }

    fn push_base(&mut self, c: char) {
        match self.joiner.take() {
            Some(joiner) => {
                self.text.push(joiner);
                self.n_joiners += 1;
            }
            None => self.n_joiners = 0,
        }
        self.text.push(c);
        self.last = c;
        self.n_marks = 0;
    }

    fn push_mark(&mut self, c: char) {
        if let Some(joiner) = self.joiner.take() {
            self.text.push(joiner);
            self.n_joiners += 1;
        }
        self.text.push(c);
        self.n_marks += 1;
    }
}

/// Returns the visible sign of a control character.
fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(PLACEHOLDER),
        '\u{7f}' => '\u{2421}',
        _ => PLACEHOLDER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn cleaning() {
        let check = |raw: &str, expected: &str| assert_eq!(clean_text(raw), expected, "{raw:?}");
        check("", "");
        check("Plain text.\nAnother line.", "Plain text.\nAnother line.");
        check(
            "caf\u{e9} \u{201c}na\u{ef}ve\u{201d} \u{2014} 漢字",
            "caf\u{e9} \u{201c}na\u{ef}ve\u{201d} \u{2014} 漢字",
        );
        // Controls.
        check("\u{1b}]52;c;QUJD\u{7}", "\u{241b}]52;c;QUJD\u{2407}");
        check("\u{9b}31m\u{9d}0;t\u{9c}", "\u{fffd}31m\u{fffd}0;t\u{fffd}");
        check("\0\u{8}\u{7f}", "\u{2400}\u{2408}\u{2421}");
        check("a\tb", "a    b");
        // Line ends of every kind.
        check(
            "a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\u{b}g\u{c}h",
            "a\nb\nc\nd\ne\nf\ng\nh",
        );
        check("a\r\r\nb", "a\n\nb");
        // Direction and the invisible.
        check("\u{202e}txt.exe\u{2066}\u{61c}\u{200f}", "txt.exe");
        check(
            "a\u{200b}b\u{feff}c\u{ad}d\u{2060}e\u{34f}f\u{3164}",
            "abcdef",
        );
        check("hid\u{e0068}\u{e0069}den", "hidden");
        // The flag of Wales is a tag sequence that shows.
        let wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
        check(wales, wales);
        check("\u{1f3f4}\u{200b}\u{e0067}\u{e007f}", "\u{1f3f4}");
        check("\u{1f3f4}\u{e007f}", "\u{1f3f4}");
        // Joiners only between letters that are not ASCII.
        check("a\u{200d}b", "ab");
        check("\u{1f468}\u{200d}\u{1f469}", "\u{1f468}\u{200d}\u{1f469}");
        check(
            "\u{1f468}\u{200d}a \u{1f468}\u{200d}",
            "\u{1f468}a \u{1f468}",
        );
        check(
            "\u{645}\u{6cc}\u{200c}\u{62e}",
            "\u{645}\u{6cc}\u{200c}\u{62e}",
        );
        check(
            "\u{915}\u{94d}\u{200d}\u{200b}\u{200d}\u{937}",
            "\u{915}\u{94d}\u{200d}\u{937}",
        );
        // Selectors.
        check(
            "\u{2764}\u{fe0f} 1\u{fe0f}\u{20e3} x\u{fe0f}",
            "\u{2764}\u{fe0f} 1\u{fe0f}\u{20e3} x",
        );
        // Marks.
        check("\u{301}a", "\u{25cc}\u{301}a");
        check(
            &format!("e{}", "\u{301}".repeat(100)),
            &format!("e{}", "\u{301}".repeat(MAX_MARKS)),
        );
        check(
            &format!("e{}\u{200b}\u{301}", "\u{301}".repeat(8)),
            &format!("e{}", "\u{301}".repeat(8)),
        );
        // Nothing that all share.
        check(
            "\u{e000}\u{fdd0}\u{ffff}\u{10fffe}\u{378}",
            &"\u{fffd}".repeat(5),
        );
    }

    #[test]
    fn one_line() {
        assert_eq!(clean_line("a\r\nb\n"), "a b ");
        assert_eq!(Shown::line("\u{1b}[2J").as_str(), "\u{241b}[2J");
    }

    #[test]
    fn the_source_shows_one_sign_for_each_character() {
        let check = |raw: &str, expected: &str| {
            assert_eq!(Shown::source(raw).as_str(), expected);
            assert_eq!(raw.chars().count(), expected.chars().count());
        };
        check("a\r\nb\tc\u{1b}", "a\u{240d}\nb\u{2409}c\u{241b}");
        check(
            "\u{202e}x\u{200b}\u{85}\u{9b}",
            "\u{b7}x\u{b7}\u{b7}\u{fffd}",
        );
        check("\u{301}e\u{301}", "\u{b7}e\u{301}");
        check(
            &format!("e{}", "\u{301}".repeat(10)),
            &format!("e{}\u{b7}\u{b7}", "\u{301}".repeat(8)),
        );
    }

    #[test]
    fn plain_forms() {
        let check = |raw: &str, expected: &str| assert_eq!(plain(raw), expected, "{raw:?}");
        check("abc", "abc");
        check("caf\u{e9} 漢字 \u{1f600}", "caf\u{e9} 漢字 \u{1f600}");
        check("\u{2764}\u{fe0f}", "\u{2764}");
        check("1\u{fe0f}\u{20e3}", "1");
        check("\u{1f44d}\u{1f3fd}!", "\u{1f44d}!");
        check("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}x", "\u{1f468}x");
        check("\u{2764}\u{fe0f}\u{200d}\u{1f525}", "\u{2764}");
        check("\u{1f469}\u{1f3fd}\u{200d}\u{1f680}", "\u{1f469}");
        check("\u{1fae0}", "\u{fffd}");
        check(
            "\u{915}\u{94d}\u{200d}\u{937}",
            "\u{915}\u{94d}\u{200d}\u{937}",
        );
        assert!(is_agreed("e\u{301}") && is_agreed("漢"));
        assert!(!is_agreed("\u{2764}\u{fe0f}") && !is_agreed("\u{1fae0}"));
    }

    #[test]
    fn the_table_of_newer_characters_is_that_of_the_standard() {
        let old = regex::Regex::new(r"^\p{Age=13.0}$").expect("a known property");
        for c in ' '..='\u{dffff}' {
            let is_shown = matches!(class(c), Class::Base | Class::Mark) && c != '\u{20e3}';
            if is_shown {
                let mut buffer = [0; 4];
                let is_old = old.is_match(c.encode_utf8(&mut buffer));
                assert_eq!(is_plain_age(c), is_old, "U+{:04X}", u32::from(c));
            }
        }
    }

    fn is_plain_age(c: char) -> bool {
        let plain = plain(&c.to_string()).into_owned();
        c == PLACEHOLDER || !(plain.is_empty() || plain == PLACEHOLDER.to_string())
    }

    /// Text with far more than its share of what harms.
    fn hostile() -> impl Strategy<Value = String> {
        let odd = prop_oneof![
            any::<char>(),
            prop::char::range('\0', '\u{9f}'),
            prop::char::range('\u{300}', '\u{310}'),
            prop::char::range('\u{200b}', '\u{2070}'),
            prop::char::range('\u{fe00}', '\u{fe0f}'),
            prop::char::range('\u{1f3f0}', '\u{1f3ff}'),
            prop::char::range('\u{e0060}', '\u{e007f}'),
            prop::char::range('\u{1f460}', '\u{1f470}'),
            prop::sample::select(vec![
                '\u{200d}', '\u{200c}', '\n', '\r', 'a', '1', '\u{20e3}'
            ]),
        ];
        prop::collection::vec(odd, 0..60).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn cleaned_text_is_harmless_and_stays_as_it_is(raw in hostile()) {
            let clean = clean_text(&raw);
            prop_assert_eq!(&clean_text(&clean), &clean);
            for line in clean.lines() {
                for c in line.chars() {
                    prop_assert!(!c.is_control());
                    let is_tag = matches!(c, '\u{e0030}'..='\u{e007f}');
                    let is_safe = class(c) != Class::Nothing && (class(c) != Class::Drop || is_tag);
                    prop_assert!(is_safe, "{:?}", c);
                }
            }
            let line = clean_line(&raw);
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(&clean_line(&line), &line);
        }

        #[test]
        fn plain_is_never_wider_and_stays_as_it_is(raw in hostile()) {
            let clean = clean_line(&raw);
            for cluster in clean.graphemes(true) {
                let plain_form = plain(cluster);
                prop_assert!(plain_form.width() <= cluster.width(), "{:?} {:?}", cluster, plain_form);
                prop_assert_eq!(&plain(&plain_form), &plain_form);
            }
        }

        #[test]
        fn the_source_never_harms(raw in hostile()) {
            let shown = Shown::source(&raw);
            prop_assert_eq!(shown.as_str().chars().count(), raw.chars().count());
            prop_assert!(shown.as_str().lines().all(|line| line.chars().all(|c| matches!(class(c), Class::Base | Class::Mark))));
        }
    }
}
