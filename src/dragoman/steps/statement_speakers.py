"""The speaker of an attribution: name, code and actor, pronouns led back to whoever spoke last."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.records import Span
from dragoman.steps.draft import Draft
from dragoman.steps.statement_rules import Lexicon
from dragoman.steps.statement_sources import Sources, conjuncts
from dragoman.steps.statement_spans import Found

_SINGULAR = frozenset({"he", "she", "him", "her", "his"})
_FAR = 1200


class Speaker(NamedTuple):
    """Who speaks, as a statement keeps it."""

    span: Span | None
    name: str | None
    code: str | None
    actor: str | None
    anonymous: bool


NOBODY = Speaker(None, None, None, None, True)


class Speakers:
    """Speakers of one report; asked in the order of the text."""

    def __init__(self, draft: Draft, lexicon: Lexicon) -> None:
        self.draft = draft
        self.sources = Sources(draft, lexicon)
        self.who = self.sources.who
        self._known: dict[int, Speaker] = {}
        self._last: tuple[int, Speaker] | None = None

    def of(self, item: Found) -> Speaker:
        """The speaker of `item`."""
        speaker = self._known.get(id(item))
        if speaker is None:
            speaker = self._resolve(item)
            self._known[id(item)] = speaker
        if item.source >= 0 and self.draft.doc.quoted[item.source] < 0:
            self._last = (item.end, speaker)
        return speaker

    def _resolve(self, item: Found) -> Speaker:
        if item.source < 0:
            return self._known.get(id(item.like), NOBODY) if item.like else NOBODY
        doc = self.draft.doc
        head = item.source
        ids = self.who.at(head)
        for other in conjuncts(doc, head):
            ids += tuple(a for a in self.who.at(other) if a not in ids)
        span = self.sources.span(head)
        if doc.norm[head] in _SINGULAR and self._last and doc.quoted[head] < 0:
            persons = [a for a in ids if self.who.actor(a).kind == "person"]
            last = self._last[1]
            if not persons and last.name and not item.like and item.start - self._last[0] < _FAR:
                return Speaker(span, last.name, last.code, last.actor, last.anonymous)
        anonymous = self.sources.is_unnamed(head, ids)
        codes = self.who.codes(ids)
        if anonymous or not ids:
            name = " ".join(span.text.split())
        else:
            name = " and ".join(self.who.actor(a).name for a in ids)
        return Speaker(span, name, codes[0] if codes else None, ids[0] if ids else None, anonymous)

    def addressee(self, item: Found) -> str | None:
        """The code of who is told, or None."""
        codes = self.who.codes(self.who.at(item.told)) if item.told >= 0 else ()
        return codes[0] if codes else None
