"""Trains and writes the fast path: a vector for each word-piece; a name's vector is the sum of those of its pieces.

    nice -n 15 python -m encoder.static --teacher checkpoints/export/stage-1 --to checkpoints/export/static

The vocabulary is learned from the names as they are drawn for training. Rows begin as what the teacher, an exported
encoder, makes of the pieces; are fitted to what it makes of names; and then learn as the teacher did: two names of a
concept are to be nearer to each other than to any other name of a large batch, a part of which are clusters of near
names of other concepts, found with the table itself. Needs one core for a quarter of an hour. What was reached is kept
in checkpoints/static every few minutes; the same command goes on from there. The same seed gives the same batches.
"""

import argparse
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.processors import BertProcessing
from torch import Tensor

from encoder.export import checksums
from encoder.loss import negatives_mask, nt_xent
from encoder.neighbours import drawn_name, find_neighbours
from encoder.pairs import Group, read_groups
from encoder.sampler import Homonyms, Sampler
from encoder.static_start import (
    MAX_TOKENS,
    Teacher,
    drawn,
    first_rows,
    fit,
    learn_tokenizer,
    pieces_of,
    principal_axes,
    sums,
)
from encoder.static_table import embed, write_table

CHECKPOINT_STEPS = 50
DRAWN_AT_ONCE = 1536
SHIPPED = ("vectors.bin", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Settings:
    """What must not change between a start and going on."""

    dimensions: int = 256
    # Vectors may be cut to so many; 0: they may not.
    prefix: int = 128
    prefix_weight: float = 0.3
    pieces: int = 30_522
    # Batches of names from which the vocabulary is learned; the first names of them are those that the teacher embeds.
    batches_drawn: int = 300
    taught: int = 20_000
    epochs: int = 4
    steps: int = 400
    pairs: int = 768
    cluster: int = 6
    # Share of clusters in a batch.
    hard: float = 0.5
    # Steps until neighbours are found anew.
    refresh: int = 200
    rate: float = 3e-3
    warm_up: int = 50
    temperature: float = 0.05
    seed: int = 20261121


class Trainer:
    """Teaches the rows, from the step at which it is told to begin."""

    def __init__(self, groups: Sequence[Group], settings: Settings, tokenizer: Tokenizer, rows: Tensor) -> None:
        self._groups, self._settings, self._tokenizer = groups, settings, tokenizer
        self._sampler = Sampler(groups, settings.pairs, settings.cluster, settings.seed)
        self._homonyms = Homonyms(groups)
        self.rows = rows.requires_grad_()
        self.optimizer = torch.optim.Adam([self.rows], lr=settings.rate, fused=True)
        self.step = 0

    @property
    def done(self) -> bool:
        return self.step >= self._settings.steps

    def _loss(self) -> Tensor:
        settings = self._settings
        batch = self._sampler.batch(self.step, settings.hard)
        vectors = sums(self.rows, pieces_of(self._tokenizer, batch.left + batch.right))
        mask = negatives_mask(len(batch.groups), self._homonyms.pairs(batch.groups))
        loss = nt_xent(vectors, mask, settings.temperature)
        if settings.prefix == 0:
            return loss
        return loss + settings.prefix_weight * nt_xent(vectors[:, : settings.prefix], mask, settings.temperature)

    def _find_neighbours(self) -> None:
        seed = self._settings.seed + self.step
        rows = self.rows.detach().numpy()
        self._sampler.neighbours = find_neighbours(
            self._groups, seed, lambda names: embed(rows, self._tokenizer, names), drawn_name
        )

    def run(self, steps: int) -> float:
        """Goes on for so many steps, or to the end; answers the mean loss."""
        settings = self._settings
        losses: list[float] = []
        while len(losses) < steps and not self.done:
            if self.step % settings.refresh == 0:
                self._find_neighbours()
            rise = min(1.0, (self.step + 1) / settings.warm_up)
            self.optimizer.param_groups[0]["lr"] = settings.rate * rise * (1 - self.step / settings.steps)
            loss = self._loss()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            losses.append(float(loss.detach()))
            self.step += 1
        return sum(losses) / len(losses)

    def state(self) -> dict[str, object]:
        return {
            "settings": asdict(self._settings), "groups": len(self._groups), "step": self.step,
            "rows": self.rows.detach(), "optimizer": self.optimizer.state_dict(),
            "neighbours": self._sampler.neighbours, "tokenizer": self._tokenizer.to_str(),
        }  # fmt: skip

    def resume(self, state: dict[str, object]) -> None:
        self.optimizer.load_state_dict(state["optimizer"])  # type: ignore[arg-type]
        self._sampler.neighbours, self.step = state["neighbours"], state["step"]  # type: ignore[assignment]


def begin(groups: Sequence[Group], settings: Settings, teacher: Teacher) -> tuple[Tokenizer, Tensor]:
    """The vocabulary, and rows fitted to the teacher."""
    sampler = Sampler(groups, DRAWN_AT_ONCE, settings.cluster, settings.seed)
    texts = list(drawn(sampler, settings.batches_drawn))
    tokenizer = learn_tokenizer(texts, settings.pieces)
    chosen = list(dict.fromkeys(texts))[: settings.taught]
    taught = teacher.vectors(chosen)
    axes = principal_axes(taught, settings.dimensions)
    rows = torch.from_numpy(first_rows(tokenizer, teacher, axes, chosen)).requires_grad_()
    fit(rows, tokenizer, chosen, torch.from_numpy(taught @ axes), settings.epochs, settings.rate, settings.seed)
    return tokenizer, rows.detach()


def start(out: Path, groups: Sequence[Group], settings: Settings, teacher: Path) -> tuple[Trainer, Tokenizer]:
    """Where the last run stopped, or at the beginning."""
    last = out / "last.pt"
    if not last.exists():
        tokenizer, rows = begin(groups, settings, Teacher(teacher, out / "teacher"))
        return Trainer(groups, settings, tokenizer, rows), tokenizer
    state = torch.load(last, weights_only=True)
    if state["settings"] != asdict(settings) or state["groups"] != len(groups):
        raise SystemExit(f"{last}: of other settings, or of another knowledge base; take another --out")
    tokenizer = Tokenizer.from_str(state["tokenizer"])
    trainer = Trainer(groups, settings, tokenizer, state["rows"])
    trainer.resume(state)
    return trainer, tokenizer


def write_folder(to: Path, name: str, tokenizer: Tokenizer, rows: np.ndarray, prefix: int) -> None:
    """What the engine loads, but for the card."""
    to.mkdir(parents=True, exist_ok=True)
    whole = Tokenizer.from_str(tokenizer.to_str())
    whole.no_truncation()
    # The engine wants to know what stands around a text, though tables have no use for it.
    around = [(token, whole.token_to_id(token)) for token in ("[SEP]", "[CLS]")]
    whole.post_processor = BertProcessing(*around)
    (to / "tokenizer.json").write_text(whole.to_str(), encoding="utf-8")
    write_table(to / "vectors.bin", rows)
    settings = {
        "kind": "static",
        "name": name,
        "file": "vectors.bin",
        "dimensions": rows.shape[1],
        "prefixes": [prefix] if prefix else [],
        "maxTokens": MAX_TOKENS,
        "lowerCase": True,
        "files": checksums(to, SHIPPED),
    }
    (to / "ontoground.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def save(trainer: Trainer, out: Path) -> None:
    path = out / "last.pt"
    torch.save(trainer.state(), path.with_suffix(".tmp"))
    path.with_suffix(".tmp").replace(path)


def main() -> None:
    usual = Settings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--teacher", type=Path, required=True, help="folder of an exported encoder")
    parser.add_argument("--out", type=Path, default=Path("checkpoints/static"), help="where what was reached is kept")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--name", default="names-static", help="as people call it")
    parser.add_argument("--dimensions", type=int, default=usual.dimensions)
    parser.add_argument("--prefix", type=int, default=usual.prefix)
    parser.add_argument("--pieces", type=int, default=usual.pieces)
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    settings = Settings(
        dimensions=options.dimensions, prefix=options.prefix, pieces=options.pieces, steps=options.steps
    )
    options.out.mkdir(parents=True, exist_ok=True)
    trainer, tokenizer = start(options.out, read_groups(options.kb), settings, options.teacher)
    while not trainer.done:
        worked = time.process_time()
        loss = trainer.run(CHECKPOINT_STEPS)
        save(trainer, options.out)
        print(f"step {trainer.step} of {settings.steps}: loss {loss:.4f}, {time.process_time() - worked:.0f} s of CPU",
              flush=True)  # fmt: skip
    write_folder(options.to, options.name, tokenizer, trainer.rows.detach().numpy(), settings.prefix)
    trained = asdict(settings) | {"teacher": options.teacher.name}
    (options.out / "settings.json").write_text(json.dumps(trained, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
