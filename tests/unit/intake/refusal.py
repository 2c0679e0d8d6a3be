"""What a refused case complains of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from ketum.errors import Complaint, InputRefused
from ketum.intake import Format, read

TODAY = date(2026, 11, 22)


def complaints(
    content: bytes | str | Mapping[str, object],
    notation: Format = Format.JSON,
    *,
    on: date | None = None,
) -> tuple[Complaint, ...]:
    if isinstance(content, Mapping):
        content = json.dumps(content)
    if isinstance(content, str):
        content = content.encode()
    with pytest.raises(InputRefused) as refused:
        read(content, notation, today=TODAY, on=on)
    return refused.value.complaints


def problems(
    content: bytes | str | Mapping[str, object], notation: Format = Format.JSON
) -> dict[str, str]:
    return {complaint.place: complaint.problem for complaint in complaints(content, notation)}
