#!/usr/bin/env python3
"""Checks a public bundle: python3 verify.py [--key KEY] [FOLDER]. Needs nothing but Python 3.8."""

import argparse
import hashlib
import json
import os
import stat
import sys

# Ed25519, RFC 8032, section 5.1.7; slow and plain.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g = 2 * t1 * t2 * D % P
    h = 2 * z1 * z2 % P
    e, g, h, f = f - e, h - g, h + g, f + e
    return e * g % P, h * f % P, g * h % P, e * f % P


def times(n, point):
    sum_ = (0, 1, 1, 0)
    while n:
        if n & 1:
            sum_ = add(sum_, point)
        point = add(point, point)
        n >>= 1
    return sum_


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        raise ValueError("no point")
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * I % P
    if (x * x - xx) % P or (x == 0 and sign):
        raise ValueError("no point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
POINTS = {}


def signed(key, message, signature):
    try:
        key, signature = bytes.fromhex(key), bytes.fromhex(signature)
        if key not in POINTS:
            POINTS[key] = point(key)
        r, s = point(signature[:32]), int.from_bytes(signature[32:], "little")
    except ValueError:
        return False
    if s >= L or len(signature) != 64:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    a, b = times(s, BASE), add(r, times(k, POINTS[key]))
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def tagged(*parts):
    sum_ = hashlib.sha256()
    for part in parts:
        sum_.update(len(part).to_bytes(8, "big") + part)
    return sum_.hexdigest()


def plain(path):
    return stat.S_ISREG(os.lstat(path).st_mode)


def read(folder, name):
    path = os.path.join(folder, *name.split("/"))
    if not plain(path):
        raise ValueError(name + " is no plain file")
    with open(path, "rb") as file:
        return file.read()


def lines(folder, name):
    return [json.loads(line) for line in read(folder, name).decode().split("\n") if line]


def manifest_faults(manifest, name):
    unsigned = {field: value for field, value in manifest.items() if field != "signature"}
    digest = bytes.fromhex(tagged(b"assize/manifest/v1", canonical(unsigned)))
    if not signed(manifest.get("key", ""), digest, manifest.get("signature", "")):
        yield name + ": not signed by the key that it names"


def file_faults(folder, manifest):
    found = set()
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in folders + names:
            path = os.path.join(at, name)
            here = os.path.relpath(path, folder).replace(os.sep, "/")
            if plain(path):
                found.add(here)
            elif os.path.islink(path) or not os.path.isdir(path):
                yield here + ": a link, or no plain file"
    found -= {"record.json", ".assize-site"}
    for name in sorted(found | set(manifest["files"])):
        if name not in found:
            yield name + ": missing"
        elif name not in manifest["files"]:
            yield name + ": not named by record.json"
        elif hashlib.sha256(read(folder, name)).hexdigest() != manifest["files"][name]:
            yield name + ": not the file that record.json names"
        if name.startswith("originals/") and name in found:
            if hashlib.sha256(read(folder, name)).hexdigest() != name.split("/")[1]:
                yield name + ": not the original of that name"


def entry_faults(heads, bodies, passages, keys):
    ids = {line["id"] for line in heads}
    kinds = {line["id"]: line["head"] for line in heads}
    for line in heads:
        head, entry = line["head"], line["id"]
        if tagged(b"assize/head/v1", canonical(head)) != entry:
            yield entry + ": the head has another id"
        if "by" in head:
            if signed(head["by"], bytes.fromhex(entry), line.get("signature", "")):
                keys[head["by"]] = keys.get(head["by"], 0) + 1
            else:
                yield entry + ": not signed by the key that it names"
        body = bodies.get(entry)
        if body is None:
            yield entry + ": its body is not here"
        elif tagged(b"assize/body/v1", bytes.fromhex(body["salt"]), canonical(body["body"])) != head["body"]:
            yield entry + ": its body is another one"
        for role, other in head["refs"]:
            if role != "replaces" and other not in ids:
                yield entry + ": what it rests on is not here"
    for entry in bodies:
        if entry not in ids:
            yield entry + ": a body without a head"
    for passage in passages:
        entry = passage["passage"]
        if entry in bodies:
            stored = bodies[entry]["body"]["passage"]
            text = dict((role, other) for role, other in kinds[entry]["refs"]).get("text")
            if (stored["start"], stored["end"], text) != (passage.get("start"), passage.get("end"), passage.get("text")):
                yield entry + ": the passage stands elsewhere"
            if len(passage["exact"].encode()) != stored["end"] - stored["start"]:
                yield entry + ": the words are not as long as the passage"
        yield from hash_faults(passage, bodies)


def hash_faults(passage, bodies):
    for name in ("text", "source"):
        body = bodies.get(passage.get(name))
        told = passage.get(name + "_sha256")
        if body and told and body["body"][name]["sha256"] != told:
            yield passage["passage"] + ": another " + name + " than its entry names"


def key_faults(signer, edition, keys, wanted):
    if edition != signer:
        yield "edition.json: signed by another key than record.json"
    if wanted and wanted != signer:
        yield "record.json: not signed by the key that was asked for"
    elif not wanted and signer not in keys:
        yield "record.json: its key signed no entry here, and quoted words rest on it; where you know whose it is, name it: --key " + signer


def shown(words):
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    asked = argparse.ArgumentParser(description="Checks a public bundle.")
    asked.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    asked.add_argument("--key", help="the key that the manifest must be signed by, known to you from elsewhere")
    asked = asked.parse_args()
    folder = asked.folder
    keys = {}
    try:
        manifest = json.loads(read(folder, "record.json"))
        signer, count = manifest["key"], len(manifest["files"])
        faults = list(manifest_faults(manifest, "record.json"))
        faults += file_faults(folder, manifest)
        edition = json.loads(read(folder, "edition.json"))
        faults += manifest_faults(edition, "edition.json")
        heads = lines(folder, "heads.jsonl")
        bodies = {line["id"]: line for line in lines(folder, "bodies.jsonl")}
        passages = lines(folder, "passages.jsonl")
        faults += entry_faults(heads, bodies, passages, keys)
        faults += key_faults(str(signer), edition["key"], keys, asked.key)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        sys.exit("cannot be read: " + ascii(error))
    for fault in faults:
        print(shown(fault))
    print("manifest signed by", shown(str(signer)))
    for key in sorted(keys):
        print("%d entries signed by %s" % (keys[key], key))
    told = "words, publisher, title and day of %d passages are signed by the key of the manifest alone"
    print(told % len(passages))
    if faults:
        sys.exit("%d faults" % len(faults))
    print("%d entries and %d files verified" % (len(heads), count))


main()
