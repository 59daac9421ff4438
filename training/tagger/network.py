"""Networks that give probabilities: in torch, and in ONNX as the engine runs them."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer

from tagger.model import Tagger
from tagger.score import Network


def open_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def torch_network(tagger: Tagger) -> Network:
    @torch.inference_mode()
    def run(ids: np.ndarray, mask: np.ndarray, cases: np.ndarray) -> np.ndarray:
        return torch.sigmoid(tagger(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(cases))).numpy()

    tagger.eval()
    return run


def onnx_network(folder: Path, threads: int, file: str | None = None) -> Network:
    settings = json.loads((folder / "ontoground.json").read_text(encoding="utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait sleep: the cores are shared.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    path = str(folder / (file or settings["file"]))
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = {node.name for node in session.get_inputs()}

    def run(ids: np.ndarray, mask: np.ndarray, cases: np.ndarray) -> np.ndarray:
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": cases}
        (logits,) = session.run(None, {name: value for name, value in inputs.items() if name in names})
        return 1 / (1 + np.exp(-logits))

    return run
