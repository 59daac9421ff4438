"""Self-checks of the export: `python -m unittest` in this folder. A BERT with random weights; needs no data."""

import hashlib
import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from transformers import BertConfig, BertForMaskedLM, BertModel

from encoder import export
from encoder.model import load_tokenizer
from encoder.onnx_model import OnnxEncoder

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "heart", "attack", "lung", "tumour", "cancer", "##s", "of"]


def save(folder: Path, model_class: type = BertModel, **tokenizer: object) -> None:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    model_class(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")


def run(folder: Path, to: Path, *more: str) -> dict[str, object]:
    with mock.patch.object(sys, "argv", ["export", "--model", str(folder), "--to", str(to), *more]):
        export.main()
    return json.loads((to / "ontoground.json").read_text(encoding="utf-8"))


class Export(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder, self.to = Path(scratch.name) / "model", Path(scratch.name) / "export"

    def test_a_folder_of_another_maker(self) -> None:
        save(self.folder, BertForMaskedLM, do_lower_case=True)
        found = run(self.folder, self.to, "--pooling", "cls", "--name", "made up", "--float", "--prefixes", "8")
        self.assertEqual(
            {key: found[key] for key in ("kind", "name", "pooling", "dimensions", "prefixes", "lowerCase")},
            {"kind": "encoder", "name": "made up", "pooling": "cls", "dimensions": 16, "prefixes": [8],
             "lowerCase": True},
        )  # fmt: skip
        for name, said in found["files"].items():
            content = (self.to / name).read_bytes()
            self.assertEqual(said, {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)})
        texts = ["heart attacks", "Lung", "", "tumour of lung cancer"]
        exact = export.vectors(export.load(self.folder), load_tokenizer(self.to), texts, "cls")
        np.testing.assert_allclose(OnnxEncoder(self.to, 1, export.FLOAT).embed(texts), exact, atol=1e-5)

    def test_case_is_kept_where_the_tokenizer_keeps_it(self) -> None:
        save(self.folder, do_lower_case=False)
        self.assertFalse(run(self.folder, self.to)["lowerCase"])

    def test_what_is_not_supported_is_said(self) -> None:
        save(self.folder)
        config = self.folder / "config.json"
        config.write_text(config.read_text().replace('"bert"', '"roberta"'), encoding="utf-8")
        with self.assertRaisesRegex(SystemExit, 'type "roberta"; only "bert"'):
            run(self.folder, self.to)
        with self.assertRaisesRegex(SystemExit, r"no config\.json"):
            run(self.folder / "none", self.to)


if __name__ == "__main__":
    unittest.main()
