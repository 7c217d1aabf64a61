"""How many were killed and injured in an attack, where the report states a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dragoman.knowledge import load
from dragoman.language import Document
from dragoman.records import Magnitude
from dragoman.steps.event.counting import CasualtyWords, Counter
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.status import status_of

_VERBS = frozenset({"VERB", "AUX"})
_UNTOLD = frozenset({"year", "ago", "decade", "since", "previous", "earlier"})
_LONGEST_TOLL = 9  # tokens
_MOST_FACTS = 12


class Fact(NamedTuple):
    """Victims that a sentence counts: how many were killed and injured, the word that says so, and the tokens."""

    killed: int | None
    injured: int | None
    at: int
    first: int
    last: int


class Magnitudes:
    """Finds the victims of attacks. Raises `KnowledgeError` where magnitude.toml cannot be read."""

    def __init__(self) -> None:
        self._words = load("magnitude.toml", CasualtyWords)

    def of(self, doc: Document, attacks: Sequence[Candidate]) -> dict[int, Magnitude]:
        """The victims of those `attacks` of which they are told, by the token of the trigger.

        The sentence of an attack is read, and the next one where that tells of no other attack.
        """
        if not attacks:
            return {}
        found: dict[int, list[Fact]] = {}
        by_sentence: dict[int, list[Candidate]] = {}
        for attack in attacks:
            by_sentence.setdefault(doc.sent[attack.head], []).append(attack)
        casualties = _Casualties(doc, self._words, frozenset(attack.head for attack in attacks))
        for number, told in by_sentence.items():
            for fact in casualties.facts(number):
                found.setdefault(_teller(doc, fact, told).head, []).append(fact)
            following = number + 1
            if following in by_sentence or following >= len(doc.sentences) or casualties.is_of_another_time(following):
                continue
            for fact in casualties.facts(following):
                found.setdefault(told[-1].head, []).append(fact)
        return {head: sum_ for head, facts in found.items() if (sum_ := _sum(doc, facts))}


def _teller(doc: Document, fact: Fact, attacks: Sequence[Candidate]) -> Candidate:
    """The attack of which a fact of its sentence tells: that of the same word, of a governing one, else the nearest."""
    above = [fact.at, *doc.ancestors(fact.at)]
    for i in above[:8]:
        for attack in attacks:
            if attack.head == i:
                return attack
    return min(attacks, key=lambda a: (a.head > fact.at, abs(a.head - fact.at)))


def _sum(doc: Document, facts: Iterable[Fact]) -> Magnitude | None:
    """The first number of each kind that the facts give."""
    killed = injured = None
    evidence = []
    for fact in facts:
        new_killed = fact.killed if killed is None else None
        new_injured = fact.injured if injured is None else None
        if new_killed is None and new_injured is None:
            continue
        killed = killed if new_killed is None else new_killed
        injured = injured if new_injured is None else new_injured
        evidence.append(doc.span(fact.first, fact.last))
    return Magnitude(killed=killed, injured=injured, evidence=tuple(evidence)) if evidence else None


class _Casualties:
    """Reads the sentences of one report. `heads` are the triggers of attacks that happened."""

    def __init__(self, doc: Document, words: CasualtyWords, heads: frozenset[int]) -> None:
        self._doc = doc
        self._words = words
        self._heads = heads
        self._count = Counter(doc, words)

    def is_of_another_time(self, sentence: int) -> bool:
        """Whether a sentence speaks of another time: "last year", "in 2003"."""
        doc = self._doc
        first, last, _ = doc.sentences[sentence]
        return any(
            doc.entity[i] == "DATE" and (doc.lemma[i] in _UNTOLD or (len(doc.norm[i]) == 4 and doc.norm[i].isdigit()))
            for i in range(first, last)
        )

    def facts(self, sentence: int) -> list[Fact]:
        """What a sentence says of victims, in the order of the text."""
        first, last, _ = self._doc.sentences[sentence]
        found: list[Fact] = []
        for i in range(first, last):
            found += self._at(i)
            if len(found) >= _MOST_FACTS:
                break
        return found

    def _at(self, i: int) -> Iterator[Fact]:
        doc, words = self._doc, self._words
        lemma, norm = doc.lemma[i], doc.norm[i]
        if doc.pos[i] in _VERBS and (lemma in words.kill or lemma in words.injure or lemma in words.die):
            yield from self._by_verb(i, lemma)
        elif norm in words.dead or (norm in words.hurt and doc.pos[i] != "NOUN"):
            yield from self._by_adjective(i, norm in words.dead)
        elif lemma in words.toll:
            yield from self._by_toll(i)
        elif lemma in words.casualties or lemma in words.deaths or lemma in words.injuries or lemma in words.killings:
            yield from self._by_noun(i, lemma)
        elif lemma in words.lives:
            yield from self._by_lives(i)

    # ---- verbs

    def _by_verb(self, v: int, lemma: str) -> Iterator[Fact]:
        doc, words = self._doc, self._words
        if lemma in ("gun", "shoot") and not any(
            doc.norm[j] in words.fatal for j in range(v + 1, min(v + 8, doc.right[v] + 1, len(doc)))
        ):
            return
        victims = self._victims(v, lemma)
        if victims < 0:
            number = self._count.number(v - 1) if v and doc.pos[v - 1] == "NUM" else None
            if number is not None and self._happened(v, number):
                yield self._fact(lemma in words.injure, number, v, v - 1, v)
            return
        heads = [victims, *self._other_subjects(v, victims)]
        counts = [self._count.people(head) for head in heads]
        known = [count for count in counts if count is not None]
        count = sum(known)
        if len(known) < len(counts) or not self._happened(v, count):
            return
        parts = [part for head in heads for part in self._count.parts(head)]
        first, last = min(doc.left[part] for part in parts), max(self._phrase_end(part) for part in parts)
        yield self._fact(lemma in words.injure, count, v, min(first, v), max(last, v))

    def _victims(self, v: int, lemma: str) -> int:
        """The head of the noun phrase of those to whom the verb happens, or -1."""
        doc = self._doc
        if lemma in self._words.die:
            return doc.child(v, "nsubj")
        passive = doc.child(v, "nsubjpass")
        if passive >= 0:
            return self._antecedent(passive, v)
        thing = doc.child(v, "dobj")
        if thing >= 0 and doc.child(v, "auxpass") < 0:
            return thing
        if doc.tag[v] == "VBN":
            if doc.dep[v] == "acl":
                return doc.head[v]
            own = doc.child(v, "nsubj")
            if own >= 0 and doc.child(v, "aux") < 0:
                return own  # "30 wounded"
            if doc.dep[v] == "conj" and doc.pos[doc.head[v]] in _VERBS and doc.child(doc.head[v], "nsubjpass") >= 0:
                return -1 if v and doc.pos[v - 1] == "NUM" else doc.child(doc.head[v], "nsubjpass")
        return -1

    def _other_subjects(self, v: int, victims: int) -> list[int]:
        """Further subjects of a passive: the parser gives "a nurse and two farmers were killed" two of them."""
        doc = self._doc
        if doc.dep[victims] != "nsubjpass":
            return []
        return [c for c in doc.children[v] if c > victims and doc.dep[c] == "nsubjpass"]

    def _antecedent(self, i: int, v: int) -> int:
        doc = self._doc
        return doc.head[v] if doc.tag[i] in ("WP", "WDT") and doc.dep[v] == "relcl" else i

    def _phrase_end(self, i: int) -> int:
        """The end of a counted noun with what follows after "of"."""
        doc = self._doc
        return max([i, *(doc.right[c] for c in doc.children[i] if doc.dep[c] == "prep" and doc.norm[c] == "of")])

    def _happened(self, v: int, count: int) -> bool:
        doc = self._doc
        if doc.dep[v] == "advcl" and doc.head[v] not in self._heads and status_of(doc, doc.head[v]).status != "actual":
            return False
        status = status_of(doc, v).status
        return v in self._heads or status == "actual" or (status == "negated" and count == 0)

    def _fact(self, injured: bool, count: int, at: int, first: int, last: int) -> Fact:
        return Fact(None if injured else count, count if injured else None, at, first, last)

    # ---- adjectives and nouns

    def _by_adjective(self, i: int, dead: bool) -> Iterator[Fact]:
        """As in "left 12 people dead", "12 dead and 30 injured"."""
        doc = self._doc
        if doc.dep[i] == "amod" and doc.head[i] > i:
            return
        for j in range(i - 1, max(-1, i - 4), -1):
            if doc.sent[j] != doc.sent[i] or doc.pos[j] in _VERBS or doc.pos[j] in ("PUNCT", "CCONJ"):
                return
            if doc.pos[j] == "NUM" and doc.entity[j] not in ("DATE", "TIME", "MONEY", "PERCENT"):
                count = self._count.number(j)
                if count is not None and status_of(doc, i).status == "actual":
                    yield self._fact(not dead, count, i, j, i)
                return

    def _by_toll(self, i: int) -> Iterator[Fact]:
        """As in "the death toll rose to 31", "a toll of 31"."""
        doc, words = self._doc, self._words
        before = {doc.lemma[j] for j in range(max(0, i - 3), i)}
        if "death" not in before and not before & words.toll_of_injured:
            return
        reached = False
        for j in range(i + 1, min(i + _LONGEST_TOLL, len(doc))):
            if doc.sent[j] != doc.sent[i]:
                return
            if reached and doc.pos[j] == "NUM" and doc.entity[j] not in ("DATE", "TIME", "PERCENT"):
                while j + 1 < len(doc) and doc.pos[j + 1] == "NUM":
                    j += 1
                count = self._count.number(j)
                if count is not None:
                    yield self._fact("death" not in before, count, i, doc.left[i] if doc.left[i] <= i else i, j)
                return
            reached = reached or doc.norm[j] in words.reaches

    def _by_noun(self, i: int, lemma: str) -> Iterator[Fact]:
        doc, words = self._doc, self._words
        none = any(doc.norm[c] == "no" for c in doc.children[i])
        if none:
            if doc.lemma[doc.head[i]] in ("report", "confirm", "word") or doc.dep[i] == "compound":
                return
            killed = 0 if lemma not in words.injuries else None
            injured = 0 if lemma in words.injuries or lemma in words.casualties else None
            yield Fact(killed, injured, i, doc.left[i], i)
            return
        if i in self._heads and lemma in words.killings:
            yield from self._by_killing(i)
        elif lemma in words.deaths or lemma in words.injuries:
            numerals = [c for c in doc.children[i] if doc.dep[c] == "nummod" and c < i]
            count = self._count.number(numerals[-1]) if numerals else None
            if count is not None and status_of(doc, i).status == "actual":
                yield self._fact(lemma in words.injuries, count, i, numerals[0], i)

    def _by_killing(self, i: int) -> Iterator[Fact]:
        """As in "the killing of two monks"."""
        doc = self._doc
        for p in doc.children[i]:
            inner = doc.child(p, "pobj") if doc.dep[p] == "prep" and doc.norm[p] == "of" else -1
            count = self._count.people(inner) if inner >= 0 else None
            if count is not None:
                yield self._fact(False, count, i, i, self._phrase_end(self._count.parts(inner)[-1]))
                return

    def _by_lives(self, i: int) -> Iterator[Fact]:
        """As in "claimed 12 lives", "cost the lives of 12 people"."""
        doc = self._doc
        v = doc.head[i]
        if doc.dep[i] != "dobj" or doc.lemma[v] not in self._words.takes or status_of(doc, v).status != "actual":
            return
        numerals = [c for c in doc.children[i] if doc.dep[c] == "nummod"]
        count = self._count.number(numerals[-1]) if numerals else None
        last = i
        for p in doc.children[i]:
            inner = doc.child(p, "pobj") if doc.dep[p] == "prep" and doc.norm[p] == "of" else -1
            if inner >= 0 and count is None:
                count, last = self._count.people(inner), self._phrase_end(inner)
        if count is not None:
            yield self._fact(False, count, i, v, last)
