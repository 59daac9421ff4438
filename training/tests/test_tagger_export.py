"""Self-checks of training and export of the tagger: `python -m unittest`. A BERT with random weights; needs no data."""

import hashlib
import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import onnx
import torch
from safetensors.torch import load_file, save_file
from tokenizers.implementations import BertWordPieceTokenizer
from transformers import BertConfig, BertForTokenClassification, BertModel

from common import quantize
from tagger import adopt, card, evaluate, export, recover, train
from tagger.catalogue import CLASSES, Source
from tagger.examples import CASES
from tagger.model import Tagger
from tagger.network import onnx_network, torch_network
from tagger.prepare import ALL
from tests.test_tagger import WORDS


def base(folder: Path) -> None:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    folder.mkdir(parents=True)
    weights = {name: value for name, value in BertModel(config).state_dict().items() if value.is_floating_point()}
    save_file({f"bert.{name}": value for name, value in weights.items()}, folder / "model.safetensors")
    config.to_json_file(folder / "config.json")
    tokenizer = BertWordPieceTokenizer(vocab={word: number for number, word in enumerate(WORDS)})
    tokenizer.save(str(folder / "tokenizer.json"))


class TrainAndExport(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        base(self.folder / "base")
        lines = ["a\tO", "gene\tB-G", "of\tO", "p\tB-G", "-\tI-G", "53\tI-G", ""]
        (self.folder / "data").mkdir()
        for split in ("train", "dev"):
            text = "\n".join(line for n in range(60) for line in [f"{split}{n}\tO", *lines])
            (self.folder / "data" / f"{split}.tsv").write_text(text + "\n", encoding="utf-8")
        source = Source("made-up", "iob", {"G": "gene"}, "train.tsv", "dev.tsv")
        patch = mock.patch("tagger.corpora.SOURCES", (source,))
        patch.start()
        self.addCleanup(patch.stop)

    def train(self, *more: str) -> dict[str, object]:
        (self.folder / "stages.json").write_text('[{"name": "1", "tokens": 2500, "rate": 0.01, "floor": 0.1}]')
        argv = ["train", "--data", str(self.folder / "data"), "--out", str(self.folder / "out"), "--threads", "1",
                "--stages", str(self.folder / "stages.json"), "--base", str(self.folder / "base"),
                "--round-tokens", "1300", "--batch-tokens", "128", *more]  # fmt: skip
        with mock.patch.object(sys, "argv", argv), mock.patch("builtins.print"):
            train.main()
        return torch.load(self.folder / "out" / "last.pt", weights_only=True)

    def test_a_run_that_was_stopped_ends_as_one_that_was_not(self) -> None:
        whole = self.train()
        (self.folder / "out").rename(self.folder / "whole")
        one_step = train.Trainer._one_step

        def stopping(trainer: train.Trainer, items: list) -> tuple[float, int]:
            trainer._stop = trainer._steps == 14
            return one_step(trainer, items)

        with mock.patch.object(train.Trainer, "_one_step", stopping):
            halted = self.train()
        self.assertEqual((halted["steps"], halted["stage"]), (15, 0))
        resumed = self.train()
        self.assertEqual(resumed["steps"], whole["steps"])
        for name, value in whole["average"].items():
            torch.testing.assert_close(resumed["average"][name], value)

    def test_other_settings_are_refused(self) -> None:
        self.train("--max-seconds", "0")
        with self.assertRaisesRegex(SystemExit, "settings"):
            self.train("--independent")

    def test_from_corpus_to_folder(self) -> None:
        self.train()
        to = self.folder / "export"
        argv = ["export", "--model", str(self.folder / "out" / "stage-1"), "--to", str(to), "--float",
                "--data", str(self.folder / "data")]  # fmt: skip
        with mock.patch.object(sys, "argv", argv), mock.patch("builtins.print"):
            export.main()
        found = json.loads((to / "ontoground.json").read_text(encoding="utf-8"))
        self.assertEqual(found["labels"][:2], ["B-gene", "I-gene"])
        self.assertEqual(set(found["thresholds"]), set(CLASSES))
        for name, said in found["files"].items():
            content = (to / name).read_bytes()
            self.assertEqual(said, {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)})
        figures = self.folder / "figures.md"
        argv = ["evaluate", "--model", f"int8={to}", "--model", f"float={to}:{export.FLOAT}", "--documents",
                "--data", str(self.folder / "data"), "--figures", str(figures)]  # fmt: skip
        with mock.patch.object(sys, "argv", argv), mock.patch("builtins.print"):
            evaluate.main()
        self.assertIn("| made-up | gene | int8 | 120 |", figures.read_text(encoding="utf-8"))
        argv = ["card", "--model", str(self.folder / "out" / "stage-1"), "--export", str(to), "--figures", str(figures)]
        with mock.patch.object(sys, "argv", argv):
            card.main()
        self.assertIn("| BC2GM | MIT (carrier) |", (to / "README.md").read_text(encoding="utf-8"))

    def test_what_was_exported_is_gone_on_from(self) -> None:
        self.train()
        to = self.folder / "export"
        argv = ["export", "--model", str(self.folder / "out" / "stage-1"), "--to", str(to), "--no-tune",
                "--data", str(self.folder / "data")]  # fmt: skip
        with mock.patch.object(sys, "argv", argv), mock.patch("builtins.print"):
            export.main()
        argv = ["recover", "--from", str(to), "--to", str(self.folder / "back")]
        with (
            mock.patch.object(sys, "argv", argv),
            mock.patch("builtins.print"),
            mock.patch("tagger.recover.base_folder", lambda: self.folder / "base"),
        ):
            recover.main()
        stage = Tagger(self.folder / "out" / "stage-1", len(ALL)).state_dict()
        for name, value in Tagger(self.folder / "back", len(ALL)).state_dict().items():
            # Each row, or column, of a matrix is in 255 steps; of some channels they are wider, of others finer.
            self.assertLessEqual(float((value - stage[name]).norm()), 0.01 * float(stage[name].norm()), name)

    def test_trained_with_rounding_torch_computes_what_the_bytes_do(self) -> None:
        state = self.train("--rounded")
        stage = Tagger(self.folder / "out" / "stage-1", len(ALL)).eval()
        self.assertTrue(stage.rounds)
        begun = Tagger(self.folder / "base", len(ALL)).bert.encoder.layer[0].output.dense.weight
        self.assertGreater(float((stage.bert.encoder.layer[0].output.dense.weight - begun).detach().abs().max()), 0.01)
        to = self.folder / "export"
        argv = ["export", "--model", str(self.folder / "out" / "stage-1"), "--to", str(to), "--no-tune",
                "--data", str(self.folder / "nowhere")]  # fmt: skip
        with mock.patch.object(sys, "argv", argv), mock.patch("builtins.print"):
            export.main()
        batch, exact = export.sampled(stage)
        bytes_ = onnx_network(to, 1)(*batch) * batch[1][:, :, None]
        np.testing.assert_allclose(bytes_, exact, atol=2e-3)
        torch.testing.assert_close(stage.state_dict(), {**state["average"]})

    def test_a_stage_is_gone_on_from(self) -> None:
        self.train()
        stage = self.folder / "out" / "stage-1"
        tagger = Tagger(stage, len(ALL))
        weights = load_file(stage / "tagger.safetensors")
        torch.testing.assert_close(tagger.head.weight, weights["head.weight"], check_device=False)


class Adopt(unittest.TestCase):
    def save(self, folder: Path, labels: list[str]) -> None:
        torch.manual_seed(1)
        config = BertConfig(
            vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
            num_labels=len(labels),
        )  # fmt: skip
        config.id2label = dict(enumerate(labels))
        BertForTokenClassification(config).save_pretrained(folder)
        (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")

    def run_it(self, folder: Path, *more: str) -> dict[str, object]:
        argv = ["adopt", "--model", str(folder), "--to", str(folder / "to"), *more]
        with mock.patch.object(sys, "argv", argv), mock.patch("builtins.print"):
            adopt.main()
        return json.loads((folder / "to" / "ontoground.json").read_text(encoding="utf-8"))

    def test_families(self) -> None:
        for decoding, labels in (
            ("multi-label", ["O", "B-GENE/PROTEIN", "I-GENE/PROTEIN"]),
            ("single-label", ["O", "B", "I"]),
        ):
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                self.save(folder, labels)
                wanted = {"GENE/PROTEIN": "gene"} if decoding == "multi-label" else {"": "disease"}
                classes = [word for name, to in wanted.items() for word in ("--class", f"{name}={to}")]
                (folder / "keys.json").write_text('{"context": "section"}')
                classes += ["--keys", str(folder / "keys.json")]
                found = self.run_it(folder, "--decoding", decoding, *classes)
                self.assertEqual((found["decoding"], found["labels"]), (decoding, labels))
                self.assertEqual((found["classes"], found["context"]), (wanted, "section"))
                with self.assertRaisesRegex(SystemExit, "no entity class"):
                    self.run_it(folder, "--decoding", decoding)
                with self.assertRaisesRegex(SystemExit, "no such label: X"):
                    self.run_it(folder, "--decoding", decoding, "--class", "X=gene")


class Quantize(unittest.TestCase):
    def test_the_network_computes_the_same_before_rounding(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            base(folder / "base")
            tagger = Tagger(folder / "base", len(ALL)).eval()
            export.to_onnx(tagger, folder / "model.onnx")
            model = onnx.load(str(folder / "model.onnx"))
            with mock.patch("common.quantize.LEAST", 100):
                quantize.by_row(model)
            self.assertTrue(
                any(tensor.name.endswith("word_embeddings.weight.steps") for tensor in model.graph.initializer)
            )
            onnx.save(model, str(folder / "rows.onnx"))
            (folder / "ontoground.json").write_text('{"file": "rows.onnx"}')
            ids = np.array([[101, 103, 104, 102], [101, 105, 107, 102]])
            one, other = (
                onnx_network(folder, 1, file)(ids, np.ones_like(ids), ids % 5) for file in ("model.onnx", "rows.onnx")
            )
            np.testing.assert_allclose(one, other, atol=5e-3)

    def test_bytes(self) -> None:
        table = np.array([[1.0, -0.5], [0, 0], [1e3, 2e3]], dtype=np.float32)
        steps, scales = quantize.bytes_of(table)
        np.testing.assert_allclose(steps * scales, table, atol=8)
        self.assertEqual(steps[0].tolist(), [127, -64])


class Model(unittest.TestCase):
    def test_every_case_begins_as_the_base_has_it(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "base"
            base(folder)
            tagger = Tagger(folder, len(ALL), layers=1)
            plain = Tagger(folder, len(ALL), layers=1, case=False)
        self.assertEqual(len(tagger.bert.encoder.layer), 1)
        plain.head.load_state_dict(tagger.head.state_dict())
        ids = np.array([[101, 103, 104, 102]])
        cases = np.array([[0, 1, 4, 0]])
        self.assertEqual(tagger.bert.embeddings.token_type_embeddings.weight.shape[0], CASES)
        one, other = (torch_network(model)(ids, np.ones_like(ids), cases) for model in (tagger, plain))
        np.testing.assert_allclose(one, other, atol=1e-6)

    def test_onnx_without_case(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            base(folder / "base")
            tagger = Tagger(folder / "base", len(ALL), case=False, exclusive=False).eval()
            export.to_onnx(tagger, folder / "model.onnx")
            (folder / "ontoground.json").write_text('{"file": "model.onnx"}')
            ids = np.array([[101, 103, 104, 102], [101, 105, 102, 0]])
            mask = (ids > 0).astype(np.int64)
            exact = torch_network(tagger)(ids, mask, ids)[..., : 2 * len(CLASSES)]
            np.testing.assert_allclose(onnx_network(folder, 1)(ids, mask, ids)[0], exact[0], atol=1e-5)


if __name__ == "__main__":
    unittest.main()
