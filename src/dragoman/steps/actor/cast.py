"""The actors of one report in the making: members that gather mentions until they become records."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from dragoman.language import Document
from dragoman.records import Actor, ActorKind, MadeBy
from dragoman.steps.who import Who


@dataclass
class Member:
    """One actor while it is gathered.

    `mentions` are token ranges (first, last inclusive) by head token. `words` are a person's name words, folded.
    `cue` is the token range of the words that gave the code.
    """

    key: str
    name: str
    code: str
    kind: ActorKind
    rule: str
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    gender: str = ""
    named: bool = True
    words: tuple[str, ...] = ()
    cue: tuple[int, int] | None = None
    mentions: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" may stand for it."""
        return self.kind == "person"


class Cast:
    """All members, and which tokens name them."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.members: dict[str, Member] = {}
        self.at: dict[int, tuple[str, ...]] = {}
        self._aliases: dict[str, list[str]] = {}

    def get(self, key: str) -> Member | None:
        """The member with this key."""
        return self.members.get(key)

    def add(self, member: Member) -> Member:
        """`member`, or the one that already has its key."""
        return self.members.setdefault(member.key, member)

    def name(self, head: int, keys: tuple[str, ...], first: int, last: int) -> None:
        """Say that tokens `first` to `last`, with head `head`, mention these members."""
        keys = tuple(key for key in keys if self.members[key].name)
        if not keys:
            return
        self.at[head] = keys
        for key in keys:
            self.members[key].mentions.setdefault(head, (first, last))

    def all(self) -> list[Member]:
        """Every member once."""
        return [member for key, member in self.members.items() if member.key == key]

    def merge(self, member: Member, into: Member) -> None:
        """`member` turns out to be `into`: from now on its key stands for that one."""
        into.mentions.update(member.mentions)
        keys = self._aliases.pop(member.key, [member.key])
        for key in keys:
            self.members[key] = into
        self._aliases.setdefault(into.key, [into.key]).extend(keys)

    def finish(self) -> tuple[list[Actor], Who]:
        """The records, numbered in the order of first mention, and the index of who is named where."""
        doc = self.doc
        order = sorted((m for m in self.all() if m.mentions), key=lambda m: (min(m.mentions.values()), m.key))
        numbers = {member.key: f"a{number}" for number, member in enumerate(order, 1)}
        ids = {key: numbers[member.key] for key, member in self.members.items() if member.key in numbers}
        actors = []
        for member in order:
            ranges = sorted(dict.fromkeys(member.mentions.values()))
            cue = member.cue or ranges[0]
            actors.append(
                Actor(
                    id=numbers[member.key],
                    name=member.name,
                    code=member.code,
                    kind=member.kind,
                    country=member.country,
                    sector=member.sector,
                    role=member.role,
                    mentions=tuple(doc.span(first, last) for first, last in ranges),
                    made_by=MadeBy(rule=member.rule, cue=doc.span(*cue)),
                )
            )
        who = Who(actors)
        for token in sorted(self.at):
            found = [ids[key] for key in self.at[token] if key in ids]
            if found:
                who.name(token, found)
        return actors, who


def fold(word: str) -> str:
    """`word` in lower case without accents: spellings of one name vary in them."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.replace("ı", "i").replace("ø", "o").replace("đ", "d").replace("ł", "l"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()
