"""What many reports add up to: one module a question, built from the records of a ledger alone."""
