"""Whether the engine finds what torch finds, in sentences of dev splits.

    python -m tagger.parity --model checkpoints/tagger/stage-1 --export checkpoints/export/tagger-1

The folder's thresholds count for both, and a sentence is what the corpus says. A model that was trained with rounding
rounds here, too, but in floats; --unrounded: as if it did not. Needs the engine's development packages (npx tsx).
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from tagger.catalogue import CLASSES
from tagger.corpora import load
from tagger.examples import examples
from tagger.export import LAST, open_tagger
from tagger.network import open_tokenizer, torch_network
from tagger.prepare import ALL, GOALS, some
from tagger.rounding import unround_layers
from tagger.score import Mention, mentions, probabilities

ENGINE = Path(__file__).resolve().parents[2]


def engine_mentions(folder: Path, texts: list[str]) -> list[set[Mention]]:
    with tempfile.TemporaryDirectory() as scratch:
        # The same, but for a text being what goes through the network: the engine would part it by rules of its own.
        to = Path(scratch)
        settings = json.loads((folder / "ontoground.json").read_text(encoding="utf-8")) | {"context": "section"}
        (to / "ontoground.json").write_text(json.dumps(settings), encoding="utf-8")
        for file in settings["files"]:
            shutil.copy(folder / file, to / file)
        command = ["npx", "tsx", "bench/accuracy/tagger-mentions.ts", scratch]
        done = subprocess.run(command, cwd=ENGINE, input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    return [{(start, end, name) for start, end, name in mentions_of} for mentions_of in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="as for export; last, if it has not changed since")
    parser.add_argument("--export", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, default=LAST, help="where last is")
    parser.add_argument("--data", type=Path, default=Path("../../shared/data/corpora"))
    parser.add_argument("--corpora", nargs="*", default=list(GOALS))
    parser.add_argument("--limit", type=int, default=500, help="so many sentences of each corpus")
    parser.add_argument("--unrounded", action="store_true", help="against weights and numbers as they are")
    options = parser.parse_args()
    torch.set_num_threads(1)
    settings = json.loads((options.export / "ontoground.json").read_text(encoding="utf-8"))
    tagger, _, _ = open_tagger(options.model, options.checkpoint)
    if options.unrounded:
        unround_layers(tagger.bert)
    network = torch_network(tagger)
    thresholds = np.array([settings["thresholds"].get(name, 2.0) for name in ALL])
    tokenizer = open_tokenizer(options.export)
    same = every = 0
    for corpus in load(options.data, tuple(options.corpora)):
        made = list(examples(some(corpus.dev, options.limit), tokenizer, corpus.classes, Counter()))
        values = probabilities(network, made, len(ALL), settings["maxTokens"], settings["overlap"])
        ours = [mentions(example, numbers, thresholds, ALL) for example, numbers in zip(made, values, strict=True)]
        theirs = engine_mentions(options.export, [example.sentence.text for example in made])
        equal = sum(one == other for one, other in zip(ours, theirs, strict=True))
        print(f"{corpus.name}: {100 * equal / len(made):.2f} % of {len(made)} sentences")
        same, every = same + equal, every + len(made)
    print(f"the same {len(CLASSES)} classes of mentions in {100 * same / every:.2f} % of {every} sentences")


if __name__ == "__main__":
    main()
