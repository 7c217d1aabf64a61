"""Asks the learned coder what a marked source does to a marked target.

The network is a file of this package and runs on the processor with onnxruntime. It takes one sentence at a time, so an
answer never depends on what else is read. Answers are calibrated: of those given with probability 0.8, about 80 % are
right on sentences like those it was measured on (see MODEL_CARD.md beside the weights).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import cached_property
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np
from pydantic import Field

from dragoman.errors import ModelError
from dragoman.knowledge import Rules
from dragoman.learned.marking import SOURCE_MARK, TARGET_MARK, Place, mark, window

WEIGHTS = "weights"
NONE = "NONE"
"""The answer that the source does nothing to the target."""
_KEPT = 4096


class Calibration(Rules):
    """calibration.json: what the figures that the network gives are worth. `types` names its outputs in order."""

    version: str
    types: tuple[str, ...]
    temperature: float = Field(gt=0)
    weight: float = Field(gt=0, description="exponent of the learned coder's probabilities where votes are pooled")
    trust: dict[str, float] = Field(description="weight of the rule coder's vote, by the parties that its act names")
    propose: float = Field(ge=0, le=1, description="from this probability on, an act that no rule reads is one")
    alone: float = Field(ge=0, le=1, description="the same where nobody is named that it is done to")
    retype: float = Field(ge=0, le=1, description="from this probability on, another type than the rule's is taken")
    drop: float = Field(ge=0, le=1, description="from this probability of NONE on, an act that a rule reads is none")


class Answer(NamedTuple):
    """Calibrated probabilities of the types, in the order of `Calibration.types`."""

    types: tuple[str, ...]
    probabilities: tuple[float, ...]

    @property
    def type(self) -> str:
        """The likeliest type."""
        return self.types[int(np.argmax(self.probabilities))]

    @property
    def probability(self) -> float:
        """That of the likeliest type."""
        return max(self.probabilities)

    def of(self, kind: str) -> float:
        """The probability of a type."""
        return self.probabilities[self.types.index(kind)]


class LearnedCoder:
    """The network with its word pieces, loaded at the first question. Raises `ModelError` where it cannot be."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, np.ndarray] = OrderedDict()

    def ask(self, sentence: str, source: Place | None, target: Place | None) -> Answer:
        """What the source does to the target; places are characters of `sentence`, None where it is not named there."""
        logits = self.logits(mark(sentence, source, target))
        calibration = self.calibration
        scaled = np.exp((logits - logits.max()) / calibration.temperature)
        # Rounded, so that the last bits of another processor do not make another record.
        return Answer(calibration.types, tuple(round(float(p), 4) for p in scaled / scaled.sum()))

    def logits(self, marked: str) -> np.ndarray:
        """The network's own figures for a marked sentence, one a type, float32."""
        known = self._known.get(marked)
        if known is None:
            known = self._run(marked)[0]
            self._known[marked] = known
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return known

    def forget(self) -> None:
        """Forget what was asked: for measuring."""
        self._known.clear()

    def vector(self, sentence: str, source: Place | None, target: Place | None) -> np.ndarray:
        """The network's vector of a marked sentence, float32, of length one: what prototypes are compared by."""
        found = self._run(mark(sentence, source, target))[1]
        return found / max(float(np.linalg.norm(found)), 1e-9)

    def _run(self, marked: str) -> tuple[np.ndarray, np.ndarray]:
        tokenizer, source_mark, target_mark = self._pieces
        at = window(tokenizer.encode(marked).ids, source_mark, target_mark)
        given = {"ids": np.array([at.ids], dtype=np.int64), "at": np.array([[at.source_at, at.target_at]])}
        logits, vector = self._session.run(["logits", "vector"], given)
        return logits[0], vector[0]

    @cached_property
    def calibration(self) -> Calibration:
        """What the weights came with."""
        text = files("dragoman.learned").joinpath(WEIGHTS, "calibration.json").read_text(encoding="utf-8")
        return Calibration.model_validate(json.loads(text))

    @cached_property
    def _pieces(self) -> tuple[Any, int, int]:
        from tokenizers import Tokenizer

        with as_file(files("dragoman.learned").joinpath(WEIGHTS, "tokenizer.json")) as path:
            tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        source, target = (tokenizer.token_to_id(sign) or 0 for sign in (SOURCE_MARK, TARGET_MARK))
        return tokenizer, source, target

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime
        except ImportError as error:  # pragma: no cover - a declared dependency
            raise ModelError("the learned coder needs onnxruntime; install it or read with --engine rules") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # one reader a core is how archives are read
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # memory stays flat over an archive
        with as_file(files("dragoman.learned").joinpath(WEIGHTS, "coder.int8.onnx")) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
