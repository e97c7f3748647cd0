//! Everything a person can want, each with its name and one line of description.

macro_rules! actions {
    ($($(#[$group:meta])* $variant:ident $name:literal $description:literal,)+) => {
        /// Something a person can want. Keys, the command line of the room and the finder all lead here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $description] $variant,)+
        }

        impl Action {
            /// All actions, in the order in which the help shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the name by which settings and the command line know it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Returns one line that says what it does.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)+ }
            }
        }
    };
}

actions! {
    Down "down" "down",
    Up "up" "up",
    First "first" "to the first, or the top",
    Last "last" "to the last, or the bottom; with a count to that row",
    HalfPageDown "half-page-down" "half a page down",
    HalfPageUp "half-page-up" "half a page up",
    PageDown "page-down" "a page down",
    PageUp "page-up" "a page up",
    PageOrNext "page-or-next" "a page down; at the end the next unread article",
    Percent "percent" "with a count: to that percent of the article",
    NextParagraph "next-paragraph" "to the next paragraph, or group of rows",
    PreviousParagraph "previous-paragraph" "to the previous paragraph, or group of rows",
    Open "open" "open",
    Left "left" "pane to the left",
    Right "right" "pane to the right, or open",
    NextPane "next-pane" "next pane",
    PreviousPane "previous-pane" "previous pane",
    NextArticle "next-article" "next article, from any pane",
    PreviousArticle "previous-article" "previous article, from any pane",
    NextUnread "next-unread" "next unread article",
    PreviousUnread "previous-unread" "previous unread article",
    NextCopied "next-copied" "next article that has copies",
    PreviousCopied "previous-copied" "previous article that has copies",
    NextQuote "next-quote" "next quotation",
    PreviousQuote "previous-quote" "previous quotation",
    NextEntity "next-entity" "next name: all mentions of it light up",
    PreviousEntity "previous-entity" "previous name",
    NextMention "next-mention" "next mention of the same name",
    PreviousMention "previous-mention" "previous mention of the same name",
    SetMark "set-mark" "set a mark here: a letter follows, capitals for the whole corpus",
    GoToMark "go-to-mark" "go to a mark: its letter follows",
    JumpBack "jump-back" "back to where the last jump began",
    JumpForward "jump-forward" "forward again",

    Search "search" "search in this pane",
    ShowOnly "show-only" "show only the paragraphs that hold some words; Esc shows all",
    NextMatch "next-match" "next match",
    PreviousMatch "previous-match" "previous match",
    FullText "full-text" "search all texts",
    SearchHere "search-here" "search all texts for the name under the cursor",
    FindAnything "find" "find anything: articles, people, places, quotations, tags, commands",
    FindArticle "find-article" "find an article by its title",
    Speakers "speakers" "who said what: pick a speaker",
    SpeakerHere "speaker-here" "all quotations of the person under the cursor",
    Quotes "quotes" "all quotations",
    Entities "entities" "names in this article",
    People "people" "all people",
    Places "places" "all places",
    Organisations "organisations" "all organisations",

    Done "done" "done, and on to the next",
    Discard "discard" "discard, and on to the next",
    Star "star" "star, and on to the next",
    ToggleRead "read" "read or unread",
    Tag "tag" "put on a tag",
    Untag "untag" "take off a tag",
    Note "note" "write a note",
    DoneAll "done-all" "done, with all copies of the text, and on to the next",
    Undo "undo" "undo",
    Redo "redo" "redo",
    Repeat "repeat" "do the last change again",
    Select "select" "select this row and go down; again to let it go",
    SelectRange "select-range" "begin or end a range of rows, or a passage",
    SelectAll "select-all" "select all rows shown, or turn the selection round",

    Filter "filter" "show only articles that match",
    UnreadOnly "unread-only" "show only unread articles, or all again",
    Sort "sort" "sort by the next column",
    Reverse "reverse" "turn the order round",
    Preview "preview" "reader right of the list, below it, or alone",
    Narrower "narrower" "narrower list, or narrower text",
    Wider "wider" "wider list, or wider text",
    Zen "zen" "reader only",
    Centre "centre" "this line to the middle",
    ToTop "to-top" "this line to the top",
    ToBottom "to-bottom" "this line to the bottom",
    FoldCopies "fold-copies" "copies of one text as one row, or each its own",
    Fold "fold" "show or hide what was set aside",
    Source "source" "the text as it is stored, and back",
    Info "info" "all that is known about the article",
    Why "why" "why this is a quotation, and why of this speaker",
    Articles "articles" "the list of articles",
    History "history" "articles read, latest first",
    Marks "marks" "the marks that are set",
    Notes "notes" "the notes that were written",
    Concordance "concordance" "a name or some words in all their contexts, one under the other",
    Facets "facets" "how many of the listed articles are of each source, section, place and author",
    Timeline "timeline" "when the listed articles appeared",
    Verify "verify" "is this wording in the archive: exact, altered or not found",
    Merge "merge" "show this name as another: both are one somebody, or it has a better name",
    HideName "hide-name" "list this name no more",
    RestoreName "restore-name" "this name as the texts have it",
    Corrections "corrections" "which names were corrected",
    Copies "copies" "the copies of this text, oldest first",
    Related "related" "other articles on the same matter, the nearest first",
    Compare "compare" "compare the two selected, or this one with its copy",
    SaveView "save-view" "save filter and order as a view under a name",
    Views "views" "the saved views, with how much is in each",
    Problems "problems" "what could not be read, with the reasons",

    CopyRow "copy" "copy the row or the paragraph",
    CopyQuote "copy-quote" "copy the quotation with its citation",
    CopyTitle "copy-title" "copy the title",
    CopyPath "copy-path" "copy the path of the file",
    CopyUrl "copy-url" "copy the address",
    CopyCitation "copy-citation" "copy a citation",
    Export "export" "save to a file: md, json, csv or txt by the ending of its name",
    Edit "edit" "open a read-only copy in the editor",
    OpenUrl "open-url" "show the address, and open it in the browser",
    Links "links" "the addresses that the story leads to",
    Hints "hints" "labels on names, quotations and addresses: typing one goes there",
    Pipe "pipe" "send the text to a command",
    Run "run" "run a command of the shell",

    Command "command" "command line",
    Help "help" "help",
    Bindings "bindings" "which key does what, and who said so",
    Theme "theme" "next theme",
    Rescan "rescan" "read what is new in the corpus",
    Redraw "redraw" "draw the screen anew",
    Suspend "suspend" "stop, back to the shell; fg returns",
    Cancel "cancel" "cancel: a popup, then the selection, then the search",
    Interrupt "interrupt" "cancel; stop reading the corpus; twice in a row, quit",
    Back "back" "back, or close; quit at the top level",
    Quit "quit" "quit; everything is saved",
}

impl Action {
    /// Finds the action with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }

    /// Tells whether the action changes marks, so that `.` repeats it.
    pub fn changes_marks(self) -> bool {
        matches!(
            self,
            Self::Done | Self::Discard | Self::Star | Self::ToggleRead | Self::Tag | Self::Untag
        )
    }
}
