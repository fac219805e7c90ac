"""Runs chrono over the TimeML corpora and keeps its answers for `score times --rival FILE`.

Measured with chrono-node 2.10.3 and Node 20:

    npm install --prefix NODE chrono-node@2.10.3
    python3 benches/rivals/chrono.py CORPORA FOLDER NODE [EVERY]

Writes FOLDER/chrono.json. EVERY n asks only each nth document of every corpus. One process of Node reads all documents; chrono's
components are written as TIMEX3 values as far as they are certain (a day, a month, a year; a time of day with its hour), since chrono
itself answers with instants. It reads dates and times of day, no durations and no sets.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import timeml

SCRIPT = """
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const chrono = createRequire(process.argv[1])('chrono-node');
const pad = (number, width) => String(number).padStart(width, '0');
const value = (part) => {
  const named = (field) => part.isCertain(field) || field === 'day' && part.isCertain('weekday');
  let date = pad(part.get('year'), 4);
  if (named('month') || named('day')) date += '-' + pad(part.get('month'), 2);
  if (named('day')) date += '-' + pad(part.get('day'), 2);
  if (!part.isCertain('hour')) return ['DATE', date];
  return ['TIME', date + 'T' + pad(part.get('hour'), 2) + ':' + pad(part.get('minute') ?? 0, 2)];
};
const answers = JSON.parse(readFileSync(0, 'utf8')).map(([created, text]) => {
  const reference = new Date((created ?? '2000-01-01') + 'T12:00:00Z');
  return chrono.parse(text, reference).map((found) => [found.index, found.index + found.text.length, ...value(found.start)]);
});
console.log(JSON.stringify(answers));
"""


def main():
    corpora, out, node = sys.argv[1:4]
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    asked = list(timeml.documents(corpora, every))
    begun = timeml.cpu_seconds()
    answer = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT, str((Path(node) / "package.json").absolute())],
        input=json.dumps([(created, text) for _, _, created, text in asked]),
        env=dict(os.environ, TZ="UTC"),
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = timeml.cpu_seconds() - begun
    # Indices of JavaScript count UTF-16; beyond the basic plane these corpora have nothing.
    assert all(ord(char) < 0x10000 for *_, text in asked for char in text)
    answers = [(row[0], row[1], row[3], times) for row, times in zip(asked, json.loads(answer.stdout))]
    subset = "" if every == 1 else f", each {every}th document"
    timeml.write(out, "chrono", f"chrono-node 2.10.3{subset}", seconds, answers)


if __name__ == "__main__":
    main()
