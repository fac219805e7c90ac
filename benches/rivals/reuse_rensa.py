"""Near-copies by rensa (MIT): 128 permutations over runs of three words, LSH in 32 bands.

usage: reuse_rensa.py FOLDER. FOLDER holds texts.txt, a text a line. Writes firsts.txt: for each text the number of the first text of
its family. Prints the processor seconds of signing and of joining.
"""

import re
import sys
import time
from pathlib import Path

try:
    from rensa import RMinHash, RMinHashLSH
except ImportError:
    print("rensa is not installed: pip install rensa", file=sys.stderr)
    sys.exit(69)

WORD = re.compile(r"\w+")


def runs(text):
    words = WORD.findall(text.lower())
    return [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]


def main():
    folder = Path(sys.argv[1])
    texts = folder.joinpath("texts.txt").read_text().splitlines()
    begun = time.process_time()
    signed = []
    for text in texts:
        signature = RMinHash(num_perm=128, seed=42)
        signature.update(runs(text))
        signed.append(signature)
    sign = time.process_time() - begun
    begun = time.process_time()
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    up = list(range(len(texts)))

    def root(at):
        while up[at] != at:
            up[at] = up[up[at]]
            at = up[at]
        return at

    for at, signature in enumerate(signed):
        for other in index.query(signature):
            if signature.jaccard(signed[other]) >= 0.5:
                a, b = root(at), root(other)
                up[max(a, b)] = min(a, b)
        index.insert(at, signature)
    join = time.process_time() - begun
    folder.joinpath("firsts.txt").write_text("".join(f"{root(at)}\n" for at in range(len(texts))))
    print(sign, join)


main()
