"""How judgements are found."""
