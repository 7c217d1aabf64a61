"""The actors step: who takes part, under which code, and which words name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from dragoman.steps.actor.actor_files import ActorFiles
from dragoman.steps.actor.actor_lexicon import build_lexicon
from dragoman.steps.actor.actor_names import names_of
from dragoman.steps.actor.actor_phrases import Phrasing
from dragoman.steps.actor.cast import Cast
from dragoman.steps.actor.scene import Scene
from dragoman.steps.draft import Draft


class Actors:
    """Finds the actors of a report.

    `actor_files` are the user's own lists, in PETRARCH's actor-dictionary format or CSV; see `actor_files.py`.
    """

    name: ClassVar[str] = "actors"
    reads: ClassVar[tuple[str, ...]] = ("places",)
    makes: ClassVar[tuple[str, ...]] = ("actors",)

    def __init__(self, actor_files: Sequence[Path] = ()) -> None:
        self.actor_files = tuple(actor_files)
        self._lexicon = build_lexicon()
        self._own = ActorFiles(self.actor_files)

    def __call__(self, draft: Draft) -> None:
        """Add the actors to `draft`, and the index of who is named where."""
        doc = draft.doc
        cast = Cast(doc)
        hits = self._own.overlay(doc, names_of(doc, self._lexicon), draft.report.date)
        Phrasing(Scene(doc, self._lexicon, cast, hits, draft.report.date)).run()
        draft.actors, draft.who = cast.finish()
