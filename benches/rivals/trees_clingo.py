"""Evaluates trees in worlds with clingo, for comparison with the evaluator in Rust.

Reads lines of JSON: {"tree": [[op, [children]], ...], "gates": [[element, kind, node], ...], "worlds": ["MNCUE...", ...]}. A node is its
position in the list; the last is the root; op is "and", "or", "not", or "e<n>" for element n. A gate of kind "engaged" says on which node it
depends that the element is asked; one of kind "for" or "against" what triggers a presumption on that side. A world has a letter per element:
met, not met, contested, unknown, not engaged. Writes a line of letters per input line, one per world. The rules below are written from the
definition alone.
"""

import json
import sys

try:
    import clingo
except ImportError:
    print("clingo is not installed: pip install clingo", file=sys.stderr)
    sys.exit(69)

RULES = """
% What is asked of an element at all, and what a presumption fills: only what evidence leaves unknown.
off(W,E) :- given_off(W,E).
off(W,E) :- gate(E,engaged,G), n(W,G).
off(W,E) :- gate(E,engaged,G), i(W,G).
silent(W,E) :- world(W), element(E), not for(W,E), not against(W,E), not off(W,E).
ef(W,E) :- for(W,E), not off(W,E).
ef(W,E) :- gate(E,for,G), m(W,G), silent(W,E).
ea(W,E) :- against(W,E), not off(W,E).
ea(W,E) :- gate(E,against,G), m(W,G), silent(W,E).
% Evidence bits and uncontested witnesses of a node in a world; i where nothing of it is engaged.
i(W,N) :- leaf(N,E), off(W,E).
s(W,N) :- leaf(N,E), ef(W,E).
o(W,N) :- leaf(N,E), ea(W,E).
m(W,N) :- leaf(N,E), ef(W,E), not ea(W,E).
n(W,N) :- leaf(N,E), ea(W,E), not ef(W,E).
i(W,N) :- node(neg,N), child(N,C), i(W,C).
s(W,N) :- node(neg,N), child(N,C), o(W,C).
o(W,N) :- node(neg,N), child(N,C), s(W,C).
m(W,N) :- node(neg,N), child(N,C), n(W,C).
n(W,N) :- node(neg,N), child(N,C), m(W,C).
join(and). join(or).
i(W,N) :- node(J,N), join(J), world(W), i(W,C) : child(N,C).
lacks(W,N,s) :- node(and,N), world(W), child(N,C), not i(W,C), not s(W,C).
lacks(W,N,m) :- node(and,N), world(W), child(N,C), not i(W,C), not m(W,C).
lacks(W,N,o) :- node(or,N), world(W), child(N,C), not i(W,C), not o(W,C).
lacks(W,N,n) :- node(or,N), world(W), child(N,C), not i(W,C), not n(W,C).
s(W,N) :- node(and,N), world(W), not lacks(W,N,s), not i(W,N).
m(W,N) :- node(and,N), world(W), not lacks(W,N,m), not i(W,N).
o(W,N) :- node(and,N), child(N,C), o(W,C).
n(W,N) :- node(and,N), child(N,C), n(W,C).
s(W,N) :- node(or,N), child(N,C), s(W,C).
m(W,N) :- node(or,N), child(N,C), m(W,C).
o(W,N) :- node(or,N), world(W), not lacks(W,N,o), not i(W,N).
n(W,N) :- node(or,N), world(W), not lacks(W,N,n), not i(W,N).
out(W,idle) :- root(R), i(W,R).
out(W,met) :- root(R), m(W,R).
out(W,not_met) :- root(R), n(W,R).
out(W,unknown) :- root(R), world(W), not s(W,R), not o(W,R), not i(W,R).
out(W,contested) :- root(R), s(W,R), not m(W,R), not n(W,R).
out(W,contested) :- root(R), o(W,R), not m(W,R), not n(W,R).
#show out/2.
"""

LETTER = {"met": "M", "not_met": "N", "contested": "C", "unknown": "U", "idle": "E"}


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
    lines.extend(f"gate({element},{kind},{node})." for element, kind, node in case["gates"])
    lines.extend(f"element({element})." for element in range(len(case["worlds"][0])))
    for number, world in enumerate(case["worlds"]):
        lines.append(f"world({number}).")
        for element, outcome in enumerate(world):
            if outcome in "MC":
                lines.append(f"for({number},{element}).")
            if outcome in "NC":
                lines.append(f"against({number},{element}).")
            if outcome == "E":
                lines.append(f"given_off({number},{element}).")
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
