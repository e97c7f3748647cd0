//! Which words report, and which words name a source? Lists of English, by how a word is used.

use super::super::words::word_hash;
use std::sync::LazyLock;

/// How a word may take part in a report; a set of uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Use(u32);

impl Use {
    /// Reports a clause or quoted words: *say*, *announce*.
    pub const SAY: Self = Self(1);
    /// Reports a clause behind the person addressed: *tell*, *assure*.
    pub const TELL: Self = Self(1 << 1);
    /// Reports what someone is to do: *urge*, *order*.
    pub const URGE: Self = Self(1 << 2);
    /// Reports with a noun phrase: *deny*, *condemn*, *promise*.
    pub const PHRASE: Self = Self(1 << 3);
    /// Names a thing: *call*, *describe*, *dub*.
    pub const CALL: Self = Self(1 << 4);
    /// Reports a charge: *accuse*, *blame*.
    pub const ACCUSE: Self = Self(1 << 5);
    /// Reports a question: *ask*, *inquire*.
    pub const ASK: Self = Self(1 << 6);
    /// Reports quoted words by the manner of speaking: *whisper*, *laugh*.
    pub const MANNER: Self = Self(1 << 7);
    /// Is an act of the mind rather than of speech: *believe*, *hope*.
    pub const THINK: Self = Self(1 << 8);
    /// Often reports, often means something else: *show*, *find*, *suggest*.
    pub const WEAK: Self = Self(1 << 9);
    /// Is a noun for something said: *claim*, *statement*.
    pub const NOUN: Self = Self(1 << 10);
    /// Is a noun for a text or an occasion of speech: *report*, *interview*.
    pub const TEXT: Self = Self(1 << 11);
    /// Is a noun for a person who speaks: *spokesman*, *officials*.
    pub const ROLE: Self = Self(1 << 12);
    /// Is a noun for a body that speaks: *company*, *police*.
    pub const BODY: Self = Self(1 << 13);
    /// The form ends in *-ing*.
    pub const ING: Self = Self(1 << 14);
    /// The form is past or a participle.
    pub const ED: Self = Self(1 << 15);
    /// The form ends in *-s*.
    pub const S: Self = Self(1 << 16);
    /// The bare form.
    pub const BASE: Self = Self(1 << 17);

    /// Any verb that reports speech.
    pub const REPORTS: Self = Self(0xff | 1 << 9);

    /// Returns both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether the two share a use.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the set as a number, for a feature.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Returns the set without the form of the verb.
    #[must_use]
    pub const fn without_form(self) -> Self {
        Self(self.0 & 0x3fff)
    }
}

/// The verbs of each use, in their bare form.
const VERBS: [(Use, &str); 10] = [
    (
        Use::SAY,
        "say state announce claim declare add explain note write tweet post insist argue maintain \
         contend assert allege admit acknowledge concede confess confirm disclose reveal report warn \
         caution predict estimate stress emphasize emphasise underline underscore observe remark comment \
         reply respond answer retort counter rejoin interject continue conclude recall recount remember \
         testify swear vow pledge promise complain protest object boast brag joke quip jest tease lament \
         deplore muse reiterate repeat reaffirm affirm attest aver avow proclaim pronounce relate mention \
         specify clarify elaborate suggest propose recommend imply hint speculate reckon guess theorize \
         posit postulate forecast foretell charge counsel advocate plead demand request reason venture \
         volunteer grumble gripe moan groan rant fume thunder gush enthuse rave opine preach inform signal \
         deny agree blog email e-mail text message cable wire radio telegraph retweet record notify relay \
         communicate convey exclaim begin interrupt intone recite rule hold advise threaten quote cite \
         credit certify instruct stipulate decree ordain rap sing chant contest dispute rebut refute deem \
         interject chime chip quipped gloat crow assure intimate divulge express voice air offer utter \
         echo summarize summarise caption headline editorialize editorialise apologize apologise \
         read indicate hypothesize hypothesise rebuke bemoan bewail decry explain wager submit",
    ),
    (
        Use::TELL,
        "tell inform remind assure reassure warn advise notify promise ask brief teach convince persuade \
         show guarantee caution alert instruct apprise email write text message cable bet",
    ),
    (
        Use::URGE,
        "urge order ask tell beg implore beseech advise instruct command encourage direct press exhort \
         request require invite challenge call appeal plead lobby entreat counsel caution warn recommend \
         forbid bid petition enjoin dare admonish prod pressure nudge summon adjure remind promise \
         threaten vow pledge swear offer agree refuse demand claim",
    ),
    (
        Use::PHRASE,
        "deny reject dismiss praise criticize criticise condemn denounce demand promise pledge vow offer \
         propose suggest recommend announce report confirm predict forecast estimate request apologize \
         apologise complain warn call appeal press plead protest welcome applaud commend hail laud salute \
         thank congratulate lament mourn regret deplore decry slam blast lambast lambaste attack rap \
         castigate chastise rebuke scold deride mock ridicule ridiculing defend endorse admit acknowledge \
         concede confess question query challenge dispute contest rebut refute rule express voice \
         reiterate repeat stress emphasize emphasise highlight advocate cite mention note declare \
         disclose reveal detail outline describe explain discuss argue urge threaten swear assure extol \
         tout bemoan disavow disown repudiate retract withdraw renounce allege claim assert affirm quote \
         invoke pan pillory savage excoriate assail vilify disparage belittle berate upbraid reprimand \
         caution counsel speak talk address comment insult compliment credit ask order authorize convey \
         blame fault tender wish offer extend declaim",
    ),
    (
        Use::CALL,
        "call describe label dub brand hail characterize characterise term liken compare portray depict \
         paint cast denounce dismiss deride mock praise condemn criticize criticise slam bill tout style \
         cite name declare pronounce deem rate regard billing hailing welcome decry frame identify refer \
         brand damn reject attack express put classify view",
    ),
    (
        Use::ACCUSE,
        "accuse blame charge fault berate chide criticize criticise scold rebuke reproach condemn suspect \
         acquit convict attack slam blast praise thank commend congratulate applaud credit absolve \
         suspect lambast lambaste castigate denounce indict",
    ),
    (
        Use::ASK,
        "ask inquire enquire wonder question query demand probe quiz press",
    ),
    (
        Use::MANNER,
        "whisper shout yell scream cry murmur mutter mumble laugh sigh smile grin snap bark bellow growl \
         hiss roar sob weep wail whine chuckle giggle gasp stammer stutter drawl croak shriek holler \
         marvel shrug grimace nod beam frown scoff sneer snort cackle chirp coo plead snarl sniff spit \
         storm trail blurt deadpan grunt bawl call intone drone purr go finish start open close read ran \
         run agree put think sign",
    ),
    (
        Use::THINK,
        "think believe feel hope expect fear know understand want wish plan decide intend consider doubt \
         suspect imagine assume realize realise learn hear see worry presume suppose anticipate forget \
         hope prefer seek try aim mean agree conclude love like hate dream figure determine discover \
         recognize recognise dread trust envision foresee envisage calculate",
    ),
    (
        Use::WEAK,
        "show find suggest indicate demonstrate prove reveal argue report note hold rule read hear \
         record present point set make give put go speak talk quote cite attribute list document detail \
         publish issue release attest reflect mean learn discover conclude identify blame pen sum lay \
         spell lash hit fire shoot break cut weigh respond speak discuss address agree begin refer \
         describe name state claim predict mark provide deliver cast draw raise turn come order vote sign",
    ),
];

/// Forms that the rules of spelling do not give: bare form, past forms, and where needed the others.
const IRREGULAR: &str = "say:said:says:saying tell:told:tells:telling write:wrote,written:writes:writing \
    swear:swore,sworn:swears:swearing speak:spoke,spoken:speaks:speaking put:put:puts:putting \
    hold:held:holds:holding read:read:reads:reading sing:sang,sung:sings:singing \
    begin:began,begun:begins:beginning think:thought:thinks:thinking feel:felt:feels:feeling \
    know:knew,known:knows:knowing understand:understood:understands:understanding hear:heard:hears:hearing \
    see:saw,seen:sees:seeing find:found:finds:finding show:showed,shown:shows:showing \
    foretell:foretold:foretells:foretelling forbid:forbade,forbidden:forbids:forbidding \
    bid:bade,bid:bids:bidding cast:cast:casts:casting go:went,gone:goes:going make:made:makes:making \
    give:gave,given:gives:giving set:set:sets:setting mean:meant:means:meaning teach:taught:teaches:teaching \
    rebut:rebutted:rebuts:rebutting refer:referred:refers:referring admit:admitted:admits:admitting \
    submit:submitted:submits:submitting plead:pleaded,pled:pleads:pleading beseech:besought:beseeches:beseeching \
    withdraw:withdrew,withdrawn:withdraws:withdrawing forecast:forecast:forecasts:forecasting \
    cry:cried:cries:crying reply:replied:replies:replying deny:denied:denies:denying imply:implied:implies:implying \
    testify:testified:testifies:testifying specify:specified:specifies:specifying \
    clarify:clarified:clarifies:clarifying certify:certified:certifies:certifying notify:notified:notifies:notifying \
    vilify:vilified:vilifies:vilifying identify:identified:identifies:identifying weep:wept:weeps:weeping \
    spit:spat:spits:spitting quip:quipped:quips:quipping snap:snapped:snaps:snapping \
    chat:chatted:chats:chatting beg:begged:begs:begging blog:blogged:blogs:blogging \
    sob:sobbed:sobs:sobbing slam:slammed:slams:slamming pan:panned:pans:panning dub:dubbed:dubs:dubbing \
    chip:chipped:chips:chipping hint:hinted:hints:hinting brag:bragged:brags:bragging \
    plan:planned:plans:planning prod:prodded:prods:prodding extol:extolled:extols:extolling \
    rap:rapped:raps:rapping intone:intoned:intones:intoning shrug:shrugged:shrugs:shrugging \
    nod:nodded:nods:nodding grin:grinned:grins:grinning run:ran,run:runs:running ran:ran:runs:running \
    deem:deemed:deems:deeming dream:dreamed,dreamt:dreams:dreaming seek:sought:seeks:seeking \
    learn:learned,learnt:learns:learning forget:forgot,forgotten:forgets:forgetting \
    foresee:foresaw,foreseen:foresees:foreseeing bet:bet:bets:betting lay:laid:lays:laying \
    hit:hit:hits:hitting shoot:shot:shoots:shooting break:broke,broken:breaks:breaking cut:cut:cuts:cutting \
    come:came,come:comes:coming draw:drew,drawn:draws:drawing spell:spelled,spelt:spells:spelling \
    sum:summed:sums:summing try:tried:tries:trying worry:worried:worries:worrying \
    e-mail:e-mailed:e-mails:e-mailing";

const NOUNS: &str = "claim claims statement statements announcement allegation allegations warning warnings \
    accusation accusations promise promises remark remarks comment comments assertion assertions suggestion \
    suggestions argument arguments denial denials demand demands call calls charge charges complaint \
    complaints threat threats pledge pledges vow vows prediction predictions estimate estimates response \
    reply answer question questions admission confession declaration proposal recommendation advice \
    observation explanation contention insistence assurance assurances criticism apology quote quotation \
    words word saying plea appeal appeals request requests order orders forecast view opinion belief idea";

const TEXTS: &str = "report reports letter letters message messages tweet tweets post posts speech address \
    interview interviews testimony email e-mail emails memo memorandum note article articles book column \
    editorial op-ed blog essay study studies survey poll release briefing conference document documents \
    paper papers filing lawsuit complaint affidavit indictment transcript video broadcast website page \
    bulletin advisory communique communiqué dispatch account biography memoir ruling verdict decision \
    judgment judgement opinion petition sign placard banner headline ad advertisement notice text caption \
    inscription hearing debate rally telegram cable podcast webcast programme program file files data \
    figures records newspaper magazine";

const ROLES: &str = "spokesman spokeswoman spokesperson spokesmen spokespeople official officials source sources \
    officer officers critic critics analyst analysts expert experts witness witnesses minister ministers \
    president chairman chairwoman chairperson chair director secretary leader leaders senator senators \
    lawmaker lawmakers congressman congresswoman representative representatives governor mayor judge \
    prosecutor prosecutors lawyer lawyers attorney attorneys author authors researcher researchers scientist \
    scientists economist economists professor doctor doctors resident residents neighbour neighbours \
    neighbor neighbors aide aides adviser advisers advisor advisors diplomat diplomats ambassador commander \
    general colonel captain sergeant chief sheriff detective investigator investigators campaigner \
    campaigners activist activists protester protesters protestor protestors supporter supporters opponent \
    opponents manager coach player captain executive executives founder owner owners editor reporter \
    reporters journalist journalists columnist correspondent blogger commentator commentators historian \
    teacher teachers student students pupil parent parents mother father son daughter brother sister wife \
    husband widow friend friends colleague colleagues victim victims survivor survivors passenger \
    passengers driver pilot farmer farmers worker workers employee employees engineer engineers \
    councillor councillors councilman councilwoman commissioner deputy pope bishop archbishop priest \
    pastor rabbi imam king queen prince princess man woman men women boy girl people person persons \
    someone somebody one others some many most several both neither either nobody everyone everybody \
    observers scholars voters candidate candidates nominee candidate democrats republicans conservatives \
    liberals rebels militants insurgents soldiers troops detectives paramedics nurse nurses artist actor \
    actress singer musician fan fans user users defendant plaintiff plaintiffs suspect guard guards \
    conspirator theorist sceptics skeptics proponents detractors rivals allies sides side insiders \
    veterans pollster pollsters strategist strategists consultant consultants organiser organisers \
    organizer organizers operator operators regulator regulators trader traders investors customers \
    shareholders host anchor moderator speaker caller forecasters planners trustees volunteers";

const BODIES: &str = "company firm government ministry department agency council court committee commission \
    police authorities administration army military navy campaign group groups organization organisation \
    organizations organisations association union party parties team club bank university college school \
    hospital newspaper magazine paper network station channel outlet outlets media press board panel \
    bureau office service services fund institute foundation charity charities board agency airline \
    operator regulator watchdog council county city state nation country countries white house pentagon \
    kremlin parliament congress senate coalition alliance movement industry website maker drugmaker \
    carmaker automaker retailer lender utility museum church family families tribunal inquiry jury union \
    report study survey poll";

/// The words and their uses, by [`word_hash`].
struct Lexicon {
    slots: Vec<(u32, Use)>,
}

impl Lexicon {
    fn new() -> Self {
        let mut entries: Vec<(u32, Use)> = Vec::new();
        for (usage, list) in VERBS {
            for verb in list.split_ascii_whitespace() {
                inflect(verb, |form, how| {
                    entries.push((word_hash(form), usage.and(how)));
                });
            }
        }
        for (usage, list) in [
            (Use::NOUN, NOUNS),
            (Use::TEXT, TEXTS),
            (Use::ROLE, ROLES),
            (Use::BODY, BODIES),
        ] {
            for word in list.split_ascii_whitespace() {
                entries.push((word_hash(word), usage));
            }
        }
        let mut slots = vec![(0, Use::default()); (entries.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (hash, usage) in entries {
            let mut at = hash as usize & mask;
            while slots[at].0 != 0 && slots[at].0 != hash {
                at = (at + 1) & mask;
            }
            slots[at] = (hash, slots[at].1.and(usage));
        }
        Self { slots }
    }

    fn get(&self, hash: u32) -> Use {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                (0, _) => return Use::default(),
                (known, usage) if known == hash => return usage,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// Gives the forms of a verb.
fn inflect(verb: &str, mut form: impl FnMut(&str, Use)) {
    form(verb, Use::BASE);
    let irregular = IRREGULAR
        .split_ascii_whitespace()
        .find(|entry| entry.split(':').next() == Some(verb));
    if let Some(entry) = irregular {
        for (forms, how) in entry.split(':').skip(1).zip([Use::ED, Use::S, Use::ING]) {
            for one in forms.split(',') {
                form(one, how);
            }
        }
        return;
    }
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    form(&format!("{stem}ed"), Use::ED);
    form(&format!("{stem}ing"), Use::ING);
    let sibilant = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| verb.ends_with(end));
    form(
        &format!("{verb}{}", if sibilant { "es" } else { "s" }),
        Use::S,
    );
}

/// Returns the uses of the word with this [`word_hash`].
pub fn uses(hash: u32) -> Use {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);
    LEXICON.get(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_in_every_form() {
        for form in [
            "said", "says", "saying", "SAID", "denies", "denied", "quipped", "stressed",
        ] {
            assert!(uses(word_hash(form)).has(Use::SAY), "{form}");
        }
        assert!(uses(word_hash("accusing")).has(Use::ACCUSE));
        assert!(uses(word_hash("accusing")).has(Use::ING));
        assert!(uses(word_hash("spokeswoman")).has(Use::ROLE));
        assert_eq!(uses(word_hash("table")), Use::default());
    }
}
