"""Whether a report is in English; one that is not is set aside with its language."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dragoman.errors import ReportLanguage

# Enough to tell a language; headlines and datelines alone may be all names.
_LOOKED_AT = 2_000
# Below this probability of English a text is in another language. The least of 9,731 sentences of an English news
# archive has 0.0088 (a name in Kurdish), of English headlines that are nothing but names 0.0027; of short reports in
# twelve other languages the most has 0.00000002. A fifth of their headlines, of three to five words, lie above it, and
# are read. Rerun: pytest tests/sources/test_english.py
_LEAST = 0.001
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-zª-ɏḀ-ỿ]")
# Shorter ones are read: a word or two are names as often as not.
_FEWEST_LETTERS = 12
_LATIN_SHARE = 0.5
# English itself, and what is no language: numbers, codes and addresses, of which a report may be full.
_READ = ("en", "zxx")


def check_english(text: str, name: str) -> None:
    """Do nothing for a report in English, or too short to tell. Raises `ReportLanguage` for one in another language."""
    start = text[:_LOOKED_AT]
    letters = _LETTER.findall(start)
    if not letters:
        return
    latin = len(_LATIN.findall(start)) / len(letters)
    if latin >= _LATIN_SHARE and _identifier().classify(start)[0] in _READ:
        return
    language, english = likeliest(start)
    if latin < _LATIN_SHARE or (len(letters) >= _FEWEST_LETTERS and english < _LEAST and language not in _READ):
        reason = f"it is in another language than English (it looks like {language!r})"
        raise ReportLanguage(name, reason, "translate it, or have it read nevertheless with --any-language")


def likeliest(text: str) -> tuple[str, float]:
    """The likeliest language of `text` (ISO 639), and the probability that it is English."""
    ranked = _identifier().rank(text)
    return ranked[0][0], next((float(chance) for language, chance in ranked if language == "en"), 0.0)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
