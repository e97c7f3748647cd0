//! The keys of other programs, for hands that know them: what differs from the room's own.
//!
//! Only what both programs have means the same; what a key of another program takes away from the room gets another
//! one, so that nothing is lost. Sources: the manuals of newsboat 2.x, mutt 2.x and less 6xx.

use super::{
    Action as A, Context, Context::Article, Context::List, Context::Reader, Context::Room,
};

/// Whose keys the room takes over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Nobody's: its own.
    #[default]
    Own,
    /// The feed reader newsboat.
    Newsboat,
    /// The mail readers mutt and neomutt.
    Mutt,
    /// The pager less.
    Less,
}

impl Preset {
    /// All presets with their names.
    pub const ALL: [(&'static str, Self); 4] = [
        ("own", Self::Own),
        ("newsboat", Self::Newsboat),
        ("mutt", Self::Mutt),
        ("less", Self::Less),
    ];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        let of = Self::ALL.iter().find(|(_, preset)| *preset == self);
        of.map_or("", |(name, _)| name)
    }

    /// Returns the keys that differ from the room's own.
    pub(super) fn bindings(self) -> &'static [(Context, &'static str, A)] {
        match self {
            Self::Own => &[],
            Self::Newsboat => NEWSBOAT,
            Self::Mutt => MUTT,
            Self::Less => LESS,
        }
    }
}

const NEWSBOAT: &[(Context, &str, A)] = &[
    (Article, "n", A::NextUnread),
    (Article, "p", A::PreviousUnread),
    (Article, "N", A::ToggleRead),
    (Article, "D", A::Discard),
    (List, "D", A::Discard),
    (List, "l", A::UnreadOnly),
    (Article, "u", A::Links),
    (Article, "r", A::Rescan),
    (Article, "R", A::Rescan),
    (Article, "O", A::OpenUrl),
    // What these have taken.
    (Article, "]/", A::NextMatch),
    (Article, "[/", A::PreviousMatch),
    (Room, "gp", A::FindArticle),
    (Article, "U", A::Undo),
    (List, "U", A::Undo),
    (List, "zc", A::Compare),
];

const MUTT: &[(Context, &str, A)] = &[
    (List, "Tab", A::NextUnread),
    (Article, "N", A::ToggleRead),
    (Article, "F", A::Star),
    (List, "F", A::Star),
    (List, "t", A::Select),
    (List, "l", A::Filter),
    (List, "o", A::Sort),
    (List, "O", A::Reverse),
    (List, "=", A::First),
    (List, "*", A::Last),
    (List, "$", A::Rescan),
    (Reader, "i", A::Back),
    (Reader, "h", A::Info),
    (Reader, "-", A::PageUp),
    // What these have taken.
    (List, "+", A::Tag),
    (List, "-", A::Untag),
    (Article, "[/", A::PreviousMatch),
    (Reader, "<", A::Narrower),
    (Reader, ">", A::Wider),
];

const LESS: &[(Context, &str, A)] = &[
    (Reader, "f", A::PageDown),
    (Reader, "d", A::HalfPageDown),
    (Reader, "u", A::HalfPageUp),
    (Reader, "e", A::Down),
    (Reader, "<", A::First),
    (Reader, ">", A::Last),
    (Reader, "=", A::Info),
    (Reader, "h", A::Help),
    (Reader, "H", A::Help),
    (Reader, "R", A::Redraw),
    (Reader, "F", A::Rescan),
    (Reader, "v", A::Edit),
    // What these have taken.
    (Reader, "V", A::SelectRange),
    (Reader, "D", A::Discard),
    (Reader, "U", A::Undo),
    (Reader, "B", A::Star),
];
