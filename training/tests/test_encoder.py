"""Self-checks of pair making, sampling and loss: `python -m unittest` in this folder. Needs no data."""

import random
import unittest

import torch

from common.gold import Mention, Ontology
from common.kb import BROAD, EXACT, LABEL, Concept, Link, Name
from common.text import fold
from encoder.augment import augment, hyphens, inversion, numbers, plural, spelling
from encoder.evaluate import ranks
from encoder.loss import contrastive, negatives_mask
from encoder.pairs import Group, make_groups
from encoder.sampler import Homonyms, Sampler
from encoder.train import Stage, rate_at


def concept(curie: str, *names: str, entity_class: str = "disease") -> Concept:
    scopes = [LABEL, *[EXACT] * (len(names) - 1)]
    found = [Name(text, scope) for text, scope in zip(names, scopes, strict=True)]
    return Concept(curie, "source", entity_class, found)


def group(id_: str, *names: str, kind: str = "disorder") -> Group:
    return Group(id_, kind, names, tuple(1.0 for _ in names), tuple(fold(name) for name in names))


class Pairs(unittest.TestCase):
    def test_mappings_join_and_two_ids_of_one_ontology_never_meet(self) -> None:
        concepts = [
            concept("DOID:1", "infarction"),
            concept("MESH:D1", "heart attack"),
            concept("DOID:2", "old infarction"),
        ]
        links = [Link("DOID:1", "MESH:D1", True), Link("DOID:2", "MESH:D1", True)]
        names = {frozenset(found.names) for found in make_groups(concepts, links)}
        self.assertEqual(names, {frozenset({"infarction", "heart attack"}), frozenset({"old infarction"})})

    def test_equal_labels_join_within_a_kind_alone(self) -> None:
        concepts = [
            concept("HP:1", "Seizures", "Fits", entity_class="phenotype"),
            concept("MESH:D2", "seizures", "Convulsions"),
            concept("GO:1", "Seizures", entity_class="go"),
        ]
        sizes = sorted(len(found.names) for found in make_groups(concepts, []))
        self.assertEqual(sizes, [1, 4])

    def test_a_cross_reference_counts_only_where_it_is_the_one_between_two_ontologies(self) -> None:
        concepts = [concept("DOID:1", "a b"), concept("MESH:D1", "c d"), concept("MESH:D2", "e f")]
        links = [Link("DOID:1", "MESH:D1", False), Link("DOID:1", "MESH:D2", False)]
        self.assertEqual(len(make_groups(concepts, links)), 3)
        self.assertEqual(len(make_groups(concepts, links[:1])), 2)

    def test_broader_names_are_left_out(self) -> None:
        one = concept("DOID:1", "type 1 diabetes")
        one.names.append(Name("diabetes", BROAD))
        self.assertEqual(make_groups([one], [])[0].names, ("type 1 diabetes",))


class Augmentation(unittest.TestCase):
    def test_each_change(self) -> None:
        rng = random.Random(1)
        self.assertEqual(plural("germ cell", rng), "germ cells")
        self.assertEqual(plural("biopsies", rng), "biopsy")
        self.assertEqual(inversion("Anemia, Hemolytic", rng), "Hemolytic Anemia")
        self.assertEqual(inversion("cancer of the lung", rng), "lung cancer")
        self.assertEqual(spelling("tumour", rng), "tumor")
        self.assertEqual(numbers("diabetes type II", rng), "diabetes type 2")
        self.assertEqual(numbers("interferon gamma", rng), "interferon γ")
        self.assertIn(hyphens("T-cell", rng), {"T cell", "Tcell"})

    def test_any_text_gives_a_text(self) -> None:
        rng = random.Random(2)
        for text in ("A", "p53", "of the", "a b c d e f g", "β-cell", "x, y, z", "IgA nephropathy"):
            for _ in range(200):
                self.assertTrue(augment(text, rng))


class Sampling(unittest.TestCase):
    GROUPS = tuple(group(f"X:{n}", f"name {n}", f"other word {n}") for n in range(50))

    def test_the_same_number_gives_the_same_batch(self) -> None:
        one, other = (Sampler(self.GROUPS, 8, 4, seed=5) for _ in range(2))
        for sampler in (one, other):
            sampler.neighbours = {place: [(place + 1) % 50, (place + 2) % 50] for place in range(50)}
        one.batch(1, 0.5)
        self.assertEqual(one.batch(7, 0.5), other.batch(7, 0.5))
        self.assertEqual(len(set(one.batch(7, 0.5).groups)), 8)

    def test_homonyms_are_found(self) -> None:
        groups = [group("A:1", "cold", "common cold"), group("B:1", "Cold", "chill"), group("C:1", "heat", "warmth")]
        self.assertEqual(Homonyms(groups).pairs([0, 2, 1]), [(0, 2)])


class Loss(unittest.TestCase):
    def test_partners_that_agree_cost_less(self) -> None:
        torch.manual_seed(0)
        left = torch.randn(6, 384)
        mask = negatives_mask(6, [])
        near = contrastive(left, left + 0.1 * torch.randn(6, 384), mask, 0.05)
        far = contrastive(left, torch.randn(6, 384), mask, 0.05)
        self.assertLess(float(near), float(far))

    def test_homonyms_do_not_push(self) -> None:
        left = torch.randn(3, 384)
        left[1] = left[0]
        apart = contrastive(left, left, negatives_mask(3, []), 0.05)
        spared = contrastive(left, left, negatives_mask(3, [(0, 1)]), 0.05)
        self.assertLess(float(spared), float(apart))

    def test_the_rate_rises_and_falls(self) -> None:
        stage = Stage("1", 100, 1e-4, 0.5, 50)
        rates = [rate_at(stage, step, 0.1) for step in range(100)]
        self.assertEqual(max(rates), rates[10])
        self.assertLess(rates[99], 1e-6)


class Evaluation(unittest.TestCase):
    def test_rank_counts_concepts_and_alternative_ids_resolve(self) -> None:
        import numpy as np

        one, two = concept("A:1", "x", "y"), concept("A:2", "z")
        two.others.append("A:9")
        ontology = Ontology([one, two])
        self.assertEqual(
            ranks(np.array([0.9, 0.8, 0.7]), ontology, ontology.places(Mention("", frozenset({"A:9"})).ids)), 1
        )
        self.assertIsNone(ranks(np.array([0.9, 0.8, 0.7]), ontology, frozenset()))


if __name__ == "__main__":
    unittest.main()
