"""Stems: the part that the forms of a word share, by Snowball's rules."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

REMAINING = 3
"""Letters that a word keeps at least before an ending that becomes another ("vent" ends in nothing)."""

LONGEST = 100
"""Letters of a word that is stemmed; a longer run is no word, and is its own stem."""

_local = threading.local()


def stem(word: str, language: str, regular: Mapping[str, str] = MappingProxyType({})) -> str:
    """The Snowball stem of one folded word; `language` is a Snowball name ("english").

    `regular` holds endings that become another before: those that Snowball knows by an accent, or not at all.
    """
    if len(word) > LONGEST:
        return word
    ending = next((word[i:] for i in range(REMAINING, len(word)) if word[i:] in regular), "") if regular else ""
    return _snowball(word[: len(word) - len(ending)] + regular.get(ending, ""), language)


@lru_cache(maxsize=4096)
def _snowball(word: str, language: str) -> str:
    key = f"stemmer_{language}"
    stemmer = getattr(_local, key, None)  # a Snowball stemmer holds the word it works on: one a thread
    if stemmer is None:
        import snowballstemmer

        stemmer = snowballstemmer.stemmer(language)
        setattr(_local, key, stemmer)
    return str(stemmer.stemWord(word))


def stemmers() -> tuple[str, ...]:
    """The names of the stemmers that there are."""
    import snowballstemmer

    return tuple(snowballstemmer.algorithms())
