"""Exports in forms that other tools read, one module a form."""

from dragoman.ledger.exports.registry import FORMS, Exported, Form, export

__all__ = ["FORMS", "Exported", "Form", "export"]
