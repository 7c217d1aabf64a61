"""One module a kind of record, in the order in which the reader runs them."""
