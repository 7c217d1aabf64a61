"""Which actors the words of a report name: the answers that every step after the actors step asks for."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.records import Actor


class Who:
    """Actors by token.

    `at(i)` gives the ids of the actors that the noun phrase headed by token `i`, or the pronoun `i`, stands for: one
    for "Koizumi" or "he", several for "the two sides" or "they", none where nobody is named. A noun headed by
    somebody's property ("Turkey's foreign minister", "North Korea officials") is that person or group, whose code is
    the country's.
    """

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._at: dict[int, tuple[str, ...]] = {}

    def name(self, token: int, ids: Iterable[str]) -> None:
        """Say that `token` heads a mention of `ids`."""
        self._at[token] = tuple(dict.fromkeys(ids))

    def at(self, token: int) -> tuple[str, ...]:
        """Ids of the actors that `token` heads a mention of; empty where it names none."""
        return self._at.get(token, ())

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id."""
        return self._actors[actor_id]

    def codes(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The codes of these actors, each once, in order; a news agency or a private source has none."""
        return tuple(dict.fromkeys(code for a in ids if (code := self._actors[a].code)))

    def tokens(self) -> dict[int, tuple[str, ...]]:
        """Every token that heads a mention, with the ids."""
        return self._at
