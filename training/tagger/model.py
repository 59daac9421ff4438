"""The tagger: a BERT that also sees the case of words, and two numbers for each class: begins here, goes on here."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from common.bert_int8 import Scale
from tagger.examples import CASES
from tagger.rounding import round_layers, scales_in

# Weights of a tagger as `save` writes them: a folder with it is gone on from, head and all.
OWN = "tagger.safetensors"


class Dropout(nn.Module):
    """As `nn.Dropout`, to the next 256th. Eight values to a number drawn: one for each took a third of a step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.dropped = round(256 * share)

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or self.dropped == 0:
            return values
        count = values.numel()
        drawn = torch.empty((count + 7) // 8, dtype=torch.int64).random_(torch.iinfo(torch.int64).min, None)
        kept = drawn.view(torch.uint8)[:count].view(values.shape) >= self.dropped
        return torch.where(kept, values * (256 / (256 - self.dropped)), 0)


class Tagger(nn.Module):
    """`layers`: so many of the base's, from below. `exclusive`: a word begins, goes on or neither (soft-max over the
    three) in each class; else both numbers are by themselves. Out come logits of the two, either way."""

    def __init__(
        self, folder: Path, classes: int, layers: int | None = None, case: bool = True, exclusive: bool = True
    ) -> None:
        super().__init__()
        config = BertConfig.from_json_file(str(folder / "config.json"))
        config.num_hidden_layers = layers or config.num_hidden_layers
        config.type_vocab_size = CASES if case else 1
        # What attention is paid to is not dropped, and not by fused kernels: on a CPU both take longer than all else.
        config.attention_probs_dropout_prob = 0.0
        config._attn_implementation = "eager"
        self.bert = BertModel(config, add_pooling_layer=False)
        for module in list(self.bert.modules()):
            if isinstance(getattr(module, "dropout", None), nn.Dropout) and module.dropout.p > 0:
                module.dropout = Dropout(config.hidden_dropout_prob)
        self.head = nn.Linear(config.hidden_size, 2 * classes)
        self.dropout = Dropout(config.hidden_dropout_prob)
        self.classes = classes
        self.case = case
        self.exclusive = exclusive
        # Nearly all words are outside.
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -3.0)
        if (folder / OWN).exists():
            self.take(load_file(folder / OWN))
        else:
            self._load(folder)

    def _load(self, folder: Path) -> None:
        weights = load_file(folder / "model.safetensors")
        weights = {name.removeprefix("bert."): value for name, value in weights.items()}
        types = "embeddings.token_type_embeddings.weight"
        # All cases begin as the one that the base knows.
        weights[types] = weights[types][:1].repeat(self.bert.config.type_vocab_size, 1)
        own = self.bert.state_dict()
        missing = [name for name in own if name not in weights and name != "embeddings.position_ids"]
        if missing:
            raise SystemExit(f"{folder}: weights that are missing: {missing[:5]}")
        self.bert.load_state_dict({name: value for name, value in weights.items() if name in own}, strict=False)

    def take(self, state: dict[str, Tensor]) -> None:
        """The state of another, which may round."""
        if not self.rounds and any(name.endswith(".factors") for name in state):
            round_layers(self.bert)
        self.load_state_dict(state)

    @property
    def rounds(self) -> bool:
        """Whether it computes what the engine's bytes will: see `tagger.rounding`."""
        return len(scales_in(self.bert)) > 0

    def round(self, scales: dict[str, Scale]) -> None:
        round_layers(self.bert)
        for name, scale in scales.items():
            self.get_submodule(name).scale = scale

    def hidden(self, ids: Tensor, mask: Tensor, cases: Tensor) -> Tensor:
        types = cases if self.case else torch.zeros_like(cases)
        return self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state

    def raw(self, ids: Tensor, mask: Tensor, cases: Tensor, places: Tensor) -> Tensor:
        """Words by classes by 2, for the loss."""
        states = self.hidden(ids, mask, cases).flatten(0, 1).index_select(0, places)
        return self.head(self.dropout(states)).unflatten(-1, (self.classes, 2))

    def forward(self, ids: Tensor, mask: Tensor, cases: Tensor) -> Tensor:
        """Texts by tokens by (2 · classes): logits, B and I of each class in turn, for sigmoids. See `independent`."""
        logits = self.head(self.hidden(ids, mask, cases)).unflatten(-1, (self.classes, 2))
        return self.independent(logits).flatten(-2)

    def independent(self, logits: Tensor) -> Tensor:
        """Logits of each number by itself. Where they exclude one another the greater of the two is that of the word
        being in the class at all, log(p / (1 - p)) = log(e^b + e^i), and the other is less by as much as it was."""
        if not self.exclusive:
            return logits
        return logits.logsumexp(-1, keepdim=True) + (logits - logits.flip(-1)).clamp(max=0)


def loss_of(logits: Tensor, targets: Tensor, known: Tensor, exclusive: bool) -> Tensor:
    """Mean over words of the sum over the classes that are known. Targets may lie between 0 and 1 (soft labels)."""
    if exclusive:
        outside = 1 - targets.sum(-1)
        whole = torch.logsumexp(torch.cat([torch.zeros_like(logits[..., :1]), logits], dim=-1), dim=-1)
        # Cross-entropy with (outside, B, I): the logit of outside is 0.
        each = (outside + targets.sum(-1)) * whole - (targets * logits).sum(-1)
        return (each * known[..., 0]).sum() / len(logits)
    each = nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return (each * known).sum() / len(logits)


def save(tagger: Tagger, folder: Path, base: Path) -> None:
    """Weights, and the base's configuration and tokenizer; what the head means is for the caller to write."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in tagger.state_dict().items()}, folder / OWN)
    for name in ("config.json", "tokenizer.json", "vocab.txt"):
        if (base / name).exists():
            (folder / name).write_bytes((base / name).read_bytes())
