"""What a visitor looks for: the fields of the address of a search, and the addresses of other searches."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dragoman.ledger.browse import KINDS, Browser, Kind, Question, Sort
from dragoman.web.ledgers import Snapshot

PER_PAGE = 20
PAGES = 250
"""So many pages of results can be turned; who wants more takes an export."""

_SEVERAL = 20
"""A filter has so many values at most."""

Words = Annotated[list[str], Field(default_factory=list, max_length=_SEVERAL)]


class Asked(BaseModel):
    """The fields of a search. Empty ones, as a form sends them, count as not given."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    q: str = Field("", max_length=500)
    kind: Kind = "reports"
    party: Words
    type: Words
    status: Words
    stance: Words
    source: Words
    issue: str = Field("", max_length=200)
    since: str = Field("", max_length=10)
    until: str = Field("", max_length=10)
    anonymous: Literal["", "true", "false"] = ""
    sort: Sort = "best"
    page: int = Field(1, ge=1, le=PAGES)

    @field_validator("party", mode="before")
    @classmethod
    def _parties(cls, value: Any) -> Any:
        """Several parties may stand in one field, with commas."""
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list):
            return words
        return [part.strip() for word in words for part in str(word).split(",") if part.strip()]

    @field_validator("type", "status", "stance", "source", mode="before")
    @classmethod
    def _given(cls, value: Any) -> Any:
        words = [value] if isinstance(value, str) else value
        return [word for word in words if str(word).strip()] if isinstance(words, list) else words

    @field_validator("kind", "sort", "page", mode="before")
    @classmethod
    def _chosen(cls, value: Any, info: Any) -> Any:
        return value if value not in ("", None) else cls.model_fields[info.field_name].default

    @property
    def question(self) -> Question:
        """What the ledger is asked."""
        return Question(
            kind=self.kind,
            words=self.q.strip(),
            party=tuple(self.party),
            type=tuple(self.type),
            status=tuple(self.status),
            stance=tuple(self.stance),
            source=tuple(self.source),
            issue=self.issue.strip() or None,
            since=self.since.strip() or None,
            until=self.until.strip() or None,
            anonymous={"true": True, "false": False}.get(self.anonymous),
        )

    def fields(self, **changes: Any) -> list[tuple[str, str]]:
        """The fields that say something, as an address has them; those in `changes` are put for others."""
        known = self.model_dump() | changes
        pairs: list[tuple[str, str]] = []
        for name, field in type(self).model_fields.items():
            value = known[name]
            values = value if isinstance(value, (list, tuple)) else [] if value == field.default else [value]
            pairs += [(name, str(each)) for each in values]
        return pairs

    def address(self, path: str = "/search", /, **changes: Any) -> str:
        """The address of this search with some fields changed; any change leads to the first page."""
        pairs = self.fields(**({"page": 1} | changes))
        return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path

    def toggled(self, name: str, value: str) -> str:
        """The address with a value of a filter added, or taken away where it is there."""
        known = getattr(self, name)
        if isinstance(known, list):
            return self.address(**{name: [v for v in known if v != value] if value in known else [*known, value]})
        return self.address(**{name: "" if known == value else value})


def browser(snapshot: Snapshot) -> Browser:
    """What answers questions of a version of the ledger; what a search for words found is kept."""
    return Browser(snapshot.ledger, snapshot.kept)


def of_kind(asked: Asked, kind: Kind) -> str:
    """The address of the same search among records of another kind."""
    from dragoman.ledger.browse import of_kind as asked_of

    other = asked_of(asked.question, kind)
    kept = {"party": other.party, "type": other.type, "status": other.status, "stance": other.stance}
    anonymous = asked.anonymous if other.anonymous is not None else ""
    return asked.address(kind=kind, issue=other.issue or "", anonymous=anonymous, **kept)


__all__ = ["KINDS", "PAGES", "PER_PAGE", "Asked", "browser", "of_kind"]
