"""Clauses that join two parties by a word that no rule reads: what a coder of pairs may be asked about.

"The junta let the envoys land": a doer, somebody it is done to, and a verb between them. The rules know the parties
and not the act; `bare` gives it by the word alone where the word mostly names one, a learned coder by the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.language import Document
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frame_match import is_official
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.status import is_antecedent, is_content, status_of
from dragoman.steps.event.verb_site import Ids, Site

IDLE = frozenset(
    {"be", "have", "say", "tell", "add", "know", "think", "believe", "see", "hear", "include", "become", "remain",
     "seem", "appear", "mean", "happen", "write", "report", "note", "want", "hope", "need", "like", "live", "own",
     "belong", "contain", "involve", "concern", "represent", "call", "name", "describe", "consider", "regard",
     "love", "hate", "fear", "dread", "worry", "lose", "find", "follow", "prove", "reflect", "pose", "refer",
     "recall", "remember", "regret", "understand", "expect", "suppose", "get", "reach", "go", "come", "look", "try",
     "die", "fail", "claim", "insist", "argue", "question", "require", "decline", "refuse", "deny", "warn",
     "succeed", "emerge", "result", "mingle", "neighbour", "neighbor", "surround", "learn", "realise", "realize",
     "celebrate", "trust", "face", "suffer", "enjoy", "deserve", "lack", "resemble", "differ", "grow", "rise",
     "fall", "spend", "wait", "stay", "stand", "sit", "lie", "sound", "wonder", "imagine", "guess", "doubt",
     "depend", "rely", "matter", "cause", "lead", "kill", "wound", "injure", "seek", "intend", "prepare", "head",
     "spread"}
)  # fmt: skip
_PUBLIC = frozenset({"state", "body", "organization", "armed group"})
ASIDE = frozenset(
    {"in", "at", "since", "during", "after", "before", "like", "unlike", "as", "despite", "without", "by", "until",
     "according", "than", "within", "amid", "because", "except", "about", "under", "including", "near", "between"}
)  # fmt: skip


def is_public(draft: Draft, ids: Ids) -> bool:
    """Whether one of the actors is more than a private person: a state, a body, a group, whoever acts for one."""
    found = [draft.who.actor(a) for a in ids]
    return any(a.kind in _PUBLIC or (a.kind == "person" and is_official(a)) or a.kind == "people" for a in found)


@dataclass(frozen=True)
class Proposal:
    """A verb (token `head`) with the ids of who does it and of whom it is done to."""

    head: int
    actors: Ids
    recipients: Ids


def proposals(draft: Draft, cast: Cast, acts: Sequence[Candidate]) -> Iterator[Proposal]:
    """The pairs of the clauses that none of `acts` comes from, in the order of the text."""
    doc, who = draft.doc, draft.who
    taken = {i for c in acts for i in (c.head, doc.head[c.head], *c.content)}
    for v, pos in enumerate(doc.pos):
        if pos != "VERB" or v in taken or doc.lemma[v] in IDLE or doc.dep[v] in ("amod", "compound"):
            continue
        if doc.head[v] in taken and doc.dep[v] in ("xcomp", "ccomp", "acl", "pcomp"):
            continue
        if doc.dep[v] == "xcomp" and doc.lemma[doc.head[v]] in IDLE:
            continue  # wished for, not done: "seeks to shape"
        site = cast.site(v)
        doers = cast.all_named(site.agents) if site.passive else cast.doers(v)
        if not doers or not is_public(draft, doers):
            continue
        codes = set(who.codes(doers))
        for token in (*site.objects, *site.datives, *(t for w, t in site.preps if w not in ASIDE), *_after(doc, site)):
            others = cast.named(token)
            theirs = set(who.codes(others))
            if codes and theirs and not theirs & codes:
                if not (is_content(doc, v) or is_antecedent(doc, v)) and status_of(doc, v).status != "negated":
                    yield Proposal(v, doers, others)
                break


def _after(doc: Document, site: Site) -> Iterator[int]:
    """What stands after the objects: "resumed payments to the agency"; whose they are: "froze the bank's accounts"."""
    for o in site.objects:
        for c in doc.children[o]:
            if doc.dep[c] == "prep" and doc.norm[c] not in ASIDE:
                yield from (k for k in doc.children[c] if doc.dep[k] == "pobj")
            elif doc.dep[c] == "poss":
                yield c
