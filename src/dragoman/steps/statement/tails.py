"""Where a content ends although the parser goes on: what follows is the report's again, or another attribution."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.statement.rules import Lexicon

_PAUSE = frozenset({",", "-", "--", "–", "—"})
_REPORTS_OWN = frozenset({"despite", "although", "though", "according"})
_CONTRAST = frozenset({"while", "whereas", "but", "as", "and", "with"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_VERDICTS = frozenset(
    {"move", "decision", "claim", "charge", "allegation", "development", "demand", "prospect", "accusation",
     "suggestion", "threat", "assertion", "step", "position", "stance", "promise", "pledge", "view", "condition",
     "argument"}
)  # fmt: skip


class Tails:
    """Cuts contents short. `speaker` remembers which participle goes on for which cue ("…, adding that")."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc, self.verbs = doc, lexicon.verbs
        self.speaker: dict[int, int] = {}

    def is_cue(self, i: int) -> bool:
        """Whether the verb at `i` attributes speech with a content of its own."""
        entry = self.verbs.get(self.doc.lemma[i])
        return entry is not None and bool(entry.frames)

    def speaks(self, i: int) -> bool:
        """Whether the verb at `i` reports speech, and not only a belief."""
        entry = self.verbs.get(self.doc.lemma[i])
        return entry is not None and bool(set(entry.frames) - entry.belief)

    def cut(self, cue: int, first: int, last: int) -> int:
        """The last token of the content that begins at `first`, for the cue verb at token `cue`."""
        doc = self.doc
        if first > last:
            return last
        home = doc.quoted[first]
        for t in range(first + 1, last + 1):
            if doc.quoted[t] >= 0 and doc.quoted[t] != home:
                continue
            if doc.norm[t - 1] in _PAUSE and self._ends_before(cue, t, first, last):
                return t - 2
            if doc.tag[t] == "VBG" and doc.norm[t - 1] in ("and", "but") and self._resumes(t, first):
                self.speaker[t] = cue
                return t - 2
            if doc.dep[t] == "conj" and self._own_verb(cue, t, first):
                at = t - 1
                while at > first and doc.dep[at] in ("advmod", "aux", "neg"):
                    at -= 1
                self.speaker[t] = cue
                return at - 1 if doc.dep[at] == "cc" else at
        return last

    def _ends_before(self, cue: int, t: int, first: int, last: int) -> bool:
        doc = self.doc
        norm = doc.norm[t]
        if doc.tag[t] == "VBG" and self._speaks(t):
            if doc.head[t] <= t:
                self.speaker[t] = cue
                return True
            return False
        if norm in _REPORTS_OWN:
            return True
        if norm in ("which", "whom", "who", "where") and doc.norm[t - 1] == ",":
            return self._own_relative(cue, t, first, last)
        if (
            norm == "as"
            and doc.norm[t + 1 : t + 2]
            and doc.norm[t + 1] in ("has", "have", "had", "did", "does", "do", "is", "was")
        ):
            return True
        if norm in _CONTRAST:
            return self._other_speaker(t, last) or (norm in ("and", "but") and self._back_to_now(cue, t, first, last))
        if norm in ("a", "an") and doc.norm[t - 1] != "," and doc.norm[t - 1] != "-":
            return True  # a dash and a comment: "— a rare admission"
        if norm in ("a", "an") and doc.lemma[doc.head[t]] in _VERDICTS and doc.head[t] - t <= 3:
            return doc.dep[doc.head[t]] in ("appos", "npadvmod", "dobj", "conj", "attr")
        return norm == "in" and doc.norm[t + 1 : t + 3] in (
            ["what"],
            ["what", "was"],
            ["a", "move"],
            ["an", "apparent"],
        )

    def _own_relative(self, cue: int, t: int, first: int, last: int) -> bool:
        """Whether a relative clause at the end is the report's: it holds another attribution ("which he called"), or it
        is in the present while the content follows its cue into the past ("said she had met the IAEA, which is based
        in Vienna").
        """
        doc = self.doc
        verb = doc.head[t]
        if not t < verb <= last:
            return False
        if self.is_cue(verb) and any(doc.dep[c] == "nsubj" and t < c < verb for c in doc.children[verb]):
            return True
        return doc.right[verb] >= last - 1 and self._present(cue, verb, first, t)

    def _back_to_now(self, cue: int, t: int, first: int, last: int) -> bool:
        """Whether a coordinated clause leaves the past that the content was shifted to."""
        doc = self.doc
        verb = next((c for c in doc.children[doc.head[t]] if doc.dep[c] == "conj" and c > t), -1)
        if not t < verb <= last or doc.child(verb, "nsubj", "nsubjpass", "expl") < t:
            return False
        return self._present(cue, verb, first, t)

    def _present(self, cue: int, verb: int, first: int, t: int) -> bool:
        """Whether `verb` is in the present while the content, from `first` to `t`, follows its cue into the past."""
        doc = self.doc
        if doc.tag[cue] not in ("VBD", "VBN") or doc.quoted[verb] >= 0:
            return False
        tenses = [doc.tag[i] for i in (*(c for c in doc.children[verb] if doc.dep[c] in ("aux", "auxpass")), verb)]
        if not tenses or tenses[0] not in ("VBZ", "VBP"):
            return False
        shifted = {doc.norm[i] for i in range(first, t) if doc.tag[i] in ("VBD", "MD")}
        return bool(shifted - {"will", "can", "may", "must", "shall"})

    def _resumes(self, t: int, first: int) -> bool:
        """Whether a participle after "and" goes on for the cue: its conjunct in the content is no participle."""
        head = self.doc.head[t]
        return self.doc.dep[t] == "conj" and head >= first and self.doc.tag[head] != "VBG" and self._speaks(t)

    def _speaks(self, t: int) -> bool:
        entry = self.verbs.get(self.doc.lemma[t])
        return entry is not None and not set(entry.frames) <= {"quote"}

    def _other_speaker(self, t: int, last: int) -> bool:
        """Whether somebody else's attribution begins at `t` ("…, while Chad said")."""
        doc = self.doc
        for v in range(t + 1, min(last + 1, t + 12)):
            if doc.tag[v] in _FINITE and doc.pos[v] == "VERB":
                entry = self.verbs.get(doc.lemma[v])
                if entry is None or "that" not in entry.frames or "that" in entry.belief:
                    return False
                return any(doc.dep[c] == "nsubj" and t < c < v for c in doc.children[v])
            if doc.tag[v] == "MD" or doc.pos[v] == "PUNCT":
                return False
        return False

    def _own_verb(self, cue: int, t: int, first: int) -> bool:
        """Whether a coordinated verb belongs to the cue: "said it would stay and named a new envoy"."""
        doc = self.doc
        head = doc.head[t]
        if doc.tag[t] != "VBD" or doc.tag[cue] != "VBD" or head < first or doc.pos[t] == "AUX":
            return False
        if doc.norm[t - 1] not in ("and", "also", "later", "then") and doc.dep[t - 1] != "advmod":
            return False
        apart = t - head > 3 or any(doc.norm[i] == "," for i in range(max(first, t - 3), t))
        if doc.tag[head] != "VB" and not (doc.tag[head] in ("VBN", "VBG") and apart and self.speaks(t)):
            return False
        if doc.child(t, "nsubj", "nsubjpass", "expl", "aux", "auxpass") >= 0:
            return False
        return any(doc.dep[c] in ("aux", "auxpass") for c in doc.children[head])
