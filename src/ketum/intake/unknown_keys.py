"""What a person who wrote an unknown key may have meant. The key itself is never quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

from ketum.intake.fault import Path
from ketum.intake.model import PARTS, CaseFile, Part
from ketum.intake.places import known_keys, value_at

__all__ = ["instead_of"]

# Longer keys are not compared: the time of comparing grows with the square of the length.
_LONGEST = 60
_SHORTEST_BEGINNING = 3

# Words people write for keys of the contract that are spelt quite differently.
_MEANT = {
    "date": "at",
    "diagnoses": "conditions",
    "drugs": "substances",
    "gender": "sex",
    "history": "conditions",
    "labs": "observations",
    "laboratory": "observations",
    "medications": "medicines",
    "meds": "medicines",
    "patient": "person",
    "result": "value",
    "score": "total",
    "social": "circumstances",
    "test": "what",
    "time": "at",
    "vitals": "observations",
}

_MODELS: tuple[type[Part], ...] = (CaseFile, *dict.fromkeys(PARTS.values()))
_TIMES = Counter(key for model in _MODELS for key in model.model_fields)
_UNIQUE = {key for key, times in _TIMES.items() if times == 1}
_SHARED_PARTS = {part for part, times in Counter(PARTS.values()).items() if times > 1}
_HOMES = {
    key: f"in `{name}`"
    for name, part in PARTS.items()
    for key in part.model_fields
    if key in _UNIQUE and part not in _SHARED_PARTS
} | {key: "at the top of the case" for key in CaseFile.model_fields if key in _UNIQUE}


def instead_of(path: Path, tree: Mapping[str, object]) -> str:
    """The remedy for an unknown key: the key that was meant, where it belongs, or what is known."""
    above = path[:-1]
    keys = known_keys(above)
    group = value_at(above, tree)
    free = [key for key in keys if not isinstance(group, dict) or key not in group]
    word = str(path[-1])[:_LONGEST].strip().lower().replace("-", "_").replace(" ", "_")
    meant = _MEANT.get(word, word)
    if meant in free:
        return f"Did you mean `{meant}`?"
    if meant in _HOMES and meant not in keys:
        return f"`{meant}` belongs {_HOMES[meant]}."
    begun = [key for key in keys if key.startswith(word)]
    near = begun if len(begun) == 1 and len(word) >= _SHORTEST_BEGINNING else []
    near = near or get_close_matches(word, keys, n=1)
    if near and near[0] in free:
        return f"Did you mean `{near[0]}`?"
    return f"The keys known here are {', '.join(keys)}."
