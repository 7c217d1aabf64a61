"""Fits one network; a run that is done is read back from disk, one that was interrupted starts from its last epoch."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import log_softmax

from coder.data import TYPES, Row, digest
from coder.model import Coder, Pieces, batch
from dragoman.learned.marking import Marked


@dataclass(frozen=True)
class Plan:
    """How a network is fitted. `soft` is the weight of the teacher's probabilities in the loss."""

    frozen: int
    epochs: int
    body_rate: float
    head_rate: float = 1e-3
    batch_size: int = 16
    smoothing: float = 0.1
    balance: float = 0.5
    dropout: float = 0.1
    decay: float = 0.01
    soft: float = 0.0
    seed: int = 1


def fit(
    folder: Path, rows: Sequence[Row], plan: Plan, runs: Path, name: str, soft: np.ndarray | None = None
) -> tuple[Coder, Pieces]:
    """A network fitted to `rows`; `soft` holds the teacher's probabilities, (rows, types), where there is a teacher.

    Rows without a type (unlabelled sentences) count by `soft` alone.
    """
    pieces = Pieces(folder)
    torch.manual_seed(plan.seed)
    model = Coder(folder, plan.frozen, plan.dropout)
    target = runs / f"{name}-{_key(rows, plan, soft)}"
    if (target / "done").exists():
        model.load_state_dict(torch.load(target / "model.pt", weights_only=True))
        return model.eval(), pieces
    target.mkdir(parents=True, exist_ok=True)
    _train(model, pieces([row.text for row in rows]), rows, plan, target, soft)
    (target / "done").touch()
    return model.eval(), pieces


def predict(model: Coder, pieces: Pieces, texts: Sequence[str], half: bool = False) -> np.ndarray:
    """Logits, (texts, types); with `half` faster, in half precision."""
    marked = pieces(texts)
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    out = np.zeros((len(marked), len(TYPES)), dtype=np.float32)
    model.eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
        for start in range(0, len(order), 32):
            part = order[start : start + 32]
            out[part] = model(*batch([marked[i] for i in part])).float().numpy()
    return out


def _lower(model: Coder, marked: Sequence[Marked]) -> list[torch.Tensor]:
    """What the frozen layers give for each sentence, (pieces, width), in half precision."""
    model.eval()
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    out: list[torch.Tensor] = [torch.empty(0)] * len(marked)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            ids, mask, _ = batch([marked[i] for i in part])
            for i, found in zip(part, model.lower(ids, mask), strict=True):
                out[i] = found[: len(marked[i].ids)].to(torch.bfloat16).clone()
    return out


def _train(
    model: Coder, marked: Sequence[Marked], rows: Sequence[Row], plan: Plan, target: Path, soft: np.ndarray | None
) -> None:
    allowed = torch.tensor([[kind in row.types for kind in TYPES] for row in rows])
    labelled = allowed.any(1)
    weight = _weights(rows, plan.balance)
    teacher = None if soft is None else torch.tensor(soft)
    body = [p for p in model.body.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": plan.body_rate}, {"params": model.head.parameters(), "lr": plan.head_rate}],
        weight_decay=plan.decay,
    )
    steps = plan.epochs * ((len(rows) + plan.batch_size - 1) // plan.batch_size)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    state = target / "state.pt"
    first = 0
    if state.exists():
        saved = torch.load(state, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        first = saved["epoch"] + 1
    states = _lower(model, marked)
    for epoch in range(first, plan.epochs):
        began = time.monotonic()
        model.train()
        torch.manual_seed(plan.seed * 1000 + epoch)
        total = 0.0
        for part in _batches([len(m.ids) for m in marked], plan.batch_size, plan.seed * 1000 + epoch):
            _, mask, at = batch([marked[i] for i in part])
            given = torch.nn.utils.rnn.pad_sequence([states[i] for i in part], batch_first=True).float()
            with torch.autocast("cpu", torch.bfloat16):
                logits = model.upper(given, mask, at)
            logs = log_softmax(logits.float(), dim=1)
            loss = _loss(
                logs, allowed[part], labelled[part], weight[part], plan, None if teacher is None else teacher[part]
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(part)
        torch.save(
            {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
             "epoch": epoch},
            state,
        )  # fmt: skip
        told = f"loss {total / len(rows):.4f}, {time.monotonic() - began:.0f} s"
        print(f"{target.name} epoch {epoch + 1}/{plan.epochs} {told}", flush=True)
    torch.save(model.state_dict(), target / "model.pt")
    state.unlink(missing_ok=True)


def _loss(
    logs: torch.Tensor, allowed: torch.Tensor, labelled: torch.Tensor, weight: torch.Tensor, plan: Plan,
    teacher: torch.Tensor | None,
) -> torch.Tensor:  # fmt: skip
    """Smoothed cross-entropy of the right types together (YIELD is two), and that against the teacher."""
    right = torch.logsumexp(logs.masked_fill(~allowed, -1e4), dim=1)
    hard = -(1 - plan.smoothing) * right - plan.smoothing * logs.mean(1)
    hard = hard * labelled
    if teacher is None:
        return (weight * hard).sum() / weight.sum()
    soft = -(teacher * logs).sum(1)
    mix = torch.where(labelled, (1 - plan.soft) * hard + plan.soft * soft, plan.soft * soft)
    return (weight * mix).sum() / weight.sum()


def _weights(rows: Sequence[Row], balance: float) -> torch.Tensor:
    counts = Counter(row.root for row in rows if row.types)
    weight = torch.tensor([max(counts[row.root], 1) ** -balance if row.types else 0.0 for row in rows])
    mean = weight[weight > 0].mean()
    return torch.where(weight > 0, weight / mean, torch.ones(()))


def _batches(lengths: Sequence[int], size: int, seed: int) -> list[list[int]]:
    """Batches of sentences of like length, in random order: little padding, same batches for a seed."""
    rng = np.random.default_rng(seed)
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.integers(0, 8))
    parts = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(parts)  # type: ignore[arg-type]
    return parts


def _key(rows: Sequence[Row], plan: Plan, soft: np.ndarray | None) -> str:
    lines = [json.dumps(asdict(plan), sort_keys=True), *(f"{row.text}\t{sorted(row.types)}" for row in rows)]
    if soft is not None:
        lines.append(hashlib.sha256(np.round(soft, 3).tobytes()).hexdigest())
    return digest(lines)
