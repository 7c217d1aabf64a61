"""Finding records by place: the statement around some characters, the content of a demand, the events of a sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from dragoman.language import Document
from dragoman.records import Event, Span, Statement
from dragoman.steps import clauses
from dragoman.steps.draft import Draft

_NEAR = 8
"""How many statements before a place may still reach over it: they nest, but not deeply."""


def trigger_of(doc: Document, event: Event) -> int:
    """The token that heads an event's trigger."""
    tokens = doc.tokens(event.start, event.end)
    if not len(tokens):
        return max(0, doc.token_at(event.start))
    return clauses.root_of(doc, tokens)


def private_codes(draft: Draft) -> frozenset[str]:
    """The codes of persons who act for nobody but themselves: they go by their own name."""
    return frozenset(a.code for a in draft.actors if a.kind == "person" and set(a.code.split()) <= set(a.name.split()))


class Lookup:
    """Indexes over the statements and events of a draft, sorted by their start.

    `codes` holds those of all actors, `public` those of parties.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.codes = frozenset(a.code for a in draft.actors)
        self.public = frozenset(a.code for a in draft.actors if a.kind not in ("people", "person") or a.country)
        self._statements = sorted(draft.statements, key=lambda s: (s.start, -s.end))
        self._starts = [s.start for s in self._statements]
        self._events = sorted(draft.events, key=lambda e: e.start)
        self._event_starts = [e.start for e in self._events]

    def statement_over(self, start: int, end: int) -> Statement | None:
        """The smallest statement that holds at least four fifths of the characters `start` to `end`."""
        best: Statement | None = None
        place = bisect_right(self._starts, end)
        for statement in self._statements[max(0, place - _NEAR) : place]:
            shared = min(end, statement.end) - max(start, statement.start)
            if shared >= 0.8 * (end - start) and (
                best is None or statement.end - statement.start < best.end - best.start
            ):
                best = statement
        return best

    def around(self, inner: Statement) -> Statement | None:
        """The smallest statement that holds `inner` and more."""
        best: Statement | None = None
        place = bisect_right(self._starts, inner.start)
        for statement in self._statements[max(0, place - _NEAR) : place]:
            length = statement.end - statement.start
            holds = statement.end >= inner.end and length > inner.end - inner.start + 2
            if holds and (best is None or length < best.end - best.start):
                best = statement
        return best

    def speaker_at(self, offset: int) -> str | None:
        """The code of who says the words at `offset`; None outside statements."""
        statement = self.statement_over(offset, offset + 1)
        return statement.speaker_code if statement else None

    def cued_by(self, word: Span) -> Statement | None:
        """The statement whose cue a word is: "urged", "offered", "denied"."""
        place = bisect_right(self._starts, word.end)
        for statement in self._statements[max(0, place - 2) : place + 3]:
            if statement.cue is not None and statement.cue.start <= word.start < statement.cue.end:
                return statement
        return None

    def statements_in(self, start: int, end: int) -> list[Statement]:
        """The statements that begin in characters `start` to `end - 1`, in order."""
        return self._statements[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def events_in(self, start: int, end: int) -> list[Event]:
        """The events whose trigger begins in characters `start` to `end - 1`, in order."""
        return self._events[bisect_left(self._event_starts, start) : bisect_left(self._event_starts, end)]

    def content_of(self, trigger: int) -> tuple[int, int] | None:
        """First and last token of what the word at `trigger` demands, offers or refuses; None where it is not said.

        A statement with this word as its cue gives it; else the complement of the word.
        """
        doc = self._draft.doc
        a, b = doc.start[trigger], doc.end[trigger]
        sentence = doc.sentences[doc.sent[trigger]]
        for statement in self.statements_in(doc.start[sentence.first], doc.end[sentence.last - 1]):
            cued = statement.cue is not None and statement.cue.start <= a < statement.cue.end
            if cued or statement.start <= a < b <= statement.end:
                tokens = doc.tokens(max(statement.start, b if statement.start <= a else 0), statement.end)
                if len(tokens):
                    return tokens[0], tokens[-1]
        for c in doc.children[trigger]:
            if c > trigger and doc.dep[c] in ("xcomp", "ccomp", "acl", "dobj", "prep", "pcomp", "relcl"):
                return doc.left[c], doc.right[c]
        return None
