#!/usr/bin/env python3
"""Makes a WMDA inventory of donors from a CSV pool: names as they stand, some positions as G groups, XX, lists, codes.

  make_inventory.py POOL.csv CODES.zip OUT.xml [DONORS [SEED]]

The CSV is one of ../shared/bench/make_pool.py; the codes are alpha.v3, of which generic ones of two or more fields that
begin with 01 are used. Shares: 40 % of the loci as they stand, 15 % each XX and lists, 10 % codes, 20 % with serology.
"""
import csv
import random
import sys
import zipfile

LOCI = "A B C DRB1 DQB1".split()


def generic_codes(path):
    """Codes whose members are second fields 01 to 09 only, so that some member lives under any common first field."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("ascii")
    rows = [line.split("\t") for line in text.splitlines()[3:]]
    return [row[1] for row in rows if len(row) == 3 and row[0] == "" and row[2].startswith("01/02")][:500]


def cell(name, chance, codes):
    """One value without its locus, in a notation drawn at random."""
    first, rest = name.split(":", 1)
    draw = chance.random()
    if draw < 0.55:
        return name
    if draw < 0.70:
        return f"{first}:XX"
    if draw < 0.85:
        return f"{name}/{name}"
    return f"{first}:{chance.choice(codes)}" if first in ("01", "02", "03", "04", "07", "08", "11", "13", "15") else name


def main():
    pool, packed, target = sys.argv[1:4]
    limit = int(sys.argv[4]) if len(sys.argv) > 4 else 400_000
    chance = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    codes = generic_codes(packed)
    with open(pool, encoding="utf-8", newline="") as source, open(target, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<INVENTORIES CREATION_TIME="2024-11-20T10:15:00Z">\n'
                  '  <INVENTORY LISTING_ORGANIZATION="9991" POOL="9991" CONTENT_TYPE="D" UPDATE_MODE="FULL" '
                  'SNAPSHOT_TIME="2024-11-20T10:00:00Z" SCHEMA_VERSION="2.3">\n')
        for number, row in enumerate(csv.DictReader(source)):
            if number == limit:
                break
            out.write(f"    <DONOR>\n      <GRID>9991{number:015d}</GRID>\n      <ID>D{number:08d}</ID>\n"
                      f"      <BIRTH_DATE>19{60 + number % 40}-0{1 + number % 9}-1{number % 10}</BIRTH_DATE>\n"
                      f"      <SEX>{'FM'[number % 2]}</SEX>\n      <ABO>{('A', 'B', 'O', 'AB')[number % 4]}</ABO>\n"
                      f"      <RHESUS>P</RHESUS>\n      <ETHN>CAEU</ETHN>\n      <HLA>\n")
            for locus in LOCI:
                one, two = (row[f"{locus}_{position}"].partition("*")[2] or row[f"{locus}_{position}"]
                            for position in (1, 2))
                values = [cell(one, chance, codes), cell(two, chance, codes) if two else ""]
                second = f"<FIELD2>{values[1]}</FIELD2>" if two else ""
                out.write(f"        <{locus}><DNA><FIELD1>{values[0]}</FIELD1>{second}</DNA></{locus}>\n")
            out.write("      </HLA>\n      <IDM><CMV>G</CMV><CMV_DATE>2023-03-02</CMV_DATE></IDM>\n"
                      "      <STATUS>AV</STATUS>\n      <WEIGHT>64</WEIGHT>\n      <HEIGHT>168</HEIGHT>\n    </DONOR>\n")
        out.write("  </INVENTORY>\n</INVENTORIES>\n")


main()
