"""Runs Microsoft Recognizers-Text over the TimeML corpora and keeps its answers for `score times --rival FILE`.

Measured with recognizers-text-suite 1.0.2a2 (the Python port) and Python 3.11:

    python3 -m venv VENV && VENV/bin/pip install recognizers-text-suite==1.0.2a2 "emoji<2" setuptools
    VENV/bin/python benches/rivals/recognizers.py CORPORA FOLDER [EVERY]

Writes FOLDER/recognizers.json. EVERY n asks only each nth document of every corpus. It is asked paragraph by paragraph, since its time
grows faster than the text. Its values are written as TIMEX3: the resolved day where it gives one, else its own `timex`.
"""

import datetime
import re
import sys

import timeml

try:
    from recognizers_date_time import recognize_datetime
except ImportError:
    print("recognizers-text-suite is not installed: pip install recognizers-text-suite==1.0.2a2 'emoji<2' setuptools", file=sys.stderr)
    sys.exit(69)

KINDS = {"date": "DATE", "daterange": "DATE", "time": "TIME", "timerange": "TIME", "datetime": "TIME", "datetimerange": "TIME"}
KINDS |= {"duration": "DURATION", "set": "SET"}


def value(resolution, kind):
    """The last of its readings, which lies in the past where it has two."""
    readings = (resolution or {}).get("values") or [{}]
    reading = readings[0]
    timex = reading.get("timex", "")
    if kind == "date" and "value" in reading:
        return reading["value"]
    return timex.split(",")[0].strip("()") if kind.endswith("range") else timex


def times(text, created):
    """Every time of a text, spans in characters."""
    reference = datetime.datetime.fromisoformat(created or "2000-01-01")
    for paragraph in re.finditer(r"(?s)\S.*?(?=\n\s*\n|\Z)", text):
        for found in recognize_datetime(paragraph.group(), "en-us", reference=reference):
            kind = found.type_name.split(".")[-1]
            if kind in KINDS:
                start = paragraph.start() + found.start
                yield start, paragraph.start() + found.end + 1, KINDS[kind], value(found.resolution, kind)


def main():
    corpora, out = sys.argv[1], sys.argv[2]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    asked = list(timeml.documents(corpora, every))
    begun = timeml.cpu_seconds()
    answers = [(corpus, file, text, list(times(text, created))) for corpus, file, created, text in asked]
    seconds = timeml.cpu_seconds() - begun
    subset = "" if every == 1 else f", each {every}th"
    timeml.write(out, "recognizers", f"Recognizers-Text 1.0.2a2{subset}", seconds, answers)


if __name__ == "__main__":
    main()
