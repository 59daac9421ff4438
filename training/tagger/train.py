"""Trains the tagger on all corpora at once; stops and goes on where it stopped.

    nice -n 19 python -m tagger.train --resume auto

Writes to --out: train.log, last.pt (everything needed to go on: every ten minutes, and on SIGTERM), stage-NAME/ with
the model at the end of each stage; and tagger.pid beside it. Dev figures are of the moving average of the weights,
which is what is exported, with thresholds of 0.5.
"""

import argparse
import json
import math
import os
import signal
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

# Threads that wait must sleep: others need the cores. To be said before torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch

from encoder.model import base_folder
from tagger.calibration import round_as_bytes
from tagger.catalogue import AUXILIARY
from tagger.model import Tagger, loss_of, save
from tagger.network import torch_network
from tagger.prepare import ALL, prepare
from tagger.sampler import Mixture, Sampler
from tagger.score import probabilities, score, total

CHECKPOINT_SECONDS = 600
LOG_STEPS = 25
# Dev is looked at after so many rounds, and at the end of a stage.
MEASURED_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """`floor`: share of the rate that is left at the end of the cosine."""

    name: str
    tokens: int
    rate: float
    floor: float


@dataclass(frozen=True, slots=True)
class Settings:
    """What must not change between a start and a resumption. `base`: "" is the package's; else a folder."""

    base: str = ""
    layers: int | None = None
    case: bool = True
    exclusive: bool = True
    bfloat16: bool = False
    rounded: bool = False
    head_rate: float = 5.0
    weight_decay: float = 0.01
    warm_up: float = 0.06
    average: float = 0.998
    corpora: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    with_dev: bool = False
    mixture: Mixture = field(default_factory=Mixture)


def rate_at(stage: Stage, done: float, warm_up: float) -> float:
    """Learning rate after a share of the stage's tokens: a straight way up, half a cosine down to the floor."""
    if done < warm_up:
        return stage.rate * max(done, 0.001) / warm_up
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, (done - warm_up) / (1 - warm_up))))
    return stage.rate * (stage.floor + (1 - stage.floor) * cosine)


class Trainer:
    def __init__(self, data: Path, out: Path, stages: list[Stage], settings: Settings) -> None:
        self._out = out
        self._stages = stages
        self._settings = settings
        torch.manual_seed(settings.mixture.seed)
        self._base = Path(settings.base) if settings.base else base_folder()
        prepared = prepare(data, out, self._base, settings.corpora, settings.without, settings.with_dev)
        self._streams, self._dev = prepared.streams, prepared.dev
        self._tagger = Tagger(self._base, len(ALL), settings.layers, settings.case, settings.exclusive)
        self._average = Tagger(self._base, len(ALL), settings.layers, settings.case, settings.exclusive)
        if settings.rounded:
            round_as_bytes(self._tagger, data, self._base, settings.mixture.max_tokens)
        self._average.take(self._tagger.state_dict())
        self._average.requires_grad_(False).eval()
        self._sampler = Sampler(self._streams, len(ALL), settings.mixture)
        self._optimizer = self._new_optimizer()
        self._stage, self._round, self._done_in_round = 0, 0, 0
        self._tokens, self._steps = 0, 0
        self._stop = False
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        sizes = {stream.name: stream.tokens() for stream in self._streams}
        self.log(
            event="corpora", faults=prepared.faults, tokens=sizes,
            shares={name: round(share, 4) for name, share in self._sampler.shares.items()},
        )  # fmt: skip

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True

    def _new_optimizer(self) -> torch.optim.Optimizer:
        """Four groups: with and without decay, body and head, whose rate is higher."""
        groups = []
        for module, factor in ((self._tagger.bert, 1.0), (self._tagger.head, self._settings.head_rate)):
            values = list(module.parameters())
            decay = self._settings.weight_decay
            groups.append({"params": [v for v in values if v.ndim > 1], "weight_decay": decay, "factor": factor})
            groups.append({"params": [v for v in values if v.ndim <= 1], "weight_decay": 0.0, "factor": factor})
        return torch.optim.AdamW(groups, fused=True)

    def log(self, **values: object) -> None:
        line = json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S"), **values})
        with (self._out / "train.log").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def _sizes(self) -> dict[str, int]:
        return {stream.name: stream.tokens() for stream in self._streams}

    def save(self) -> None:
        path = self._out / "last.pt"
        state = {
            "settings": asdict(self._settings), "stages": [asdict(stage) for stage in self._stages],
            "sizes": self._sizes(), "classes": list(ALL), "stage": self._stage, "round": self._round,
            "done_in_round": self._done_in_round, "tokens": self._tokens, "steps": self._steps,
            "cursors": self._sampler.cursors, "tagger": self._tagger.state_dict(),
            "average": self._average.state_dict(), "optimizer": self._optimizer.state_dict(),
            "random": torch.get_rng_state(),
        }  # fmt: skip
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def resume(self) -> None:
        state = torch.load(self._out / "last.pt", weights_only=True)
        # Later stages may be added or changed; what was begun may not.
        begun = state["stage"] + int(state["tokens"] > 0)
        stages = [asdict(stage) for stage in self._stages][:begun]
        if state["settings"] != asdict(self._settings) or state["stages"][:begun] != stages:
            raise SystemExit("the settings or the stages so far differ from those of last.pt; take another --out")
        if state["sizes"] != self._sizes() or state["classes"] != list(ALL):
            raise SystemExit("the corpora differ from those of last.pt; take another --out")
        self._tagger.load_state_dict(state["tagger"])
        self._average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._sampler.cursors = {name: tuple(cursor) for name, cursor in state["cursors"].items()}
        self._stage, self._round, self._done_in_round = state["stage"], state["round"], state["done_in_round"]
        self._tokens, self._steps = state["tokens"], state["steps"]
        torch.set_rng_state(state["random"])
        self.log(event="resumed", stage=self._stage, round=self._round, step=self._steps, tokens=self._tokens)

    def _one_step(self, items: list) -> tuple[float, int]:
        stage = self._stages[self._stage]
        rate = rate_at(stage, self._tokens / stage.tokens, self._settings.warm_up)
        for group in self._optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        batch = self._sampler.batch(items)
        ids, mask, cases, places, targets, known = (
            torch.from_numpy(value)
            for value in (batch.ids, batch.mask, batch.cases, batch.places, batch.targets, batch.known)
        )
        with torch.autocast("cpu", torch.bfloat16, enabled=self._settings.bfloat16):
            logits = self._tagger.raw(ids, mask, cases, places)
        loss = loss_of(logits.float(), targets, known, self._settings.exclusive)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._tagger.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._steps += 1
        keep = min(self._settings.average, (1 + self._steps) / (10 + self._steps))
        with torch.no_grad():
            averages = list(self._average.parameters())
            torch._foreach_lerp_(averages, list(self._tagger.parameters()), 1 - keep)
        return float(loss.detach()), batch.tokens

    def measure(self) -> None:
        """Dev figures, in hundredths; of some sentences alone."""
        begun = time.monotonic()
        network = torch_network(self._average)
        thresholds = np.full(len(ALL), 0.5)
        figures = {}
        for dev in self._dev:
            values = probabilities(network, dev.examples, len(ALL), self._settings.mixture.max_tokens, 32)
            by_class = score(dev.examples, values, thresholds, ALL, dev.classes)
            figures[dev.name] = {name: round(100 * found.f1, 1) for name, found in by_class.items() if found.gold}
            if len(dev.classes) > 1:
                figures[dev.name]["all"] = round(100 * total(by_class.values()).f1, 1)
        self.log(
            event="dev", stage=self._stages[self._stage].name, round=self._round, tokens=self._tokens,
            f1=figures, wall=round(time.monotonic() - begun, 1),
        )  # fmt: skip

    def run(self, most_seconds: float = math.inf) -> None:
        self._tagger.train()
        started = saved = time.monotonic()
        while self._stage < len(self._stages):
            stage = self._stages[self._stage]
            batches, cursors = self._sampler.round(self._round)
            losses: list[float] = []
            begun, worked, tokens = time.monotonic(), time.process_time(), 0
            for items in batches[self._done_in_round :]:
                loss, number = self._one_step(items)
                losses.append(loss)
                tokens += number
                self._tokens += number
                self._done_in_round += 1
                if self._steps % LOG_STEPS == 0:
                    wall, work = time.monotonic() - begun, time.process_time() - worked
                    self.log(
                        stage=stage.name, round=self._round, step=self._steps, tokens=self._tokens,
                        loss=round(sum(losses) / len(losses), 4), wall=round(wall, 1), cpu=round(work, 1),
                        speed=round(tokens / wall),
                    )  # fmt: skip
                    losses, tokens = [], 0
                    begun, worked = time.monotonic(), time.process_time()
                if time.monotonic() - saved > CHECKPOINT_SECONDS:
                    self.save()
                    saved = time.monotonic()
                if self._stop or time.monotonic() - started > most_seconds:
                    self._stop = True
                    break
            if self._stop:
                self.save()
                self.log(event="stopped", stage=stage.name, step=self._steps, tokens=self._tokens)
                return
            self._sampler.cursors = cursors
            self._round, self._done_in_round = self._round + 1, 0
            ended = self._tokens >= stage.tokens
            if ended or self._round % MEASURED_ROUNDS == 0:
                self.measure()
            if ended:
                save(self._average, self._out / f"stage-{stage.name}", self._base)
                describe(self._out / f"stage-{stage.name}", self._settings)
                self.log(event="stage done", stage=stage.name)
                self._stage, self._tokens = self._stage + 1, 0
                self._optimizer = self._new_optimizer()
            self.save()
            saved = time.monotonic()


def describe(folder: Path, settings: Settings) -> None:
    """What is needed to use the weights."""
    found = {"classes": list(ALL), "auxiliary": list(AUXILIARY), **asdict(settings)}
    (folder / "tagger.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../../shared/data/corpora"))
    parser.add_argument("--out", type=Path, default=Path("checkpoints/tagger"))
    parser.add_argument("--stages", type=Path, default=Path(__file__).parent / "stages.json")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", choices=["auto", "never"], default="auto")
    parser.add_argument("--base", default="", help="a BERT to start from, or the folder of a stage")
    parser.add_argument("--layers", type=int, help="so many layers of the base, from below")
    parser.add_argument("--no-case", action="store_true")
    parser.add_argument("--independent", action="store_true", help="B and I each by itself, as in TinyBERN2")
    parser.add_argument("--bfloat16", action="store_true", help="products of bfloat16: fast where the CPU has AMX")
    parser.add_argument("--rounded", action="store_true", help="with numbers rounded as the engine's bytes will be")
    parser.add_argument("--corpora", nargs="*", default=[], help="these alone")
    parser.add_argument("--without", nargs="*", default=[], help="all but these: for cross-corpus figures")
    parser.add_argument("--with-dev", action="store_true", help="learn from dev, too; nothing can be measured then")
    parser.add_argument("--round-tokens", type=int, default=Mixture().round_tokens, help="dev is looked at after each")
    parser.add_argument("--batch-tokens", type=int, default=Mixture().batch_tokens)
    parser.add_argument("--max-seconds", type=float, default=math.inf, help="stop after so long, as on SIGTERM")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    pid = options.out.parent / f"{options.out.name}.pid"
    pid.write_text(f"{os.getpid()}\n")
    stages = [Stage(**stage) for stage in json.loads(options.stages.read_text(encoding="utf-8"))]
    settings = Settings(
        base=options.base, layers=options.layers, case=not options.no_case, exclusive=not options.independent,
        bfloat16=options.bfloat16, rounded=options.rounded, with_dev=options.with_dev,
        corpora=tuple(options.corpora), without=tuple(options.without),
        mixture=Mixture(round_tokens=options.round_tokens, batch_tokens=options.batch_tokens),
    )  # fmt: skip
    trainer = Trainer(options.data, options.out, stages, settings)
    trainer.log(event="settings", settings=asdict(settings), stages=[asdict(stage) for stage in stages])
    if options.resume == "auto" and (options.out / "last.pt").exists():
        trainer.resume()
    try:
        trainer.run(options.max_seconds)
    finally:
        pid.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
