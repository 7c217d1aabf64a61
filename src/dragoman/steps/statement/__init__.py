"""How statements are found: cues, contents, sources."""
