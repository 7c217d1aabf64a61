"""From where reports come to the reader: one module a kind of source, each giving `ReportText`s.

`find` gives every report under files, folders, archives and addresses; `fetch` opens one again where it was found.
"""

from dragoman.sources.found import Found, Location, SourceOptions
from dragoman.sources.search import fetch, find

__all__ = ["Found", "Location", "SourceOptions", "fetch", "find"]
