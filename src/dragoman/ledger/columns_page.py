"""docs/views.md, made from the views: `python -m dragoman.ledger.columns_page > docs/views.md`."""

from __future__ import annotations

from dragoman.ledger.columns import View
from dragoman.ledger.queries import all_views

_HEAD = """\
# The views of a ledger

Made from the record model by `python -m dragoman.ledger.columns_page`; what the words mean is in
[codebook.md](codebook.md), how to ask is in [queries.md](queries.md).

Every view of records has a row a record of the current reading of each report: a report that was read again counts
once, as it was read last. `start` and `end` count Unicode code points of the report's text from 0, and where SQL wants
it `end` is written `"end"`. What a report does not state is NULL. Types are DuckDB's; `X[]` is a list.
"""


def page() -> str:
    """The whole page, as Markdown."""
    views = all_views().values()
    index = "\n".join(f"| [`{view.name}`](#{view.name}) | {view.about} |" for view in views)
    return "\n".join([_HEAD, "| view | rows |", "| --- | --- |", index, "", *map(_section, views)])


def _section(view: View) -> str:
    rows = "\n".join(f"| `{column.name}` | {_cell(column.type)} | {_cell(column.about)} |" for column in view.columns)
    return f"## {view.name}\n\n{view.about}\n\n| column | type | what it holds |\n| --- | --- | --- |\n{rows}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(page(), end="")
