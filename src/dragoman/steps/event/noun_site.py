"""A noun in its sentence: its modifiers, prepositions and clauses, and what governs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.language import Document
from dragoman.steps.clauses import is_verb
from dragoman.steps.event.noun_lexicon import Words

_BEFORE = frozenset({"amod", "compound", "nmod", "nummod", "poss", "advmod", "npadvmod", "det", "quantmod"})
_DEFINITE = frozenset({"the", "this", "these", "that", "those", "such", "both", "its", "their", "his", "her", "our"})
_UNDERGONE = frozenset({"of", "on", "against", "in"})
_FAR = 8
"""How far the governor is looked for: "a day of a series of talks"."""


@dataclass
class Site:
    """What stands around the noun at token `head`, whose wording is the tokens `first` to `last`.

    `preps` gives the objects of each preposition (or the verb in "-ing" after it), `participles` the verbs that modify
    the noun ("talks involving …", "sanctions imposed by …"), `clauses` the verbs of its content ("a demand that …"),
    `outer` the noun that it leans on where that one adds nothing ("a round of talks"), `verb` the verb that governs it
    (-1 for none) by the relation `relation` and the preposition `via`, `noun` a governing noun that adds something.
    """

    head: int
    first: int
    last: int
    modifiers: frozenset[str] = frozenset()
    before: tuple[int, ...] = ()
    preps: dict[str, list[int]] = field(default_factory=dict)
    participles: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    owner: int = -1
    definite: bool = False
    negated: int = -1
    outer: int = -1
    verb: int = -1
    relation: str = ""
    via: str = ""
    noun: int = -1
    modifies: int = -1


def look(doc: Document, first: int, last: int, words: Words) -> Site:
    """The surroundings of the noun whose wording is the tokens `first` to `last`."""
    inside = range(first, last + 1)
    head = next((i for i in inside if doc.head[i] not in inside or doc.head[i] == i), last)
    site = Site(head, first, last)
    _inside(doc, site, head)
    for i in inside:
        if i != head:  # "exchange of views between …": the last word of a wording has what follows
            for c in doc.children[i]:
                if c > last:
                    _after(doc, site, c)
    _govern(doc, site, words)
    if site.outer >= 0:
        _inside(doc, site, site.outer)
    return site


def _inside(doc: Document, site: Site, head: int) -> None:
    modifiers: list[str] = []
    before: list[int] = []
    for c in doc.children[head]:
        dep = doc.dep[c]
        if c < site.first or (c < head and head != site.head):
            if dep == "poss":
                site.owner = c if site.owner < 0 else site.owner
            if dep == "det" or doc.tag[c] == "PRP$":
                _determine(doc, site, c)
            elif dep in _BEFORE or doc.pos[c] in ("ADJ", "PROPN", "NOUN", "VERB", "NUM"):
                before.append(c)
                _words_of(doc, c, modifiers)
        elif c > max(head, site.last if head == site.head else head):
            _after(doc, site, c)
    if head == site.head:
        # A flat parse may hang a modifier on its neighbour: "Chilean-Bolivian border talks".
        modifiers += [doc.norm[k] for k in range(max(doc.left[head], site.first - 2), site.first)]
    site.modifiers |= frozenset(modifiers)
    site.before += tuple(before)
    if site.owner >= 0:
        site.definite = True


def _words_of(doc: Document, c: int, modifiers: list[str]) -> None:
    modifiers += [doc.norm[c], doc.lemma[c].lower()]
    first = doc.left[c]
    if first < c:
        whole = "".join(doc.norm[first : c + 1])
        modifiers.append(whole)
        modifiers += doc.norm[first:c]


def _determine(doc: Document, site: Site, c: int) -> None:
    word = doc.norm[c]
    if word == "no":
        site.negated = c
    elif word in _DEFINITE:
        site.definite = True


def _after(doc: Document, site: Site, c: int) -> None:
    dep = doc.dep[c]
    if dep in ("prep", "agent"):
        name = doc.norm[c]
        for k in doc.children[c]:
            if doc.dep[k] in ("pobj", "pcomp"):
                site.preps.setdefault(name, []).append(k)
                if name in _UNDERGONE:
                    _by(doc, site, k)
            elif doc.dep[k] == "prep" and (inner := doc.child(k, "pobj")) >= 0:
                site.preps.setdefault(doc.norm[k], []).append(inner)
        if name not in site.preps:
            site.preps[name] = []
    elif dep in ("acl", "relcl", "ccomp", "advcl", "xcomp"):
        infinitive = any(doc.tag[k] == "TO" for k in doc.children[c])
        marked = any(doc.dep[k] == "mark" and doc.norm[k] == "that" for k in doc.children[c])
        if infinitive or marked or dep in ("ccomp", "xcomp"):
            site.clauses.append(c)
        else:
            site.participles.append(c)


def _by(doc: Document, site: Site, undergone: int) -> None:
    """The doer that the parser hung on what the act is done to: "the arrest of nuns by soldiers"."""
    for c in doc.children[undergone]:
        if doc.dep[c] in ("prep", "agent") and doc.norm[c] == "by":
            site.preps.setdefault("by", []).extend(k for k in doc.children[c] if doc.dep[k] == "pobj")


def _govern(doc: Document, site: Site, words: Words) -> None:
    i = site.head
    for _ in range(_FAR):
        head, dep = doc.head[i], doc.dep[i]
        if head == i:
            return
        if dep in ("conj", "appos") and not is_verb(doc, head):
            i = head
            continue
        if dep in ("compound", "nmod", "amod", "poss") and i == site.head:
            if doc.lemma[head].lower() in words.light_tails and dep != "poss":
                site.outer = i = head
                continue
            if dep != "poss":
                site.modifies = head
                return
            site.noun = head
            return
        if dep in ("pobj", "pcomp"):
            site.via = doc.norm[head]
            above = doc.head[head]
            if above == head:
                return
            if is_verb(doc, above):
                site.verb, site.relation = above, "prep"
                return
            if doc.dep[head] == "prep" and doc.pos[above] in ("ADP", "SCONJ", "ADV"):
                i = head
                continue
            if site.via == "of" and doc.lemma[above].lower() in words.light_heads and site.outer < 0:
                site.outer = i = above
                site.via = ""
                continue
            site.noun = above
            return
        if is_verb(doc, head):
            site.verb, site.relation = head, dep
        else:
            site.noun = head
        return


def followers(doc: Document, verb: int, after: int) -> dict[str, list[int]]:
    """Objects of the prepositions of `verb` that stand after token `after`."""
    found: dict[str, list[int]] = {}
    for c in doc.children[verb]:
        if c > after and doc.dep[c] in ("prep", "agent"):
            found.setdefault(doc.norm[c], []).extend(k for k in doc.children[c] if doc.dep[k] in ("pobj", "pcomp"))
    return found
