"""Evaluates trees in worlds with clingo, for comparison with the evaluator in Rust.

Reads lines of JSON: {"tree": [[op, [children]], ...], "worlds": ["MNCU...", ...]}. A node is its position in the list; the last is the
root; op is "and", "or", "not", or "e<n>" for element n. A world has a letter per element: met, not met, contested, unknown. Writes a line
of letters per input line, one per world. The rules below are written from the definition alone.
"""

import json
import sys

try:
    import clingo
except ImportError:
    print("clingo is not installed: pip install clingo", file=sys.stderr)
    sys.exit(69)

RULES = """
% Evidence bits and uncontested witnesses of an element in a world.
s(W,N) :- leaf(N,E), for(W,E).
o(W,N) :- leaf(N,E), against(W,E).
m(W,N) :- leaf(N,E), for(W,E), not against(W,E).
n(W,N) :- leaf(N,E), against(W,E), not for(W,E).
s(W,N) :- node(neg,N), child(N,C), o(W,C).
o(W,N) :- node(neg,N), child(N,C), s(W,C).
m(W,N) :- node(neg,N), child(N,C), n(W,C).
n(W,N) :- node(neg,N), child(N,C), m(W,C).
s(W,N) :- node(and,N), world(W), s(W,C) : child(N,C).
o(W,N) :- node(and,N), child(N,C), o(W,C).
m(W,N) :- node(and,N), world(W), m(W,C) : child(N,C).
n(W,N) :- node(and,N), child(N,C), n(W,C).
s(W,N) :- node(or,N), child(N,C), s(W,C).
o(W,N) :- node(or,N), world(W), o(W,C) : child(N,C).
m(W,N) :- node(or,N), child(N,C), m(W,C).
n(W,N) :- node(or,N), world(W), n(W,C) : child(N,C).
out(W,met) :- root(R), m(W,R).
out(W,not_met) :- root(R), n(W,R).
out(W,unknown) :- root(R), world(W), not s(W,R), not o(W,R).
out(W,contested) :- root(R), s(W,R), not m(W,R), not n(W,R).
out(W,contested) :- root(R), o(W,R), not m(W,R), not n(W,R).
#show out/2.
"""

LETTER = {"met": "M", "not_met": "N", "contested": "C", "unknown": "U"}


def facts(case):
    lines = []
    for at, (op, children) in enumerate(case["tree"]):
        if op.startswith("e"):
            lines.append(f"leaf({at},{op[1:]}).")
        else:
            # "not" is a word of the language itself.
            lines.append(f"node({'neg' if op == 'not' else op},{at}).")
        lines.extend(f"child({at},{child})." for child in children)
    lines.append(f"root({len(case['tree']) - 1}).")
    for number, world in enumerate(case["worlds"]):
        lines.append(f"world({number}).")
        for element, outcome in enumerate(world):
            if outcome in "MC":
                lines.append(f"for({number},{element}).")
            if outcome in "NC":
                lines.append(f"against({number},{element}).")
    return "\n".join(lines)


def main():
    for line in sys.stdin:
        case = json.loads(line)
        control = clingo.Control(["--warn=none"])
        # Every predicate is named, so that none is undefined where a tree lacks an operator.
        control.add("base", [], RULES + facts(case))
        control.ground([("base", [])])
        found = [[] for _ in case["worlds"]]

        def on_model(model):
            for symbol in model.symbols(shown=True):
                world, outcome = symbol.arguments
                found[world.number].append(LETTER[outcome.name])

        control.solve(on_model=on_model)
        if any(len(outcomes) != 1 for outcomes in found):
            sys.exit(f"not exactly one outcome for a world of {case['tree']}: {found}")
        print("".join(outcomes[0] for outcomes in found))


main()
