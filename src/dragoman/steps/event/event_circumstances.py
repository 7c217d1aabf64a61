"""When and where an act happens, what it is about, and in whose words it stands."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.records import Time
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate

_VERBS = frozenset({"VERB", "AUX"})
_UP = frozenset(
    {"pobj", "prep", "npadvmod", "advmod", "nmod", "compound", "poss", "amod", "nummod", "appos", "dobj",
     "tmod", "pcomp", "dep", "oprd", "attr", "conj", "agent", "dative", "mark", "det", "quantmod", "punct",
     "nsubj", "nsubjpass"}
)  # fmt: skip
_IN = frozenset({"in", "at", "near", "outside", "to", "from", "inside", "across", "off", "around", "over", "into"})
_ABOUT = frozenset({"over", "on", "about", "regarding", "concerning"})
_LONGEST_ISSUE = 10


class Circumstances:
    """Dates, places and issues of one draft's acts, by the word that they hang on."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._doc: Document = draft.doc
        self._dates: dict[int, str] = {}
        self._places: dict[int, str] = {}
        self._lands: dict[str, str] = {}  # the state of each place, by its name
        for time in draft.times:
            if time.type == "DATE":
                self._hang(time)
        for place in draft.places:
            i = self._head(place.start, place.end)
            if i >= 0:
                self._hang_place(i, place.name)
            if place.country:
                self._lands[place.name] = place.country

    def date(self, c: Candidate) -> str | None:
        """The time that the sentence gives for the act."""
        return self._of(c, self._dates)

    def place(self, c: Candidate) -> str | None:
        """The place that the sentence gives for the act."""
        return self._of(c, self._places)

    def is_abroad(self, c: Candidate) -> bool:
        """Whether two states or more meet in a state that is none of them."""
        states = [code for code in self._draft.who.codes((*c.actors, *c.recipients)) if len(code) == 3]
        land = self._lands.get(self.place(c) or "") if len(states) > 1 else None
        return land is not None and land not in states

    def issue(self, c: Candidate) -> str | None:
        """What the act is about: a short noun phrase after "over", "on" or "about"."""
        doc = self._doc
        for p in doc.children[c.head]:
            if doc.dep[p] != "prep" or doc.norm[p] not in _ABOUT or p < c.head:
                continue
            for k in doc.children[p]:
                if doc.dep[k] == "pobj" and not self._draft.who.at(k) and doc.pos[k] == "NOUN" and k not in self._dates:
                    last = self._phrase_end(k)
                    if last - doc.left[k] < _LONGEST_ISSUE and doc.entity[k] not in ("DATE", "TIME"):
                        return doc.span(doc.left[k], last).text
        return None

    def _phrase_end(self, k: int) -> int:
        """The last token of the noun phrase headed by `k`, its "of", "between" and "with" included."""
        doc = self._doc
        last = k
        for c in doc.children[k]:
            if doc.dep[c] == "prep" and doc.norm[c] in ("of", "between", "with"):
                last = max(last, doc.right[c])
            elif doc.dep[c] == "conj":
                last = max(last, c)
        return last

    def _of(self, c: Candidate, table: dict[int, str]) -> str | None:
        doc = self._doc
        found = table.get(c.head)
        if found:
            return found
        i = c.head
        for _ in range(3):
            h = doc.head[i]
            if h == i:
                return None
            if doc.pos[i] in _VERBS and doc.dep[i] not in ("xcomp",):
                return None
            if doc.dep[i] not in ("dobj", "nsubjpass", "nsubj", "pobj", "prep", "xcomp", "attr"):
                return None
            i = h
            if doc.pos[i] in _VERBS and i in table:
                return table[i]
        return None

    def _head(self, start: int, end: int) -> int:
        doc = self._doc
        tokens = doc.tokens(start, end)
        for i in tokens:
            if doc.head[i] not in tokens:
                return i
        return -1

    def _hang(self, time: Time) -> None:
        doc = self._doc
        i = self._head(time.start, time.end)
        for _ in range(6):
            if i < 0:
                return
            h = doc.head[i]
            if doc.dep[i] == "prep" and doc.norm[i] in ("since", "until", "till", "before", "after", "by"):
                return
            if doc.dep[i] not in _UP or h == i:
                return
            i = h
            if doc.pos[i] in _VERBS or doc.pos[i] == "NOUN":
                self._dates.setdefault(i, time.value)
            if doc.pos[i] in _VERBS:
                return

    def _hang_place(self, i: int, name: str) -> None:
        doc = self._doc
        p = doc.head[i]
        if doc.dep[i] != "pobj" or doc.norm[p] not in _IN:
            return
        h = doc.head[p]
        while doc.dep[p] == "prep" and doc.pos[h] == "ADP" and doc.head[h] != h:
            p, h = h, doc.head[h]
        if doc.norm[p] in ("from", "over") and doc.pos[h] not in _VERBS:
            return
        self._places.setdefault(h, name)
