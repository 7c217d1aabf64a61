"""The user's file: types of her own, each with a definition and marked examples."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Rules
from dragoman.learned.marking import Place
from dragoman.records import EventType

_MARK = re.compile(r"<(/?)(s|t)>")
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Example(NamedTuple):
    """A sentence without its marks, and where its source and its target (None where there is none) stand in it."""

    text: str
    source: Place
    target: Place | None


def unmark(sentence: str) -> Example:
    """`<s>Oman</s> met <t>Iran</t>.` as an `Example`. Raises ValueError where the marks are not in order."""
    pieces: list[str] = []
    places: dict[str, Place] = {}
    at = length = 0
    open_mark, since = "", 0
    for mark in _MARK.finditer(sentence):
        pieces.append(sentence[at : mark.start()])
        length += len(pieces[-1])
        at = mark.end()
        closes, name = mark.groups()
        if closes:
            if name != open_mark or length == since:
                raise ValueError(f"</{name}> closes nothing in {sentence!r}")
            places[name], open_mark = (since, length), ""
        else:
            if open_mark or name in places:
                raise ValueError(f"<{name}> stands twice, or inside another mark, in {sentence!r}")
            open_mark, since = name, length
    if open_mark:
        raise ValueError(f"<{open_mark}> is not closed in {sentence!r}")
    if "s" not in places:
        raise ValueError(f"no <s>source</s> is marked in {sentence!r}")
    return Example("".join([*pieces, sentence[at:]]), places["s"], places.get("t"))


class OwnType(Rules):
    """One type: `[[type]]` of the file."""

    id: str = Field(pattern=r"^[A-Za-z][\w-]{0,39}$")
    definition: Text
    examples: tuple[Text, ...] = Field(min_length=2, max_length=500)
    words: tuple[Words, ...] = ()
    not_: tuple[Text, ...] = Field(default=(), alias="not")
    plover: EventType | None = None

    @field_validator("examples", "not_")
    @classmethod
    def _marked(cls, sentences: tuple[str, ...]) -> tuple[str, ...]:
        for sentence in sentences:
            unmark(sentence)
        return sentences


class Ontology(Rules):
    """The whole file."""

    name: Text
    type: tuple[OwnType, ...] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _once(self) -> Ontology:
        ids: set[str] = set()
        words: dict[str, str] = {}
        for entry in self.type:
            if entry.id in ids:
                raise ValueError(f"type {entry.id!r} stands twice")
            ids.add(entry.id)
            for word in entry.words:
                if (other := words.setdefault(word.lower(), entry.id)) != entry.id:
                    raise ValueError(f"the word {word!r} is given for {other!r} and for {entry.id!r}")
        return self

    def of(self, id: str) -> OwnType:
        """The type with this id. Raises KeyError."""
        for entry in self.type:
            if entry.id == id:
                return entry
        raise KeyError(id)


def load_ontology(path: Path) -> Ontology:
    """The file at `path`. Raises `KnowledgeError`, which names the file and the type; OSError where there is none."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{path}: not valid TOML: {error}") from error
    try:
        return Ontology.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise KnowledgeError(f"{path}: {_where(data, first['loc'])}{reason}") from error


def _where(data: dict[str, Any], place: tuple[int | str, ...]) -> str:
    """The entry in words: `type 'MEDIATE': examples 2: `, its number where it has no id."""
    parts = list(place)
    said = []
    if len(parts) > 1 and parts[0] == "type" and isinstance(parts[1], int):
        entry = data["type"][parts[1]]
        name = entry.get("id") if isinstance(entry, dict) else None
        said.append(f"type {name!r}" if isinstance(name, str) else f"type number {parts[1] + 1}")
        parts = parts[2:]
    if parts:
        said.append(" ".join(str(part + 1) if isinstance(part, int) else part for part in parts))
    return "".join(f"{part}: " for part in said)
