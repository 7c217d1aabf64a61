"""The annotation.conf that declares to brat what the .ann files hold, derived from the record model."""

from __future__ import annotations

from functools import cache
from typing import get_args

from dragoman.ledger.exports.plover import plover_types
from dragoman.records import ActorKind, EventType, Form, Polarity, Relation, Stance, Status


def name(words: str) -> str:
    """A name as brat allows it: "armed group" is Armed_group."""
    return words.replace(" ", "_").capitalize()


ACTORS = tuple(name(kind) for kind in get_args(ActorKind))
OTHERS = ("Time", "Place", "Statement", "Source", "Cue", "Condition", "Clause", "Assessment", "Position")


@cache
def configuration() -> str:
    """What annotation.conf says."""
    modes = sorted({mode for kind in plover_types().values() for mode in kind.modes})
    parties, lines = "|".join(ACTORS), ["[entities]", *ACTORS, *OTHERS]
    lines += [
        "", "[relations]",
        "Source\tArg1:Statement, Arg2:Source",
        "Cue\tArg1:Statement, Arg2:Cue",
        f"Speaker\tArg1:Statement, Arg2:{parties}",
        f"Holder\tArg1:Assessment, Arg2:{parties}",
        "Reported\tArg1:<EVENT>, Arg2:Statement",
        "Consequent\tArg1:Condition, Arg2:Clause",
        "Antecedent\tArg1:Condition, Arg2:Clause",
        "", "[events]",
    ]  # fmt: skip
    lines += [
        f"{kind}\tActor*:{parties}, Recipient*:{parties}, Time?:Time, Place?:Place" for kind in get_args(EventType)
    ]
    lines += ["", "[attributes]"]
    for attribute, of, values in (
        ("Status", "<EVENT>", get_args(Status)),
        ("Mode", "<EVENT>", tuple(modes)),
        ("Form", "Statement", get_args(Form)),
        ("Relation", "Condition", get_args(Relation)),
        ("Polarity", "Assessment", get_args(Polarity)),
        ("Stance", "Position", get_args(Stance)),
    ):
        lines.append(f"{attribute}\tArg:{of}, Value:{'|'.join(values)}")
    lines.append("Anonymous\tArg:Statement")
    return "\n".join(lines) + "\n"
