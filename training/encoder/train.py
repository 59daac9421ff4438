"""Trains the encoder, stage by stage, each with its own warm-up and cosine; stops and goes on where it stopped.

    nice -n 19 python -m encoder.train --kb kb --resume auto

Writes to --out: encoder.pid, train.log, last.pt (everything needed to go on: every ten minutes, and on SIGTERM),
and stage-NAME/ with the model at the end of each stage. `kill -STOP` and `kill -CONT` make room for others.
"""

import argparse
import json
import math
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

# Threads that wait must sleep: others need the cores. To be said before torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from torch import Tensor

from encoder.loss import contrastive, negatives_mask
from encoder.model import Encoder, base_folder, embed, embed_with_gradient, load_tokenizer
from encoder.neighbours import find_neighbours
from encoder.pairs import read_groups
from encoder.sampler import Homonyms, Sampler

CHECKPOINT_SECONDS = 600
LOG_STEPS = 25


@dataclass(frozen=True, slots=True)
class Stage:
    """`hard`: share of clusters of neighbours in a batch; neighbours are found anew every `refresh` steps."""

    name: str
    steps: int
    rate: float
    hard: float
    refresh: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What must not change between a start and a resumption."""

    pairs: int = 192
    cluster: int = 6
    temperature: float = 0.05
    weight_decay: float = 0.01
    warm_up: float = 0.06
    seed: int = 20261121


def rate_at(stage: Stage, step: int, warm_up: float) -> float:
    """Learning rate of a step: a straight way up, half a cosine down to nothing."""
    rise = max(1, int(stage.steps * warm_up))
    if step < rise:
        return stage.rate * (step + 1) / rise
    return stage.rate * 0.5 * (1 + math.cos(math.pi * (step - rise) / (stage.steps - rise)))


class Trainer:
    def __init__(self, kb: Path, out: Path, stages: list[Stage], settings: Settings) -> None:
        self._out = out
        self._stages = stages
        self._settings = settings
        self._groups = read_groups(kb)
        self._base = base_folder()
        self._tokenizer = load_tokenizer(self._base)
        self._sampler = Sampler(self._groups, settings.pairs, settings.cluster, settings.seed)
        self._homonyms = Homonyms(self._groups)
        self._encoder = Encoder(self._base)
        self._optimizer = self._new_optimizer()
        self._stage = 0
        self._step = 0
        self._stop = False
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True

    def _new_optimizer(self) -> torch.optim.Optimizer:
        decayed = [value for value in self._encoder.parameters() if value.ndim > 1]
        plain = [value for value in self._encoder.parameters() if value.ndim <= 1]
        return torch.optim.AdamW(
            [{"params": decayed, "weight_decay": self._settings.weight_decay}, {"params": plain, "weight_decay": 0.0}],
            fused=True,
        )

    def log(self, **values: object) -> None:
        line = json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S"), **values})
        with (self._out / "train.log").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def save(self) -> None:
        path = self._out / "last.pt"
        state = {
            "settings": asdict(self._settings),
            "stages": [asdict(stage) for stage in self._stages],
            "groups": len(self._groups),
            "stage": self._stage,
            "step": self._step,
            "encoder": self._encoder.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "neighbours": self._sampler.neighbours,
        }
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def resume(self) -> None:
        state = torch.load(self._out / "last.pt", weights_only=True)
        # Later stages may be added or changed; what was begun may not.
        begun = state["stage"] + int(state["step"] > 0)
        stages = [asdict(stage) for stage in self._stages][:begun]
        if state["settings"] != asdict(self._settings) or state["stages"][:begun] != stages:
            raise SystemExit("the settings or the stages so far differ from those of last.pt; take another --out")
        if state["groups"] != len(self._groups):
            raise SystemExit("the knowledge base differs from that of last.pt; take another --out")
        self._encoder.load_state_dict(state["encoder"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._sampler.neighbours = state["neighbours"]
        self._stage, self._step = state["stage"], state["step"]
        self.log(event="resumed", stage=self._stages[self._stage].name if not self._done else None, step=self._step)

    @property
    def _done(self) -> bool:
        return self._stage >= len(self._stages)

    def _loss(self, number: int, hard: float) -> Tensor:
        batch = self._sampler.batch(number, hard)
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch(batch.left + batch.right)]
        vectors = embed_with_gradient(self._encoder, rows, chunk=64)
        size = len(batch.groups)
        mask = negatives_mask(size, self._homonyms.pairs(batch.groups))
        return contrastive(vectors[:size], vectors[size:], mask, self._settings.temperature)

    def _one_step(self, stage: Stage, before: int) -> float:
        if self._step % stage.refresh == 0:
            self._sampler.neighbours = find_neighbours(
                self._groups,
                self._settings.seed + before + self._step,
                lambda names: embed(self._encoder, self._tokenizer, names),
            )
        for group in self._optimizer.param_groups:
            group["lr"] = rate_at(stage, self._step, self._settings.warm_up)
        loss = self._loss(before + self._step, stage.hard)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._encoder.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def run(self) -> None:
        saved = time.monotonic()
        while not self._done:
            stage = self._stages[self._stage]
            before = sum(earlier.steps for earlier in self._stages[: self._stage])
            losses: list[float] = []
            begun, worked = time.monotonic(), time.process_time()
            while self._step < stage.steps and not self._stop:
                losses.append(self._one_step(stage, before))
                self._step += 1
                if self._step % LOG_STEPS == 0:
                    wall, work = time.monotonic() - begun, time.process_time() - worked
                    self.log(
                        stage=stage.name, step=self._step, of=stage.steps, loss=round(sum(losses) / len(losses), 4),
                        wall=round(wall, 1), cpu=round(work, 1),
                    )  # fmt: skip
                    losses, begun, worked = [], time.monotonic(), time.process_time()
                if time.monotonic() - saved > CHECKPOINT_SECONDS:
                    self.save()
                    saved = time.monotonic()
            if self._stop:
                self.save()
                self.log(event="stopped", stage=stage.name, step=self._step)
                return
            self._encoder.save(self._out / f"stage-{stage.name}", self._base)
            self.log(event="stage done", stage=stage.name)
            self._stage, self._step = self._stage + 1, 0
            self._optimizer = self._new_optimizer()
            self.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--out", type=Path, default=Path("checkpoints/encoder"))
    parser.add_argument("--stages", type=Path, default=Path(__file__).parent / "stages.json")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", choices=["auto", "never"], default="auto")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    pid = options.out.parent / "encoder.pid"
    pid.write_text(f"{os.getpid()}\n")
    stages = [Stage(**stage) for stage in json.loads(options.stages.read_text(encoding="utf-8"))]
    trainer = Trainer(options.kb, options.out, stages, Settings())
    if options.resume == "auto" and (options.out / "last.pt").exists():
        trainer.resume()
    try:
        trainer.run()
    finally:
        pid.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
