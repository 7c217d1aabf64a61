"""Report text made safe to look at: no control, direction or invisible character reaches a screen unseen."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed; direction marks, embeddings, overrides and isolates; line separators;
# annotation, tag and other invisible characters; and halves of surrogate pairs, which no file can hold.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_DELETE = 0x7F
_PICTURES = 0x2400
_DELETE_PICTURE = "␡"


def visible(text: str) -> str:
    """`text` with every hidden character as a sign that can be seen: "␛" for escape, "⟦U+202E⟧" for an override.

    A carriage return before a line feed is left out, and any other line break is a line feed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    return _HIDDEN.sub(_sign, text.replace("\u2029", "\n\n"))


def one_line(text: str) -> str:
    """`text` made visible, with all white space folded to single spaces."""
    return " ".join(visible(text).split())


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    return f"⟦U+{code:04X}⟧"
