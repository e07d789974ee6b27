#!/usr/bin/env python3
"""Makes the typings of a donor pool ambiguous, as registries' typings are.

  make_ambiguous.py POOL.csv HLA_NOM_G.txt OUT.csv [SEED [DONORS]]

POOL.csv is a pool of make_pool.py. Of the positions 40 % become ambiguous: lists of 2 to 5 names of one first field, as
multiple allele codes are (25 %), XX codes (7 %), G groups (8 %, most of which are one identity); of the loci B, C, DRB1 and
DQB1 one in eight is left untyped, one in ten of all five. The lists are drawn once: for each name up to eight, the first
ones more often. Everything depends on the two files and the seed.
"""
import random
import sys

LOCI = ["A", "B", "C", "DRB1", "DQB1"]


def g_groups(path):
    """The G group of each two-field name that lies in one alone."""
    groups = {}
    for line in open(path):
        if line.startswith("#"):
            continue
        locus, members, name = line.rstrip("\n").split(";")
        if name:
            for member in members.split("/"):
                groups.setdefault(locus + ":".join(member.split(":")[:2]), set()).add(name)
    return {name: min(of) for name, of in groups.items()}


def main():
    pool, nom_g, out = sys.argv[1:4]
    chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    most = int(sys.argv[5]) if len(sys.argv) > 5 else 1 << 62
    groups = g_groups(nom_g)
    siblings = {}
    for name in groups:
        siblings.setdefault(name.split(":")[0], []).append(name.split("*")[1])
    lists = {}

    def listed(name):
        if name not in lists:
            first = name.split(":")[0]
            own = name.split("*")[1]
            others = [other for other in siblings.get(first, []) if other != own]
            lists[name] = []
            for _ in range(8):
                members = sorted([own] + chance.sample(others, min(len(others), chance.randint(1, 4))))
                lists[name].append(first.split("*")[0] + "*" + "/".join(members) if len(members) > 1 else name)
        return lists[name][min(int(chance.expovariate(0.5)), 7)]

    def spelled(name):
        draw = chance.random()
        if draw < 0.25:
            return listed(name)
        if draw < 0.32:
            return name.split(":")[0] + ":XX"
        if draw < 0.40:
            group = groups.get(name)
            return name.split("*")[0] + "*" + group if group else name
        return name

    with open(pool) as source, open(out, "w") as target:
        target.write(next(source))
        for number, line in enumerate(source):
            if number == most:
                break
            cells = line.rstrip("\n").split(",")
            for locus in range(5):
                at = 1 + 2 * locus
                if locus > 0 and chance.random() < 0.125:
                    cells[at] = cells[at + 1] = ""
                else:
                    cells[at], cells[at + 1] = spelled(cells[at]), spelled(cells[at + 1])
            target.write(",".join(cells) + "\n")


if __name__ == "__main__":
    main()
