"""Names: which tokens are the name of a state, an organisation or a person."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.language import Document
from dragoman.steps.actor_lexicon import Lexicon
from dragoman.steps.gazetteer import Named
from dragoman.steps.person_names import KnownPerson, core

PARTICLES = frozenset({"al", "el", "bin", "ben", "ibn", "bint", "abu", "von", "van", "der", "den", "de", "da", "do", "dos", "di", "du", "del", "della", "la", "le", "ul", "ould", "ter", "zu", "af", "y"})  # fmt: skip
_COMPOUND_TAIL = frozenset(
    ["backed", "led", "held", "sponsored", "brokered", "controlled", "occupied", "based", "born", "made", "mediated", "run", "allied", "supported", "funded", "trained", "armed", "owned", "dominated", "administered", "ruled", "monitored", "supervised", "recognised", "recognized", "imposed", "drafted", "friendly", "style", "speaking", "bound", "wide", "funded", "chaired", "hosted", "proposed", "facilitated", "organised", "organized", "affiliated", "linked", "inspired", "oriented"]
)


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
    persons = _persons(doc, words, lexicon, listed)
    taken = {t for hit in persons for t in range(hit.first, hit.last + 1)}
    hits = persons + [hit for hit in listed if not any(t in taken for t in range(hit.first, hit.last + 1))]
    return sorted(hits, key=lambda hit: hit.first)


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
        last = i + length - 1
        modifies = last + 2 < n and words[last + 1] == "-" and words[last + 2].lower() in _COMPOUND_TAIL
        hits.append(NameHit(i, last, head_of(doc, i, last), named, modifies=modifies))
        i += length
    return hits


def _joined(word: str, i: int, lexicon: Lexicon) -> list[NameHit]:
    """The names in one token such as "U.S.-Japan" or "UN-backed"."""
    hits = []
    parts = word.split("-")
    for number, part in enumerate(parts):
        found = lexicon.names.at([part], 0)
        if found:
            modifies = number + 1 < len(parts) and parts[number + 1].lower() in _COMPOUND_TAIL
            hits.append(NameHit(i, i, i, found[1], modifies=modifies))
    return hits


def _persons(doc: Document, words: list[str], lexicon: Lexicon, listed: list[NameHit]) -> list[NameHit]:
    closed = {}
    for hit in listed:
        for t in range(hit.first, hit.last + 1):
            closed[t] = hit
    marked = [False] * len(words)
    for entity in doc.entities:
        if entity.label == "PERSON":
            for t in range(entity.first, entity.last):
                marked[t] = True
    hits: list[NameHit] = []
    surnames: set[str] = set()
    i, n = 0, len(words)
    while i < n:
        word = words[i]
        if not word[0].isupper():
            i += 1
            continue
        known = lexicon.known.at(words, i)
        if known and (known[0] > 1 or i not in closed):
            last = i + known[0] - 1
            hits.append(NameHit(i, last, head_of(doc, i, last), words=core(words[i : last + 1]), known=known[1]))
            surnames.add(hits[-1].words[-1])
            i = last + 1
            continue
        end = _run(doc, words, i, lexicon, closed, marked)
        if end > i:
            hit = _person(doc, words, i, end - 1, lexicon, marked, surnames)
            if hit:
                hits.append(hit)
                surnames.add(hit.words[-1])
        i = max(end, i + 1)
    return hits


def _run(
    doc: Document, words: list[str], i: int, lexicon: Lexicon, closed: dict[int, NameHit], marked: list[bool]
) -> int:
    """One past the last token of the run of name words that starts at `i`; `i` where none does."""
    sentence_end = doc.sentences[doc.sent[i]].last
    j = i
    while j < sentence_end:
        word = words[j]
        low = word.lower()
        if (
            j in closed
            and not (j == i and _is_given(words, j, lexicon, closed, marked))
            and not (j > i and marked[j] and closed[j].named and closed[j].named.type in ("state", "metonym", "ethnic"))
        ):
            break
        if word[0].isupper() and word[0].isalpha() and (doc.pos[j] == "PROPN" or marked[j]):
            plain = low.rstrip(".")
            if plain in lexicon.titles or plain in lexicon.roles or plain in lexicon.bodies:
                break
            j += 1
        elif (
            j > i
            and (low in PARTICLES or word == "-")
            and j + 1 < sentence_end
            and (
                words[j + 1][0].isalpha()
                and (
                    words[j + 1][0].isupper()
                    or words[j - 1] == "-"
                    or words[j + 1].lower() in PARTICLES
                    or (word == "-"
                    and marked[j + 1])
                )
            )
        ):
            j += 1
        else:
            break
    return j


def _is_given(words: list[str], i: int, lexicon: Lexicon, closed: dict[int, NameHit], marked: list[bool]) -> bool:
    return (
        words[i] in lexicon.given_places
        and closed[i].first == closed[i].last
        and i + 1 < len(words)
        and marked[i]
        and marked[i + 1]
        and i + 1 not in closed
    )


def _person(
    doc: Document, words: list[str], first: int, last: int, lexicon: Lexicon, marked: list[bool], surnames: set[str]
) -> NameHit | None:
    """The run as a person's name, if it is one: the model says so, a title stands before it, or it is known by now."""
    while last > first and not words[last][0].isalnum():
        last -= 1
    name = core(words[first : last + 1])
    before = words[first - 1].lower().rstrip(".") if first else ""
    titled = before in lexicon.titles or (before in lexicon.roles and words[first - 1][0].isupper())
    repeated = name[-1] in surnames
    is_marked = any(marked[first : last + 1])
    known = _known_surname(name, lexicon) if first == last else None
    if not (titled or repeated or is_marked or (known and len(known.name) > 4)):
        return None
    if any(c.isdigit() for w in words[first : last + 1] for c in w):
        return None
    return NameHit(first, last, head_of(doc, first, last), words=name, known=known)


def _known_surname(name: tuple[str, ...], lexicon: Lexicon) -> KnownPerson | None:
    rows = lexicon.surnames.get(name[-1], ())
    return rows[0] if len({row.words for row in rows}) == 1 else None
