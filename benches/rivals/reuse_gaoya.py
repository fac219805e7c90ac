"""Near-copies by gaoya (MIT): 126 hashes of 32 bits over runs of three words, 42 bands of three.

usage: reuse_gaoya.py FOLDER. FOLDER holds texts.txt, a text a line. Writes firsts.txt: for each text the number of the first text of
its family. Prints the processor seconds of signing with filing, and of asking.
"""

import sys
import time
from pathlib import Path

try:
    from gaoya.minhash import MinHashStringIndex
except ImportError:
    print("gaoya is not installed: pip install gaoya", file=sys.stderr)
    sys.exit(69)


def main():
    folder = Path(sys.argv[1])
    texts = folder.joinpath("texts.txt").read_text().splitlines()
    begun = time.process_time()
    index = MinHashStringIndex(32, 0.5, 42, 3, None, "word", True, (3, 3), "smallvec")
    for at, text in enumerate(texts):
        index.insert_document(at, text)
    sign = time.process_time() - begun
    begun = time.process_time()
    up = list(range(len(texts)))

    def root(at):
        while up[at] != at:
            up[at] = up[up[at]]
            at = up[at]
        return at

    for at, text in enumerate(texts):
        for other in index.query(text):
            a, b = root(at), root(other)
            up[max(a, b)] = min(a, b)
    join = time.process_time() - begun
    folder.joinpath("firsts.txt").write_text("".join(f"{root(at)}\n" for at in range(len(texts))))
    print(sign, join)


main()
