"""The grammar of time expressions."""
