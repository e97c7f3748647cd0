//! How dated things spread over the months, as one line of bars.

/// Bars from the lowest to the highest.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// How many of something there are in each month, from the first month to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Months since year 0 of the first.
    first: u32,
    /// How many, month by month.
    counts: Vec<u32>,
}

impl Spread {
    /// Counts days written as `2012-10-06`; anything else is left out. `None` where fewer than two months are met.
    pub fn of_days<'d>(days: impl Iterator<Item = &'d str>) -> Option<Self> {
        let mut months: Vec<u32> = days.filter_map(month).collect();
        months.sort_unstable();
        let (first, last) = (*months.first()?, *months.last()?);
        if first == last {
            return None;
        }
        let mut counts = vec![0; (last - first) as usize + 1];
        for month in months {
            counts[(month - first) as usize] += 1;
        }
        Some(Self { first, counts })
    }

    /// Draws at most so many bars; each stands for as many months as it takes, the highest for the most.
    ///
    /// A stretch of months without any is a blank.
    pub fn bars(&self, width: usize) -> String {
        let per_bar = self.counts.len().div_ceil(width.max(1));
        let sums: Vec<u32> = self
            .counts
            .chunks(per_bar)
            .map(|months| months.iter().sum())
            .collect();
        let highest = sums.iter().copied().max().unwrap_or(0).max(1);
        sums.iter()
            .map(|sum| match sum {
                0 => ' ',
                _ => BARS[((sum * 8).div_ceil(highest) as usize).clamp(1, 8) - 1],
            })
            .collect()
    }

    /// Returns the first and the last month, as `2012-10`.
    pub fn ends(&self) -> (String, String) {
        let written = |month: u32| format!("{:04}-{:02}", month / 12, month % 12 + 1);
        let last = self.first + self.counts.len() as u32 - 1;
        (written(self.first), written(last))
    }
}

/// Reads the month of a day, in months since year 0.
fn month(day: &str) -> Option<u32> {
    let (year, rest) = day.split_once('-')?;
    let month: u32 = rest.split('-').next()?.parse().ok()?;
    let year: u32 = year.parse().ok()?;
    ((1..=12).contains(&month) && year < 10_000).then(|| year * 12 + month - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_become_bars() {
        let days = [
            "2011-11-30",
            "2012-01-02",
            "2012-01-03",
            "no date",
            "2012-01-04",
            "2012-01-05",
            "2012-02-01",
            "2012-02-28",
        ];
        let spread = Spread::of_days(days.into_iter()).expect("there are months");
        assert_eq!(spread.bars(10), "▂ █▄");
        assert_eq!(spread.bars(2), "▂█");
        assert_eq!(spread.ends(), ("2011-11".to_owned(), "2012-02".to_owned()));
    }

    #[test]
    fn one_month_has_no_spread() {
        assert_eq!(
            Spread::of_days(["2012-01-02", "2012-01-30"].into_iter()),
            None
        );
        assert_eq!(Spread::of_days(["", "x-y", "2012-13-01"].into_iter()), None);
    }
}
