"""Self-checks of the tagger's corpora, examples, batches, loss and decoding: `python -m unittest`. Needs no data."""

import gzip
import io
import tarfile
import tempfile
import unittest
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.implementations import BertWordPieceTokenizer

from tagger import corpora
from tagger.catalogue import SOURCES, Source
from tagger.corpora import adopt, is_held, shingles
from tagger.examples import (
    BEGIN,
    INSIDE,
    LOWER,
    MIXED,
    OUTSIDE,
    SINGLE,
    TITLE,
    UNKNOWN,
    UPPER,
    case_of,
    examples,
    parts,
)  # fmt: skip
from tagger.forms import Document, Sentence, Span, cuts, split
from tagger.model import Tagger, loss_of
from tagger.readers import iob_sentence, read_bioc, read_iob, read_pubtator, read_standoff
from tagger.sampler import Drawn, Mixture, Sampler, Stream, collate
from tagger.score import decode, probabilities, score, windows
from tagger.train import Stage, rate_at

WORDS = ["[PAD]", "[UNK]", *(f"[unused{n}]" for n in range(99)), "[CLS]", "[SEP]", "il", "2", "gene", "-", "of", "##s",
         "p", "53", "cells", "t", ".", "a", "b", "c"]  # fmt: skip


def tokenizer() -> Tokenizer:
    found = BertWordPieceTokenizer(vocab={word: number for number, word in enumerate(WORDS)})
    return Tokenizer.from_str(found.to_str())


class Readers(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name) / "corpus" / "train"
        self.folder.mkdir(parents=True)

    def test_iob(self) -> None:
        path = self.folder / "train.tsv.gz"
        text = "-DOCSTART-\tO\n\n<ALL>\tO\nIL-2\tB-PRGE\np53\tB-PRGE\nof\tO\n</ALL>\tO\r\n\n"
        text += "a\tI-DNA\nb\tI-DNA\nc\tB-DNA\n"
        path.write_bytes(gzip.compress(text.encode()))
        faults: Counter[str] = Counter()
        (document,) = read_iob(path, faults)
        self.assertEqual([sentence.text for sentence in document.sentences], ["IL-2 p53 of", "a b c"])
        self.assertEqual(document.sentences[0].spans, [Span(0, 4, "PRGE"), Span(5, 8, "PRGE")])
        self.assertEqual(document.sentences[1].spans, [Span(0, 3, "DNA"), Span(4, 5, "DNA")])
        self.assertEqual(faults["I without B"], 1)

    def test_an_inside_of_another_label_opens(self) -> None:
        sentence = iob_sentence(["a", "b"], ["B-X", "I-Y"], Counter())
        self.assertEqual(sentence.spans, [Span(0, 1, "X"), Span(2, 3, "Y")])

    def test_pubtator(self) -> None:
        path = self.folder / "corpus.txt"
        rows = ["1|t|Title here", "1|a|Gene x. Rods and cones.", "1\t11\t15\tGene\tgene\t-", "1\t11\t16\tGene\tgene\t-",
                "1\t19\t32\tRods and cones\tCL\tCL:1\t19-23,28-33", "1\tCID\tD1\tD2"]  # fmt: skip
        path.write_text("\n".join(rows) + "\n\n\nno document\n", encoding="utf-8")
        faults: Counter[str] = Counter()
        (document,) = read_pubtator(path, faults)
        texts = [sentence.text for sentence in document.sentences]
        self.assertEqual(texts, ["Title here", "Gene x.", "Rods and cones."])
        self.assertEqual(document.sentences[1].spans, [Span(0, 4, "gene")])
        self.assertEqual(faults, Counter({"row contradicts the text": 2, "not a document": 1}))

    def test_bioc(self) -> None:
        path = self.folder / "corpus.xml"
        path.write_text(
            "<collection><document><id>7</id><passage><offset>100</offset><text>A rat.</text><annotation>"
            "<infon key='type'>S</infon><location offset='102' length='3'/><text>rat</text></annotation>"
            "</passage></document></collection>",
            encoding="utf-8",
        )
        (document,) = read_bioc(path, Counter())
        self.assertEqual((document.id, document.sentences[0].spans), ("7", [Span(2, 5, "S")]))

    def test_standoff(self) -> None:
        path = self.folder / "corpus.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            rows = "T1\tCell 0 4\tRods\nT2\tCell 0 4;9 14\tRods cones\nR1\tX Arg1:T1 Arg2:T2\n"
            for name, content in (("a.txt", "Rods and cones"), ("a.ann", rows)):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content.encode()))
        (document,) = read_standoff(path, Counter())
        self.assertEqual(document.sentences[0].spans, [Span(0, 4, "Cell")])
        self.assertEqual(document.sentences[0].unsure, [Span(0, 14, "Cell")])


class Forms(unittest.TestCase):
    def test_sentences(self) -> None:
        text = "Grown in E. coli (Fig. 2). It was. p < 0.05 vs. Controls\nNext"
        pieces = [text[a:b].strip() for a, b in zip(cuts(text), [*cuts(text)[1:], None], strict=True)]
        self.assertEqual(pieces, ["Grown in E. coli (Fig. 2).", "It was. p < 0.05 vs. Controls", "Next"])

    def test_no_span_is_cut(self) -> None:
        (sentence,) = split("By St. X. Y type", [Span(3, 11, "x")])
        self.assertEqual(sentence.spans, [Span(3, 11, "x")])


class Corpora(unittest.TestCase):
    def test_labels_become_classes_or_unsure(self) -> None:
        source = Source("x", "iob", {"PRGE": "gene"}, unsure={"DNA": ("gene",)}, people_unsure=True)
        sentence = Sentence("IL-2 gene in women", [Span(0, 9, "DNA"), Span(0, 4, "PRGE"), Span(13, 18, "LIVB")])
        adopt(sentence, source)
        self.assertEqual(sentence.spans, [Span(0, 4, "gene")])
        self.assertEqual(sentence.unsure, [Span(0, 9, "gene"), Span(13, 18, "species")])

    def test_likeness_to_dev(self) -> None:
        words = "one two three four five six seven eight nine ten eleven"
        barred = shingles([Sentence(words), Sentence("these are just five words"), Sentence("Results")])
        texts = (f"so {words.upper()}, twelve", "Results", "These are just (five) words.", words[:40])
        corpus = corpora.Corpus("x", (), 1, [Document("d", [Sentence(text) for text in texts])], [])
        corpora._bar(corpus, barred)
        self.assertEqual([s.text for s in corpus.train[0].sentences], ["Results", words[:40]])
        self.assertEqual(corpus.dropped, 2)

    def test_names_are_unique_and_a_tenth_is_held(self) -> None:
        names = [source.name for source in SOURCES]
        self.assertEqual(len(names), len(set(names)))
        self.assertAlmostEqual(sum(is_held(f"x/{n}") for n in range(5000)) / 5000, 0.1, delta=0.02)


class Examples(unittest.TestCase):
    def make(self, text: str, *spans: Span, unsure: tuple[Span, ...] = ()) -> object:
        faults: Counter[str] = Counter()
        sentence = Sentence(text, list(spans), list(unsure))
        (example,) = examples([sentence], tokenizer(), ("gene", "cell"), faults)
        return example, faults

    def test_words_and_labels(self) -> None:
        example, _ = self.make("IL-2 gene P53s", Span(0, 4, "gene"), Span(5, 9, "cell"), unsure=(Span(10, 14, "cell"),))
        self.assertEqual([tuple(word) for word in example.words], [(0, 2), (2, 3), (3, 4), (5, 9), (10, 14)])
        self.assertEqual(example.labels[:, 0].tolist(), [BEGIN, INSIDE, INSIDE, OUTSIDE, OUTSIDE])
        self.assertEqual(example.labels[:, 1].tolist(), [OUTSIDE, OUTSIDE, OUTSIDE, BEGIN, UNKNOWN])
        self.assertEqual(example.cases[example.firsts].tolist(), [UPPER, LOWER, LOWER, LOWER, TITLE])

    def test_of_a_word_covered_by_less_than_half_nothing_is_known(self) -> None:
        example, faults = self.make("antigene genes", Span(4, 5, "gene"), Span(9, 13, "gene"))
        self.assertEqual(example.labels[:, 0].tolist(), [UNKNOWN, BEGIN])
        self.assertEqual(faults["span within a word"], 1)

    def test_the_longest_of_one_class_counts(self) -> None:
        example, faults = self.make("a b c", Span(0, 1, "gene"), Span(0, 3, "gene"), Span(4, 5, "gene"))
        self.assertEqual(example.labels[:, 0].tolist(), [BEGIN, INSIDE, BEGIN])
        self.assertEqual(faults["span overlaps a longer one"], 1)

    def test_case(self) -> None:
        said = {"of": LOWER, "p53": LOWER, "Of": TITLE, "OF": UPPER, "IL2": UPPER, "mRNA": MIXED, "A": SINGLE,
                "3T": SINGLE, "Ça": TITLE, "-": LOWER, "kDa": MIXED, "McA": MIXED}  # fmt: skip
        self.assertEqual({word: case_of(word) for word in said}, said)

    def test_long_sentences_are_cut_between_words(self) -> None:
        example, _ = self.make("a b c a b c a", Span(4, 7, "gene"))
        pieces = parts(example, 3)
        self.assertEqual([len(part) for part in pieces], [3, 3, 1])
        self.assertEqual([part.labels[:, 0].tolist() for part in pieces], [[0, 0, BEGIN], [INSIDE, 0, 0], [0]])


class Batches(unittest.TestCase):
    def streams(self) -> list[Stream]:
        sentences = [Sentence("A b c of gene " * (1 + n % 4), [Span(0, 1, "gene")]) for n in range(60)]
        made = list(examples(sentences, tokenizer(), ("gene",), Counter()))
        documents = [made[start : start + 6] for start in range(0, 60, 6)]
        return [Stream("x", np.array([1]), 1.0, documents), Stream("y", np.array([0]), 2.0, documents[:3])]

    def ids(self, sampler: Sampler, rounds: int) -> list[list[list[int]]]:
        found = []
        for number in range(rounds):
            batches, sampler.cursors = sampler.round(number)
            found.append([sampler.batch(items).ids.tolist() for items in batches])
        return found

    def test_batches_follow_from_seed_and_state(self) -> None:
        mixture = Mixture(round_tokens=700, batch_tokens=128, max_tokens=40)
        one = Sampler(self.streams(), 3, mixture)
        all_of_it = self.ids(one, 4)
        again = Sampler(self.streams(), 3, mixture)
        self.ids(again, 2)
        other = Sampler(self.streams(), 3, mixture)
        other.cursors = again.cursors
        batches, _ = other.round(2)
        self.assertEqual([other.batch(items).ids.tolist() for items in batches], all_of_it[2])

    def test_nothing_is_known_of_other_classes(self) -> None:
        stream = self.streams()[0]
        batch = collate(
            [Drawn(stream.columns, stream.documents[0][:2]), Drawn(np.array([0]), stream.documents[1][:1], case=False)],
            3,
        )
        words = batch.known[..., 0]
        first = len(stream.documents[0][0].firsts) + len(stream.documents[0][1].firsts)
        self.assertTrue((words[:first] == [0, 1, 0]).all() and (words[first:] == [1, 0, 0]).all())
        self.assertEqual(batch.targets.sum(), 3)
        self.assertEqual(batch.cases.any(axis=1).tolist(), [True, False])
        pieces = batch.ids.reshape(-1)[batch.places]
        self.assertEqual({WORDS[piece] for piece in pieces.tolist()}, {"a", "b", "c", "of", "gene"})

    def test_no_batch_is_too_large(self) -> None:
        sampler = Sampler(self.streams(), 3, Mixture(round_tokens=2000, batch_tokens=128, max_tokens=40))
        batches, _ = sampler.round(0)
        self.assertTrue(all(sampler.batch(items).ids.size <= 128 for items in batches))


class Loss(unittest.TestCase):
    def test_the_greater_number_is_the_probability_of_the_class(self) -> None:
        logits = torch.tensor([[[2.0, -1.0]], [[0.5, 3.0]], [[0.3, 0.3]]])
        outside = torch.softmax(torch.cat([torch.zeros(3, 1, 1), logits], dim=-1), dim=-1)[..., 0]
        found = torch.sigmoid(Tagger.independent(type("T", (), {"exclusive": True}), logits))  # type: ignore[arg-type]
        torch.testing.assert_close(found.max(dim=-1).values, 1 - outside)
        torch.testing.assert_close(found.argmax(dim=-1)[:2], logits.argmax(dim=-1)[:2])
        self.assertEqual(found[2, 0, 0], found[2, 0, 1])

    def test_loss_of_what_is_known_alone(self) -> None:
        logits = torch.randn(4, 3, 2)
        targets = torch.zeros(4, 3, 2)
        targets[0, 0, 0] = targets[1, 0, 1] = 1
        known = torch.zeros(4, 3, 2)
        known[:, 0] = 1
        three = torch.cat([torch.zeros(4, 1), logits[:, 0]], dim=-1)
        wanted = torch.nn.functional.cross_entropy(three, torch.tensor([1, 2, 0, 0]))
        torch.testing.assert_close(loss_of(logits, targets, known, True), wanted)
        wanted = torch.nn.functional.binary_cross_entropy_with_logits(logits[:, 0], targets[:, 0]) * 2
        torch.testing.assert_close(loss_of(logits, targets, known, False), wanted)

    def test_the_rate_rises_and_falls_to_its_floor(self) -> None:
        stage = Stage("x", 1000, 1.0, 0.25)
        rates = [rate_at(stage, done, 0.1) for done in (0.0, 0.05, 0.1, 0.5, 1.0, 1.2)]
        self.assertEqual(rates[2], max(rates))
        self.assertAlmostEqual(rates[1], 0.5)
        self.assertAlmostEqual(rates[4], 0.25)
        self.assertEqual(rates[4], rates[5])


class Scoring(unittest.TestCase):
    def test_the_rule_of_the_engine(self) -> None:
        marks = "IOBIBBOII"
        values = np.zeros((len(marks), 2, 2))
        for word, mark in enumerate(marks):
            if mark != "O":
                values[word, 0, "BI".index(mark)] = 0.9
        values[3, 1] = [0.6, 0.7]
        self.assertEqual(
            decode(values, np.array([0.5, 0.65])), [(0, 1, 0), (2, 4, 0), (4, 5, 0), (5, 6, 0), (7, 9, 0), (3, 4, 1)]
        )

    def test_windows_hear_every_word_once(self) -> None:
        counts = [1, 2, 1, 3, 1, 1, 2, 4, 1, 1, 1, 2]
        for room in (4, 6, 9, 40):
            for overlap in (0, 2, 3):
                found = windows(counts, room, min(overlap, room // 2))
                heard = [word for _, _, start, end in found for word in range(start, end)]
                self.assertEqual(heard, list(range(len(counts))))
                self.assertTrue(all(sum(counts[first:end]) <= room for first, end, _, _ in found))
                self.assertTrue(all(first <= start and end >= stop for first, end, start, stop in found))

    def test_from_pieces_to_figures(self) -> None:
        sentences = [Sentence("a gene of p", [Span(2, 6, "gene"), Span(10, 11, "gene")]), Sentence("c " * 30 + "gene")]
        made = list(examples(sentences, tokenizer(), ("gene",), Counter()))

        def network(ids: np.ndarray, _mask: np.ndarray, _cases: np.ndarray) -> np.ndarray:
            return np.stack([(ids == WORDS.index("gene")) * 0.8, ids * 0.0], axis=-1)

        values = probabilities(network, made, 1, 12, 4)
        (counts,) = score(made, values, np.array([0.5]), ("gene",), ("gene",)).values()
        self.assertEqual((counts.right, counts.found, counts.gold), (1, 2, 2))


if __name__ == "__main__":
    unittest.main()
