"""The noun coder: acts that a noun names ("talks between …", "its demand on …", "the embargo against …")."""

from __future__ import annotations

from dragoman.steps.draft import Draft
from dragoman.steps.event_model import Candidate


class NounCoder:
    """Finds the acts that nouns name."""

    def candidates(self, draft: Draft) -> list[Candidate]:
        """The acts that nouns of the report name, in the order of the text."""
        return []
