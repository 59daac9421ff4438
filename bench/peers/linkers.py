"""Links gold mentions as other packages do: `python linkers.py SYSTEM FOLDER ANSWERS [--sample N]`

FOLDER is what export-pair.ts writes. ANSWERS is written: JSON with `system`, `setupSeconds`, `linkSeconds` (CPU),
`peakMiB` (of this process, set-up included), `mentions` (their numbers) and `answers`: for each mention `[id, score]`
pairs, best first, one per concept, at most 20, and whether the system would stand by the first one. Exit code 3: a
package is missing, and standard output says which. linking.ts runs every system and counts what is right.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

LIMIT = 20
MISSING_PACKAGE = 3


class Name(NamedTuple):
    """One name of one concept; `is_label` says that it is the concept's own label."""

    curie: str
    text: str
    is_label: bool


class Answer(NamedTuple):
    ranked: list[tuple[str, float]]
    """Concepts with scores, best first; concepts of one score in the system's own order."""
    answered: bool


Link = Callable[[str], Answer]


def best_per_concept(ranked: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """The first of each concept: its best, as `ranked` is best first."""
    best: dict[str, float] = {}
    for curie, score in ranked:
        best.setdefault(curie, score)
        if len(best) == LIMIT:
            break
    return list(best.items())


def holders_of(names: Iterable[Name], key: Callable[[str], str]) -> dict[str, list[str]]:
    """Concepts by what their names read, each once, in the order of the names."""
    holders: dict[str, dict[str, None]] = {}
    for name in names:
        holders.setdefault(key(name.text), {})[name.curie] = None
    return {text: list(curies) for text, curies in holders.items()}


def dictionary(names: list[Name]) -> tuple[str, Link]:
    """The floor: names in lower case, nothing else. Concepts of one name in the order of their ids."""
    holders = holders_of(names, str.lower)

    def link(mention: str) -> Answer:
        curies = sorted(holders.get(mention.lower(), []))
        return Answer([(curie, 1.0) for curie in curies[:LIMIT]], bool(curies))

    return "lower-case dictionary", link


def gilda(names: list[Name]) -> tuple[str, Link]:
    """Gilda with terms of our own: labels are its `name`s, the rest its `synonym`s; no context, so no disambiguation.

    Its order: score, then id.
    """
    from importlib.metadata import version

    from gilda.grounder import Grounder
    from gilda.process import normalize
    from gilda.term import Term

    labels = {name.curie: name.text for name in names if name.is_label}
    normal = ((name, normalize(name.text)) for name in names)
    grounder = Grounder(
        Term(form, name.text, "KB", name.curie, labels.get(name.curie, name.text), "name" if name.is_label else "synonym", "KB")
        for name, form in normal
        if form.strip()
    )

    def link(mention: str) -> Answer:
        matches = grounder.ground(mention)
        return Answer([(match.term.id, match.score) for match in matches[:LIMIT]], bool(matches))

    return f"Gilda {version('gilda')}", link


def quickumls(names: list[Name], *, preferred: bool = False) -> tuple[str, Link]:
    """QuickUMLS's defaults: 3-grams without marks at the ends, Jaccard of at least .7, lower case, ASCII.

    It ranks by similarity, plus one where the source marks the name as preferred (`preferred`: labels are). Its order among
    equals: as simstring finds the names, shorter ones first, then id.
    """
    import tempfile

    from quickumls_simstring import simstring
    from unidecode import unidecode

    def normal(text: str) -> str:
        return unidecode(text).lower()

    def trigrams(text: str) -> set[str]:
        size = min(3, len(text))
        return {text[at : at + size] for at in range(len(text) - size + 1)}

    holders = {text: sorted(curies) for text, curies in holders_of(names, normal).items()}
    marked = {(normal(name.text), name.curie) for name in names if preferred and name.is_label}
    folder = tempfile.TemporaryDirectory()
    path = str(Path(folder.name) / "names.simstring")
    writer = simstring.writer(path, 3, False, True)
    for text in holders:
        writer.insert(text)
    writer.close()
    reader = simstring.reader(path)
    reader.measure = simstring.jaccard
    reader.threshold = 0.7

    def link(mention: str, _keep: object = folder) -> Answer:
        asked = normal(mention)
        grams = trigrams(asked)
        found: list[tuple[str, float]] = []
        for text in reader.retrieve(asked) if asked else ():
            others = trigrams(text)
            similarity = len(grams & others) / len(grams | others)
            if similarity > 0:
                found += [(curie, similarity + ((text, curie) in marked)) for curie in holders[text]]
        found.sort(key=lambda pair: -pair[1])
        return Answer(best_per_concept(found), bool(found))

    return "QuickUMLS's recipe" + (", labels preferred" if preferred else ""), link


def scispacy(names: list[Name], *, min_df: int = 10, neighbours: int = 30) -> tuple[str, Link]:
    """scispaCy's candidates: 3-grams within words, tf-idf, the nearest names; exact cosines, not its approximate index.

    Its linker's threshold of .7 decides what is answered. Order among equals: that of the names.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    holders = holders_of(names, str)
    texts = list(holders)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), min_df=min_df, dtype=np.float32)
    matrix = vectorizer.fit_transform(texts).T.tocsr()
    most = min(neighbours, len(texts))

    def link(mention: str) -> Answer:
        cosines = np.asarray((vectorizer.transform([mention]) @ matrix).todense()).ravel().round(6)
        near = np.argpartition(-cosines, most - 1)[:most]
        near = near[np.lexsort((near, -cosines[near]))]
        alike = [(curie, float(cosines[at])) for at in near if cosines[at] > 0 for curie in holders[texts[at]]]
        return Answer(best_per_concept(alike), bool(alike) and alike[0][1] > 0.7)

    return f"scispaCy's recipe, min_df {min_df}, {neighbours} neighbours", link


def rapidfuzz(names: list[Name]) -> tuple[str, Link]:
    """Plain fuzzy search: token_set_ratio with every name, in lower case. Order among equals: that of the names."""
    from importlib.metadata import version

    from rapidfuzz import fuzz, process

    holders = holders_of(names, str.lower)
    texts = list(holders)

    def link(mention: str) -> Answer:
        found = process.extract(mention.lower(), texts, scorer=fuzz.token_set_ratio, limit=64)
        alike = [(curie, score / 100) for text, score, _ in found for curie in holders[text]]
        return Answer(best_per_concept(alike), bool(alike))

    return f"rapidfuzz {version('rapidfuzz')}, token_set_ratio", link


SYSTEMS: dict[str, Callable[[list[Name]], tuple[str, Link]]] = {
    "dictionary": dictionary,
    "gilda": gilda,
    "quickumls": quickumls,
    "quickumls-preferred": lambda names: quickumls(names, preferred=True),
    "scispacy": scispacy,
    "scispacy-all": lambda names: scispacy(names, min_df=1, neighbours=256),
    "rapidfuzz": rapidfuzz,
}


def read_names(folder: Path) -> list[Name]:
    rows = (line.split("\t") for line in lines_of(folder / "names.tsv"))
    return [Name(curie, text, kind == "label") for curie, text, kind in rows]


def lines_of(file: Path) -> list[str]:
    """Ends at line feeds only: names may have other characters that Python takes for ends of lines."""
    return file.read_text("utf-8").rstrip("\n").split("\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--sample", type=int, help="only so many mentions, evenly spaced")
    options = parser.parse_args()
    mentions = [json.loads(line)["mention"] for line in lines_of(options.folder / "mentions.jsonl")]
    size = min(options.sample or len(mentions), len(mentions))
    numbers = [at * len(mentions) // size for at in range(size)]
    names = read_names(options.folder)
    begun = time.process_time()
    try:
        title, link = SYSTEMS[options.system](names)
    except ModuleNotFoundError as missing:
        print(f"no Python package {missing.name}")
        sys.exit(MISSING_PACKAGE)
    link(mentions[0])
    ready = time.process_time()
    answers = [link(mentions[number]) for number in numbers]
    done = time.process_time()
    report = {
        "system": title,
        "setupSeconds": ready - begun,
        "linkSeconds": done - ready,
        "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "mentions": numbers,
        "answers": [{"ranked": ranked, "answered": answered} for ranked, answered in answers],
    }
    options.answers.write_text(json.dumps(report), "utf-8")


if __name__ == "__main__":
    main()
