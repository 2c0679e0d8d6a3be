"""The engine runs where only what the run lock names is installed."""

import os
import subprocess
import sys
from pathlib import Path

WITHOUT_SCIPY = """
import sys
sys.modules["scipy"] = None
from ketum.exposure.march import steady_state
import numpy as np
rates = np.array([1.5, 0.15, 0.16, 0.04, 0.0, 0.03, 0.2])
print(steady_state(rates, 50.0, 8.0, 1.0, 0.0).min() >= 0.0)
print(steady_state(rates, 50.0, 8.0, 0.0, 25.0).min() >= 0.0)
"""


def test_the_engine_compiles_without_scipy(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_SCIPY],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout.split() == ["True", "True"], run.stderr
