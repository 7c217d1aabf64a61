"""The fitted network as an int8 ONNX file, and the proof that it answers like the fitted one.

Weights are quantised per column ahead of time, activations when they are seen (dynamic quantisation). A score then
depends on what else is in the batch, so the file takes one sentence at a time: its batch is always one, alone or in an
archive, and the answer is the same by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from coder.model import Coder
from dragoman.learned.marking import Marked


class _One(nn.Module):
    """The network for one sentence: ids (1, pieces) and mark positions (1, 2) to logits and the sentence's vector."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.coder = coder

    def forward(self, ids: torch.Tensor, at: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        vector = self.coder.vector(ids, torch.ones_like(ids), at)
        return self.coder.head(vector), vector


def export(coder: Coder, folder: Path) -> Path:
    """Writes `folder`/coder.onnx (float) and coder.int8.onnx; returns the second."""
    folder.mkdir(parents=True, exist_ok=True)
    plain, ready, small = folder / "coder.onnx", folder / "coder.ready.onnx", folder / "coder.int8.onnx"
    coder.eval()
    torch.onnx.export(
        _One(coder), (torch.ones(1, 24, dtype=torch.long), torch.tensor([[2, 9]])), str(plain),
        input_names=["ids", "at"], output_names=["logits", "vector"], dynamic_axes={"ids": {1: "pieces"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready), str(small), op_types_to_quantize=["MatMul", "Gather", "Gemm"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    return small


def logits(path: Path, marked: Sequence[Marked]) -> np.ndarray:
    """What the ONNX file at `path` answers, (sentences, types)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    rows = [
        session.run(["logits"], {"ids": np.array([m.ids]), "at": np.array([[m.source_at, m.target_at]])})[0][0]
        for m in marked
    ]
    return np.array(rows)
