"""The act between two marked mentions of a one-sentence report."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from dragoman.language import Document
from dragoman.records import Actor, EventType, MadeBy, Span, Status
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_merge import settle
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import Lexicon
from dragoman.steps.event.noun_events import NounCoder
from dragoman.steps.event.noun_lexicon import Lexicon as NounLexicon
from dragoman.steps.event.pair_codebook import NAME, Codebook
from dragoman.steps.event.pair_loose import FITS, Loose
from dragoman.steps.event.verb_events import VerbCoder
from dragoman.steps.who import Who

_SOURCE, _TARGET = "source", "target"
_REACHED = 2.0
"""What it counts that the target stands in the clause of an act, though not as the one it is done to."""
_BARE, _BARE_REACHED = 2.5, 2.0
"""What it counts that only a bare word names an act of the source, and that the target stands in its clause."""
_INSIDE = 1.0
"""What it counts against an act that it only says who a party is: "the generals who seized power"."""
_MUST = "event_verbs.must"
_DEEPEST = 30
_SUBJECTS = frozenset({"it", "he", "she", "they"})
_STRENGTH: dict[str, int] = {"CONSULT": 0, "SUPPORT": 1, "AGREE": 2, "REQUEST": 2}


class PairVote(NamedTuple):
    """What the rules say of a pair, and how sure they are."""

    type: EventType
    """The type in the codebook of the pairs."""
    mode: str | None
    """PLOVER's mode, where the rule gives one and the type is still the rule's own."""
    status: Status
    confidence: float
    """0 to 1: the rule's own confidence, less where the act does not name the parties."""
    rule: str
    """The rule of the act, such as `event_verbs.urge`."""
    named: Literal["both", "source", "target", "none"]
    """Which of the two parties the act itself names."""


def code_pair(draft: Draft, source_span: Span | None, target_span: Span | None) -> EventType | None:
    """The type of `vote_pair`, or None."""
    vote = vote_pair(draft, source_span, target_span)
    return vote.type if vote else None


def vote_pair(draft: Draft, source_span: Span | None, target_span: Span | None) -> PairVote | None:
    """What the source does to the target in a report of one sentence.

    The two mentions are taken as actors, whoever they are. Where no act joins them, the act that names one of them,
    else the strongest one of the sentence. None where there is none. A promise is AGREE and a conviction ACCUSE, as in
    the codebook that such pairs are annotated by (Hu et al., ACL 2024).
    """
    marked = _marked(draft, source_span, target_span)
    rules = _rules()
    found = [*rules.verbs.candidates(marked, lax=True), *rules.nouns.candidates(marked)]
    kept = settle(draft.doc, marked.who, found) or found
    heads = _head(draft, source_span), _head(draft, target_span)
    if not any(_SOURCE in c.actors and _reaches(draft.doc, c, heads[1]) for c in kept):
        kept = [*rules.loose.candidates(draft.doc, *heads, _SOURCE), *kept]
    if not kept:
        return None
    best = max(kept, key=lambda c: _fit(marked, c, heads))
    if (
        _named(best) == "none"
        and best.confidence > FITS
        and best.rule != _MUST
        and not _reaches(draft.doc, best, heads[1])
    ):
        return None  # an act between others
    source = draft.doc.tokens(source_span.start, source_span.end) if source_span else range(0)
    return _vote(draft, best, rules.codebook, source)


def _head(draft: Draft, span: Span | None) -> int:
    """The token that heads a marked mention; -1 where none is marked."""
    if span is None:
        return -1
    tokens = draft.doc.tokens(span.start, span.end)
    return next((i for i in tokens if draft.doc.head[i] not in tokens or draft.doc.head[i] == i), -1)


def _vote(draft: Draft, best: Candidate, codebook: Codebook, source: range) -> PairVote:
    kind, status = codebook.filed(draft.doc, best, source)
    named = _named(best)
    less = {"both": 1.0, "source": 0.8, "target": 0.8, "none": 0.5}[named]
    return PairVote(
        type=kind,
        mode=best.mode if kind == best.type else None,
        status=status,
        confidence=round(best.confidence * less, 3),
        rule=best.rule,
        named=named,
    )


def _named(c: Candidate) -> Literal["both", "source", "target", "none"]:
    source = _SOURCE in c.actors
    target = _TARGET in (c.actors if c.mutual else c.recipients)
    if source and target:
        return "both"
    return "source" if source else "target" if target else "none"


def _fit(draft: Draft, c: Candidate, heads: tuple[int, int]) -> tuple[float, float, float, int]:
    """How well an act fits the pair: whom it names counts most, then who stands in its clause."""
    source, target = heads
    doc = draft.doc
    actors, recipients = set(c.actors), set(c.recipients)
    if c.confidence <= FITS:
        named = _BARE if actors else 0.5
    elif c.mutual:
        named = 3.0 * (_SOURCE in actors) + 3.0 * (_TARGET in actors)
    else:
        does = _SOURCE in actors or (c.rule == _MUST and source >= 0 and _over(doc, doc.head[source], c.head))
        named = 4.0 * does + 3.0 * (_TARGET in recipients)
    if _TARGET not in actors | recipients and _reaches(doc, c, target):
        named += _REACHED if c.confidence > FITS else _BARE_REACHED
    if any(i >= 0 and c.head != i and _over(doc, i, c.head) for i in heads):
        named -= _INSIDE
    verb = draft.doc.pos[c.head] in ("VERB", "AUX")
    return named, int(verb) + _STRENGTH.get(c.type, 2), c.confidence, -c.head


def _reaches(doc: Document, c: Candidate, target: int) -> bool:
    """Whether the target takes part in an act or stands in its clause."""
    return _TARGET in c.recipients or _TARGET in c.actors or (target >= 0 and _over(doc, c.head, target))


def _over(doc: Document, top: int, i: int) -> bool:
    """Whether token `i` stands in the phrase that token `top` heads."""
    for _ in range(_DEEPEST):
        if i == top:
            return True
        if doc.head[i] == i:
            return False
        i = doc.head[i]
    return False


def _marked(draft: Draft, source_span: Span | None, target_span: Span | None) -> Draft:
    """The draft with the two marked mentions as its actors, beside those that it has."""
    doc = draft.doc
    made_by = MadeBy(rule="events.pair")
    actors = [*draft.actors]
    for name, span in ((_SOURCE, source_span), (_TARGET, target_span)):
        mentions = (span,) if span else ()
        actors.append(Actor(id=name, name=name, code=name, kind="people", mentions=mentions, made_by=made_by))
    who = Who(actors)
    for token, ids in draft.who.tokens().items():
        who.name(token, ids)
    for name, span in ((_SOURCE, source_span), (_TARGET, target_span)):
        if span:
            tokens = doc.tokens(span.start, span.end)
            for i in tokens:
                if doc.head[i] not in tokens or (doc.dep[i] == "conj" and who.at(i)):
                    who.name(i, (name,))
    if source_span:
        for i in range(doc.tokens(source_span.start, source_span.end).stop, len(doc)):
            if doc.norm[i] in _SUBJECTS and doc.dep[i] == "nsubj" and doc.dep[doc.head[i]] == "ccomp" and not who.at(i):
                who.name(i, (_SOURCE,))  # "said it would …"
    return Draft(draft.report, doc, actors, draft.times, draft.places, draft.statements, _who=who)


class _Rules(NamedTuple):
    verbs: VerbCoder
    nouns: NounCoder
    loose: Loose
    codebook: Codebook


@cache
def _rules() -> _Rules:
    codebook = Codebook()
    lexicon = Lexicon(codebook.frames, NAME)
    return _Rules(VerbCoder(lexicon), NounCoder(), Loose(lexicon, NounLexicon()), codebook)
