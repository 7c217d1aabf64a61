"""Who says the words in which a token stands: the speaker of the smallest statement around it, else of the clause."""

from __future__ import annotations

from bisect import bisect_right

from dragoman.steps.draft import Draft
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.verb_site import Ids

_SAY = frozenset(
    {"say", "add", "tell", "state", "declare", "announce", "insist", "stress", "argue", "note", "write", "tweet",
     "reiterate", "repeat", "believe", "think", "warn", "maintain", "emphasise", "emphasize", "comment", "claim",
     "suggest", "indicate", "confirm", "explain", "reply", "respond", "assert", "affirm", "underline", "underscore",
     "feel", "acknowledge", "admit", "remark", "contend", "conclude", "vow", "complain", "hint", "propose"}
)  # fmt: skip
_VERBS = frozenset({"VERB", "AUX"})


class Sayers:
    """Answers for one draft."""

    def __init__(self, draft: Draft, cast: Cast) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._cast = cast
        self._order = sorted(range(len(draft.statements)), key=lambda k: draft.statements[k].start)
        self._by_code: dict[str, str] = {}
        for actor in draft.actors:
            self._by_code.setdefault(actor.code, actor.id)
        self._starts = [draft.statements[k].start for k in self._order]

    def statement(self, offset: int) -> int | None:
        """The index of the smallest statement whose content holds character `offset`."""
        best: int | None = None
        size = 0
        at = bisect_right(self._starts, offset)
        for k in reversed(self._order[max(0, at - 8) : at]):
            s = self._draft.statements[k]
            if s.start <= offset < s.end and (best is None or s.end - s.start < size):
                best, size = k, s.end - s.start
        return best

    def of(self, i: int) -> Ids:
        """Ids of the actors who say what token `i` stands in; empty where nobody known does."""
        number = self.statement(self._doc.start[i])
        if number is not None:
            return self.speaker(number)
        return self._by_clause(i)

    def quoted(self, i: int) -> Ids:
        """The speaker of the statement that `i` stands in, for "we" and "our"; the side that he speaks for."""
        number = self.statement(self._doc.start[i])
        if number is None and self._doc.quoted[i] >= 0:
            number = self._beside(self._doc.quoted[i])
        return self.speaker(number) if number is not None else ()

    def speaker(self, number: int) -> Ids:
        """The id of who says statement `number`, or of the actor whose code he has ("a ministry official")."""
        s = self._draft.statements[number]
        speaker = s.speaker_id or (self._by_code.get(s.speaker_code) if s.speaker_code else None)
        return (speaker,) if speaker else ()

    def _beside(self, quotation: int) -> int | None:
        """A statement that begins in this quotation."""
        q = self._doc.quotations[quotation]
        at = bisect_right(self._starts, q.end)
        for k in reversed(self._order[max(0, at - 8) : at]):
            if q.start <= self._draft.statements[k].start < q.end:
                return k
        return None

    def says(self, i: int, doers: Ids) -> bool:
        """Whether the doers' own side is known to say it."""
        codes = self._draft.who.codes
        return bool(set(codes(self.of(i))) & set(codes(doers)))

    def is_announced(self, i: int) -> bool:
        """Whether `i` stands in an announcement, which tells of a decision rather than promises something."""
        number = self.statement(self._doc.start[i])
        cue = self._draft.statements[number].cue if number is not None else None
        return cue is not None and cue.text.lower().startswith("announc")

    def is_said(self, i: int) -> bool:
        """Whether somebody, known or not, says the words around `i`."""
        return self.statement(self._doc.start[i]) is not None or bool(self._by_clause(i))

    def is_own(self, i: int, doers: Ids) -> bool:
        """Whether nobody but the doers' own side says it: themselves, a document, an unknown source or the report."""
        if not doers:
            return False
        codes = self._draft.who.codes
        sayers = self.of(i)
        return not sayers or bool(set(codes(sayers)) & set(codes(doers)))

    def _by_clause(self, i: int) -> Ids:
        doc = self._doc
        for _ in range(12):
            h = doc.head[i]
            if h == i:
                return ()
            if doc.dep[i] == "ccomp" and doc.lemma[h] in _SAY and doc.pos[h] in _VERBS:
                return self._cast.doers(h)
            i = h
        return ()
