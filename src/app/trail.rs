//! Where the reader has been: jumps back and forward.

use super::{Overlay, Pane, reader::Point};
use crate::library::ArticleId;

/// How many places are remembered in each direction.
const MAX_PLACES: usize = 100;

/// A place to come back to.
#[derive(Clone, Debug)]
pub struct Place {
    /// The article that was open.
    pub article: Option<ArticleId>,
    /// The offset at the upper edge of the reader; `None` is the head of the article.
    pub offset: Option<usize>,
    /// What was pointed at.
    pub point: Point,
    /// The pane that heard keys.
    pub focus: Pane,
    /// What lay over the panes, with cursor and all.
    pub overlays: Vec<Overlay>,
}

/// The places behind and ahead.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    back: Vec<Place>,
    forward: Vec<Place>,
}

impl Trail {
    /// Remembers a place before a jump; what was ahead is forgotten.
    pub fn leave(&mut self, place: Place) {
        self.forward.clear();
        push(&mut self.back, place);
    }

    /// Returns the last place and keeps the present one for the way forward.
    pub fn back(&mut self, present: Place) -> Option<Place> {
        let place = self.back.pop()?;
        push(&mut self.forward, present);
        Some(place)
    }

    /// Returns the place the way back came from.
    pub fn forward(&mut self, present: Place) -> Option<Place> {
        let place = self.forward.pop()?;
        push(&mut self.back, present);
        Some(place)
    }

    /// Tells whether the last jump began in a popup, so that closing the article leads back to it.
    pub fn leads_to_popup(&self) -> bool {
        self.back
            .last()
            .is_some_and(|place| !place.overlays.is_empty())
    }
}

fn push(places: &mut Vec<Place>, place: Place) {
    if places.len() == MAX_PLACES {
        places.remove(0);
    }
    places.push(place);
}
