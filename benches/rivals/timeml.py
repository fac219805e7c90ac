"""The TimeML corpora as the rivals of the date layer are asked them, and the file that their answers are kept in.

A document's text is what stands in its TEXT element without tags, as `assize_testkit::timeml` reads it; spans are counted in bytes of
UTF-8. The file of answers holds no words of the corpora, only spans and values:

    {"system": …, "cpu_seconds": …, "bytes": …, "documents": [{"corpus": …, "file": …, "bytes": …, "times": [[start, end, type, value], …]}, …]}
"""

import json
import re
import resource
from pathlib import Path

TAG = re.compile(r"<[^>]*>")
CREATED = re.compile(r'<DCT>.*?<TIMEX3[^>]*\bvalue="([^"]*)"', re.S)
TEXT = re.compile(r"<TEXT>(.*?)</TEXT>", re.S)
ENTITIES = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")]


def folders(corpora):
    """Every corpus: its name and folder. WikiWars is history; the others are news."""
    found = [(folder.name, folder) for folder in sorted((corpora / "tempeval3").iterdir()) if folder.is_dir()]
    wikiwars = corpora / "wikiwars" / "whole-tml" / "tml"
    return found + ([("WikiWars", wikiwars)] if wikiwars.is_dir() else [])


def documents(corpora, every=1):
    """Each nth document of every corpus: corpus, file, day of publication, text."""
    for corpus, folder in folders(Path(corpora)):
        for path in sorted(folder.glob("*.tml"))[::every]:
            xml = path.read_bytes().decode("utf-8")
            body = TEXT.search(xml)
            if body is None:
                continue
            text = TAG.sub("", body.group(1))
            for entity, sign in ENTITIES:
                text = text.replace(entity, sign)
            created = CREATED.search(xml)
            yield corpus, path.name, created.group(1)[:10] if created else None, text


def spans_in_bytes(text, times):
    """Times whose spans count characters, with spans that count bytes."""
    at = [0]
    for char in text:
        at.append(at[-1] + len(char.encode()))
    return [[at[start], at[end], kind, value] for start, end, kind, value in times]


def cpu_seconds():
    """Processor seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def write(folder, name, system, seconds, answers):
    """Keeps the answers: corpus, file, text and times of each document, spans in characters."""
    rows = [
        {"corpus": corpus, "file": file, "bytes": len(text.encode()), "times": spans_in_bytes(text, times)}
        for corpus, file, text, times in answers
    ]
    total = sum(row["bytes"] for row in rows)
    whole = {"system": system, "cpu_seconds": round(seconds, 2), "bytes": total, "documents": rows}
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(whole))
    print(f"{system}: {len(rows)} documents, {total} bytes, {seconds:.1f} CPU s, {total / 1e3 / seconds:.2f} kB/s")
