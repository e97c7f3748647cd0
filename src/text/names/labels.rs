//! Which labels may the tokens of a name have? One for each kind and place in the name, and one for what is no name.

/// Not part of a name.
pub const OUTSIDE: u8 = 0;
/// Outside, and beginning, inside, end and single word for each of four kinds.
pub const N_LABELS: usize = 17;

/// Where in its name a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first of several words.
    First,
    /// Between the first and the last.
    Inside,
    /// The last of several words.
    Last,
    /// The only word.
    Only,
}

/// Returns the label of a part of a name of the kind with this number (0 to 3).
pub const fn label(kind: u8, part: Part) -> u8 {
    1 + kind * 4 + part as u8
}

/// Returns the number of the kind and the part that a label stands for.
pub const fn of_label(label: u8) -> Option<(u8, Part)> {
    if label == OUTSIDE {
        return None;
    }
    let part = match (label - 1) % 4 {
        0 => Part::First,
        1 => Part::Inside,
        2 => Part::Last,
        _ => Part::Only,
    };
    Some(((label - 1) / 4, part))
}

/// Returns the pairs of labels that cannot follow each other.
pub fn forbidden() -> Vec<(usize, usize)> {
    let opens = |label: u8| match of_label(label) {
        Some((kind, Part::First | Part::Inside)) => Some(kind),
        _ => None,
    };
    let goes_on = |label: u8| match of_label(label) {
        Some((kind, Part::Inside | Part::Last)) => Some(kind),
        _ => None,
    };
    let mut pairs = Vec::new();
    for label in 0..N_LABELS as u8 {
        if goes_on(label).is_some() {
            pairs.push((N_LABELS, usize::from(label)));
        }
        for before in 0..N_LABELS as u8 {
            if opens(before) != goes_on(label) {
                pairs.push((usize::from(before), usize::from(label)));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_go_there_and_back() {
        assert_eq!(of_label(OUTSIDE), None);
        for kind in 0..4 {
            for part in [Part::First, Part::Inside, Part::Last, Part::Only] {
                assert_eq!(of_label(label(kind, part)), Some((kind, part)));
            }
        }
        assert!(usize::from(label(3, Part::Only)) < N_LABELS);
    }

    #[test]
    fn a_name_goes_on_as_it_began() {
        let forbidden = forbidden();
        let pair = |a, b| forbidden.contains(&(usize::from(a), usize::from(b)));
        assert!(pair(label(0, Part::First), OUTSIDE));
        assert!(pair(label(0, Part::First), label(1, Part::Last)));
        assert!(pair(OUTSIDE, label(2, Part::Inside)));
        assert!(!pair(label(0, Part::First), label(0, Part::Last)));
        assert!(!pair(label(0, Part::Only), label(1, Part::First)));
    }
}
