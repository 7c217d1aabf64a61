"""Dragoman reads news reports of diplomacy and keeps the record of the negotiation they describe."""

from dragoman._version import __version__
from dragoman.errors import DragomanError, ReportError
from dragoman.reader import Reader, ReportText, read, read_many
from dragoman.records import Reading

__all__ = ["DragomanError", "Reader", "Reading", "ReportError", "ReportText", "__version__", "read", "read_many"]
