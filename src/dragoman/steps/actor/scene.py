"""What the parts of the actors step share while they read one report: the text, its names, and the cast so far."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.actor.actor_lexicon import Lexicon
from dragoman.steps.actor.actor_names import NameHit
from dragoman.steps.actor.cast import Cast, Member
from dragoman.steps.actor.gazetteer import Named
from dragoman.steps.actor.memory import Memory

_ARGUMENT = frozenset(
    ["nsubj", "nsubjpass", "dobj", "iobj", "dative", "pobj", "attr", "ROOT", "npadvmod", "oprd", "csubj", "appos"]
)
_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "ADV", "DET", "X", "PUNCT", "VERB", "PRON"})
# No noun phrase has more words before its head.
_LONGEST_PHRASE = 16


class Scene:
    """One report: `hit_at` gives the names by token, `cast` the members, `memory` who was named when."""

    def __init__(self, doc: Document, lexicon: Lexicon, cast: Cast, hits: list[NameHit], date: str | None) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.cast = cast
        self.hits = hits
        self.year = int(date[:4]) if date else None
        self.memory = Memory(doc, cast)
        self.hit_at: dict[int, NameHit] = {}
        for hit in hits:
            for token in range(hit.first, hit.last + 1):
                self.hit_at.setdefault(token, hit)
        self._starts: dict[int, int] = {}
        self.codes = frozenset(hit.named.code for hit in hits if hit.named)

    def name(self, head: int, members: list[Member], first: int, last: int) -> None:
        """Say that tokens `first` to `last`, headed by `head`, mention `members`, and remember it."""
        keys = tuple(dict.fromkeys(m.key for m in members))
        if keys:
            self.cast.name(head, keys, first, last)
            self.memory.note(head, keys)

    def at(self, token: int) -> list[Member]:
        """The members that `token` names so far."""
        return [self.cast.members[key] for key in self.cast.at.get(token, ())]

    def anonymous(self, i: int, low: str) -> None:
        """Remember somebody who is no actor, so that "he" or "she" is not taken for another."""
        file = self.lexicon.file
        gender = "m" if low in file.male else "f" if low in file.female else ""
        member = self.cast.add(Member(f"anonymous:{i}", "", "", "person", "", gender=gender, named=False))
        self.memory.note(i, (member.key,))

    def start(self, i: int) -> int:
        """The first token of the noun phrase that ends in its head `i`, determiner included."""
        if i not in self._starts:
            self._starts[i] = self._start(i)
        return self._starts[i]

    def _start(self, i: int) -> int:
        doc = self.doc
        stop = doc.sentences[doc.sent[i]].first
        if stop and doc.norm[stop - 1].endswith(".") and stop - 1 in self.hit_at:
            # The model took the full stop of "U.S." for the end of a sentence.
            stop -= 1
        stop = max(stop, i - _LONGEST_PHRASE)
        j = i
        while j > stop:
            p = j - 1
            hit = self.hit_at.get(p)
            if hit and hit.words and not (j < i and doc.norm[j] in ("'s", "'")):
                if j == i and self.low(i) in self.lexicon.bodies and doc.dep[hit.head] in ("compound", "nmod", "amod"):
                    return hit.first
                break
            if hit:
                owns = doc.norm[j] in ("'s", "'")
                if not owns and doc.dep[hit.head] in _ARGUMENT and not p < doc.head[hit.head] <= i:
                    break
                j = hit.first
                continue
            if not self._inside(p, j, i):
                break
            j = p
            if doc.pos[p] in ("DET", "PRON"):
                break
        while j < i and doc.pos[j] == "PUNCT":
            j += 1
        return j

    def _inside(self, p: int, j: int, i: int) -> bool:
        """Whether token `p`, right before the phrase so far, belongs to the phrase of `i`."""
        doc = self.doc
        pos, norm = doc.pos[p], doc.norm[p]
        if pos == "CCONJ" or norm == ",":
            return self._joins(p, j)
        if pos not in _INSIDE or doc.entity[p] in ("DATE", "TIME"):
            return False
        if pos == "PRON":
            return doc.tag[p] == "PRP$"
        if pos == "PUNCT":
            return norm in ("-", '"', "'", "“", "‘") and doc.start[p] > 0
        if pos == "VERB":
            return doc.dep[p] == "amod" or (doc.tag[p] in ("VBN", "VBG") and doc.norm[p - 1] == "-" if p else False)
        if pos in ("NOUN", "PROPN") and doc.dep[p] in _ARGUMENT and not p < doc.head[p] <= i:
            return False
        return not (pos == "ADV" and doc.pos[j] not in ("ADJ", "ADV", "VERB", "NUM"))

    def _joins(self, p: int, j: int) -> bool:
        """Whether an "and" or comma at `p` stands between two adjectives or owners: "Cuban and U.S. officials"."""
        doc = self.doc
        left, right = self.hit_at.get(p - 1), self.hit_at.get(j)
        if left and right and left.named and right.named:
            return True
        if doc.norm[p - 1] in ("'s", "'") and right and right.named and p > 1:
            return p - 2 in self.hit_at
        return doc.pos[p - 1] == "ADJ" and doc.pos[j] == "ADJ" and doc.norm[p] != ","

    def first(self, i: int) -> int:
        """The first token of the noun phrase of `i`, without article."""
        start = self.start(i)
        while start < i and (self.doc.pos[start] == "DET" or self.doc.norm[start] in ("the", "a", "an", "both")):
            start += 1
        return start

    def text(self, first: int, last: int) -> str:
        """The report's words from token `first` to `last`."""
        return " ".join(self.doc.text[self.doc.start[first] : self.doc.end[last]].split())

    def definite(self, i: int) -> bool:
        """Whether the noun phrase of `i` speaks of somebody known: "the", "this", "his", "Turkey's"."""
        doc = self.doc
        start = self.start(i)
        if doc.norm[start] in ("the", "this", "that", "these", "those", "both", "all") or doc.tag[start] == "PRP$":
            return True
        return any(doc.norm[j] in ("'s", "'") for j in range(start, i))

    def indefinite(self, i: int) -> bool:
        """Whether the noun phrase of `i` brings in somebody new: "a", "another", "one"."""
        return self.doc.norm[self.start(i)] in ("a", "an", "another", "one", "some", "any", "no", "every", "each")

    def member_of(self, hit: NameHit) -> list[Member]:
        """The actors that a listed name stands for."""
        named = hit.named
        if named is None:
            return self.at(hit.head)
        if named.type == "pair":
            return [self.state(code) for code in named.key.split()]
        plural = named.type == "people" and not self._the(hit.first)
        if plural or (named.type == "adjective" and self.doc.tag[hit.last] in ("NNS", "NNPS")):
            return [self.people_of(named)]
        if named.type == "adjective" and self._is_one(hit):
            return [self.people_of(named)]
        if named.type == "metonym" and named.code in _BEFORE and named.code not in self.listed:
            earlier = _BEFORE[named.code]
            if earlier in self.codes:
                return [self.state(earlier)]
        return [self.add(named)]

    @property
    def listed(self) -> frozenset[str]:
        """The codes of the states that are named as such, not by their capitals only."""
        found: frozenset[str] | None = self.doc.notes.get("states")
        if found is None:
            found = frozenset(h.named.code for h in self.hits if h.named and h.named.type in ("state", "adjective"))
            self.doc.notes["states"] = found
        return found

    def _the(self, first: int) -> bool:
        return first > 0 and self.doc.norm[first - 1] == "the"

    def _is_one(self, hit: NameHit) -> bool:
        """Whether the adjective is a noun for one national: "an American"."""
        doc = self.doc
        return (
            hit.first > 0
            and doc.norm[hit.first - 1] in ("a", "an", "another", "one")
            and doc.pos[hit.last] in ("NOUN", "PROPN")
            and doc.dep[hit.head] not in ("compound", "amod", "nmod", "poss")
        )

    def people_of(self, named: Named) -> Member:
        """The people of a state, as a group."""
        plural = self.lexicon.states[named.code].plural
        return self.cast.add(Member(f"group:{plural}", plural, plural, "people", named.rule, named.country))

    def state(self, code: str) -> Member:
        """The state or organisation of a code, as a member."""
        return self.add(self.lexicon.acts_for(code))

    def settle(self) -> None:
        """Join what a report names with and without its country: "the opposition" in a report on the Omani one."""
        endings = {f"people:{people}": f" {people}" for people in self.lexicon.file.peoples}
        for bare, ending in {"org:opposition": " opposition", **endings}.items():
            member = self.cast.get(bare)
            if member is None or member.key != bare:
                continue
            full = [m for m in self.cast.all() if m.code.endswith(ending) and m.mentions]
            if len({m.code for m in full}) == 1:
                whole = next((m for m in full if m.kind in ("organization", "people")), None)
                whole = whole or self.add(self.lexicon.acts_for(full[0].code))
                for other in self.cast.all():
                    if other.code == member.code and other is not member:
                        other.code = whole.code
                self.cast.merge(member, whole)

    def low(self, i: int) -> str:
        """The noun of token `i` as the word lists have it: singular, lower case."""
        doc = self.doc
        low = doc.lemma[i].lower()
        if doc.tag[i] == "NNPS" and low.endswith("s"):
            return low[:-3] + "y" if low.endswith("ies") else low[:-1]
        if low == "general" and i > 1 and doc.norm[i - 1] == "-" and doc.norm[i - 2] == "secretary":
            return "secretary-general"
        if low == "maker" and i and doc.norm[i - 1] == "policy":
            return "policymaker"
        return low

    def add(self, named: Named) -> Member:
        """A listed name's member."""
        return self.cast.add(
            Member(named.key, named.name, named.code, named.kind, named.rule, named.country, named.sector)
        )


# The states before them that governed from the same capitals.
_BEFORE = {"RUS": "SUN", "SRB": "YUG", "CZE": "CSK"}
