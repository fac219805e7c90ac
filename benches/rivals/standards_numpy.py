"""Weighs a synthetic case with numpy, beside the batch evaluator in Rust.

usage: standards_numpy.py FOLDER RUNS. FOLDER holds claims.bin (records as below), plans.json (tests in postfix order over element
numbers) and levels.json. Writes outcomes.bin: for each incident and test four bytes, the lanes supported, opposed, met, not met; a lane
is a proof standard, twice, unnamed people as one voice and as many. Prints the processor seconds of each run.
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

RECORD = np.dtype(
    [
        ("incident", "<u4"),
        ("group", "<u4"),
        ("origin", "<u4"),
        ("slot", "<u2"),
        ("side", "u1"),
        ("grade", "u1"),
        ("voices", "u1"),
        ("pad", "u1"),
    ]
)


def best(key, grade):
    """Each distinct key with its best (lowest) grade, and where it stands."""
    packed = np.sort(key * np.uint64(4) + grade.astype(np.uint64))
    keys = packed >> np.uint64(2)
    first = np.empty(len(keys), dtype=bool)
    first[0] = True
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return keys[first], (packed[first] & np.uint64(3)).astype(np.uint8)


def masks(side_key, grade, weight, levels):
    """For each side with evidence, the levels it passes, as bits."""
    first = np.empty(len(side_key), dtype=bool)
    first[0] = True
    np.not_equal(side_key[1:], side_key[:-1], out=first[1:])
    row = np.cumsum(first) - 1
    counts = np.zeros((4, row[-1] + 1), dtype=np.int64)
    for g in range(4):
        chosen = grade == g
        counts[g] = np.bincount(row[chosen], weights=weight[chosen], minlength=row[-1] + 1)
    at_least = np.cumsum(counts, axis=0)
    mask = np.zeros(row[-1] + 1, dtype=np.uint8)
    for bit, lines in enumerate(levels):
        passed = np.zeros(row[-1] + 1, dtype=bool)
        for line in lines:
            all_parts = np.ones(row[-1] + 1, dtype=bool)
            for origins, lowest in line:
                all_parts &= at_least[lowest] >= origins
            passed |= all_parts
        mask |= passed.astype(np.uint8) << np.uint8(bit)
    return side_key[first], mask


def weigh(claims, plans, levels, incidents, slots):
    side_key = (claims["incident"].astype(np.uint64) * np.uint64(slots) + claims["slot"]) * np.uint64(2) + claims["side"]
    # The ids behind an outcome: claims in order of incident and element.
    order = np.argsort(side_key, kind="stable")
    starts = np.searchsorted(side_key[order], np.arange(incidents, dtype=np.uint64) * np.uint64(slots * 2))
    width = np.uint64(1 << 20)
    groups, group_grades = best(side_key * width + claims["group"], claims["grade"])
    fewest_keys, fewest = masks(groups // width, group_grades, np.ones(len(groups)), levels)
    # Voices ride along in the low bits: an origin has one number of voices.
    packed = (side_key * width + claims["origin"]) * np.uint64(16) + claims["voices"]
    origins, origin_grades = best(packed, claims["grade"])
    most_keys, most = masks(
        origins // (width * np.uint64(16)), origin_grades, (origins % np.uint64(16)).astype(float), levels
    )
    assert np.array_equal(fewest_keys, most_keys)
    spread = np.array([sum(((m >> b) & 1) << (2 * b) for b in range(4)) for m in range(16)], dtype=np.uint8)
    lanes = spread[fewest] | spread[most] << np.uint8(1)
    sides = np.zeros((2, slots, incidents), dtype=np.uint8)
    keys = fewest_keys.astype(np.int64)
    sides[keys % 2, keys // 2 % slots, keys // 2 // slots] = lanes
    supported, opposed = sides[0], sides[1]
    met, not_met = supported & ~opposed, opposed & ~supported
    out = np.empty((len(plans), 4, incidents), dtype=np.uint8)
    for number, plan in enumerate(plans):
        stack = []
        for step in plan:
            if isinstance(step, int):
                stack.append((supported[step], opposed[step], met[step], not_met[step]))
            elif step == "not":
                s, o, m, n = stack.pop()
                stack.append((o, s, n, m))
            else:
                right, left = stack.pop(), stack.pop()
                s, o, m, n = zip(left, right)
                if step == "and":
                    stack.append((s[0] & s[1], o[0] | o[1], m[0] & m[1], n[0] | n[1]))
                else:
                    stack.append((s[0] | s[1], o[0] & o[1], m[0] | m[1], n[0] & n[1]))
        out[number] = stack.pop()
    return out, order, starts


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    plans = json.loads((folder / "plans.json").read_text())
    levels = json.loads((folder / "levels.json").read_text())
    claims = np.fromfile(folder / "claims.bin", dtype=RECORD)
    out = None
    for _ in range(runs):
        before = time.process_time()
        out, _, _ = weigh(claims, plans["tests"], levels, plans["incidents"], plans["slots"])
        print(f"{time.process_time() - before:.4f}")
    out.transpose(2, 0, 1).tofile(folder / "outcomes.bin")


main()
