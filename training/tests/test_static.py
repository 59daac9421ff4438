"""Self-checks of the fast path: `python -m unittest` in this folder. Made-up names; needs no data."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from tokenizers import Tokenizer

from common.text import fold
from encoder.evaluate import open_encoder
from encoder.loss import negatives_mask, nt_xent
from encoder.neighbours import drawn_name, find_neighbours
from encoder.pairs import Group
from encoder.static import Settings, Trainer, begin, save, start, write_folder
from encoder.static_start import learn_tokenizer, pieces_of, principal_axes, sums
from encoder.static_table import embed, quantize, read_table, write_table

ORGANS = ("heart", "lung", "liver", "kidney", "brain", "skin")
WOES = (("attack", "infarction"), ("tumour", "neoplasm"), ("failure", "insufficiency"), ("pain", "ache"))
GROUPS = tuple(
    Group(f"X:{organ}-{one}", "disorder", names, (1.0, 1.0), tuple(fold(name) for name in names))
    for organ in ORGANS
    for one, other in WOES
    for names in [(f"{organ} {one}", f"{other} of the {organ}")]
)
NAMES = [name for group in GROUPS for name in group.names]
SMALL = Settings(
    dimensions=16, prefix=8, pieces=120, batches_drawn=1, taught=40, epochs=1, steps=40, pairs=12, cluster=3,
    refresh=20, rate=2e-2, warm_up=4,
)  # fmt: skip


class RandomTeacher:
    """A vector of its own for each text."""

    def vectors(self, texts: list[str]) -> np.ndarray:
        rows = [np.random.default_rng(list(text.encode())).normal(size=24) for text in texts]
        return np.array(rows, dtype=np.float32) / 5


class Tables(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.tokenizer = learn_tokenizer(NAMES * 3, 120)
        self.rows = np.random.default_rng(1).normal(size=(self.tokenizer.get_vocab_size(), 16)).astype(np.float32)
        self.rows[7] = 0

    def test_a_table_is_read_as_it_was_written(self) -> None:
        write_table(self.folder / "vectors.bin", self.rows)
        steps, scales = quantize(self.rows)
        self.assertEqual(int(np.abs(steps).max()), 127)
        found = read_table(self.folder / "vectors.bin")
        np.testing.assert_array_equal(found, steps * scales[:, None])
        self.assertLessEqual(float(np.abs(found - self.rows).max()), float(scales.max()) / 2 + 1e-6)

    def test_sections_lie_where_the_engine_looks(self) -> None:
        write_table(self.folder / "vectors.bin", self.rows)
        content = (self.folder / "vectors.bin").read_bytes()
        length = int.from_bytes(content[8:12], "little")
        header = json.loads(content[12 : 12 + length])
        self.assertEqual(content[:8], b"OGSTAT01")
        self.assertEqual(header["meta"], {"rows": len(self.rows), "dimensions": 16})
        self.assertEqual([(each["name"], each["type"]) for each in header["sections"]],
                         [("steps", "u8"), ("scales", "u32")])  # fmt: skip
        self.assertTrue(all(each["offset"] % 8 == 0 for each in header["sections"]))
        self.assertEqual(len(content) % 8, 0)

    def test_another_file_is_refused(self) -> None:
        (self.folder / "vectors.bin").write_bytes(b"OGSTAT99 and more")
        with self.assertRaisesRegex(SystemExit, "no table"):
            read_table(self.folder / "vectors.bin")

    def test_a_name_is_the_sum_of_its_pieces(self) -> None:
        found = embed(self.rows, self.tokenizer, ["", "heart attack", "attack heart", " \u00ad "])
        np.testing.assert_array_equal(found[[0, 3]], np.eye(16)[[0, 0]])
        np.testing.assert_allclose(found[1], found[2], atol=1e-6)
        by_torch = sums(torch.from_numpy(self.rows), pieces_of(self.tokenizer, ["", "heart attack"])).numpy()
        np.testing.assert_array_equal(by_torch[0], np.zeros(16))
        np.testing.assert_allclose(found[1], by_torch[1] / np.linalg.norm(by_torch[1]), atol=1e-6)

    def test_a_folder_is_opened_by_its_kind_and_cuts_long_names(self) -> None:
        write_folder(self.folder, "made up", self.tokenizer, self.rows, 8)
        encoder = open_encoder(self.folder, 1)
        self.assertEqual((encoder.dimensions, encoder.settings["prefixes"]), (16, [8]))
        written = json.loads((self.folder / "tokenizer.json").read_text(encoding="utf-8"))
        self.assertEqual(written["post_processor"]["type"], "BertProcessing")
        self.assertIsNone(Tokenizer.from_file(str(self.folder / "tokenizer.json")).truncation)
        one, other = encoder.embed(["heart " * 64, "heart " * 64 + "lung"])
        np.testing.assert_array_equal(one, other)


class Training(unittest.TestCase):
    def test_partners_that_agree_cost_less_and_homonyms_nothing(self) -> None:
        torch.manual_seed(0)
        left = torch.randn(6, 16)
        mask = negatives_mask(6, [])
        near = nt_xent(torch.cat([left, left + 0.1]), mask, 0.05)
        far = nt_xent(torch.cat([left, torch.randn(6, 16)]), mask, 0.05)
        self.assertLess(float(near), float(far))
        left[1] = left[0]
        both = torch.cat([left, left])
        self.assertLess(float(nt_xent(both, negatives_mask(6, [(0, 1)]), 0.05)), float(nt_xent(both, mask, 0.05)))

    def test_axes_hold_most_first(self) -> None:
        vectors = np.random.default_rng(2).normal(size=(200, 4)) * [1, 5, 2, 3]
        held = np.square(vectors @ principal_axes(vectors, 3)).sum(axis=0)
        self.assertEqual(held.tolist(), sorted(held.tolist(), reverse=True))
        self.assertGreater(held[0], np.square(vectors).sum() / 2)

    def test_neighbours_are_of_the_same_kind_and_not_oneself(self) -> None:
        groups = [*GROUPS, Group("Y:1", "gene", ("heart attack",), (1.0,), ("heart attack",))]
        tokenizer = learn_tokenizer(NAMES * 3, 120)
        rows = np.random.default_rng(3).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
        found = find_neighbours(groups, 1, lambda names: embed(rows, tokenizer, names), drawn_name)
        self.assertEqual(sorted(found), list(range(len(GROUPS))))
        self.assertTrue(all(place not in near and len(GROUPS) not in near for place, near in found.items()))

    def test_it_learns_and_goes_on_where_it_stopped(self) -> None:
        with mock.patch("encoder.static.DRAWN_AT_ONCE", len(GROUPS)):
            tokenizer, rows = begin(GROUPS, SMALL, RandomTeacher())
        whole = Trainer(GROUPS, SMALL, tokenizer, rows.clone())
        first = whole.run(10)
        with tempfile.TemporaryDirectory() as scratch:
            save(whole, Path(scratch))
            with mock.patch("encoder.static.Teacher", side_effect=AssertionError("not to be asked again")):
                again, _ = start(Path(scratch), GROUPS, SMALL, Path("none"))
            with self.assertRaisesRegex(SystemExit, "other settings"):
                start(Path(scratch), GROUPS, Settings(), Path("none"))
        self.assertLess(whole.run(100), first)
        again.run(100)
        self.assertTrue(whole.done and again.done)
        np.testing.assert_allclose(whole.rows.detach().numpy(), again.rows.detach().numpy(), atol=1e-5)


if __name__ == "__main__":
    unittest.main()
