"""`python -m dateline.explain.build`: the index of labelled examples, from the corpus's training part and a model.

The last step of training does the same. Same corpus and model: same file (on one CPU class and versions of the libraries).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError
from dateline.explain.examples import FILE, Example, Sentence, Table, load_examples, model_hash, to_bytes, vector
from dateline.reader.model import MODEL_DIR, Network
from dateline.train.corpus import MarkedEvent, MarkedSentence, read_corpus
from dateline.train.parts import split


def corpus_hash(folder: Path) -> str:
    """A hash of all annotated files below the folder, names included."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.ann")):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def build(corpus: Path, model: Path) -> bytes:
    """The index's file: every event of the training part whose sentence the network reads in one piece."""
    network = Network(model)
    sentences: list[Sentence] = []
    examples: list[Example] = []
    vectors: list[NDArray[np.float32]] = []
    for marked in split(read_corpus(corpus))["train"]:
        pieces = network.features(marked.text) if marked.events else []
        if len(pieces) != 1:
            continue
        logits = network.run(pieces[0])
        for event in marked.events:
            words = [i for i, (start, end) in enumerate(pieces[0].words) if start < event.end and event.start < end]
            vectors.append(vector(logits, (words[0], words[-1] + 1)))
            examples.append(_example(len(sentences), marked, event))
        sentences.append(Sentence(marked.text, marked.file, marked.line))
    return to_bytes(Table(model_hash(model), corpus_hash(corpus), tuple(sentences), tuple(examples)), vectors)


def _example(number: int, marked: MarkedSentence, event: MarkedEvent) -> Example:
    words = {mark.id: marked.text[mark.start : mark.end] for mark in marked.marks}
    roles: dict[str, list[str]] = defaultdict(list)
    for role, target in event.roles:
        if role != "number":
            roles[role].append(words[target])
    for target, kind in event.counts:
        roles[f"number:{kind}"].append(words[target])
    held = {role: tuple(quotes) for role, quotes in roles.items()}
    return Example(number, event.start, event.end, event.type, event.mode, event.status, held)


def write(corpus: Path, model: Path) -> Path:
    """Writes the index beside the model and returns its path."""
    path = model / FILE
    part = path.with_suffix(".part")
    part.write_bytes(build(corpus, model))
    part.replace(path)
    return path


def check(corpus: Path, model: Path) -> str | None:
    """What is wrong with the index beside the model: missing, damaged, of another model or corpus; None where it is fresh."""
    try:
        index = load_examples(model)
    except DataError as error:
        return str(error)
    return None if index.table.corpus == corpus_hash(corpus) else f"{model / FILE}: was made from another state of {corpus}"


def main(arguments: list[str]) -> int:
    """Writes the index, or with `--check` says whether it is fresh (exit code 1 if not)."""
    parser = argparse.ArgumentParser(prog="python -m dateline.explain.build", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--model", type=Path, default=MODEL_DIR, help="the folder of the model; the index is written there")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where the index is missing or stale")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        wrong = check(chosen.corpus, chosen.model)
        sys.stderr.write(f"{wrong}\n" if wrong else "")
        return 1 if wrong else 0
    path = write(chosen.corpus, chosen.model)
    sys.stdout.write(f"{path}: {len(load_examples(chosen.model)):,} examples, {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
