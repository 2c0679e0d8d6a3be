"""A transition in registers and one by matrices in memory are the same transition."""

from __future__ import annotations

import numpy as np
import pytest

from ketum.exposure.transition import exponential, rate_matrix, series

ENTRIES = ((0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2), (3, 3))
PEOPLE = {
    "usual": (1.5, 0.16, 0.17, 0.04, 0.3, 0.03, 0.2),
    "metabolite as fast as absorption": (0.2, 0.16, 0.17, 0.04, 0.3, 0.03, 0.2),
    "one compartment": (1.5, 0.16, 0.0, 0.04, 0.0, 0.03, 0.2),
    "nothing formed": (1.5, 0.16, 0.17, 0.04, 0.0, 0.0, 0.2),
}


@pytest.mark.parametrize("hours", [1 / 64, 0.5, 8.0, 72.0])
@pytest.mark.parametrize("rates", PEOPLE.values(), ids=PEOPLE)
def test_the_series_gives_the_matrix_exponential(rates: tuple[float, ...], hours: float) -> None:
    given = np.array(rates)
    matrix = exponential(rate_matrix(given), hours)
    found = series(given, hours)
    np.testing.assert_allclose(found, [matrix[place] for place in ENTRIES], rtol=1e-12)
