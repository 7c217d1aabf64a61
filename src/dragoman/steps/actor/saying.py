"""Verbs of saying, by lemma: whoever is their subject speaks, and is a person or speaks for somebody."""

from __future__ import annotations

SAYING = frozenset(
    [
        *("say", "tell", "add", "declare", "state", "announce", "insist", "warn", "ask", "reply", "respond", "note"),
        *("write", "tweet", "claim", "argue", "explain", "stress", "assert", "affirm", "quote", "call", "describe"),
        *("complain", "conclude", "continue", "comment", "remark", "observe", "admit", "acknowledge", "deny"),
        *("vow", "pledge", "urge", "accuse", "charge", "recall", "suggest", "joke", "quip", "demand", "propose"),
        *("promise", "predict", "maintain", "reiterate", "emphasize", "emphasise", "point", "dub", "denounce"),
        *("criticise", "criticize", "condemn", "express", "caution", "concede", "confirm", "contend", "cry"),
        *("shout", "thunder", "muse", "confide", "testify", "begin", "exclaim", "read", "proclaim"),
    ]
)
