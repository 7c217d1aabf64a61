"""Types of event of the user's own: read from a file, learned from its examples, voted on clause by clause."""
