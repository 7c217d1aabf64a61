"""Fixtures that are expensive to make: one reader for the whole session."""

import pytest

from dragoman.language import Language
from dragoman.reader import Reader, default_reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return default_reader()


@pytest.fixture(scope="session")
def language(reader: Reader) -> Language:
    return reader.language
