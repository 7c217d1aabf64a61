"""Where the codebook of marked pairs differs from the guidelines of reports: `knowledge/pair_codebook.toml`."""

from __future__ import annotations

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import EventType, Status
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import Frame
from dragoman.steps.event.status import Judged, is_negated, status_of

NAME = "pair_codebook"
_SOON = frozenset({"next", "coming", "tomorrow"})
_MAKES = frozenset({"announce", "order", "approve", "authorise", "authorize"})
_MODAL = frozenset({"status.future", "status.is-to"})
_DECIDES = frozenset({"decide", "vote", "opt", "choose"})
_PRESENT = frozenset({"VBZ", "VBP", "VBG"})


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


class Doer(Rules):
    """Acts of these types by such a source are of another type: a crowd that storms a building riots."""

    id: str
    sources: tuple[str, ...]
    types: tuple[EventType, ...]
    verbs: tuple[str, ...] = ()
    verbs_not: tuple[str, ...] = ()
    type: EventType
    mode: str | None = None


class Setting(Rules):
    """Acts of these types are of another one where one of these words stands in their clause."""

    id: str
    words: tuple[str, ...]
    types: tuple[EventType, ...]
    type: EventType


class CodebookFile(Rules):
    """pair_codebook.toml."""

    filed: tuple[Filed, ...]
    announced: tuple[Announced, ...]
    doer: tuple[Doer, ...] = ()
    setting: tuple[Setting, ...] = ()
    frame: tuple[Frame, ...]


class Codebook:
    """The conventions, ready for use. Raises `KnowledgeError`."""

    def __init__(self) -> None:
        file = load(f"{NAME}.toml", CodebookFile)
        self.frames = file.frame
        self._by_rule = {rule: filed.type for filed in file.filed for rule in filed.rules}
        self._by_mode = {filed.mode: filed.type for filed in file.filed if filed.mode}
        self._announced = file.announced
        self._settings = tuple((line, frozenset(line.words)) for line in file.setting)
        self._doers = tuple((line, frozenset(line.sources)) for line in file.doer)

    def filed(self, doc: Document, c: Candidate, source: range) -> tuple[EventType, Status]:
        """The type of an act in the codebook of the pairs, and its status; `source` are the tokens of the source."""
        judged = _judged(doc, c)
        kind = self._by_mode.get(c.mode or "") or self._by_rule.get(c.rule, c.type)
        kind = self._by_doer(doc, c, self._by_setting(doc, c, kind), source)
        for line in self._announced:
            if (
                judged.status in line.statuses
                and (kind in line.types or c.rule in line.rules)
                and (not line.cues or judged.rule in line.cues)
            ):
                return line.type, judged.status
        return kind, c.status or judged.status

    def _by_setting(self, doc: Document, c: Candidate, kind: EventType) -> EventType:
        for line, words in self._settings:
            if kind in line.types and any(doc.lemma[i].lower() in words for i in _clause(doc, c.head)):
                return line.type
        return kind

    def _by_doer(self, doc: Document, c: Candidate, kind: EventType, source: range) -> EventType:
        head = next((i for i in source if doc.head[i] not in source or doc.head[i] == i), -1)
        if head < 0:
            return kind
        words = {doc.lemma[i] for i in (head, *(k for k in doc.children[head] if k in source)) if doc.word[i].islower()}
        words |= {doc.lemma[source.start].lower()}
        verb = doc.lemma[c.head].lower()
        for line, sources in self._doers:
            allowed = verb in line.verbs if line.verbs else verb not in line.verbs_not
            if kind in line.types and allowed and not words.isdisjoint(sources):
                return line.type
        return kind


def _clause(doc: Document, i: int) -> range:
    """The tokens of the phrase that token `i` heads, for a noun of the verb above it."""
    if doc.pos[i] == "NOUN" and (above := _verb_above(doc, i)) >= 0:
        i = above
    return range(doc.left[i], doc.right[i] + 1)


def _judged(doc: Document, c: Candidate) -> Judged:
    """The status of an act, a refusal before its condition: "will not leave until …" is negated."""
    i = c.head
    judged = status_of(doc, i)
    no = is_negated(doc, i)
    if no is not None:
        return Judged("negated", no, "status.never")
    if judged.rule == "status.may" and any(doc.norm[k] == "have" for k in doc.children[i] if doc.dep[k] == "aux"):
        return Judged("actual", judged.cue, "pair.may-have")
    decided = judged.rule == "status.plans-to" and judged.cue is not None and doc.lemma[judged.cue] in _DECIDES
    if decided and c.type in ("CONCEDE", "RETREAT"):
        return Judged("actual", judged.cue, "pair.decided")
    if judged.rule == "status.event-planned" and judged.cue is not None and doc.lemma[judged.cue] in _MAKES:
        return Judged("actual", judged.cue, "pair.ordered")
    if judged.status == "actual" and c.status in ("planned", "possible", "conditional"):
        return Judged(c.status, c.status_cue, "pair.noun")
    if judged.status == "actual" and doc.pos[i] == "NOUN" and (above := _verb_above(doc, i)) >= 0:
        of_verb = status_of(doc, above)
        if of_verb.rule in _MODAL:
            return of_verb
        i = above
    if judged.status == "actual" and _is_soon(doc, i):
        return Judged("planned", i, "pair.soon")
    return judged


def _verb_above(doc: Document, i: int) -> int:
    """The verb in whose phrase the noun `i` stands: "will lead a mission on a visit to Oslo"; -1 where none is."""
    for _ in range(6):
        if doc.dep[i] not in ("pobj", "prep", "dobj", "conj", "nsubjpass", "attr"):
            return -1
        i = doc.head[i]
        if doc.pos[i] == "VERB":
            return i
    return -1


def _is_soon(doc: Document, i: int) -> bool:
    """Whether the present tense tells of the future: "flies to Oslo next week", or "Oslo to send troops"."""
    tag = doc.tag[i]
    if tag == "VB" and doc.dep[i] == "ROOT":
        return any(doc.tag[k] == "TO" for k in doc.children[i])
    if tag not in _PRESENT:
        return False
    return any(
        doc.norm[k] in _SOON or any(doc.norm[m] in _SOON for m in doc.children[k])
        for k in doc.children[i]
        if doc.dep[k] in ("npadvmod", "advmod")
    )
