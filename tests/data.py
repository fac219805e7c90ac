"""Holds the data of a built site against the programs that its readers use: tables by pyarrow and openpyxl, statements by FollowTheMoney.

    python tests/data.py SITE

Ends with 1 and a line for each fault.
"""

import collections
import csv
import hashlib
import json
import sys
from pathlib import Path

import openpyxl
import pyarrow.parquet
from followthemoney import model
from followthemoney.statement import Statement, StatementEntity
from followthemoney.dataset import Dataset

CUT = "… (cut here: a cell holds no more; the CSV has it whole)"


def as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def tables(data):
    book = openpyxl.load_workbook(data / "record.xlsx", read_only=True)
    told = {r["name"]: r for r in json.loads((data / "datapackage.json").read_text("utf-8"))["resources"]}
    for name in ["incidents", "claims", "tolls", "sources"]:
        with open(data / f"{name}.csv", newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        columns = [field["name"] for field in told[f"{name}-csv"]["schema"]["fields"]]
        if columns != header:
            yield f"{name}.csv: the codebook tells other columns"
        typed = pyarrow.parquet.read_table(data / f"{name}.parquet")
        if typed.column_names != header or typed.num_rows != len(rows):
            yield f"{name}.parquet: {typed.num_rows} rows, the CSV has {len(rows)}"
        sheet = [[as_text(cell) for cell in row] for row in book[name].iter_rows(values_only=True)]
        if sheet[0] != header or len(sheet) - 1 != len(rows):
            yield f"record.xlsx: {name} has {len(sheet) - 1} rows, the CSV has {len(rows)}"
        for number, (row, cells, sheeted) in enumerate(zip(rows, typed.to_pylist(), sheet[1:]), 2):
            for column, text in zip(header, row):
                # What a spreadsheet would run has an apostrophe before it in the CSV alone.
                value = as_text(cells[column])
                if text not in (value, "'" + value) and "\\u{" not in text:
                    yield f"{name}.parquet, row {number}, {column}: {value!r} is not {text!r}"
            for column, text, cell in zip(header, row, sheeted):
                if text not in (cell, "'" + cell) and not cell.endswith(CUT):
                    yield f"record.xlsx, {name}, row {number}, {column}: {cell!r} is not {text!r}"


def tolls(data):
    """What tolls.json says once for several methods is what tolls.csv says."""
    told = json.loads((data / "tolls.json").read_text("utf-8"))
    nested, flat = collections.Counter(), collections.Counter()
    for subject in told["incidents"] + told["campaigns"]:
        for finding in subject["findings"]:
            for at in finding["lines"]:
                line = subject["lines"][at]
                ends = [line.get(end) or {} for end in ["low", "high"]]
                for place in [place for end in ends for place in end.get("claims", [])]:
                    if len(subject["ids"][place]) != 64:
                        yield f"tolls.json: {subject['subject']} has no id at {place}"
                figures = tuple(as_text(end.get("value")) for end in ends)
                nested[(f"{finding['method']}@{finding['version']}", line["role"], *figures)] += 1
            if "scope" in finding and "words" not in told["scopes"][finding["scope"]]:
                yield f"tolls.json: {subject['subject']} has no such scope"
    with open(data / "tolls.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for method in row["by_methods"].split():
                flat[(method, row["role"], row["low"], row["high"])] += 1
    for line, count in ((nested - flat) + (flat - nested)).items():
        yield f"tolls.json and tolls.csv differ in {count} of {line}"


def statements(data):
    dataset = Dataset.make({"name": "assize", "title": "assize"})
    entities, stated = {}, {}
    for number, line in enumerate((data / "statements.jsonl").read_text("utf-8").splitlines(), 1):
        statement = Statement.from_dict(json.loads(line))
        prop = model.get(statement.schema).get(statement.prop)
        if prop is None:
            yield f"statements.jsonl:{number}: {statement.schema} has no {statement.prop}"
            continue
        clean = prop.type.clean(statement.value)
        if clean != statement.value and prop.type.name != "string":
            yield f"statements.jsonl:{number}: {statement.prop} {statement.value!r} becomes {clean!r}"
        entities.setdefault(statement.entity_id, []).append(statement)
        stated.setdefault(statement.entity_id, set()).add((statement.prop, statement.value))
    for id, own in entities.items():
        entity = StatementEntity.from_statements(dataset, own)
        kept = {(prop.name, value) for prop, value in entity.itervalues()}
        if kept != stated[id]:
            yield f"statements.jsonl: {id} loses {sorted(stated[id] - kept)[:2]}"
        for prop, value in entity.itervalues():
            if prop.type.name == "entity" and value not in entities:
                yield f"statements.jsonl: {id} leads to {value}, of which nothing is stated"
    if not entities:
        yield "statements.jsonl states nothing"


def described(data):
    told = json.loads((data / "croissant.json").read_text("utf-8"))
    for file in told["distribution"]:
        if hashlib.sha256((data / file["contentUrl"]).read_bytes()).hexdigest() != file["sha256"]:
            yield f"croissant.json: another SHA-256 of {file['contentUrl']}"
    names = {resource["path"] for resource in json.loads((data / "datapackage.json").read_text("utf-8"))["resources"]}
    there = {file.name for file in data.iterdir()} - {"datapackage.json"}
    for name in sorted(names ^ there):
        yield f"{name}: told and not there, or there and not told"


data = Path(sys.argv[1]) / "data"
faults = [*tables(data), *tolls(data), *statements(data), *described(data)]
for fault in faults[:40]:
    print(fault)
print(f"{len(faults)} faults in {sum(1 for _ in data.iterdir())} files of data")
sys.exit(1 if faults else 0)
