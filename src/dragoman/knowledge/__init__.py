"""What the steps know, as data: TOML files here, each loaded through a typed model that rejects unknown keys.

A rule has an id that is unique in its file; a record's `made_by.rule` is "<file>.<id>" or "<file>.<table>.<id>".
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from dragoman.errors import KnowledgeError


class Rules(BaseModel):
    """Base of the models that knowledge files are read through: frozen, unknown keys rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid")


R = TypeVar("R", bound=BaseModel)


def load(name: str, model: type[R]) -> R:
    """The knowledge file `name` (such as "times.toml"), validated as `model`. Raises `KnowledgeError`."""
    return parse(files(__name__).joinpath(name).read_text(encoding="utf-8"), model, name)


def load_path(path: Path, model: type[R]) -> R:
    """A rule file of the user's, validated as `model`. Raises `KnowledgeError`."""
    return parse(path.read_text(encoding="utf-8"), model, str(path))


def parse(text: str, model: type[R], name: str) -> R:
    """TOML `text` validated as `model`; `name` is for the error message."""
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{name}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{name}: {where}: {first['msg']}") from error
