"""Where the codebook of marked pairs differs from the guidelines of reports: `knowledge/pair_codebook.toml`."""

from __future__ import annotations

from dragoman.knowledge import Rules, load
from dragoman.records import EventType, Status
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import Frame
from dragoman.steps.event.status import Judged

NAME = "pair_codebook"


class Filed(Rules):
    """Acts of these rules (or of this mode) are filed under another type."""

    id: str
    rules: tuple[str, ...] = ()
    mode: str | None = None
    type: EventType


class Announced(Rules):
    """Acts of these types are filed under another one where the words say that they are still to come, or fail."""

    id: str
    types: tuple[EventType, ...]
    rules: tuple[str, ...] = ()
    statuses: tuple[Status, ...]
    cues: tuple[str, ...] = ()
    type: EventType


class CodebookFile(Rules):
    """pair_codebook.toml."""

    filed: tuple[Filed, ...]
    announced: tuple[Announced, ...]
    frame: tuple[Frame, ...]


class Codebook:
    """The conventions, ready for use. Raises `KnowledgeError`."""

    def __init__(self) -> None:
        file = load(f"{NAME}.toml", CodebookFile)
        self.frames = file.frame
        self._by_rule = {rule: filed.type for filed in file.filed for rule in filed.rules}
        self._by_mode = {filed.mode: filed.type for filed in file.filed if filed.mode}
        self._announced = file.announced

    def type_of(self, c: Candidate, judged: Judged) -> EventType:
        """The type of an act in the codebook of the pairs."""
        kind = self._by_mode.get(c.mode or "") or self._by_rule.get(c.rule, c.type)
        for line in self._announced:
            if (
                judged.status in line.statuses
                and (kind in line.types or c.rule in line.rules)
                and (not line.cues or judged.rule in line.cues)
            ):
                return line.type
        return kind
