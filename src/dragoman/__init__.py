"""Dragoman reads news reports of diplomacy and keeps the record of the negotiation they describe."""

from typing import TYPE_CHECKING, Any

from dragoman._version import __version__
from dragoman.errors import DragomanError, ReportError
from dragoman.reader import Reader, ReportText, read, read_many
from dragoman.records import Reading

if TYPE_CHECKING:
    from dragoman.ledger.store import Ledger

__all__ = [
    "DragomanError",
    "Ledger",
    "Reader",
    "Reading",
    "ReportError",
    "ReportText",
    "__version__",
    "read",
    "read_many",
]


def __getattr__(name: str) -> Any:
    # What the ledger stands on is large, and whoever only reads does without it.
    if name == "Ledger":
        from dragoman.ledger.store import Ledger

        return Ledger
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
