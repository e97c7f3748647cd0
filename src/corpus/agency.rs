//! Which words are the name of a news agency?

/// News agencies as they write themselves in date lines and under their stories, in lower case.
const AGENCIES: [&str; 58] = [
    "aap",
    "afp",
    "agence france-presse",
    "agência brasil",
    "agerpres",
    "anp",
    "ansa",
    "ap",
    "apa",
    "associated press",
    "ats",
    "awp",
    "belga",
    "bloomberg",
    "bloomberg news",
    "bta",
    "cna",
    "cp",
    "ctk",
    "dapd",
    "ddp",
    "deutsche presse-agentur",
    "dpa",
    "efe",
    "epd",
    "europa press",
    "eurostat",
    "hina",
    "ians",
    "interfax",
    "itar-tass",
    "kna",
    "kyodo",
    "kyodo news",
    "lusa",
    "mti",
    "ntb",
    "ots",
    "pa",
    "pap",
    "pti",
    "pts",
    "reuters",
    "ritzau",
    "rtr",
    "sda",
    "sid",
    "stt",
    "ta3",
    "tass",
    "tanjug",
    "tca",
    "the associated press",
    "tt",
    "united press international",
    "upi",
    "xinhua",
    "yonhap",
];

/// Tells whether these are the names of one or more agencies (`tca/dpa`), upper and lower case alike.
pub(super) fn is_agency(name: &str) -> bool {
    /// No agency has a longer name, in bytes.
    const MAX_BYTES: usize = 30;
    name.split('/').all(|name| {
        let name = name.trim();
        name.len() <= MAX_BYTES && AGENCIES.contains(&name.to_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::is_agency;

    #[test]
    fn agencies_are_known_alone_and_together() {
        for (name, expected) in [
            ("Lusa", true),
            ("tca/dpa", true),
            ("AFP / Reuters", true),
            ("The Associated Press", true),
            ("AFP/Getty", false),
            ("", false),
        ] {
            assert_eq!(is_agency(name), expected, "{name}");
        }
    }
}
