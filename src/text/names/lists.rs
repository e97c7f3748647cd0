//! Which words tell what a name is? First names, titles, and the words that organisations, places and works are made of.

use super::gazetteer::{Classes, people};
use crate::text::words::{WordMap, word_hash};
use std::sync::LazyLock;

/// What is known of a word from lists, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints(pub u16);

impl Hints {
    /// A first name of women.
    pub const FEMALE: u16 = 1;
    /// A first name of men.
    pub const MALE: u16 = 1 << 1;
    /// Stands before the name of a person: *President*, *Mr*, *Gen.*
    pub const TITLE: u16 = 1 << 2;
    /// Says what kind of organisation: *Ministry*, *Bank*, *Party*.
    pub const BODY: u16 = 1 << 3;
    /// Ends the name of a company: *Inc*, *Ltd*.
    pub const COMPANY: u16 = 1 << 4;
    /// Says what kind of place: *River*, *Street*.
    pub const SITE: u16 = 1 << 5;
    /// A people, a language or a faith: *Russian*, *Muslim*.
    pub const PEOPLE: u16 = 1 << 6;
    /// A day or month.
    pub const CALENDAR: u16 = 1 << 7;
    /// Reports speech: *said*, *told*.
    pub const REPORT: u16 = 1 << 8;
    /// Part of a surname: *van*, *bin*, *de*.
    pub const PARTICLE: u16 = 1 << 9;
    /// Says what kind of event, work, law or prize: *Cup*, *War*, *Act*.
    pub const EVENT: u16 = 1 << 10;
    /// Ends a person's name: *Jr.*, *III*.
    pub const SUFFIX: u16 = 1 << 11;
    /// A surname.
    pub const SURNAME: u16 = 1 << 12;

    /// Looks a word up by its hash.
    pub fn of(word: u32) -> Self {
        let listed = LISTED.get(word).unwrap_or(0);
        let of_people = PEOPLE.get(word).map_or(0, |bits| {
            // First names lie in their places, surnames are the third bit.
            let surname = u16::from(bits >> 2 & 1) * Self::SURNAME;
            u16::from(bits) & (Self::FEMALE | Self::MALE) | surname
        });
        Self(listed | of_people)
    }

    /// Tells whether one of `bits` is there.
    pub fn any(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

/// The single words of people's names.
static PEOPLE: LazyLock<Classes> = LazyLock::new(people);

/// What the lists of this file tell.
static LISTED: LazyLock<WordMap> = LazyLock::new(|| {
    let lists = [
        (Hints::FEMALE, FEMALE),
        (Hints::MALE, MALE),
        (Hints::TITLE, TITLES),
        (Hints::BODY, BODIES),
        (Hints::COMPANY, COMPANY),
        (Hints::SITE, SITES),
        (Hints::PEOPLE, PEOPLES),
        (Hints::CALENDAR, CALENDAR),
        (Hints::REPORT, REPORTS),
        (Hints::PARTICLE, PARTICLES),
        (Hints::EVENT, EVENTS),
        (Hints::SUFFIX, SUFFIXES),
    ];
    let mut hints = WordMap::with_room(N_LISTED);
    for (bit, list) in lists {
        for word in list.split_ascii_whitespace() {
            *hints.entry(word_hash(word)) |= bit;
        }
    }
    hints
});

/// About so many words are listed.
const N_LISTED: usize = 4096;

const FEMALE: &str = "aaliyah abigail ada adele adriana agnes aicha aileen aisha alana alexandra alexandria alice alicia \
alina alison allison alma alyssa amanda amal amber amelia amina amira amy ana anastasia andrea angela angelina angie anita \
ann anna annabel anne annette annie antonia april ariana arlene ashley asha astrid audrey aurora ava ayesha barbara beatrice \
beatriz becky belinda benazir bernadette bertha beth bethany betsy betty beverly bianca birgit bonnie brenda bridget \
brigitte britney brittany brooke camila camilla candace carla carly carmen carol carole caroline carolina carolyn carrie \
catalina catherine cathy cecilia celeste celia charlene charlotte chelsea cheryl chiara chloe christina christine cindy \
claire clara clare claudia colleen connie constance consuelo cora corinne courtney cristina crystal cynthia dahlia daisy \
dana daniela danielle daphne darlene dawn deanna debbie deborah debra deirdre delia denise diana diane dianne dilma dina \
dolores dominique donna dora doreen doris dorothy edith edna eileen elaine eleanor elena elisa elisabeth elise elizabeth \
ella ellen elsa elsie emily emma erica erika erin esmeralda esperanza estelle esther ethel eugenia eunice eva eve evelyn \
faith farah fatima fatma fatou felicity fiona flora florence frances francesca francine freya frieda gabriela gabrielle gail \
gemma geneva genevieve georgia georgina geraldine gertrude gillian gina ginger giorgia gisele gladys gloria golda grace \
greta gretchen guadalupe gwen gwendolyn hadiya hailey haley hannah harriet hazel heather heidi helen helena helene henrietta \
hilary hillary hilda holly hope ida ilana imelda indira ines ingrid inga irena irene iris irina isabel isabella isabelle \
ivana ivanka ivy jacinda jackie jacqueline jade jamila jane janet janice jasmine jaya jayne jean jeanette jeanne jemima jen \
jenna jennifer jenny jessica jill jillian jo joan joanna joanne jocelyn jodie johanna josefina josephine joy joyce juana \
juanita judith judy julia juliana julie juliet june justine kamala kara karen karin karla kate katarina katherine kathleen \
kathryn kathy katie katrina kay kayla keiko keisha kelly kendra kerry khadija kim kimberly kirsten kirstjen kristen kristin \
kristina krystal kylie laila lana lara latoya laura lauren laurie layla lea leah leila lena leona leslie leticia lidia lila \
lilian liliana lillian lily linda lindsay lindsey lisa liz lois lola lora loretta lori lorraine louisa louise lucia lucille \
lucinda lucy luisa luz lydia lynda lynette lynn lynne mabel mackenzie madeleine madeline madison magdalena maggie maha \
malala malia mandy manuela marcela marcia margaret margarita margot maria mariah mariam mariana marianne marie marilyn marina \
marion marisa marissa marjorie marlene marsha marta martha martina mary maryam matilda maureen maxine maya megan meera meg \
meghan mei melania melanie melinda melissa mercedes meredith mia michaela michele michelle mildred mina minnie mira miranda \
miriam moira mollie molly mona monica monique myra myrtle nadia nadine nancy naomi natalia natalie natasha neha nellie nia \
nichole nicola nicole nikki nina noor nora noreen norma octavia odette olga olivia olympia ornella pamela paola pat patricia \
patsy patti patty paula pauline pearl peggy penelope penny petra phoebe phyllis pia pippa polly pooja priscilla priti priya \
rachel rafaela ramona rania raquel rebecca regina renata renee rhonda rita roberta robin robyn rochelle rosa rosalie \
rosalind rosario rose rosemary rosie roxanne ruby ruth sabine sabrina sadie sally salma samantha samira sandra sandy \
saoirse sara sarah sasha savannah scarlett selena selma shannon sharon sheena sheila shelby shelley sheri sherry shirin \
shirley shona sienna silvia simone sinead siobhan sofia solange sonia sonya sophia sophie stacey stacy stella stephanie \
sue sumaya summer sunita susan susana susanna susie suzanne svetlana sybil sylvia tabitha tamara tammy tania tanya tara \
tatiana teresa tess tessa thelma theresa therese tiffany tina toni tonya tracy trisha trudy ursula usha valentina valeria \
valerie vanessa vera verna veronica vicki vicky victoria viola violet virginia vivian wanda wendy whitney wilhelmina \
wilma winifred winnie xiomara yasmin yesenia yoko yolanda yulia yvette yvonne zahra zainab zara zelda zoe datin puan nurul siti";

const MALE: &str = "aaron abbas abdel abdul abdullah abdulrahman abe abel abraham abu adam adel adnan adolf adrian ahmad ahmed \
aidan akbar akira alan alain albert alberto aldo alec alejandro aleksandr alessandro alex alexander alexandre alexei alexey \
alexis alf alfonso alfred alfredo ali alistair allan allen alonso alvaro alvin amir amit anatoly anders andre andreas andrei \
andres andrew andrey andrzej andy angel angelo angus anthony antoine anton antonio antony anwar ariel arjun armando arnold \
arthur arturo arun arvind asad ashraf asif atif augusto austin avi axel ayman aziz bakar baldwin barack barnaby barney barry \
bart bashar basil bassam ben benedict benigno benito benjamin bennett benny bernard bernardo bernie bert bharat bilal bill \
billy bjorn blake bob bobby bogdan boris brad bradley brady brandon brendan brent brett brian bruce bruno bryan bryce byron \
caleb calvin cameron carl carlo carlos carlton carsten casey cedric cesar chad charles charlie chester chris christian \
christoph christophe christopher chuck clarence claude clayton cliff clifford clint clive clyde cody colin connor conor \
conrad constantine cory craig curtis cyril cyrus dale damian damien damon dan daniel danny dario darrell darren darryl dave \
david dawud dean declan delroy dennis denis denny derek derrick desmond dexter didier diego dieter dimitri dirk dmitri dmitry \
dominic don donald donovan doug douglas drew duane duncan dustin dwayne dwight dylan earl ed eddie edgar edmund eduardo edward \
edwin efrain egon ehud eli elias elijah elliot elliott ellis elmer elon elvis emanuel emil emilio emmanuel emmett enrique \
eric erik ernest ernesto ernie erwin esteban ethan eugene evan evgeny evo ezra fabian fabio fadi faisal farid farouk felipe \
felix ferdinand fernando fidel filip finn floyd francesco francis francisco franco francois frank frankie franklin franz fred \
freddie freddy frederic frederick friedrich fritz gabriel gareth garry gary gaston gavin gene geoff geoffrey george georges \
georgi gerald gerard gerardo gerhard gerry ghassan gianni gilbert gilberto giles giorgio giovanni giuseppe glen glenn gonzalo \
gordon graham grant greg gregor gregory guido guillaume guillermo gunther gus gustav gustavo guy habib hadi hamid hamza hank \
hans harald harold harris harry harvey hasan hashim hassan hector heinrich heinz hendrik henri henrik henry herbert herman \
hernan herve hideki hikaru hiroshi horace horst hosni howard hubert hugh hugo humberto husni hussein hussain hwang hyun iain \
ian ibrahim idris ignacio igor ilham ilya imran ingmar ira irfan irving isaac isaiah ismail israel ivan ivo jack jackson jacob \
jacques jaime jair jake jakob jamal james jamie jan jared jaroslaw jason javier jay jean-claude jed jeff jefferson jeffrey \
jens jeremiah jeremy jerome jerry jesse jesus jim jimmy joachim joao joaquin joe joel johan johannes john johnny jon jonah \
jonas jonathan jordan jorge jose josef joseph josh joshua juan judah jules julian julio julius jurgen justin kalyan kamal karim \
karl kazuo keir keith ken kenichi kenji kenneth kenny kent kenta kevin khaled khalid khalil kieran kirk kirill klaus kofi \
konrad konstantin kris kumar kurt kwame kyle lamar lance larry lars laurence laurent lawrence lazaro lech lee leif leo leon \
leonard leonardo leonid leopold leroy lester levi lewis liam lionel lloyd logan lorenzo lou louis luc luca lucas luciano \
ludwig luigi luis luiz lukas luke luther mahathir mahdi mahmoud mahmud malcolm malik manfred manmohan manuel marc marcel \
marcello marco marcos marcus mario mariano mark marko markus marlon marshall martin marty marvin masoud mateo mateusz matt \
matteo matthew matthias matthieu maurice mauricio mauro max maxim maximilian maxwell mehdi mehmet melvin mervyn michael michal \
michel miguel mikael mike mikhail milan miles milo milos milton mitch mitchell mitt mohamad mohamed mohammad mohammed mohan \
morgan moritz morris moses mostafa muammar muhammad mukhtar murray musa mustafa myron nabil nadir naeem najib narendra nasser \
nate nathan nathaniel naveed neal ned neil nelson nestor nicholas nick nicolae nicolas nigel nikita niklas nikola nikolai \
nikolas nils noah noel nolan norbert norman nouri octavio olaf oleg oleksandr oliver olivier omar orlando orrin osama oscar \
oskar osman osvaldo otto owen pablo pascal patricio patrick paul paulo pavel pedro percy perry pete peter petro phil philip \
philippe phillip pierre pietro piotr prakash pranab prashant preston qasim quentin quincy rafael rafiq rahul raj rajesh rajiv \
rakesh ralph ram raman rami ramiro ramon ramzan randall randolph randy raphael rashid raul ravi ray raymond recep reed reggie \
reginald reinhard rene reuben rex rhys ricardo riccardo richard rick ricky rob robbie robert roberto rod roderick rodney \
rodolfo rodrigo rodrigue roger rohan roland rolf roman ron ronald ronnie rory ross roy ruben rudolf rudolph rudy rufus rupert \
russell ryan saad saddam saeed said salah salim salman salvador sam sami samuel sanjay santiago satish saud scott sean sebastian \
seamus serge sergei sergey sergio seth seymour shahid shane shaun shawn sheldon shigeru shimon shinzo sid sidney sigmund silvio \
simon sohail solomon spencer stan stanislav stanley stefan stefano stephane stephen steve steven stewart stuart sunil suresh sven \
sylvester syed taha takeshi tarek tariq taro ted terence terrence terry thabo thaddeus theo theodore thierry thomas tim timothy tobias \
toby todd tom tomas tommy tony travis trent trevor tristan troy tyler tyrone ulrich umar umberto usman vaclav valentin valery \
vance vasily vernon victor vijay vikram viktor vince vincent vincenzo vinod vishal vitali vito vlad vladimir volodymyr wade \
wael waleed wallace wally walt walter warren wayne wendell wesley wilbur wilfred wilhelm will willem william willie wilson winston \
wolfgang woodrow xavier xi yahya yakov yann yannick yasir yasser yitzhak yong yosef youssef yuri yusuf yves zachary zack zaid \
zbigniew zeke zhang ziad zoltan datuk ollanta hamdullah hugo";

const TITLES: &str = "mr mr. mrs mrs. ms ms. miss mx dr dr. prof prof. professor sir dame lord lady baron baroness count countess \
king queen prince princess duke duchess emperor empress sultan sheikh sheikha emir pope cardinal archbishop bishop rev rev. reverend \
father sister brother pastor rabbi imam ayatollah mullah president vice-president premier chancellor minister ministers secretary \
undersecretary senator senators sen sen. sens. representative rep rep. reps. congressman congresswoman governor gov gov. mayor \
councillor councilor alderman commissioner ambassador envoy consul judge justice magistrate attorney prosecutor lawyer counsel \
sheriff marshal constable inspector superintendent detective officer sergeant sgt sgt. corporal cpl cpl. private lieutenant lt lt. \
captain capt capt. major maj maj. colonel col col. general gen gen. brigadier admiral adm adm. commander cmdr cmdr. commodore \
chairman chairwoman chairperson chair chief director ceo cfo coo executive manager coach captain spokesman spokeswoman \
spokesperson speaker leader deputy vice former ex acting interim candidate nominee analyst economist professor historian author \
writer journalist reporter correspondent editor columnist actor actress singer rapper musician director producer filmmaker comedian \
driver pilot midfielder striker defender goalkeeper quarterback pitcher forward winger batsman bowler champion activist \
founder co-founder billionaire scientist researcher physicist biologist engineer doctor nurse teacher farmer resident witness \
lawmaker legislator parliamentarian mp dictator monarch tycoon businessman businesswoman entrepreneur investor strategist adviser \
advisor aide assemblywoman assemblyman congressperson councilman councilwoman premiers ministress headteacher headmaster \
astronomer astrophysicist chemist geologist zoologist botanist geneticist ecologist linguist theologian mathematician \
statistician pollster anthropologist sociologist archaeologist criminologist cardiologist oncologist veterinarian pharmacist \
dentist paramedic midwife carpenter mechanic chef baker barista fisherman trader merchant banker broker accountant auditor \
blogger podcaster presenter broadcaster anchor host streamer influencer youtuber playwright librettist choreographer dancer \
skier skater swimmer sprinter cyclist rower boxer wrestler jockey golfer gymnast hurdler racer rider defenseman winger \
novice veteran co-author coauthor co-chair vice-chair vice-chairman deputy-chairman superintendent councilor trustee regent \
chaplain vicar deacon canon abbot abbess nun monk prior elder apostle prophet caliph shah khan pharaoh kaiser tsar czar \
viscount marquess earl knight squire laird defendant plaintiff suspect teenager detective sgt.-maj. surgeon pediatrician psychologist virologist epidemiologist astronaut \
cosmonaut guitarist drummer bassist vocalist pianist composer conductor poet novelist painter sculptor photographer architect \
skipper captain goalkeeper fullback cornerback linebacker receiver shortstop catcher infielder outfielder prop hooker flanker \
majority minority whip datuk datin tan dato sri seri tun haji tengku puan encik herr frau monsieur madame signor senor sheik premier \
comrade saint st st. lecturer dean principal provost rector librarian curator";

const BODIES: &str = "ministry department agency bureau office commission committee council court tribunal congress senate house \
parliament assembly duma knesset bundestag university college school institute academy bank fund trust foundation association \
federation union league alliance coalition party movement front brigade army navy force forces guard guards police corps command \
regiment battalion squadron airline airlines airways motors industries systems technologies group holdings partners capital \
securities insurance petroleum oil energy electric gas power telecom communications broadcasting television radio news times post \
tribune herald journal gazette guardian observer telegraph chronicle press reuters agency network media pictures studios records \
entertainment magazine daily weekly review club united city rovers wanderers athletic fc team racing hospital clinic church \
cathedral ministries mission society organisation organization authority administration service services board center centre \
laboratory laboratories observatory museum library orchestra opera ballet theatre theater choir band exchange market stores \
supermarkets pharmaceuticals pharma chemicals steel mining mines cement railways railway rail transport shipping lines bros \
sons associates consulting advisers lobby campaign chamber confederation congregation consortium cooperative directorate \
secretariat inspectorate treasury constabulary nations cia fbi nasa nato un eu imf who wto opec bbc cnn nbc cbs abc afp ap \
reserve senate branch division unit taskforce watchdog regulator ombudsman syndicate cartel militia islamic hezbollah hamas taliban";

const COMPANY: &str = "inc inc. incorporated corp corp. corporation co co. company ltd ltd. limited llc llp plc ag gmbh sa s.a. nv n.v. \
bv b.v. spa s.p.a. ab as asa oyj kk pty berhad bhd sdn holdings group";

const SITES: &str = "river lake sea ocean bay gulf strait straits canal channel creek falls mount mountain mountains mt mt. hill hills \
valley canyon desert forest island islands isle peninsula cape coast beach harbor harbour port airport airfield station street st \
road rd avenue ave boulevard blvd lane drive highway freeway motorway interstate route bridge tunnel square plaza park garden gardens \
palace castle tower towers building hall hotel stadium arena ground grounds field county province district state region territory \
republic kingdom emirates city town village township parish municipality borough prefecture oblast north south east west northern \
southern eastern western central upper lower new saint san santa fort camp base prison jail penitentiary cemetery square gate \
border zone strip basin delta plateau glacier peak ridge volcano reef springs heights crossing terminal dam plant mine refinery \
mosque temple shrine cathedral basilica abbey monastery \
interchange roundabout flyover bypass expressway turnpike constituency lagoon wetlands marsh sanctuary monument memorial \
pier quay wharf dockyard promenade arcade mall lighthouse dome amphitheatre jalan kampung kampong kg taman bukit sungai sg \
pulau gunung tanjung teluk lebuh lebuhraya lorong masjid kota bandar rue calle rio monte avenida via piazza praça playa \
cerro sierra isla puerto porto ile wadi jebel mountain-pass bay-area reservoir waterfall grove ranch farm estate manor \
cottage villa archipelago atoll reef trench rift fjord loch glen moor heath down downs wood woods crater asteroid comet \
planet nebula galaxy";

const PEOPLES: &str = "afghan afghans african africans albanian albanians algerian algerians american americans angolan arab arabs \
arabic argentine argentines argentinian armenian armenians asian asians australian australians austrian austrians azerbaijani \
bahraini bangladeshi bangladeshis basque belarusian belgian belgians bolivian bosnian bosnians brazilian brazilians briton britons \
british bulgarian bulgarians burmese cambodian cambodians cameroonian canadian canadians catalan catholic catholics catholicism \
chadian chechen chechens chilean chileans chinese christian christians christianity colombian colombians communist communists \
congolese conservative conservatives coptic croat croatian croats cuban cubans cypriot czech czechs danish dane danes democrat \
democrats democratic dutch ecuadorean ecuadorian egyptian egyptians english emirati eritrean estonian ethiopian ethiopians european \
europeans fijian filipino filipinos finnish finn finns french georgian georgians german germans ghanaian greek greeks guatemalan \
haitian haitians hindi hindu hindus hispanic hispanics honduran hungarian hungarians icelandic indian indians indonesian \
indonesians iranian iranians iraqi iraqis irish islamic islamist islamists islam israeli israelis italian italians ivorian jamaican \
japanese jew jewish jews jordanian kashmiri kazakh kenyan kenyans korean koreans kosovar kurd kurdish kurds kuwaiti kyrgyz laotian \
latin latino latinos latvian lebanese liberal liberals liberian libyan libyans lithuanian macedonian malay malays malaysian \
malaysians malian maltese maori mexican mexicans moldovan mongolian moroccan moroccans muslim muslims namibian nazi nazis nepalese \
nepali nicaraguan nigerian nigerians norwegian norwegians omani orthodox pakistani pakistanis palestinian palestinians panamanian \
paraguayan persian peruvian peruvians polish pole poles portuguese protestant protestants puerto qatari republican republicans \
rohingya romanian romanians russian russians rwandan rwandans salvadoran saudi saudis scot scots scottish senegalese serb serbian \
serbs shia shiite shiites sicilian sikh sikhs singaporean slovak slovaks slovene slovenian somali somalis spaniard spanish sri \
sudanese sunni sunnis swede swedes swedish swiss syrian syrians taiwanese tajik tamil tamils tanzanian thai thais tibetan tibetans \
tory tories tunisian turk turkish turks turkmen ugandan ugandans ukrainian ukrainians uruguayan uyghur uighur uighurs uyghurs uzbek \
venezuelan venezuelans vietnamese welsh western westerners yemeni yemenis zambian zimbabwean zimbabweans zionist";

const CALENDAR: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january \
february march april may june july august september october november december jan jan. feb feb. mar mar. apr apr. jun jul aug aug. \
sep sep. sept sept. oct oct. nov nov. dec dec. today yesterday tomorrow";

const REPORTS: &str = "said says say saying told tells tell added adds wrote writes asked asks announced announces claimed claims \
stated states explained explains argued argues warned warns noted notes insisted insists tweeted replied responded denied denies \
acknowledged admitted admits alleged alleges reported reports confirmed confirms declared recalled suggested suggests testified \
described commented concluded predicted estimates estimated stressed vowed urged urges";

const PARTICLES: &str = "de la le du des da dos das di del della van von der den ter ten bin ibn binti bint ben al el ul ur abu a/l a/p \
y e zu mac st st.";

const EVENTS: &str = "cup war wars championship championships olympics olympic games tournament open prix festival prize award awards \
medal act bill treaty accord accords agreement convention protocol amendment constitution resolution directive day week month year \
revolution uprising summit conference forum election elections crisis operation project program programme plan deal scandal hurricane \
typhoon cyclone tropical storm earthquake pandemic virus marathon tour league series season bowl derby fair expo parade ceremony \
album song film movie novel book show episode magazine doctrine declaration charter memorandum initiative mission apollo flight \
boeing airbus iphone windows android version";

const SUFFIXES: &str = "jr jr. sr sr. ii iii iv phd ph.d. md m.d. qc kc mp esq esq. obe mbe cbe";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_words_hint_at() {
        let hints = |word| Hints::of(word_hash(word));
        assert!(hints("Robert").any(Hints::MALE) && !hints("Robert").any(Hints::FEMALE));
        assert!(hints("Nancy").any(Hints::FEMALE));
        assert!(hints("Mr.").any(Hints::TITLE) && hints("President").any(Hints::TITLE));
        assert!(hints("Peruvian").any(Hints::PEOPLE));
        assert_eq!(hints("whatever"), Hints::default());
    }
}
