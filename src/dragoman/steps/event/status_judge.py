"""Reads the status of acts off the syntax: which cue governs which act."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.records import Status
from dragoman.steps.event.status_cues import ACTUAL, CONTENT, Cue, Judged, Kind, first_infinitive

_NOT_ONLY = frozenset({"only", "just", "merely", "simply"})
_DEEPEST = 12
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_ASKS = frozenset({"ask", "question", "wonder", "know", "see", "inquire", "doubt", "enquire", "ascertain"})
_MEANS_IT = frozenset({"insist", "plan", "work", "count", "rely"})
_PAST = frozenset({"VBD", "VBN"})


class StatusJudge:
    """Reads the status of acts off the syntax, with the cues that it is given."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        self._by: dict[Kind, dict[str, Cue]] = {}
        for cue in cues:
            table = self._by.setdefault(cue.kind, {})
            for word in cue.words:
                table.setdefault(word, cue)

    def of(self, doc: Document, i: int) -> Judged:
        """The status of the act that token `i` names."""
        return self._judge(doc, i, 0) or ACTUAL

    def negation(self, doc: Document, i: int) -> int | None:
        """The token that negates `i` directly: "not", "never", or a "no" with its subject or object."""
        words = self._by["adverb"]
        for c in doc.children[i]:
            dep = doc.dep[c]
            if dep == "neg":
                if doc.norm[c - 1] == "or" or (c + 1 < len(doc.norm) and doc.norm[c + 1] in _NOT_ONLY):
                    continue  # "whether or not", "not only"
                return c
            if dep in ("advmod", "preconj", "cc"):
                cue = words.get(doc.norm[c])
                only = c + 1 < len(doc.norm) and doc.norm[c + 1] in _NOT_ONLY
                if cue and cue.id == "never" and not only and not (dep == "cc" and doc.norm[c] != "nor"):
                    return c
            elif dep in ("nsubj", "nsubjpass", "dobj", "attr"):
                if doc.norm[c] in ("nobody", "none", "nothing", "neither"):
                    return c
                for d in doc.children[c]:
                    if doc.norm[d] in ("no", "neither") and doc.dep[d] in ("det", "preconj", "amod", "cc"):
                        return d
            elif dep == "det" and doc.norm[c] == "no":
                return c
        return None

    def is_antecedent(self, doc: Document, i: int) -> bool:
        """Whether the verb `i` stands in a clause that another act waits for."""
        for _ in range(_DEEPEST):
            dep, h = doc.dep[i], doc.head[i]
            if h == i:
                return False
            if dep == "advcl":
                mark, only = self._mark(doc, i)
                cue = self._by["mark"].get(doc.norm[mark]) if mark >= 0 else None
                if cue and cue.status == "antecedent":
                    return doc.lemma[h] not in _ASKS
                if mark >= 0 and (cue := self._by["waits"].get(doc.norm[mark])) and doc.pos[h] in _VERBAL:
                    own = self._own(doc, h)
                    return bool(own and own.status == "conditional" and own.cue == mark) or only
                return False
            if dep not in ("conj", "xcomp", "ccomp", "acomp", "attr", "pcomp", "prep"):
                return False
            i = h
        return False

    def is_content(self, doc: Document, i: int) -> bool:
        """Whether the verb `i` is only what somebody demands, promises, refuses, talks about or aims at."""
        for _ in range(_DEEPEST):
            own = self._own(doc, i)
            if own and own.rule in CONTENT:
                return True
            above = self._governed(doc, i, 0)
            if above and above.rule in CONTENT:
                return True
            if above and above.cue is not None and above.cue == doc.head[i]:
                return False  # "to discuss how to end the war": what is discussed is possible, whoever meets for it
            if doc.dep[i] not in ("conj", "xcomp") or doc.head[i] == i or doc.pos[doc.head[i]] not in _VERBAL:
                return False
            if doc.dep[i] == "conj" and not self._bare(doc, i):
                return False
            i = doc.head[i]
        return False

    # ---- the climb

    def _judge(self, doc: Document, i: int, depth: int) -> Judged | None:
        if depth > _DEEPEST:
            return None
        if doc.pos[i] in _NOMINAL or (doc.pos[i] not in _VERBAL and doc.tag[i] != "VBG"):
            return self._noun(doc, i, depth)
        return self._verb(doc, i, depth)

    def _verb(self, doc: Document, i: int, depth: int) -> Judged | None:
        own = self._own(doc, i)
        if own:
            return own
        return self._governed(doc, i, depth)

    def _own(self, doc: Document, i: int) -> Judged | None:
        """What the verb's own auxiliaries, adverbs and conditional clauses say."""
        modal: Judged | None = None
        soft: Judged | None = None
        for c in doc.children[i]:
            dep = doc.dep[c]
            if dep == "aux":
                cue = self._by["aux"].get(doc.norm[c])
                if cue:
                    modal = self._modal(doc, i, c, cue)
            elif dep == "advmod":
                cue = self._by["adverb"].get(doc.norm[c])
                if cue and cue.id != "never":
                    soft = Judged(cue.status, c, f"status.{cue.id}")  # type: ignore[arg-type]
        waits = self._waits(doc, i, modal)
        if waits:
            return waits
        no = self.negation(doc, i)
        if modal and modal.rule in ("status.may", "status.must"):
            return modal
        if no is not None:
            return Judged("negated", no, "status.never")
        return modal or soft or self._is_to(doc, i)

    def _modal(self, doc: Document, i: int, c: int, cue: Cue) -> Judged:
        """What an auxiliary says: "would have met" did not happen, "would meet" is planned only in reported speech."""
        if cue.id == "would":
            if any(doc.dep[k] == "aux" and doc.norm[k] == "have" for k in doc.children[i]):
                return Judged("negated", c, "status.would-have")
            clause = i
            while doc.dep[clause] in ("conj", "xcomp") and doc.head[clause] != clause:
                clause = doc.head[clause]
            if doc.dep[clause] not in ("ccomp", "acl"):
                return Judged("possible", c, "status.would-perhaps")
        return Judged(cue.status, c, f"status.{cue.id}")  # type: ignore[arg-type]

    def _waits(self, doc: Document, i: int, modal: Judged | None) -> Judged | None:
        for c in doc.children[i]:
            if doc.dep[c] not in ("advcl", "prep"):
                continue
            mark, only = self._mark(doc, c)
            cue = self._by["waits"].get(doc.norm[mark]) if mark >= 0 else None
            if cue is None:
                continue
            future = modal is not None and modal.rule.startswith(("status.future", "status.may", "status.would"))
            if cue.needs == "future":
                real = doc.dep[c] == "advcl" and not (doc.tag[c] == "VBD" or self._perfect_past(doc, c))
                if not (only and (future or real)) and not (
                    modal is not None and modal.rule == "status.future" and real and doc.norm[mark] == "after"
                ):
                    continue
            elif doc.dep[c] != "advcl" or not (future or only):
                continue
            return Judged("conditional", mark, f"status.{cue.id}")
        return None

    def _mark(self, doc: Document, c: int) -> tuple[int, bool]:
        """The conjunction of clause `c`, and whether "only" stands before it."""
        if doc.dep[c] == "prep":
            return c, c > 0 and doc.norm[c - 1] == "only"
        for d in doc.children[c]:
            if doc.dep[d] == "mark" or (doc.dep[d] == "advmod" and doc.norm[d] in ("when", "once", "after", "until")):
                return d, d > 0 and (doc.norm[d - 1] == "only")
        return -1, False

    def _perfect_past(self, doc: Document, i: int) -> bool:
        return any(doc.dep[c] == "aux" and doc.norm[c] in ("had", "was", "were") for c in doc.children[i]) or any(
            doc.dep[c] == "auxpass" and doc.norm[c] in ("was", "were") for c in doc.children[i]
        )

    def _is_to(self, doc: Document, i: int) -> Judged | None:
        """Arranged: "is to meet", "are to be staged"."""
        h = doc.head[i]
        if doc.dep[i] == "xcomp" and doc.lemma[h] == "be" and self._to(doc, i) is not None:
            return Judged("planned", h, "status.is-to")
        return None

    def _to(self, doc: Document, i: int) -> int | None:
        for c in doc.children[i]:
            if doc.dep[c] == "aux" and doc.tag[c] == "TO":
                return c
        return None

    def _bare(self, doc: Document, i: int) -> bool:
        """Whether the verb has no subject and no auxiliary of its own, so that it shares another's."""
        return not any(doc.dep[c] in ("aux", "auxpass", "nsubj", "nsubjpass") for c in doc.children[i])

    def _governed(self, doc: Document, i: int, depth: int) -> Judged | None:
        h, dep = doc.head[i], doc.dep[i]
        if h == i:
            return None
        to = self._to(doc, i)
        if to is not None:
            if (wanted := self._for_to(doc, i)) is not None:
                return Judged("possible", wanted, "status.content")
            noun = to - 1
            if dep != "acl" and noun >= 0 and doc.pos[noun] == "NOUN" and noun != h:
                cue = self._by["noun"].get(doc.lemma[noun])
                if cue and cue.id == "content-noun":
                    return Judged("possible", noun, f"status.{cue.id}")
        if dep == "conj":
            bare = self._bare(doc, i)
            if bare and (first := first_infinitive(doc, h, i)) >= 0:
                return self._judge(doc, first, depth + 1)
            shares = bare and doc.tag[i] not in ("VBD", "VBZ", "VBP")
            return self._judge(doc, h, depth + 1) if shares and doc.pos[h] in _VERBAL else None
        if dep in ("acl", "ccomp", "relcl") and doc.pos[h] in _NOMINAL and (no := self._no(doc, h)) is not None:
            return Judged("negated", no, "status.never")
        if dep in ("xcomp", "ccomp", "oprd", "acomp"):
            return self._complement(doc, i, h, dep, depth)
        if dep == "advcl":
            return self._adverbial(doc, i, h, depth)
        if dep == "pcomp":
            return self._after_prep(doc, h, depth)
        if dep == "acl":
            return self._of_noun(doc, i, h, depth)
        if dep in ("csubj", "csubjpass"):
            return self._own(doc, h) if doc.pos[h] in _VERBAL else None
        if dep in ("dobj", "nsubj", "nsubjpass", "pobj", "attr", "appos"):
            return self._noun(doc, i, depth)
        return None

    def _for_to(self, doc: Document, i: int) -> int | None:
        """The "for" of "calls for Chad to leave": what is only wished for."""
        for c in doc.children[i]:
            if doc.dep[c] == "mark" and doc.norm[c] == "for":
                return c
        return None

    def _no(self, doc: Document, n: int) -> int | None:
        """The "no" of "no sign that …", "no intention of …", "little hope of …"."""
        for c in doc.children[n]:
            if doc.norm[c] in ("no", "little") and doc.dep[c] in ("det", "amod"):
                return c
        return None

    def _complement(self, doc: Document, i: int, h: int, dep: str, depth: int) -> Judged | None:
        mark, _ = self._mark(doc, i)
        if mark >= 0 and (cue := self._by["mark"].get(doc.norm[mark])):
            return Judged("possible", mark, f"status.{cue.id}")
        finite = dep == "ccomp" and self._to(doc, i) is None and (doc.tag[i] != "VBG" or doc.child(i, "aux") >= 0)
        cue = self._by["governor"].get(doc.lemma[h]) or self._by["governor"].get(doc.norm[h])
        if finite and (cue is None or cue.id == "content"):
            cue = self._by["that"].get(doc.lemma[h])
        if cue and not (finite and cue.id == "plans-to" and not self._future_clause(doc, h)):
            return self._by_cue(doc, cue, h)
        if finite and doc.pos[h] in _VERBAL:
            return None
        return self._judge(doc, h, depth + 1)

    def _future_clause(self, doc: Document, h: int) -> bool:
        return doc.lemma[h] in ("expect", "anticipate", "foresee", "envisage", "envision")

    def _by_cue(self, doc: Document, cue: Cue, at: int) -> Judged | None:
        negated = self.negation(doc, at)
        if negated is None and doc.pos[at] not in _VERBAL and doc.head[at] != at:
            negated = self.negation(doc, doc.head[at])
        status = cue.negated if negated is not None and cue.negated else cue.status
        if status in ("inherit", "antecedent"):
            return None
        if negated is None and status == "planned":
            own = self._own(doc, at) if doc.pos[at] in _VERBAL else None
            if own and own.status in ("possible", "conditional"):
                return own
        return Judged(status, at, f"status.{cue.id}")  # type: ignore[arg-type]

    def _adverbial(self, doc: Document, i: int, h: int, depth: int) -> Judged | None:
        mark, _ = self._mark(doc, i)
        if mark >= 0:
            cue = self._by["mark"].get(doc.norm[mark])
            if cue and doc.lemma[h] in _ASKS:
                return Judged("possible", mark, "status.whether")
            if cue:
                status: Status = "possible" if cue.status == "possible" else "conditional"
                return Judged(status, mark, f"status.{cue.id}")
            if doc.norm[mark] in ("after", "once", "until", "before") and not self._perfect_past(doc, i):
                above = self._own(doc, h) if doc.pos[h] in _VERBAL else None
                if above and above.status == "conditional":
                    return Judged("conditional", mark, "status.if-clause")
                return Judged("planned", mark, "status.before") if above and above.status == "planned" else None
            return None
        to = self._to(doc, i)
        above = self._judge(doc, h, depth + 1) if doc.pos[h] in _VERBAL else None
        if to is not None:
            return Judged(above.status if above and above.status != "negated" else "planned", to, "status.purpose")
        if doc.tag[i] == "VBG" and above and above.status == "planned":
            return above
        return None

    def _after_prep(self, doc: Document, p: int, depth: int) -> Judged | None:
        cue = self._by["prep"].get(doc.norm[p])
        if cue:
            return Judged(cue.status, p, f"status.{cue.id}")  # type: ignore[arg-type]
        h = doc.head[p]
        if doc.norm[p] in ("on", "about", "regarding") and doc.lemma[h] not in _MEANS_IT:
            return Judged("possible", p, "status.about")
        if doc.pos[h] in _NOMINAL:
            no = self._no(doc, h) if doc.norm[p] == "of" else None
            return Judged("negated", no, "status.never") if no is not None else self._by_noun(doc, h)
        governor = self._by["governor"].get(doc.lemma[h])
        if governor and doc.norm[p] not in ("after", "before", "by", "for", "since", "in", "while"):
            return self._by_cue(doc, governor, h)
        return None

    def _by_noun(self, doc: Document, n: int) -> Judged | None:
        cue = self._by["noun"].get(doc.lemma[n])
        if cue is None:
            return None
        h = doc.head[n]
        negated = self.negation(doc, n)
        refused = self._by["event"].get(doc.lemma[h]) if doc.dep[n] in ("dobj", "nsubjpass") else None
        if refused and refused.id == "event-negated":
            over = self.negation(doc, h)
            return Judged("possible" if over is not None else "negated", h, f"status.{refused.id}")
        status = cue.negated if negated is not None and cue.negated else cue.status
        return Judged(status, n, f"status.{cue.id}")  # type: ignore[arg-type]

    def _of_noun(self, doc: Document, i: int, n: int, depth: int) -> Judged | None:
        if self._to(doc, i) is not None:
            return self._by_noun(doc, n) or Judged("planned", n, "status.purpose")
        if doc.tag[i] == "VBG" and doc.dep[n] in ("dobj", "pobj", "nsubjpass") and doc.pos[doc.head[n]] in _VERBAL:
            above = self._judge(doc, doc.head[n], depth + 1)
            return above if above and above.status == "planned" else None
        return None

    # ---- nouns

    def _noun(self, doc: Document, i: int, depth: int) -> Judged | None:
        for c in doc.children[i]:
            if doc.dep[c] in ("amod", "det", "compound", "nmod", "neg", "advmod", "preconj"):
                cue = self._by["modifier"].get(doc.norm[c])
                if cue:
                    return Judged(cue.status, c, f"status.{cue.id}")  # type: ignore[arg-type]
            elif doc.dep[c] in ("acl", "relcl") and (found := self._clause_of_noun(doc, c)):
                return found
        h, dep = doc.head[i], doc.dep[i]
        if h == i or depth > _DEEPEST:
            return None
        if dep in ("conj", "appos", "compound", "nmod"):
            return self._judge(doc, h, depth + 1)
        if dep == "pobj":
            return self._noun_after_prep(doc, h, depth)
        if dep in ("dobj", "nsubj", "nsubjpass", "attr", "oprd"):
            return self._noun_of_verb(doc, i, h, depth)
        return None

    def _clause_of_noun(self, doc: Document, c: int) -> Judged | None:
        """For "talks scheduled for Monday", "a meeting due to open"."""
        cue = self._by["event"].get(doc.lemma[c])
        if cue and cue.id in ("event-planned", "event-negated") and (doc.tag[c] == "VBN" or doc.pos[c] == "ADJ"):
            return Judged(cue.status, c, f"status.{cue.id}")  # type: ignore[arg-type]
        if doc.dep[c] == "acl" and self._to(doc, c) is not None and doc.lemma[c] in ("hold", "take", "stage", "start"):
            return Judged("planned", c, "status.purpose")
        return None

    def _noun_after_prep(self, doc: Document, p: int, depth: int) -> Judged | None:
        word = doc.norm[p]
        cue = self._by["prep"].get(word)
        if cue:
            return Judged(cue.status, p, f"status.{cue.id}")  # type: ignore[arg-type]
        h = doc.head[p]
        if doc.norm[h] == "ahead":
            return Judged("planned", h, "status.ahead-of")
        if doc.pos[h] in _NOMINAL:
            if word in ("of", "for", "on", "to", "about", "over"):
                return self._by_noun(doc, h) or (self._noun(doc, h, depth + 1) if word == "of" else None)
            return None
        if doc.pos[h] not in _VERBAL:
            return None
        if word in ("for", "on", "to", "from") and (governor := self._by["governor"].get(doc.lemma[h])):
            return self._by_cue(doc, governor, h)
        above = self._judge(doc, h, depth + 1)
        takes_part = word in ("in", "at", "into", "for", "during", "with", "to")
        return above if above and takes_part and above.status == "planned" else None

    def _noun_of_verb(self, doc: Document, i: int, h: int, depth: int) -> Judged | None:
        cue = self._by["event"].get(doc.lemma[h])
        above = self._judge(doc, h, depth + 1)
        if cue is None or cue.status == "inherit":
            if above is None:
                return None
            occurs = cue is not None and (doc.dep[i] != "nsubj" or doc.lemma[h] not in ("have", "see", "make", "bring"))
            return above if occurs or above.status == "planned" else None
        if doc.dep[i] == "nsubj":
            return None if cue.id != "event-planned" else Judged("planned", h, f"status.{cue.id}")
        over = self.negation(doc, h)
        status = cue.negated if over is not None and cue.negated else cue.status
        if cue.id == "event-planned" and above and above.status in ("possible", "conditional"):
            status = above.status
        return Judged(status, h, f"status.{cue.id}")  # type: ignore[arg-type]
