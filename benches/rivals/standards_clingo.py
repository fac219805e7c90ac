"""Weighs a synthetic case with clingo, beside the batch evaluator in Rust. usage: standards_clingo.py FOLDER

Files as for standards_numpy.py. Writes outcomes.txt: a line "incident test level reading outcome" for each pair with evidence. Prints
the processor seconds, reading of files not counted.
"""

import json
import struct
import sys
import time
from pathlib import Path

try:
    import clingo
except ImportError:
    print("clingo is not installed: pip install clingo", file=sys.stderr)
    sys.exit(69)

RULES = """
side(I,E,S) :- claim(I,E,S,_,_,_,_).
part_ok(I,E,S,one,L,A,P) :- side(I,E,S), part(L,A,P,N,Low), #count { G : claim(I,E,S,G,_,R,_), R <= Low } >= N.
part_ok(I,E,S,many,L,A,P) :- side(I,E,S), part(L,A,P,N,Low), #sum { V,O : claim(I,E,S,_,O,R,V), R <= Low } >= N.
passes(I,E,S,Q,L) :- side(I,E,S), reading(Q), line(L,A), part_ok(I,E,S,Q,L,A,P) : part(L,A,P,_,_).
w(I,T,Q,L) :- side(I,E,_), of(E,T), reading(Q), level(L).
s(I,Q,L,N) :- leaf(N,E,T), w(I,T,Q,L), passes(I,E,0,Q,L).
o(I,Q,L,N) :- leaf(N,E,T), w(I,T,Q,L), passes(I,E,1,Q,L).
m(I,Q,L,N) :- leaf(N,E,T), s(I,Q,L,N), not o(I,Q,L,N).
n(I,Q,L,N) :- leaf(N,E,T), o(I,Q,L,N), not s(I,Q,L,N).
s(I,Q,L,N) :- node(neg,N,T), child(N,C), o(I,Q,L,C).
o(I,Q,L,N) :- node(neg,N,T), child(N,C), s(I,Q,L,C).
m(I,Q,L,N) :- node(neg,N,T), child(N,C), n(I,Q,L,C).
n(I,Q,L,N) :- node(neg,N,T), child(N,C), m(I,Q,L,C).
s(I,Q,L,N) :- node(and,N,T), w(I,T,Q,L), s(I,Q,L,C) : child(N,C).
o(I,Q,L,N) :- node(and,N,T), child(N,C), o(I,Q,L,C).
m(I,Q,L,N) :- node(and,N,T), w(I,T,Q,L), m(I,Q,L,C) : child(N,C).
n(I,Q,L,N) :- node(and,N,T), child(N,C), n(I,Q,L,C).
s(I,Q,L,N) :- node(or,N,T), child(N,C), s(I,Q,L,C).
o(I,Q,L,N) :- node(or,N,T), w(I,T,Q,L), o(I,Q,L,C) : child(N,C).
m(I,Q,L,N) :- node(or,N,T), child(N,C), m(I,Q,L,C).
n(I,Q,L,N) :- node(or,N,T), w(I,T,Q,L), n(I,Q,L,C) : child(N,C).
out(I,T,L,Q,met) :- root(T,R), m(I,Q,L,R).
out(I,T,L,Q,not_met) :- root(T,R), n(I,Q,L,R).
out(I,T,L,Q,contested) :- root(T,R), s(I,Q,L,R), not m(I,Q,L,R), not n(I,Q,L,R).
out(I,T,L,Q,contested) :- root(T,R), o(I,Q,L,R), not m(I,Q,L,R), not n(I,Q,L,R).
out(I,T,L,Q,unknown) :- root(T,R), w(I,T,Q,L), not s(I,Q,L,R), not o(I,Q,L,R).
#show out/5.
"""


def facts(folder):
    plans = json.loads((folder / "plans.json").read_text())
    levels = json.loads((folder / "levels.json").read_text())
    lines = ["reading(one). reading(many)."]
    node = 0
    for test, steps in enumerate(plans["tests"]):
        stack = []
        for step in steps:
            if isinstance(step, int):
                lines.append(f"leaf({node},{step},{test}). of({step},{test}).")
            else:
                children = [stack.pop() for _ in range(1 if step == "not" else 2)]
                # "not" is a word of the language itself.
                lines.append(f"node({'neg' if step == 'not' else step},{node},{test}).")
                lines.extend(f"child({node},{child})." for child in children)
            stack.append(node)
            node += 1
        lines.append(f"root({test},{stack.pop()}).")
    for level, any_of in enumerate(levels):
        lines.append(f"level({level}).")
        for at, line in enumerate(any_of):
            lines.append(f"line({level},{at}).")
            lines.extend(f"part({level},{at},{p},{n},{low})." for p, (n, low) in enumerate(line))
    for incident, group, origin, slot, side, grade, voices, _ in struct.iter_unpack(
        "<IIIHBBBB", (folder / "claims.bin").read_bytes()
    ):
        lines.append(f"claim({incident},{slot},{side},{group},{origin},{grade},{voices}).")
    return "\n".join(lines)


def main():
    folder = Path(sys.argv[1])
    text = facts(folder)
    before = time.process_time()
    control = clingo.Control(["--warn=none"])
    control.add("base", [], RULES + text)
    control.ground([("base", [])])
    found = []
    control.solve(on_model=lambda model: found.extend(str(symbol) for symbol in model.symbols(shown=True)))
    print(f"{time.process_time() - before:.4f}")
    outcomes = sorted(symbol[4:-1].replace(",", " ") for symbol in found)
    (folder / "outcomes.txt").write_text("\n".join(outcomes) + "\n")


main()
