//! Made-up headlines in plain English, and queries a person would type to find some of them.
//!
//! Wanted headlines and all others are made of the same words, so that a query fits many a little.

use super::archive::Archive;

const WHO: [&str; 48] = [
    "Government", "Prime minister", "Opposition", "Central bank", "Supreme court", "Mayor", "Police", "Union",
    "Teachers", "Nurses", "Farmers", "Scientists", "Researchers", "Health ministry", "Foreign minister", "President",
    "Parliament", "Senate", "City council", "Fire brigade", "Coast guard", "Army", "Rebels", "Protesters", "Students",
    "Port authority", "Airline", "Railway", "Oil company", "Carmaker", "Steel maker", "Phone company", "Investors",
    "Regulator", "Football club", "Olympic committee", "National team", "Film festival", "Museum", "Orchestra",
    "Volcano", "Flood", "Earthquake", "Heat wave", "Storm", "Aid agency", "Church", "Tax office",
];

const DOES: [&str; 40] = [
    "rejects", "approves", "delays", "announces", "denies", "warns of", "prepares for", "investigates", "suspends",
    "cancels", "defends", "criticises", "welcomes", "debates", "postpones", "threatens", "promises", "demands",
    "blocks", "signs", "breaks off", "resumes", "expands", "closes", "opens", "sues over", "celebrates", "loses",
    "wins", "doubles", "halves", "reviews", "bans", "allows", "funds", "disrupts", "damages", "survives", "reports",
    "questions",
];

const WHAT: [&str; 56] = [
    "budget cuts", "pension reform", "rate rise", "trade deal", "peace talks", "border closure", "water shortage",
    "power cuts", "school meals", "hospital strike", "rail strike", "tax on sugar", "fishing rights", "nuclear plant",
    "wind farm", "coal mine", "gas pipeline", "airport expansion", "bridge repairs", "housing plan", "rent freeze",
    "election result", "corruption inquiry", "spying claims", "data leak", "vaccine trial", "malaria outbreak",
    "cholera deaths", "grain exports", "wheat harvest", "wine harvest", "forest fires", "missing climbers",
    "stolen paintings", "ancient tomb", "new comet", "moon mission", "satellite launch", "record losses",
    "record profits", "merger plan", "job losses", "wage offer", "boycott call", "visa rules", "refugee camp",
    "hostage crisis", "prison revolt", "train crash", "ferry accident", "oil spill", "stadium collapse", "cup final",
    "doping ban", "marathon win", "opera premiere",
];

const WHERE: [&str; 40] = [
    "in Lisbon", "in Nairobi", "in Oslo", "in Manila", "in Toronto", "in Warsaw", "in Cairo", "in Lima", "in Quito",
    "in Jakarta", "in Dublin", "in Athens", "in Havana", "in Tunis", "in Bogota", "in Delhi", "in Seoul", "in Hanoi",
    "in Prague", "in Vienna", "in Sofia", "in Riga", "in Accra", "in Dakar", "in Harare", "in Lusaka", "in Kampala",
    "in Santiago", "in Montevideo", "in Brisbane", "in Auckland", "in Glasgow", "in Naples", "in Seville", "in Lyon",
    "in Hamburg", "in Rotterdam", "in Antwerp", "in Geneva", "in Helsinki",
];

const TAIL: [&str; 16] = [
    "", "", "", "", " after long debate", " for third time", " despite protests", " amid doubts", " within hours",
    " before vote", " as prices climb", ", officials say", ", report finds", ", sources say", " this winter",
    " by next year",
];

/// What is typed, and the headline that is meant.
pub const QUERIES: [(&str, &str); 30] = [
    ("nurs hosp lisb", "Nurses defends hospital strike in Lisbon"),
    ("comet oslo", "Scientists announces new comet in Oslo"),
    ("pens ref warsaw", "Parliament approves pension reform in Warsaw"),
    ("opera vienna", "Orchestra celebrates opera premiere in Vienna"),
    ("spill brisb", "Coast guard reports oil spill in Brisbane"),
    ("vaccine accra", "Health ministry suspends vaccine trial in Accra"),
    ("tomb cairo", "Museum opens ancient tomb in Cairo"),
    ("doping", "Olympic committee reviews doping ban in Geneva"),
    ("grain exp dakar", "Aid agency questions grain exports in Dakar"),
    ("rtrz", "Railway threatens rail strike in Rotterdam"),
    ("fish rights halve", "Senate halves fishing rights in Riga"),
    ("helsinki wind", "Regulator blocks wind farm in Helsinki"),
    ("lisbon nurses strike", "Nurses defends hospital strike in Lisbon"),
    ("steel job", "Steel maker denies job losses in Hamburg"),
    ("carmkr merger", "Carmaker breaks off merger plan in Lyon"),
    ("moon mission", "Investors funds moon mission in Seoul"),
    ("hostage harare", "Rebels resumes hostage crisis in Harare"),
    ("marathn athens", "National team wins marathon win in Athens"),
    ("cup final naples", "Football club loses cup final in Naples"),
    ("prison quito", "Police survives prison revolt in Quito"),
    ("suger tax", "Supreme court bans tax on sugar in Dublin"),
    ("clim lima", "Army investigates missing climbers in Lima"),
    ("ferry manila", "Storm disrupts ferry accident in Manila"),
    ("teach meals", "Teachers demands school meals in Glasgow"),
    ("airp exp delhi", "Airline delays airport expansion in Delhi"),
    ("spy hanoi", "Foreign minister denies spying claims in Hanoi"),
    ("tax office data", "Tax office reports data leak in Prague"),
    ("wine sevill", "Farmers celebrates wine harvest in Seville"),
    ("stad coll tunis", "City council questions stadium collapse in Tunis"),
    ("paintngs antwerp", "Museum sues over stolen paintings in Antwerp"),
];

/// Makes so many headlines; the wanted ones stand among them.
pub fn make(n: usize) -> Vec<String> {
    let mut archive = Archive::new(3);
    let mut titles: Vec<String> = Vec::with_capacity(n);
    let every = (n / QUERIES.len()).max(1);
    let mut wanted: Vec<&str> = QUERIES.iter().map(|(_, target)| *target).collect();
    wanted.sort_unstable();
    wanted.dedup();
    while titles.len() < n {
        if titles.len() % every == every / 2
            && let Some(target) = wanted.pop()
        {
            titles.push(target.to_owned());
            continue;
        }
        let mut one_of = |list: &[&'static str]| list[archive.below(list.len())];
        let (who, does, what) = (one_of(&WHO), one_of(&DOES), one_of(&WHAT));
        let (place, tail) = (one_of(&WHERE), one_of(&TAIL));
        titles.push(format!("{who} {does} {what} {place}{tail}"));
    }
    titles
}
