"""The speaker of an attribution: name, code and actor, pronouns led back to whoever spoke last."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.records import Span
from dragoman.steps.draft import Draft
from dragoman.steps.statement.rules import Lexicon
from dragoman.steps.statement.sources import Sources, conjuncts, owner_of
from dragoman.steps.statement.spans import Found

_HE_SHE = frozenset({"he", "she"})
_SUBJECT_PRONOUNS = frozenset({"he", "she", "it", "they"})
_NEAR = 1
_FAR = 4


class Speaker(NamedTuple):
    """Who speaks, as a statement keeps it."""

    span: Span | None
    name: str | None
    code: str | None
    actor: str | None
    anonymous: bool


class _Last(NamedTuple):
    """The last speaker of the report's main line: in which sentence, and whether a person or several."""

    sentence: int
    speaker: Speaker
    person: bool
    plural: bool


NOBODY = Speaker(None, None, None, None, True)


class Speakers:
    """Speakers of one report; asked in the order of the text."""

    def __init__(self, draft: Draft, lexicon: Lexicon) -> None:
        self.draft, self.doc = draft, draft.doc
        self.lexicon = lexicon
        self.sources = Sources(draft, lexicon)
        self.who = self.sources.who
        self._known: dict[int, Speaker] = {}
        self._last: _Last | None = None
        self._reach = (0, 0)

    def of(self, item: Found) -> Speaker:
        """The speaker of `item`."""
        speaker = self._known.get(id(item))
        if speaker is None:
            speaker = self._resolve(item)
            self._known[id(item)] = speaker
        if item.source >= 0 and not self._is_nested(item):
            self._reach = (item.start, item.end)
            self._remember(item, speaker)
        return speaker

    def _is_nested(self, item: Found) -> bool:
        """Whether the cue stands in somebody else's words, in a quotation or in a relative clause."""
        doc = self.doc
        if doc.quoted[item.source] >= 0 or item.cue is None:
            return True
        cue = doc.start[item.cue[0]]
        return self._reach[0] <= cue < self._reach[1] or doc.dep[item.cue[0]] == "relcl"

    def _remember(self, item: Found, speaker: Speaker) -> None:
        doc, head = self.doc, item.source
        if speaker.actor is not None:
            person = self.who.actor(speaker.actor).kind == "person"
        else:
            person = doc.norm[head] in _HE_SHE or doc.lemma[head].lower() in self.lexicon.people
        plural = doc.tag[head] in ("NNS", "NNPS") or doc.norm[head] == "they" or len(conjuncts(doc, head)) > 0
        if doc.norm[head] in _SUBJECT_PRONOUNS and self._last is not None:
            person, plural = doc.norm[head] in _HE_SHE, doc.norm[head] == "they"
        sentence = max(doc.sent[head], doc.sent[doc.token_at(max(item.start, item.end - 1))])
        self._last = _Last(sentence, speaker, person and not plural, plural)

    def _resolve(self, item: Found) -> Speaker:
        if item.source < 0:
            return self._known.get(id(item.like), NOBODY) if item.like else NOBODY
        if item.like is not None and id(item.like) in self._known:
            return self._known[id(item.like)]
        head = self._mouth(item.source)
        span = self.sources.span(item.source)
        ids = self._ids(head)
        if (said := self._as_before(item, ids)) is not None:
            return Speaker(span, said.name, said.code, said.actor, said.anonymous)
        anonymous = self.sources.is_unnamed(head, ids)
        codes = self.who.codes(ids)
        if anonymous or not ids:
            name = " ".join(span.text.split())
        else:
            name = " and ".join(self.who.actor(a).name for a in ids)
        return Speaker(span, name, codes[0] if codes else None, ids[0] if ids else None, anonymous)

    def _mouth(self, head: int) -> int:
        """The owner of a statement or letter that only voices them: "a statement from Okoro said"."""
        if self.doc.lemma[head].lower() in self.lexicon.mouths:
            owner = owner_of(self.doc, head)
            if owner >= 0 and self.who.at(owner):
                return owner
        return head

    def _ids(self, head: int) -> tuple[str, ...]:
        """The actors that the noun phrase names; a name set beside a role is the person."""
        doc, who = self.doc, self.who
        ids = who.at(head)
        if not any(who.actor(a).kind == "person" for a in ids):
            for c in doc.children[head]:
                if doc.dep[c] == "appos" and doc.pos[c] == "PROPN":
                    named = tuple(a for a in who.at(c) if who.actor(a).kind == "person")
                    ids = named or ids
        for other in conjuncts(doc, head):
            ids += tuple(a for a in who.at(other) if a not in ids)
        return ids

    def _as_before(self, item: Found, ids: tuple[str, ...]) -> Speaker | None:
        """The last speaker, where a pronoun goes on for them: "he added", "it also noted", "they accuse"."""
        doc, last = self.doc, self._last
        norm = doc.norm[item.source].strip("\"'“”")
        if norm not in _SUBJECT_PRONOUNS or last is None or doc.quoted[item.source] >= 0 or last.speaker.name is None:
            return None
        gap = doc.sent[item.source] - last.sentence
        fits = last.person if norm in _HE_SHE else last.plural if norm == "they" else not (last.person or last.plural)
        if not fits or gap < 0 or gap > _FAR or self._is_nested(item):
            return None
        if gap <= _NEAR or not ids:
            return last.speaker
        return None

    def addressee(self, item: Found) -> str | None:
        """The code of who is told, or None."""
        codes = self.who.codes(self.who.at(item.told)) if item.told >= 0 else ()
        return codes[0] if codes else None
