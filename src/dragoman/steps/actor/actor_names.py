"""Names: which tokens are the name of a state, an organisation or a person."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.language import Document, Entity
from dragoman.steps.actor.abbreviations import find_abbreviations
from dragoman.steps.actor.actor_lexicon import Lexicon
from dragoman.steps.actor.gazetteer import Named
from dragoman.steps.actor.person_names import PARTICLES, KnownPerson, core
from dragoman.steps.actor.saying import SAYING

# After a name and a hyphen: "UN-backed", "Kurdish-led". The name is no owner of the noun that follows.
PARTICIPLES = frozenset(
    [
        *("backed", "led", "held", "sponsored", "brokered", "controlled", "occupied", "based", "born", "made", "run"),
        *("mediated", "allied", "supported", "funded", "trained", "armed", "owned", "dominated", "administered"),
        *("ruled", "monitored", "supervised", "recognised", "recognized", "imposed", "drafted", "friendly", "style"),
        *("speaking", "bound", "wide", "chaired", "hosted", "proposed", "facilitated", "organised", "organized"),
        *("affiliated", "linked", "inspired", "oriented", "majority", "dominated", "educated", "built", "trained"),
        *("installed", "appointed", "designated", "mandated", "authorized", "authorised", "aligned", "leaning"),
    ]
)
# What companies end with.
_FIRMS = frozenset(
    [
        "inc",
        "corp",
        "co",
        "ltd",
        "plc",
        "llc",
        "ag",
        "gmbh",
        "nv",
        "spa",
        "airlines",
        "motors",
        "holdings",
        "industries",
    ]
)
_COUNTED = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "QUANTITY", "PERCENT"})
# Capitalised words that begin no person's name.
_NEVER_FIRST = frozenset(
    [
        "The",
        "A",
        "An",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "USS",
        "HMS",
        "File",
        "Photo",
        "Photos",
    ]
)
_PLACE_NOUNS = frozenset({"town", "city", "village", "resort", "province", "port", "suburb", "district", "enclave"})


@dataclass(frozen=True)
class NameHit:
    """Tokens `first` to `last` are a name with head token `head`.

    `named` for a name in a closed list; else `words` are a person's, `known` who it is if people.toml has the name.
    `modifies` marks a name inside a hyphenated participle ("UN-backed").
    """

    first: int
    last: int
    head: int
    named: Named | None = None
    words: tuple[str, ...] = ()
    known: KnownPerson | None = None
    modifies: bool = False


def names_of(doc: Document, lexicon: Lexicon) -> list[NameHit]:
    """The names of a document; the places step finds them and the actors step asks again."""
    hits: list[NameHit] | None = doc.notes.get("names")
    if hits is None:
        hits = doc.notes["names"] = find_names(doc, lexicon)
    return hits


def find_names(doc: Document, lexicon: Lexicon) -> list[NameHit]:
    """All names, in order and never overlapping."""
    words = [word.replace("’", "'") if "’" in word else word for word in doc.word]
    listed = _listed(doc, words, lexicon)
    listed = _abbreviated(doc, words, lexicon, listed)
    persons = _Persons(doc, words, lexicon, listed).find()
    taken = {t for hit in persons for t in range(hit.first, hit.last + 1)}
    hits = persons + [hit for hit in listed if not any(t in taken for t in range(hit.first, hit.last + 1))]
    return sorted(hits, key=lambda hit: (hit.first, hit.last))


def head_of(doc: Document, first: int, last: int) -> int:
    """The token of the range whose head is outside it; the last such."""
    for i in range(last, first - 1, -1):
        if not first <= doc.head[i] <= last or doc.head[i] == i:
            return i
    return last


def _listed(doc: Document, words: list[str], lexicon: Lexicon) -> list[NameHit]:
    hits: list[NameHit] = []
    i, n = 0, len(words)
    while i < n:
        found = lexicon.names.at(words, i)
        if found is None:
            if "-" in words[i] and len(words[i]) > 3 and words[i][0].isupper():
                hits += _joined(words[i], i, lexicon)
            i += 1
            continue
        length, named = found
        if length > 1 and words[i].lower() == "the":
            # "the West Bank" is not "the West".
            longer = lexicon.names.at(words, i + 1) if i + 1 < n else None
            if longer and longer[0] >= length:
                i += 1
                continue
        last = i + length - 1
        if length > 1 or not _is_surname(words, i, lexicon.file.courtesy):
            hits.append(NameHit(i, last, head_of(doc, i, last), named, modifies=_modifies(words, last)))
        i += length
    return hits


def _is_surname(words: list[str], i: int, courtesy: frozenset[str]) -> bool:
    """Whether a form of address stands before: "Mr. Jordan" is no country."""
    return i > 0 and words[i - 1].lower().rstrip(".") in courtesy


def _modifies(words: list[str], last: int) -> bool:
    """Whether a hyphen and a participle follow: "UN-backed"."""
    return last + 2 < len(words) and words[last + 1] == "-" and words[last + 2].lower() in PARTICIPLES


def _joined(word: str, i: int, lexicon: Lexicon) -> list[NameHit]:
    """The names in one token such as "U.S.-Japan" or "U.S.-backed"."""
    hits = []
    parts = word.split("-")
    for number, part in enumerate(parts):
        found = lexicon.names.at([part], 0) if part else None
        if found and found[0] == 1:
            modifies = number + 1 < len(parts) and parts[number + 1].lower() in PARTICIPLES
            hits.append(NameHit(i, i, i, found[1], modifies=modifies))
    return hits


def _abbreviated(doc: Document, words: list[str], lexicon: Lexicon, listed: list[NameHit]) -> list[NameHit]:
    """The listed names, with those that the report itself introduces: "the Southern Rivers Front (SRF)"."""
    ends = {hit.last: hit.named for hit in listed if hit.named}
    hits = list(listed)
    by_word: dict[str, Named] = {}
    for short in find_abbreviations(words, ends, lexicon.self_names):
        named = short.named
        if short.first is not None:
            first, last = short.first, short.last
            inner = [hit for hit in hits if hit.first >= first and hit.last <= last and hit.named]
            named = _owned(named, words[last].lower(), inner, lexicon)
            hits = [hit for hit in hits if hit.last < first or hit.first > last]
            hits.append(NameHit(first, last, head_of(doc, first, last), named))
        by_word[short.word] = named
    if by_word:
        hits = [hit for hit in hits if not (hit.first == hit.last and words[hit.first] in by_word)]
        hits += [
            NameHit(i, i, i, by_word[word], modifies=_modifies(words, i))
            for i, word in enumerate(words)
            if word in by_word
        ]
    return hits


def _owned(named: Named, noun: str, inner: list[NameHit], lexicon: Lexicon) -> Named:
    """An organisation of the report's own, with the state or organisation that its name names."""
    owner = next((hit.named for hit in inner if hit.named and hit.named.code), None)
    if owner is None:
        return named
    if owner.kind == "state" and noun not in lexicon.bodies:
        return replace(named, country=owner.country)
    if owner.kind == "state" or owner.sector == "IGO":
        return replace(named, code=owner.code, type="body", kind="body", country=owner.country, sector=owner.sector)
    return named


class _Persons:
    """Finds people's names in one document."""

    def __init__(self, doc: Document, words: list[str], lexicon: Lexicon, listed: list[NameHit]) -> None:
        self.doc = doc
        self.words = words
        self.lexicon = lexicon
        self.closed = {t: hit for hit in listed for t in range(hit.first, hit.last + 1)}
        self.marked = [False] * len(words)
        for entity in doc.entities:
            if entity.label == "PERSON" or (entity.label == "ORG" and self._beside_a_person(doc, entity)):
                for t in range(entity.first, entity.last):
                    self.marked[t] = True
        self.surnames: set[str] = set()
        self.sure: set[str] = set()
        self.weak: set[int] = set()
        self.titles: set[int] = set()
        for i in range(len(words)):
            if office := lexicon.offices.at(doc.norm, i):
                self.titles.update(range(i, i + office[0]))

    def _beside_a_person(self, doc: Document, entity: Entity) -> bool:
        """Whether the model took the second of two people for an organisation: "Ine Solberg and Per Dahl"."""
        first, size = entity.first, entity.last - entity.first
        lexicon = self.lexicon
        given = size in (2, 3) and doc.norm[first] in (lexicon.file.given.male | lexicon.file.given.female)
        return given and first > 1 and doc.norm[first - 1] == "and" and self.marked[first - 2]

    def find(self) -> list[NameHit]:
        """The names in order."""
        hits: list[NameHit] = []
        runs: list[tuple[int, int]] = []
        words, lexicon = self.words, self.lexicon
        i, n = 0, len(words)
        while i < n:
            if not words[i][0].isupper() or words[i] in _NEVER_FIRST:
                i += 1
                continue
            hit: NameHit | None
            known = lexicon.known.at(words, i)
            if known and (known[0] > 1 or i not in self.closed):
                last = i + known[0] - 1
                end = self._run(i)
                if end > last + 1 and (hit := self._person(i, end - 1)):
                    pass
                else:
                    hit = NameHit(i, last, head_of(self.doc, i, last), words=core(words[i : last + 1]), known=known[1])
                    end = last + 1
            else:
                end = self._run(i)
                hit = self._person(i, end - 1) if end > i else None
                if end > i and hit is None:
                    runs.append((i, end - 1))
            if hit:
                hits.append(hit)
                self.surnames.add(hit.words[-1])
                if not self._only_describes(hit):
                    self.sure.add(hit.words[-1])
                else:
                    self.weak.add(hit.first)
            i = max(end, i + 1)
        for first, last in runs:
            # Names that stood too early to be known for a person's.
            name = core(words[first : last + 1])
            if name[-1] in self.sure and not any(c.isdigit() for c in name[-1]):
                hits.append(NameHit(first, last, head_of(self.doc, first, last), words=name))
        kept = [h for h in hits if (h.first not in self.weak or h.words[-1] in self.sure) and not self._is_of_thing(h)]
        return sorted(kept, key=lambda h: h.first)

    def _is_of_thing(self, hit: NameHit) -> bool:
        """Whether the name is part of a thing's: "the Simon Bolivar International Airport"."""
        doc, after = self.doc, hit.last + 1
        if doc.dep[hit.head] not in ("compound", "nmod") or after >= len(doc):
            return False
        thing = doc.head[hit.head]
        return (
            thing > hit.last
            and doc.pos[thing] == "PROPN"
            and all(self.words[t][0].isupper() and t not in self.closed for t in range(after, thing + 1))
            and self.words[thing].lower() not in self.lexicon.file.itself.words
            and doc.lemma[thing].lower() not in self.lexicon.roles
        )

    def _only_describes(self, hit: NameHit) -> bool:
        """Whether a name that only the model takes for a person's stands as a place or a thing would.

        "the Lindau talks", "fighting in Arbeen": kept only if the report has the name elsewhere as a person's.
        """
        doc, first = self.doc, hit.first
        before = self.words[first - 1].lower().rstrip(".") if first else ""
        if before in self.lexicon.file.titles or before in self.lexicon.roles:
            return False
        if before in ("uss", "hms"):
            return True
        dep, above = doc.dep[hit.head], doc.head[hit.head]
        if hit.known:
            return hit.first == hit.last and dep == "pobj" and doc.norm[above] in ("in", "near", "outside")
        if dep in ("compound", "nmod", "amod"):
            low = doc.lemma[above].lower()
            return doc.pos[above] == "NOUN" and low not in self.lexicon.bodies and low not in self.lexicon.roles
        if hit.first == hit.last and dep == "pobj":
            return doc.norm[above] in ("in", "at", "near", "from", "into", "to", "of", "on", "outside")
        return False

    def _run(self, i: int) -> int:
        """One past the last token of the run of name words that starts at `i`; `i` where none does."""
        stop = self.doc.sentences[self.doc.sent[i]].last
        j = i
        while j < stop and self._belongs(i, j, stop):
            j += 1
        return j

    def _belongs(self, i: int, j: int, stop: int) -> bool:
        """Whether token `j` goes on with the name that starts at `i`."""
        word = self.words[j]
        if j in self.titles or (j in self.closed and not (self._is_given(j) if j == i else self._is_surname(j))):
            return False
        low = word.lower()
        if word in _NEVER_FIRST:
            return False
        if word[0].isupper() and word[0].isalpha() and (self.doc.pos[j] == "PROPN" or self.marked[j]):
            plain = low.rstrip(".")
            file = self.lexicon.file
            return not (
                plain in file.titles
                or plain in self.lexicon.roles
                or plain in self.lexicon.bodies
                or plain in file.organisations.words
                or plain in file.private.words
                or (plain.endswith("s") and (plain[:-1] in file.groups.words or plain[:-1] in file.armed.words))
            )
        if j == i or j + 1 >= stop or not (low in PARTICLES or word == "-") or word in ("'", ".", "-.", "st"):
            return False
        after = self.words[j + 1]
        if word == "-":
            return after[0].isalpha() and (after[0].isupper() or self.marked[j + 1] or self.marked[j])
        return after[0].isupper() or after == "-" or after.lower() in PARTICLES

    def _is_given(self, i: int) -> bool:
        """Whether a place's name is a given name here: "Paris Hilton"."""
        return (
            self.words[i] in self.lexicon.file.given.places
            and self.closed[i].first == self.closed[i].last
            and i + 1 < len(self.words)
            and (self.marked[i] or self.marked[i + 1])
            and i + 1 not in self.closed
            and self.words[i + 1][0].isupper()
        )

    def _is_surname(self, j: int) -> bool:
        """Whether a place's name is a surname here: "Michael Jordan"."""
        named = self.closed[j].named
        return self.marked[j] and named is not None and named.type in ("state", "metonym", "ethnic")

    def _person(self, first: int, last: int) -> NameHit | None:
        """The run as a person's name, if it is one: the model says so, a title stands before it, or it is known."""
        words, lexicon = self.words, self.lexicon
        while last > first and (not words[last][0].isalnum() or words[last].lower() in PARTICLES):
            last -= 1
        if any(c.isdigit() for w in words[first : last + 1] for c in w):
            return None
        if any(w.lower().rstrip(".") in _FIRMS for w in words[first : last + 2]):
            return None
        name = core(words[first : last + 1])
        before = words[first - 1].lower().rstrip(".") if first else ""
        role = before in lexicon.roles and (words[first - 1][0].isupper() or not self._is_city(first, last))
        titled = before in lexicon.file.titles or role
        repeated = name[-1] in self.surnames
        if not titled and (self.doc.entity[first] in _COUNTED or (words[first] == "May" and not self.marked[first])):
            return None
        if not (titled or repeated) and (self._is_city(first, last) or self._is_of_place(first)):
            return None
        known = known_surname(name, lexicon) if first == last else None
        marked = any(self.marked[first : last + 1]) or self._speaks(first, last)
        if not (titled or repeated or marked or (known and len(words[last]) > 3)):
            return None
        if not (repeated or known) and self._describes(last + 1):
            return None
        return NameHit(first, last, head_of(self.doc, first, last), words=name, known=known)

    def _speaks(self, first: int, last: int) -> bool:
        """Whether the run, which the model has for no name, is the subject of a word of saying."""
        doc = self.doc
        head = head_of(doc, first, last)
        if doc.dep[head] != "nsubj" or doc.lemma[doc.head[head]] not in SAYING or doc.entity[last] not in ("", "ORG"):
            return False
        before = self.words[first - 1].lower() if first else ""
        return all(doc.pos[t] == "PROPN" for t in range(first, last + 1)) and before not in ("the", "a", "an", "'s")

    def _describes(self, after: int) -> bool:
        """Whether the word after the run is a role or body that the run only describes: "Foreign" Minister."""
        if after >= len(self.words):
            return False
        low = self.words[after].lower()
        file = self.lexicon.file
        return low in self.lexicon.roles or low in self.lexicon.bodies or low in file.organisations.words

    def _is_city(self, first: int, last: int) -> bool:
        return first == last and self.words[first] in self.lexicon.cities

    def _is_of_place(self, first: int) -> bool:
        """Whether the words before say that a place's name follows: "the town of"."""
        return first > 1 and self.words[first - 1] == "of" and self.words[first - 2].lower() in _PLACE_NOUNS


def known_surname(name: tuple[str, ...], lexicon: Lexicon) -> KnownPerson | None:
    """The one well-known person of this surname, if there is just one."""
    rows = lexicon.surnames.get(name[-1], [])
    # Spellings of one person's name share the first letter.
    return rows[0] if len({(row.words[0][0], row.code) for row in rows}) == 1 else None
