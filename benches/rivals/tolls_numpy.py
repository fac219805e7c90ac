"""Lowest and highest figures of a synthetic record under several rules with numpy, beside the tolls in Rust.

usage: tolls_numpy.py FOLDER RUNS. FOLDER holds figures.bin (records as below, one for each figure that is put forward) and rules.json:
the number of incidents and cells, and for each rule its cells, the weakest grade it takes, whether weaker figures set the low end all the
same, and whether it takes the best grade alone or the lowest figure alone. Writes ends.bin: for each rule, incident and cell the low end and
the high end as four bytes, -1 where there is none. It keeps no claim, leaves nothing out with a reason, counts no origins and
grades nothing. Prints the processor seconds of each run.
"""

import json
import sys
import time
from pathlib import Path

try:
    import numpy as np
except ImportError:
    print("numpy is not installed: pip install numpy", file=sys.stderr)
    sys.exit(69)

RECORD = np.dtype([("incident", "<u4"), ("low", "<i4"), ("high", "<i4"), ("cell", "u1"), ("grade", "u1"), ("pad", "<u2")])
NONE = np.iinfo(np.int32).max


def ends(figures, rules):
    """The low and high ends of every rule, incident and cell."""
    cells, incidents = rules["cells"], rules["incidents"]
    key = figures["incident"].astype(np.int64) * cells + figures["cell"]
    order = np.argsort(key, kind="stable")
    key, low, high = key[order], figures["low"][order], figures["high"][order]
    grade = figures["grade"][order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    places = key[starts]
    row = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(key)]))
    found = np.full((len(rules["rules"]), incidents * cells, 2), -1, dtype=np.int32)
    best = np.minimum.reduceat(grade, starts)
    for at, rule in enumerate(rules["rules"]):
        taken = grade <= rule["least_grade"]
        if rule["best_only"]:
            taken &= grade == best[row]
        lowest = np.minimum.reduceat(np.where(taken, low, NONE), starts)
        highest = np.maximum.reduceat(np.where(taken, high, -1), starts)
        any_taken = lowest != NONE
        if rule["low_of_any_grade"]:
            lowest = np.minimum.reduceat(low, starts)
        if rule["one_figure"]:
            highest = lowest
        counted = any_taken & np.isin(places % cells, rule["cells"])
        found[at, places[counted], 0] = lowest[counted]
        found[at, places[counted], 1] = highest[counted]
    return found


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    figures = np.fromfile(folder / "figures.bin", dtype=RECORD)
    rules = json.loads((folder / "rules.json").read_text())
    for _ in range(runs):
        start = time.process_time()
        found = ends(figures, rules)
        print(time.process_time() - start)
    found.tofile(folder / "ends.bin")


main()
