"""scispaCy's recipe for candidates, with exact cosines in place of an approximate index: `python trigrams.py FOLDER [--min-df 10]`

FOLDER is what export-pair.ts writes. Character trigrams within words, tf-idf, the nearest names, by concept. Wants
scikit-learn. Prints acc@1, R@5, R@20 and mentions a second.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

NAMES_LOOKED_AT = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--min-df", type=int, default=1)
    options = parser.parse_args()
    rows = [line.split("\t", 1) for line in (options.folder / "names.tsv").read_text("utf-8").splitlines()]
    holders: dict[str, list[str]] = {}
    for curie, name in rows:
        holders.setdefault(name.lower(), []).append(curie)
    names = list(holders)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), min_df=options.min_df, dtype=np.float32)
    matrix = vectorizer.fit_transform(names).T.tocsr()
    gold = [json.loads(line) for line in (options.folder / "mentions.jsonl").read_text("utf-8").splitlines()]
    texts = sorted({item["mention"].lower() for item in gold})
    answers: dict[str, list[str]] = {}
    begun = time.process_time()
    for text in texts:
        scores = np.asarray((vectorizer.transform([text]) @ matrix).todense()).ravel()
        near = np.argpartition(-scores, NAMES_LOOKED_AT)[:NAMES_LOOKED_AT]
        near = near[np.lexsort((near, -scores[near]))]
        answers[text] = list(dict.fromkeys(curie for name in near for curie in holders[names[name]]))[:20]
    rate = len(texts) / (time.process_time() - begun)
    found = {1: 0, 5: 0, 20: 0}
    for item in gold:
        for depth in found:
            found[depth] += bool(set(answers[item["mention"].lower()][:depth]) & set(item["ids"]))
    figures = ", ".join(f"{'acc' if depth == 1 else 'R'}@{depth} {count / len(gold):.3f}" for depth, count in found.items())
    print(f"trigrams, min_df {options.min_df}: {len(names)} names, {len(gold)} mentions: {figures}; {rate:.0f} a CPU second")


if __name__ == "__main__":
    main()
