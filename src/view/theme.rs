//! How things look: each role of the screen in each theme.

use crate::{app::ThemeName, text::EntityKind};
use ratatui::style::{Color, Modifier, Style};

/// What a thing on the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// What matters less.
    Muted,
    /// A headline.
    Title,
    /// A cross-head, the words over a group.
    Heading,
    /// The line over a pane that hears keys.
    HeaderFocused,
    /// The line over a pane that does not.
    Header,
    /// Lines between panes and round popups.
    Border,
    /// The row under the cursor.
    Cursor,
    /// The row under the cursor in a pane that hears no keys.
    CursorAway,
    /// A row that is selected.
    Selected,
    /// The title of an unread article.
    Unread,
    /// The sign of a starred article.
    Star,
    /// A tag.
    Tag,
    /// A key in a hint.
    Key,
    /// Something went wrong.
    Error,
    /// A letter that matched.
    Letter,
    /// A name, by its kind.
    Name(EntityKind),
    /// Words quoted.
    Content,
    /// The words that report a quotation.
    Cue,
    /// Who said it.
    Source,
    /// Bars in the margin.
    Margin,
    /// A match of the search.
    Match,
    /// The match that is pointed at.
    MatchHere,
    /// A mention of the name that is pointed at.
    SameName,
    /// The mention or quotation that is pointed at.
    Pointed,
    /// A repair of the text that is a guess.
    Repair,
}

/// A theme: a style for each role.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    name: ThemeName,
}

impl Theme {
    /// Returns the theme of this name.
    pub fn of(name: ThemeName) -> Self {
        Self { name }
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        match self.name {
            ThemeName::Dark => coloured(role, &DARK),
            ThemeName::Light => coloured(role, &LIGHT),
            ThemeName::Sixteen => coloured(role, &SIXTEEN),
            ThemeName::Mono => mono(role),
        }
    }
}

/// The colours a theme is made of.
struct Palette {
    muted: Color,
    border: Color,
    accent: Color,
    error: Color,
    star: Color,
    tag: Color,
    person: Color,
    organisation: Color,
    place: Color,
    other: Color,
    date: Color,
    money: Color,
    content: Color,
    cue: Color,
    found: Color,
    found_here: Color,
    on_found: Color,
    /// Behind the row under the cursor; `None` turns the colours round instead.
    cursor: Option<Color>,
    away: Option<Color>,
    pointed: Option<Color>,
}

const DARK: Palette = Palette {
    muted: Color::Indexed(245),
    border: Color::Indexed(239),
    accent: Color::Indexed(110),
    error: Color::Indexed(210),
    star: Color::Indexed(221),
    tag: Color::Indexed(146),
    person: Color::Indexed(117),
    organisation: Color::Indexed(180),
    place: Color::Indexed(150),
    other: Color::Indexed(182),
    date: Color::Indexed(109),
    money: Color::Indexed(179),
    content: Color::Indexed(230),
    cue: Color::Indexed(245),
    found: Color::Indexed(58),
    found_here: Color::Indexed(221),
    on_found: Color::Indexed(16),
    cursor: Some(Color::Indexed(238)),
    away: Some(Color::Indexed(236)),
    pointed: Some(Color::Indexed(238)),
};

const LIGHT: Palette = Palette {
    muted: Color::Indexed(242),
    border: Color::Indexed(250),
    accent: Color::Indexed(25),
    error: Color::Indexed(124),
    star: Color::Indexed(130),
    tag: Color::Indexed(60),
    person: Color::Indexed(25),
    organisation: Color::Indexed(94),
    place: Color::Indexed(28),
    other: Color::Indexed(90),
    date: Color::Indexed(30),
    money: Color::Indexed(130),
    content: Color::Indexed(17),
    cue: Color::Indexed(242),
    found: Color::Indexed(229),
    found_here: Color::Indexed(220),
    on_found: Color::Indexed(16),
    cursor: Some(Color::Indexed(253)),
    away: Some(Color::Indexed(255)),
    pointed: Some(Color::Indexed(254)),
};

const SIXTEEN: Palette = Palette {
    muted: Color::DarkGray,
    border: Color::DarkGray,
    accent: Color::Cyan,
    error: Color::Red,
    star: Color::Yellow,
    tag: Color::Magenta,
    person: Color::Cyan,
    organisation: Color::Yellow,
    place: Color::Green,
    other: Color::Magenta,
    date: Color::Blue,
    money: Color::Yellow,
    content: Color::Reset,
    cue: Color::DarkGray,
    found: Color::Yellow,
    found_here: Color::LightYellow,
    on_found: Color::Black,
    cursor: None,
    away: None,
    pointed: None,
};

fn coloured(role: Role, palette: &Palette) -> Style {
    let plain = Style::new();
    let behind = |colour: Option<Color>| match colour {
        Some(colour) => plain.bg(colour),
        None => plain.add_modifier(Modifier::REVERSED),
    };
    match role {
        Role::Text | Role::Unread => plain,
        Role::Muted => plain.fg(palette.muted),
        Role::Title => plain.add_modifier(Modifier::BOLD),
        Role::Heading => plain.fg(palette.accent).add_modifier(Modifier::BOLD),
        Role::HeaderFocused => plain.fg(palette.accent).add_modifier(Modifier::BOLD),
        Role::Header => plain.fg(palette.muted),
        Role::Border => plain.fg(palette.border),
        Role::Cursor => behind(palette.cursor).add_modifier(Modifier::BOLD),
        Role::CursorAway => match palette.away {
            Some(colour) => plain.bg(colour),
            None => plain.add_modifier(Modifier::UNDERLINED),
        },
        Role::Selected => plain.fg(palette.star),
        Role::Star => plain.fg(palette.star),
        Role::Tag => plain.fg(palette.tag),
        Role::Key => plain.fg(palette.accent),
        Role::Error => plain.fg(palette.error).add_modifier(Modifier::BOLD),
        Role::Letter => plain.fg(palette.star).add_modifier(Modifier::BOLD),
        Role::Name(kind) => match kind {
            EntityKind::Person => plain.fg(palette.person),
            EntityKind::Organisation => plain.fg(palette.organisation),
            EntityKind::Place => plain.fg(palette.place),
            EntityKind::Other => plain.fg(palette.other),
            EntityKind::Date | EntityKind::Time => plain.fg(palette.date),
            EntityKind::Money => plain.fg(palette.money),
            EntityKind::Percent => plain.fg(palette.money).add_modifier(Modifier::ITALIC),
        },
        Role::Content => plain.fg(palette.content),
        Role::Cue => plain.fg(palette.cue).add_modifier(Modifier::ITALIC),
        Role::Source => plain.add_modifier(Modifier::UNDERLINED),
        Role::Margin => plain.fg(palette.accent),
        Role::Match => plain.bg(palette.found),
        Role::MatchHere => plain
            .bg(palette.found_here)
            .fg(palette.on_found)
            .add_modifier(Modifier::BOLD),
        Role::SameName => behind(palette.pointed),
        Role::Pointed => behind(palette.pointed).add_modifier(Modifier::BOLD),
        Role::Repair => plain
            .add_modifier(Modifier::UNDERLINED)
            .add_modifier(Modifier::DIM),
    }
}

/// No colour: every role that must be told apart has its own attributes.
fn mono(role: Role) -> Style {
    const BOLD: Modifier = Modifier::BOLD;
    const DIM: Modifier = Modifier::DIM;
    const ITALIC: Modifier = Modifier::ITALIC;
    const UNDERLINED: Modifier = Modifier::UNDERLINED;
    const REVERSED: Modifier = Modifier::REVERSED;
    let modifier = match role {
        Role::Text | Role::Unread | Role::Content | Role::Key => Modifier::empty(),
        Role::Muted | Role::Header | Role::Border => DIM,
        Role::Title
        | Role::Heading
        | Role::HeaderFocused
        | Role::Margin
        | Role::Star
        | Role::Selected => BOLD,
        Role::Cursor | Role::MatchHere => REVERSED,
        Role::CursorAway | Role::Letter | Role::Tag => UNDERLINED,
        Role::Error => BOLD.union(REVERSED),
        Role::Name(EntityKind::Person) => BOLD,
        Role::Name(EntityKind::Organisation) => ITALIC.union(UNDERLINED),
        Role::Name(EntityKind::Place) => UNDERLINED,
        Role::Name(EntityKind::Other) => BOLD.union(ITALIC),
        Role::Name(EntityKind::Date | EntityKind::Time) => ITALIC,
        Role::Name(EntityKind::Money) => DIM.union(UNDERLINED),
        Role::Name(EntityKind::Percent) => DIM.union(ITALIC).union(UNDERLINED),
        Role::Cue => DIM.union(ITALIC),
        Role::Source => BOLD.union(UNDERLINED),
        Role::Match => REVERSED.union(DIM),
        Role::SameName => REVERSED.union(DIM),
        Role::Pointed => REVERSED,
        Role::Repair => DIM.union(BOLD),
    };
    Style::new().add_modifier(modifier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn without_colour_every_kind_of_words_looks_its_own_way() {
        let mut roles: Vec<Role> = EntityKind::ALL.map(Role::Name).to_vec();
        // A time looks like a date.
        roles.retain(|role| *role != Role::Name(EntityKind::Time));
        roles.extend([
            Role::Content,
            Role::Cue,
            Role::Source,
            Role::Pointed,
            Role::Repair,
        ]);
        let looks: HashSet<_> = roles.iter().map(|role| mono(*role).add_modifier).collect();
        assert_eq!(looks.len(), roles.len());
    }

    #[test]
    fn the_theme_without_colour_has_none() {
        let theme = Theme::of(ThemeName::Mono);
        for role in [
            Role::Text,
            Role::Error,
            Role::Cursor,
            Role::Match,
            Role::Tag,
        ] {
            assert_eq!((theme.style(role).fg, theme.style(role).bg), (None, None));
        }
    }
}
