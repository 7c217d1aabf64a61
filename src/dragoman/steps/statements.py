"""The statements step: who said what."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import ClassVar, cast

from dragoman.records import Form, MadeBy, Statement
from dragoman.steps.draft import Draft
from dragoman.steps.statement.cues import read_cues
from dragoman.steps.statement.headlines import read_headlines
from dragoman.steps.statement.quotes import Quotes, Unclaimed
from dragoman.steps.statement.rules import Lexicon
from dragoman.steps.statement.sources import Sources
from dragoman.steps.statement.spans import Bounds, Found
from dragoman.steps.statement.speakers import Speakers


class Statements:
    """Finds the statements of a report: words and stated beliefs, with the source that the text gives them."""

    name: ClassVar[str] = "statements"
    reads: ClassVar[tuple[str, ...]] = ("actors",)
    makes: ClassVar[tuple[str, ...]] = ("statements",)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The cue words; the first report loads them."""
        return Lexicon()

    def __call__(self, draft: Draft) -> None:
        """Add the statements to `draft`, in the order of the text."""
        found = find(draft, self.lexicon)
        speakers = Speakers(draft, self.lexicon)
        seen: set[tuple[int, int, str | None]] = set()
        for item in found:
            statement = _record(draft, item, speakers)
            key = (statement.start, statement.end, statement.speaker_name)
            if key not in seen:  # "repeated his claim that": one statement by two cues
                seen.add(key)
                draft.statements.append(statement)


def find(draft: Draft, lexicon: Lexicon) -> list[Found]:
    """The attributions of a report, in the order of the text."""
    doc = draft.doc
    if not len(doc):
        return []
    sources, bounds = Sources(draft, lexicon), Bounds(doc)
    quotes = Quotes(doc, sources, bounds)
    found = []
    for item in chain(read_headlines(sources, lexicon), read_cues(sources, lexicon, bounds, quotes)):
        quotes.snap(item)
        found.append(item)
    found.extend(Unclaimed(doc, sources, bounds, quotes).read(found))
    return _distinct([item for item in found if item.start < item.end])


def _distinct(found: list[Found]) -> list[Found]:
    """In the order of the text; one attribution a content and source, the first made."""
    seen: set[tuple[int, int, int]] = set()
    kept = []
    for item in found:
        key = (item.start, item.end, item.source)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return sorted(kept, key=lambda item: (item.start, -item.end))


def _record(draft: Draft, item: Found, speakers: Speakers) -> Statement:
    speaker = speakers.of(item)
    cue = draft.span(*item.cue) if item.cue else None
    return Statement(
        start=item.start,
        end=item.end,
        text=draft.doc.text[item.start : item.end],
        made_by=MadeBy(rule=item.rule, cue=cue),
        source=speaker.span,
        cue=cue,
        speaker_name=speaker.name,
        speaker_code=speaker.code,
        speaker_id=speaker.actor,
        form=cast(Form, item.form),
        anonymous=speaker.anonymous,
        addressee=speakers.addressee(item),
    )
