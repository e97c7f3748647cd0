//! Words of dates in many languages: months, weekdays, zones, and what makes a date relative.

use std::{collections::HashMap, sync::LazyLock};

/// Returns the month (1–12) a lower-case word names, in full or cut short.
pub(super) fn month(word: &str) -> Option<i8> {
    MONTH_OF.get(word).copied()
}

static MONTH_OF: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| numbered(&MONTHS));
static WEEKDAY_OF: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| numbered(&WEEKDAYS));

/// Gives the words of the first line the number 1, and so on.
fn numbered(lines: &[&'static str]) -> HashMap<&'static str, i8> {
    (1..)
        .zip(lines)
        .flat_map(|(number, line)| line.split_whitespace().map(move |word| (word, number)))
        .collect()
}

/// Each line holds one month: English, German, French, Spanish, Portuguese, Italian, Dutch, Scandinavian, Finnish,
/// Polish, Czech, Russian, Ukrainian, Turkish, Indonesian, Romanian, Hungarian, Greek, Catalan, Arabic.
const MONTHS: [&str; 12] = [
    "january jan januar jän jänner jaenner janvier janv enero ene janeiro gennaio genn gen januari januara tammikuu tammikuuta \
     styczeń stycznia sty leden ledna январь января янв січень січня ocak oca ianuarie ian január ιανουάριος ιανουαρίου gener يناير",
    "february feb febr februar fév févr fev février fevrier febrero fevereiro febbraio febb februari helmikuu helmikuuta \
     luty lutego lut únor února февраль февраля фев лютий лютого şubat şub februarie február φεβρουάριος φεβρουαρίου febrer فبراير",
    "march mar mär märz maerz mrz mars marzo março marco maart mrt marts maret maaliskuu maaliskuuta \
     marzec marca březen března март марта мар березень березня mart martie március μάρτιος μαρτίου març مارس",
    "april apr avril avr abril abr aprile huhtikuu huhtikuuta kwiecień kwietnia kwi duben dubna \
     апрель апреля апр квітень квітня nisan nis aprilie április απρίλιος απριλίου أبريل ابريل",
    "may mai mayo maio maggio magg mag mei maj toukokuu toukokuuta maja květen května май мая травень травня \
     mayıs mayis május μάιος μαΐου maig مايو",
    "june jun juni juin junio junho giugno giu kesäkuu kesäkuuta czerwiec czerwca cze červen června \
     июнь июня июн червень червня haziran haz iunie iun június ιούνιος ιουνίου juny يونيو",
    "july jul juli juil juillet julio julho luglio lug heinäkuu heinäkuuta lipiec lipca lip červenec července \
     июль июля июл липень липня temmuz tem iulie iul július ιούλιος ιουλίου juliol يوليو",
    "august aug août aout agosto ago augustus augusti agustus agu elokuu elokuuta sierpień sierpnia sie srpen srpna \
     август августа авг серпень серпня ağustos ağu augusztus αύγουστος αυγούστου agost أغسطس",
    "september sept sep septembre septiembre setiembre setembro settembre sett set syyskuu syyskuuta \
     wrzesień września wrz září сентябрь сентября сен сент вересень вересня eylül eyl septembrie szeptember \
     σεπτέμβριος σεπτεμβρίου setembre سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott lokakuu lokakuuta październik października paź \
     říjen října октябрь октября окт жовтень жовтня ekim eki octombrie október οκτώβριος οκτωβρίου أكتوبر",
    "november nov novembre noviembre novembro marraskuu marraskuuta listopad listopada lis listopadu \
     ноябрь ноября ноя нояб kasım kas noiembrie noi νοέμβριος νοεμβρίου نوفمبر",
    "december dec dezember dez décembre déc decembre diciembre dic dezembro dicembre desember des joulukuu joulukuuta \
     grudzień grudnia gru prosinec prosince декабрь декабря дек грудень грудня aralık ara decembrie δεκέμβριος δεκεμβρίου \
     desembre ديسمبر",
];

/// Returns the day of the week (Monday is 1) a lower-case word names.
pub(super) fn weekday(word: &str) -> Option<i8> {
    WEEKDAY_OF.get(word).copied()
}

const WEEKDAYS: [&str; 7] = [
    "monday mon montag mo lundi lun lunes segunda segunda-feira seg lunedì lunedi maandag mandag måndag poniedziałek понедельник pazartesi senin",
    "tuesday tue tues dienstag di mardi martes terça terça-feira ter martedì martedi dinsdag tirsdag tisdag wtorek вторник salı selasa",
    "wednesday wed weds mittwoch mi mercredi mer miércoles miercoles quarta quarta-feira qua mercoledì mercoledi woensdag onsdag środa среда çarşamba rabu",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves quinta quinta-feira qui giovedì giovedi donderdag torsdag czwartek четверг perşembe kamis",
    "friday fri freitag fr vendredi ven viernes sexta sexta-feira sex venerdì venerdi vrijdag fredag piątek пятница cuma jumat",
    "saturday sat samstag sa sonnabend samedi sam sábado sabado sab sáb sabato zaterdag lørdag lördag sobota суббота cumartesi sabtu",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag søndag söndag niedziela воскресенье pazar minggu",
];

/// Returns how many minutes east of UTC the zone of this name is.
///
/// Names that several zones share and that mean different hours (`IST`, `AST`) are left out.
pub(super) fn zone(word: &str) -> Option<i16> {
    Some(match word {
        "z" | "gmt" | "utc" | "ut" | "wet" => 0,
        "est" | "cdt" => -300,
        "edt" => -240,
        "cst" | "mdt" => -360,
        "mst" | "pdt" => -420,
        "pst" | "akdt" => -480,
        "akst" => -540,
        "hst" => -600,
        "brt" | "art" => -180,
        "bst" | "cet" | "mez" | "west" | "wat" => 60,
        "cest" | "mesz" | "eet" | "sast" | "cat" => 120,
        "eest" | "msk" | "eat" => 180,
        "pkt" => 300,
        "wib" | "ict" => 420,
        "hkt" | "sgt" | "myt" | "awst" => 480,
        "jst" | "kst" => 540,
        "aest" => 600,
        "aedt" => 660,
        "nzst" => 720,
        "nzdt" => 780,
        _ => return None,
    })
}

/// Tells whether a word says that the date counts from now, which nobody knows any more.
pub(super) fn is_relative(word: &str) -> bool {
    matches!(
        word,
        "ago"
            | "yesterday"
            | "today"
            | "tomorrow"
            | "hours"
            | "hour"
            | "minutes"
            | "mins"
            | "days"
            | "weeks"
            | "months"
            | "years"
            | "vor"
            | "gestern"
            | "heute"
            | "hier"
            | "aujourd"
            | "ayer"
            | "hoy"
            | "ontem"
            | "hoje"
            | "hace"
            | "ieri"
            | "oggi"
            | "вчера"
            | "сегодня"
    )
}

/// Tells whether a word may stand inside a date and means nothing there.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "of"
            | "the"
            | "d"
            | "den"
            | "der"
            | "le"
            | "el"
            | "do"
            | "di"
            | "г"
            | "года"
            | "р"
            | "року"
            | "a"
            | "e"
            | "th"
            | "st"
            | "nd"
            | "rd"
            | "er"
            | "ª"
            | "º"
            | "°"
            | "om"
            | "kl"
            | "ta"
    )
}

/// Tells whether a word names what the date is for.
pub(super) fn is_label(word: &str) -> bool {
    matches!(
        word,
        "date"
            | "posted"
            | "published"
            | "publication"
            | "pubdate"
            | "updated"
            | "created"
            | "modified"
            | "last"
            | "page"
            | "first"
            | "on"
            | "at"
            | "by"
            | "time"
            | "uk"
            | "local"
            | "hrs"
            | "ist"
            | "et"
            | "pt"
            | "ct"
            | "edition"
            | "issue"
            | "datum"
            | "stand"
            | "veröffentlicht"
            | "aktualisiert"
            | "am"
            | "uhr"
            | "publié"
            | "mis"
            | "jour"
            | "à"
            | "publicado"
            | "atualizado"
            | "em"
            | "às"
            | "as"
            | "fecha"
            | "data"
            | "las"
            | "alle"
            | "ore"
            | "h"
            | "pm"
            | "noon"
            | "midnight"
            | "filed"
            | "released"
            | "release"
            | "issued"
            | "for"
            | "immediate"
            | "erstellt"
            | "erschienen"
            | "atualização"
            | "actualizado"
            | "publicada"
            | "publicação"
            | "última"
            | "brasília"
            | "horário"
            | "hora"
    )
}
