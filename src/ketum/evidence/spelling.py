"""How names are compared: without case, spaces, punctuation, diacritics or British spelling."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["spelling"]

# Symbols that tell two names apart ("GCS<8", "FAST+").
KEPT = frozenset("+<>°")
PUNCTUATION = {at: None for at in range(128) if not chr(at).isalnum() and chr(at) not in KEPT}
# One spelling for British and American words, in a long enough word.
ONE_SPELLING = (
    ("oe", "e"), ("ae", "e"), ("our", "or"), ("isation", "ization"), ("ised", "ized"),
    ("sulph", "sulf"),
)  # fmt: skip
SHORTEST_WORD = 6
# Kept: every name of a vocabulary, and of what cases say only the latest.
SPELLINGS = 32_768


@lru_cache(maxsize=SPELLINGS)
def spelling(text: str) -> str:
    """The text without case, spaces, punctuation and diacritics, British words as American."""
    lowered = text.casefold()
    if lowered.isascii():
        spelled = lowered.translate(PUNCTUATION)
    else:
        lowered = unicodedata.normalize("NFKD", lowered.replace("°", "\0")).replace("\0", "°")
        spelled = "".join([c for c in lowered if c.isalnum() or c in KEPT])
    if len(spelled) >= SHORTEST_WORD:
        for british, american in ONE_SPELLING:
            spelled = spelled.replace(british, american)
    return spelled
