"""What many reports add up to: one module a question, built from the records of a ledger alone."""

from dragoman.negotiation.state import Negotiation

__all__ = ["Negotiation"]
