"""Quotations and who says them: contents snapped to quotation marks, and quotations that no cue word has claimed."""

from __future__ import annotations

from bisect import bisect_left

from dragoman.language import Document
from dragoman.quotations import Quotation
from dragoman.steps.statement.sources import Sources, subject_of
from dragoman.steps.statement.spans import Bounds, Found, finite_verb

_STOPS = ".!?…"
_PARTING = frozenset(
    {
        "and",
        "but",
        "as",
        "while",
        "adding",
        "saying",
        "although",
        "though",
        "after",
        "before",
        "when",
        "in",
        "at",
        "on",
        "during",
        "to",
        "he",
        "she",
        "said",
    }
)
_SHORTEST = 4
_GAP = 220


class Quotes:
    """The quotations of one report, and the attributions found so far."""

    def __init__(self, doc: Document, sources: Sources, bounds: Bounds) -> None:
        self.doc, self.sources, self.bounds = doc, sources, bounds
        self.all = doc.quotations
        self.starts = [q.start for q in self.all]
        self.ends = quote_ends(doc)

    def near(self, start: int, end: int) -> range:
        """Numbers of the quotations that touch characters `start` to `end - 1`."""
        first = bisect_left(self.starts, start)
        if first and self.all[first - 1].end > start:
            first -= 1
        return range(first, bisect_left(self.starts, end))

    def snap(self, found: Found) -> None:
        """Fit a content to the quotations that it cuts through, and settle its form."""
        numbers = self.near(found.start, found.end)
        inside = self._cue_quotation(found)
        if inside is not None:
            found.start = max(found.start, inside.inner_start)
            found.end = min(found.end, inside.inner_end)
            found.form = "indirect"
            self._unquote(found)
            return
        for n in numbers if found.form != "direct" else ():
            q = self.all[n]
            if q.start < found.start < q.inner_end:
                found.start = q.start
            if q.inner_start < found.end < q.end:
                found.end = q.end
        self._settle(found, [self.all[n] for n in numbers])

    def _cue_quotation(self, found: Found) -> Quotation | None:
        if found.cue is None:
            return None
        number = self.doc.quoted[found.cue[0]]
        return self.all[number] if number >= 0 else None

    def _settle(self, found: Found, inside: list[Quotation]) -> None:
        text = self.doc.text
        if found.form == "direct":
            self._continue(found)
            self._strip(found)
            return
        if not inside:
            found.form = "indirect"
            return
        first = inside[0]
        if (found.start >= first.start and len(inside) == 1 and found.end <= first.end) or (
            first.start <= found.start and not text[first.end : found.end].strip(" .,;:")
        ):
            found.form = "direct"
            found.start, found.end = first.inner_start, first.inner_end
            self._continue(found)
            self._strip(found)
            return
        found.form = "mixed"

    def _continue(self, found: Found) -> None:
        """Take in the next paragraphs of a quotation that goes on over them."""
        for n in self.near(max(0, found.end - 1), found.end + 1):
            while self.all[n].continued and n + 1 < len(self.all):
                n += 1
                found.end = self.all[n].inner_end

    def _strip(self, found: Found) -> None:
        text = self.doc.text
        while found.end > found.start and (text[found.end - 1].isspace() or text[found.end - 1] == ","):
            found.end -= 1
        while found.start < found.end and text[found.start].isspace():
            found.start += 1

    def _unquote(self, found: Found) -> None:
        """A quotation inside a quotation loses its own marks."""
        text = self.doc.text
        if text[found.start : found.start + 1] in ("'", "‘", "“", '"') and found.end - found.start > 2:
            found.start += 1
            found.form = "direct"
            while text[found.end - 1] in "'’”\"":
                found.end -= 1
        self._strip(found)

    def right_of(self, found: Found, cue_last: int) -> bool:
        """Whether a quotation that follows the cue was found; it becomes the content of `found`.

        The quotation must follow directly, after a colon or after a comma, with at most an addressee and adverbials
        between it and the cue.
        """
        doc = self.doc
        at = doc.end[cue_last]
        n = bisect_left(self.starts, at)
        if n >= len(self.all) or self.starts[n] - at > _GAP:
            return False
        q = self.all[n]
        between = doc.text[at : q.start]
        opener = between.rstrip()[-1:]
        first, last = cue_last + 1, doc.token_at(q.start) - 1
        if "\n" in between.strip(" \n") or any(mark in between for mark in (". ", "; ", "? ", "! ", "”", '"')):
            return False
        if opener not in (":", ",", "") or (opener == "," and first <= last - 1 and finite_verb(doc, first, last)):
            return False
        if opener == "" and (between.strip() or not self._bare_opening(q, cue_last)):
            return False
        if (finite_verb(doc, first, last) and opener != ":") or self._other_cue(first, last):
            return False
        return self._take(found, q)

    def _other_cue(self, first: int, last: int) -> bool:
        """Whether another cue of speech stands between a cue and a quotation."""
        doc = self.doc
        verbs = self.sources.lexicon.verbs
        return any(
            doc.tag[i] in ("VBG", "VBD", "VBZ", "VBP")
            and doc.lemma[i] in verbs
            and "quote" in verbs[doc.lemma[i]].frames
            for i in range(first, last + 1)
        )

    def _bare_opening(self, q: Quotation, cue: int) -> bool:
        """Whether a quotation right after the cue, without comma or colon, is speech: it begins like a sentence."""
        first = self.doc.text[q.inner_start : q.inner_start + 1]
        return first.isupper() or self.doc.lemma[cue] in ("say", "tweet", "write", "add", "reply")

    def _take(self, found: Found, q: Quotation) -> bool:
        """Make `q` the content; where the sentence runs on after it, the rest of its clause too."""
        doc, text = self.doc, self.doc.text
        found.start, found.end, found.form = q.inner_start, q.inner_end, "direct"
        inner_last = text[q.inner_end - 1 : q.inner_end]
        after = text[q.end : q.end + 2]
        if inner_last in ",.!?…" or not after.startswith(" ") or not after[1:].islower():
            return True
        i = doc.token_at(q.end + 1)
        if doc.norm[i] in _PARTING and doc.norm[i] not in ("on", "in", "at", "to"):
            return True
        stop = self.bounds.last(i)
        j = i
        while j < stop and doc.norm[j] not in (",", ";", "."):
            j += 1
        last = j - 1 if doc.norm[j] in (",", ";", ".") else j
        found.start, found.end, found.form = q.start, doc.end[last], "mixed"
        return True


def quote_ends(doc: Document) -> dict[int, int]:
    """The last token of each quotation, closing mark included, with the quotation's number."""
    ends = {}
    for number, q in enumerate(doc.quotations):
        i = doc.token_at(q.end - 1)
        if i >= 0:
            ends[i] = number
    return ends


class Unclaimed:
    """Quotations that no cue has claimed: an unlisted verb beside them, a colon, or the speaker who goes on."""

    def __init__(self, doc: Document, sources: Sources, bounds: Bounds, quotes: Quotes) -> None:
        self.doc, self.sources, self.bounds, self.quotes = doc, sources, bounds, quotes
        self.rules = sources.lexicon.quotation

    def read(self, found: list[Found]) -> list[Found]:
        """The further attributions, given the `found` ones."""
        added: list[Found] = []
        order = sorted(found, key=lambda item: (item.start, item.end))
        at = 0
        last: Found | None = None
        reach = -1
        for q in self.quotes.all:
            while at < len(order) and order[at].start < q.inner_end:
                item = order[at]
                if self._speaks(item):
                    reach = max(reach, item.end)
                    if last is None or item.end >= last.end:
                        last = item
                at += 1
            if reach > q.inner_start + 1:
                continue
            made = self._claim(q, last)
            if made is not None:
                self.quotes.snap(made)
                added.append(made)
                last, reach = made, made.end
        return added

    def _speaks(self, item: Found) -> bool:
        """Whether a quotation after this attribution may be its speaker's: not one nested in somebody else's words."""
        return not (item.cue and self.doc.quoted[item.cue[0]] >= 0)

    def _claim(self, q: Quotation, last: Found | None) -> Found | None:
        doc, text = self.doc, self.doc.text
        first = doc.token_at(q.inner_start)
        final = doc.token_at(q.inner_end - 1)
        words = final - first + 1
        inner = text[q.inner_start : q.inner_end].strip()
        if not inner:
            return None
        sentence_like = inner[0].isupper() or inner[0].isdigit() or inner[0] in "…[.'‘("
        if (made := self._unlisted(q, inner)) is not None:
            return made
        behind = text[max(0, q.start - 40) : q.start].rstrip()
        if behind.endswith(":") and sentence_like and words >= 3 and (made := self._colon(q)) is not None:
            return made
        if not sentence_like or words < _SHORTEST or inner[-1] not in _STOPS + ",":
            return None
        return self._goes_on(q, last)

    def _unlisted(self, q: Quotation, inner: str) -> Found | None:
        """A quotation that ends with a comma (or a question) and a verb with its subject beside it."""
        doc, text = self.doc, self.doc.text
        after = text[q.end : q.end + 2]
        if not (inner[-1] in ",?!" or after.startswith(",")):
            return None
        i = doc.token_at(q.end) + 1 if doc.start[doc.token_at(q.end)] < q.end else doc.token_at(q.end)
        if i < len(doc) and doc.norm[i] == ",":
            i += 1
        stop = min(self.bounds.last(min(i, len(doc) - 1)), i + 14)
        for v in range(i, stop):
            if doc.tag[v] in ("VBD", "VBZ", "VBP") and doc.pos[v] == "VERB":
                if doc.child(v, "dobj", "ccomp") > v and doc.child(v, "dobj", "ccomp") != subject_of(doc, v):
                    return None
                source = subject_of(doc, v)
                if source < i or source > v + 8 or not self.sources.is_teller(source):
                    return None
                if source < v and doc.left[source] != i:
                    return None
                if self.sources.is_excluded(source, False) and doc.norm[source] not in ("i", "we"):
                    return None
                return Found(q.inner_start, q.inner_end, (v, v), source, self.rules["beside"], form="direct")
            if doc.norm[v] in (",", ".", ";", ":", "and"):
                return None
        return None

    def _colon(self, q: Quotation) -> Found | None:
        """The subject of the clause before the colon: "The envoy was blunt: “…”"."""
        doc = self.doc
        at = doc.token_at(q.start - 1)
        while at > 0 and doc.norm[at] != ":":
            at -= 1
        first = self.bounds.first(at)
        for v in range(at - 1, first - 1, -1):
            if doc.tag[v] in ("VBD", "VBZ", "VBP", "VBN", "VBG"):
                source = subject_of(doc, v)
                if source >= first and self.sources.is_teller(source) and not self.sources.is_excluded(source, False):
                    return Found(q.inner_start, q.inner_end, (v, v), source, self.rules["colon"], form="direct")
        head = at - 1
        if head >= first and at - first <= 12 and not finite_verb(doc, first, at):
            while doc.head[head] >= first and doc.head[head] < at and doc.head[head] != head:
                head = doc.head[head]
            if doc.pos[head] in ("NOUN", "PROPN") and self.sources.is_teller(head):
                return Found(q.inner_start, q.inner_end, None, head, self.rules["colon"], form="direct")
        return None

    def _goes_on(self, q: Quotation, last: Found | None) -> Found | None:
        """A bare quotation right after something its speaker said, or at the start of the next paragraph."""
        if last is None or not last.rule.startswith(
            ("statements.verbs", "statements.quotations", "statements.phrases")
        ):
            return None
        doc, text = self.doc, self.doc.text
        sentence = max(last.end, doc.end[last.cue[1]] if last.cue else 0)
        between = text[sentence : q.start]
        if q.start - sentence > _GAP:
            return None
        if not _only_tail(between):
            return None
        if "\n" in between.strip(" ") and last.form == "indirect":
            return None
        return Found(q.inner_start, q.inner_end, last.cue, last.source, self.rules["goes-on"], form="direct", like=last)


def _only_tail(between: str) -> bool:
    """Whether only the rest of one sentence stands between an attribution and a quotation."""
    body = between.rstrip(" \n\r\t")
    stops = sum(body.count(mark) for mark in (". ", ".\n", "! ", "? ", ".” ", '." '))
    return stops == 0 and (not body or body[-1] in ".!?…”\"':'’," or body[-1] == "'")
