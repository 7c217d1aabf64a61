"""Text of reports made fit for a format: what a table's cell, an XML file or a line cannot hold becomes a space."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

# Characters at which some reader or other breaks a line, and the controls, which no table of text has a use for.
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# What XML 1.0 (section 2.2) does not allow at all, not even as a reference.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell(value: Any) -> str:
    """A value as a cell of a table: None is empty, and text is on one line without control characters."""
    return "" if value is None else _BREAKS.sub(" ", str(value)).strip()


_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def json_line(value: Any) -> str:
    """A value as JSON on a line that every reader of lines takes for one."""
    return _LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", json.dumps(value, ensure_ascii=False)) + "\n"


def xml(value: str) -> str:
    """Text without the characters that no XML file can hold."""
    return _NO_XML.sub("\ufffd", value)


def tab_line(values: Iterable[Any]) -> str:
    """Values as a line of a tab-separated file. A cell with a quotation mark is quoted, and the mark is doubled.

    No cell holds a tab or a line break, so that tools that only split at tabs find the right columns, too.
    """
    line = io.StringIO()
    csv.writer(line, dialect="excel-tab", lineterminator="\n").writerow([cell(value) for value in values])
    return line.getvalue()
