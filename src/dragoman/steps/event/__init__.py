"""How events are found: verbs, nouns, participants, status."""
