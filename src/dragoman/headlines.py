"""Mends the parse of headlines and of the shortest sentences, in which the model sees nothing but nouns.

The model was trained on running text and takes the verb of a short headline for a plural ("Kabul thanks Delhi for
wheat"). Where a line without a full stop has no finite verb, the first word that can be one is made its verb, and the
phrases around it its subject, object and prepositional complements. It also takes the past tense between a name and a
bare plural for a participle ("Lima funded Bolivian schools."); a sentence without any other verb has its verb there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragoman.knowledge import Rules, load

if TYPE_CHECKING:
    from dragoman.language import Document

_LONGEST = 20
_LONGEST_SENTENCE = 40
_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_THIRDS = frozenset({"VBZ", "NNS"})
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "CCONJ", "PUNCT", "SYM", "PRON"})
_JOINS = frozenset({"of", "from", "in", "and"})
_CLOSES = frozenset({".", "!", "?"})


class HeadlineWords(Rules):
    """headlines.toml: verbs by lemma. `doubtful` ones have a third person that is as often a plural noun.

    `past` are more verbs whose past tense is taken for an adjective, `irregular` such forms with their lemmas;
    `undergone` verbs that are nothing without an object: without one, what stands before them undergoes them.
    """

    verbs: tuple[str, ...]
    doubtful: tuple[str, ...]
    past: tuple[str, ...]
    irregular: dict[str, str]
    undergone: tuple[str, ...]


@cache
def _forms() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """The lemma of each third person, those that are doubtful, and what verbs are with a plural subject."""
    words = load("headlines.toml", HeadlineWords)
    return (
        {_third(verb): verb for verb in (*words.verbs, *words.doubtful)},
        frozenset(_third(verb) for verb in words.doubtful),
        frozenset(words.verbs),
    )


@cache
def _undergone() -> frozenset[str]:
    """Verbs that are nothing without an object, by lemma."""
    return frozenset(load("headlines.toml", HeadlineWords).undergone)


@cache
def _pasts() -> dict[str, str]:
    """The lemma of each past tense."""
    words = load("headlines.toml", HeadlineWords)
    verbs = (*words.verbs, *words.doubtful, *words.past)
    return {form: verb for verb in verbs for form in _past(verb)} | words.irregular


def _past(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return f"{verb}ed", f"{verb}{verb[-1]}ed"


def _is_plural(d: Document, first: int, i: int) -> bool:
    """Whether the phrase that ends with token `i` can be a plural subject: "rebels", "Lima, Quito"."""
    if d.tag[i] in ("NNS", "NNPS"):
        return True
    return i - 2 >= first and d.pos[i] == d.pos[i - 2] == "PROPN" and d.norm[i - 1] in (",", "and")


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def mend(d: Document) -> bool:
    """Mend the headlines of a document; whether there was one to mend. `children` and edges must be made anew then."""
    mended = False
    for sentence in d.sentences:
        first, last = sentence.first, sentence.last
        if last - first < 3:
            continue
        if d.word[last - 1][-1] in _CLOSES:
            mended |= last - first <= _LONGEST_SENTENCE and _mend_participle(d, first, last)
            continue
        if last - first > _LONGEST:
            continue
        mended |= _mend_names(d, first, last)
        mended |= _mend_infinitive(d, first, last)
        mended |= _mend_passive(d, first, last) or _mend_active(d, first, last)
        mended |= _mend_plural(d, first, last)
        if any(d.tag[i] in _FINITE for i in range(first, last)):
            continue
        verb = _verb(d, first, last)
        if verb >= 0:
            _rebuild(d, first, last, verb)
            mended = True
    return mended


def _mend_passive(d: Document, first: int, last: int) -> bool:
    """In "Quito snubbed by Lima", "Curfew lifted in Suva a week after it fell" the participle is the verb."""
    root = next((i for i in range(first, last) if d.head[i] == i), -1)
    if root < 0 or d.pos[root] not in _NOUNS or root + 2 >= last:
        return False
    verb = root + 1
    if d.tag[verb] != "VBN" or d.head[verb] != root or d.dep[verb] not in ("acl", "amod"):
        return False
    if d.pos[verb + 1] not in ("ADP", "SCONJ", "ADV", "PART") or any(d.head[i] == root for i in range(verb + 1, last)):
        return False
    d.pos[verb], d.tag[verb], d.dep[verb], d.head[verb] = "VERB", "VBN", "ROOT", verb
    d.head[root], d.dep[root] = verb, "nsubjpass"
    return True


def _mend_active(d: Document, first: int, last: int) -> bool:
    """In "Kabul urged to free nurses", "Lawyers beaten by police in Suva" the subject undergoes what the verb says."""
    verb = next((i for i in range(first, last) if d.head[i] == i), -1)
    if verb < 1 or verb + 2 >= last or d.tag[verb] not in ("VBD", "VBN") or d.lemma[verb] not in _undergone():
        return False
    if d.pos[verb + 1] not in ("ADP", "SCONJ", "PART") or d.norm[verb + 1] == "that":
        return False
    own = [i for i in range(first, last) if d.head[i] == verb and i != verb]
    subject = next((i for i in own if i < verb and d.dep[i] == "nsubj"), -1)
    if subject < 0 or any(d.dep[i] in ("dobj", "aux", "auxpass", "prt", "dative", "nsubjpass") for i in own):
        return False
    d.tag[verb], d.dep[subject] = "VBN", "nsubjpass"
    return True


def _mend_plural(d: Document, first: int, last: int) -> bool:
    """In "Bomb claims lives of nurses" the verb was taken for a noun and its object for a verb."""
    forms, _, _ = _forms()
    for i in range(first + 1, last - 1):
        verb, noun = i, i + 1
        if d.tag[noun] not in _THIRDS or d.head[noun] != noun or d.head[verb] != noun or d.tag[verb] not in _THIRDS:
            continue
        if d.dep[verb] != "nsubj" or d.norm[verb] not in forms or d.pos[i - 1] not in _NOUNS:
            continue
        d.pos[verb], d.tag[verb], d.dep[verb], d.head[verb] = "VERB", "VBZ", "ROOT", verb
        d.lemma[verb] = forms[d.norm[verb]]
        d.pos[noun], d.tag[noun], d.dep[noun], d.head[noun] = "NOUN", "NNS", "dobj", verb
        d.lemma[noun] = _singular(d.norm[noun])
        _phrase(d, first, verb, verb, "nsubj")
        for k in range(noun + 1, last):
            if d.head[k] == noun and d.dep[k] in ("punct", "npadvmod", "advcl"):
                d.head[k] = verb
        return True
    return False


def _singular(noun: str) -> str:
    if noun == "lives":
        return "life"
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _verb(d: Document, first: int, last: int) -> int:
    """The word that can be the verb, behind a phrase of nouns and before another."""
    forms, doubtful, bare = _forms()
    for i in range(first, last - 1):
        if i > first and d.norm[i] in bare and d.word[i].islower() and _is_plural(d, first, i - 1):
            return i
        if i > first and d.norm[i] in forms and d.word[i].islower() and d.pos[i - 1] in _NOUNS:
            if d.norm[i] not in doubtful:
                return i
            if d.pos[i - 1] == "PROPN" and d.pos[i + 1] in ("NOUN", "PROPN", "DET", "ADJ", "NUM"):
                return i
        if d.pos[i] not in _PHRASE:
            return -1
    return -1


def _mend_participle(d: Document, first: int, last: int) -> bool:
    """In "Lima funded Bolivian schools." the word that was taken for a participle is the verb."""
    root = -1
    for i in range(first, last):
        if d.tag[i] in _FINITE and d.dep[i] != "amod":
            return False
        if d.head[i] == i:
            root = i
    if root >= 0 and d.tag[root] == "VBN":
        return _mend_subject(d, first, root)
    if root < 0 or d.pos[root] not in _NOUNS:
        return False
    verb = _participle(d, first, last)
    if verb < 0 or (root < verb and d.head[verb] == root):
        return False
    thing = d.head[verb]
    if root > verb:
        thing = root
    _lemma(d, verb)
    d.pos[verb], d.tag[verb], d.dep[verb], d.head[verb] = "VERB", "VBD", "ROOT", verb
    d.head[thing], d.dep[thing] = verb, "dobj"
    _subject(d, first, verb, root)
    for i in range(verb + 1, last):
        if d.head[i] < verb or (d.dep[i] == "punct" and d.head[i] in (root, thing) and i > thing):
            d.head[i] = verb
    return True


def _mend_subject(d: Document, first: int, verb: int) -> bool:
    """In "Lima supplied arms to Haiti." the name was taken for a measure and the verb for a participle."""
    before = [i for i in range(first, verb) if d.head[i] == verb]
    if len(before) != 1 or d.dep[before[0]] not in ("npadvmod", "nmod") or d.pos[before[0]] not in _NOUNS:
        return False
    if not any(d.head[i] == verb and d.dep[i] == "dobj" for i in range(verb + 1, min(verb + _LONGEST, len(d.head)))):
        return False
    d.tag[verb], d.dep[before[0]] = "VBD", "nsubj"
    return True


def _subject(d: Document, first: int, verb: int, root: int) -> None:
    """Make one phrase of what stands before the verb."""
    above = [i for i in range(first, verb) if i == root or not first <= d.head[i] < verb]
    nouns = [i for i in above if d.pos[i] in _NOUNS]
    subject = root if root in above else nouns[-1] if nouns else above[-1]
    for i in above:
        d.head[i] = subject
        if d.dep[i] in ("nsubj", "npadvmod", "nmod", "nsubjpass"):
            d.dep[i] = "compound"
    d.head[subject], d.dep[subject] = verb, "nsubj"


def _lemma(d: Document, verb: int) -> None:
    """The model gives an adjective ("relaxed") no verb's lemma."""
    d.lemma[verb] = _pasts().get(d.norm[verb], d.lemma[verb])


def _participle(d: Document, first: int, last: int) -> int:
    """The word between two phrases of nouns that can be a past tense, -1 where there is none."""
    for i in range(first + 1, last - 1):
        between = d.head[i] > i and d.pos[i - 1] in _NOUNS and d.pos[d.head[i]] in _NOUNS
        past = d.tag[i] == "VBD" or (d.tag[i] == "VBN" and d.norm[i].endswith("ed")) or d.norm[i] in _pasts()
        if between and past and d.dep[i] == "amod":
            return i
        if d.pos[i] not in _PHRASE and d.norm[i] not in _JOINS:
            return -1
    return -1


def _rebuild(d: Document, first: int, last: int, verb: int) -> None:
    """Make `verb` the root, with flat phrases before and after it."""
    d.pos[verb], d.tag[verb], d.dep[verb] = "VERB", "VBZ", "ROOT"
    d.head[verb], d.lemma[verb] = verb, _forms()[0].get(d.norm[verb], d.norm[verb])
    _phrase(d, first, verb, verb, "nsubj")
    start, head, label = verb + 1, verb, "dobj"
    for i in range(verb + 1, last + 1):
        ends = i == last or (d.pos[i] in ("ADP", "SCONJ") or d.norm[i] == "to")
        if not ends:
            continue
        if i > start:
            _phrase(d, start, i, head, label)
        if i < last:
            d.pos[i], d.dep[i], d.head[i] = "ADP", "prep", verb
            if d.tag[i] == "TO":
                d.tag[i] = "IN"
            start, head, label = i + 1, i, "pobj"


def _phrase(d: Document, start: int, stop: int, head: int, label: str) -> None:
    """Hang the words from `start` up to `stop` on the last noun among them, and that one on `head` as `label`."""
    nouns = [i for i in range(start, stop) if d.pos[i] in _NOUNS or d.pos[i] == "NUM"]
    top = nouns[-1] if nouns else stop - 1
    for i in range(start, stop):
        if i == top:
            continue
        if d.pos[i] == "VERB":
            d.pos[i] = "ADJ"
        owns = i + 1 < stop and d.norm[i + 1] in ("'s", "'")
        d.head[i] = top
        if d.pos[i] in _NOUNS:
            d.dep[i] = "poss" if owns else "compound"
        elif d.norm[i] in ("'s", "'"):
            d.head[i], d.dep[i] = max(start, i - 1), "case"
        else:
            d.dep[i] = {"ADJ": "amod", "DET": "det", "NUM": "nummod", "CCONJ": "cc"}.get(d.pos[i], "punct")
    _coordinate(d, start, top)
    above = next((i for i in range(start, top) if d.dep[i] == "head-of-row"), top)
    if above != top:
        d.dep[top], d.head[top] = "conj", above
        top = above
    d.head[top], d.dep[top] = head, label


def _coordinate(d: Document, start: int, top: int) -> None:
    """In "Seoul and Hanoi", "Peru, Chile" the first name heads the row."""
    for i in range(start, top - 1):
        if d.pos[i] == "PROPN" and (d.norm[i + 1] == "and" or d.norm[i + 1] == ",") and d.pos[i + 2] == "PROPN":
            if i + 2 == top:
                d.dep[i] = "head-of-row"
                for k in range(start, i):
                    d.head[k] = i
                d.head[i + 1] = i
            return


def _mend_names(d: Document, first: int, last: int) -> bool:
    """In "Peru, Chile sign pact" both are the subject."""
    if last - first < 4 or d.norm[first + 1] != "," or d.pos[first] != "PROPN" or d.pos[first + 2] != "PROPN":
        return False
    verb = d.head[first]
    if d.dep[first] in ("nsubj", "nsubjpass") or d.dep[first + 2] != "nsubj" or d.head[first + 2] != verb:
        return False
    d.dep[first], d.head[first + 1] = "nsubj", first
    d.dep[first + 2], d.head[first + 2] = "conj", first
    return True


def _mend_infinitive(d: Document, first: int, last: int) -> bool:
    """In "sends army to Essequibo border" no infinitive stands after "to"."""
    for i in range(first + 1, last - 1):
        if d.tag[i] != "TO" or d.tag[i + 1] != "VB" or d.word[i + 1].islower():
            continue
        name = i + 1
        stop = name
        while stop + 1 < last and d.pos[stop + 1] in _NOUNS:
            stop += 1
        above = d.head[name]
        if first <= above < i:
            d.pos[i], d.tag[i], d.dep[i], d.head[i] = "ADP", "IN", "prep", above
            d.pos[name], d.tag[name] = "PROPN", "NNP"
            for k in range(first, last):
                if d.head[k] == name and k != i:
                    d.head[k] = above
            _phrase(d, name, stop + 1, i, "pobj")
            return True
    return False
