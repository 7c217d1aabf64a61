"""The texts of reports from where they came from, for ledgers that keep none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dragoman.errors import ReportError
from dragoman.ledger.quarantine import STDIN
from dragoman.ledger.rows import sha256
from dragoman.reader import whole
from dragoman.sources.found import Location, SourceOptions

MOST_CHARACTERS = 32_000_000
"""So many characters of texts are held at most: of a file with many reports, those that may be asked for next."""


class Origins:
    """Opens sources again. A text that is not the one that was read (by its hash) is not given."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}
        self._characters = 0
        self._scanned: set[tuple[str, str]] = set()

    def text(self, row: Mapping[str, Any]) -> str | None:
        """The text of the report in a row with `location`, `options` and `text_sha256`; None where it is gone."""
        wanted = row["text_sha256"]
        if wanted in self._held:
            return self._held[wanted]
        location = Location(**row["location"])
        if location.path == STDIN:
            return None
        options = SourceOptions.model_validate(json.loads(row["options"])).model_copy(update={"any_language": True})
        if location.position is None and location.member is None:
            return self._fetch(location, options, wanted)
        if (key := (location.path, row["options"])) not in self._scanned:
            self._scanned.add(key)
            self._scan(location.path, options)
        return self._held[wanted] if wanted in self._held else self._fetch(location, options, wanted)

    def _fetch(self, location: Location, options: SourceOptions, wanted: str) -> str | None:
        from dragoman.sources import fetch

        try:
            text = whole(fetch(location, options)).text
        except (ReportError, OSError):
            return None
        return text if sha256(text) == wanted else None

    def _scan(self, path: str, options: SourceOptions) -> None:
        """Hold the texts of a file with many reports, as far as there is room: opening it for each costs too much."""
        from dragoman.sources import find

        for found in find([path], options):
            if found.report is None:
                continue
            text = whole(found.report).text
            if self._characters + len(text) > MOST_CHARACTERS:
                return
            self._held[sha256(text)] = text
            self._characters += len(text)
