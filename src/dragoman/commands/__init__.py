"""The commands of the ledger, one module a verb; each is a thin call of a public function."""
