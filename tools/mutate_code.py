"""Change the code that decides, one place at a time, and count the changes that a test finds.

    .venv/bin/python tools/mutate_code.py

mutmut makes and tries the mutants (`tool.mutmut` in pyproject.toml says of what, and with which
tests); this prints the share found for each module, names the mutants that no test finds, and
ends with 1 when a module is under the least share. A mutant that hangs is found. Everything is
written below build/mutation; there, `mutmut show NAME` shows a mutant.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "mutation"
MUTMUT = Path(sys.executable).with_name("mutmut")
LEAST = 90.0
FOUND = ("killed", "timeout")


def main() -> int:
    _lay_out()
    with (FOLDER / "run.log").open("wb") as log:
        ran = subprocess.run([MUTMUT, "run"], cwd=FOLDER, stdout=log, stderr=log, check=False)  # noqa: S603
    if ran.returncode:
        print(f"mutmut ended early, with {ran.returncode}; see {FOLDER / 'run.log'}.")
        return 1
    listed = subprocess.run(  # noqa: S603
        [MUTMUT, "results", "--all", "true"], cwd=FOLDER, capture_output=True, text=True, check=True
    ).stdout
    mutants = dict(line.strip().split(": ", 1) for line in listed.splitlines())
    for mutant, status in mutants.items():
        if status not in FOUND:
            print(f"{status}: {mutant}")
    shares = shares_found(mutants)
    for module, (found, made) in shares.items():
        print(f"{100 * found / made:5.1f} %  {found:4} of {made:4}  {module}")
    wanting = too_few(shares)
    if wanting:
        print(f"Under {LEAST:g} %: {', '.join(wanting)}. Add a test, or delete what none needs.")
    return 1 if wanting else 0


def _lay_out() -> None:
    """A fresh folder that looks like the tree: mutmut works where it stands."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in ("src", "tests", "pyproject.toml"):
        (FOLDER / name).symlink_to(ROOT / name)


def shares_found(mutants: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Mutants found and made, for each module and for all together."""
    shares: dict[str, tuple[int, int]] = {}
    for mutant, status in mutants.items():
        for module in (mutant.partition(".x")[0], "all"):
            found, made = shares.get(module, (0, 0))
            shares[module] = (found + (status in FOUND), made + 1)
    return dict(sorted(shares.items(), key=lambda share: (share[0] == "all", share[0])))


def too_few(shares: Mapping[str, tuple[int, int]]) -> Iterable[str]:
    """The modules of which too few mutants were found; also when there are none at all."""
    if not shares:
        return ["all"]
    return [module for module, (found, made) in shares.items() if 100 * found < LEAST * made]


if __name__ == "__main__":
    sys.exit(main())
