"""What all tests share: the knowledge base, and how often properties are tried.

`make test` tries the same cases each time; `make drill` tries new ones, and far more.
"""

from functools import cache

import pytest
from hypothesis import HealthCheck, settings

from ketum.evidence import KnowledgeBase, load

settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "drill", parent=settings.get_profile("suite"), derandomize=False, max_examples=20_000
)
settings.load_profile("suite")


@cache
def _shipped() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The knowledge base that is shipped, read once, also by runs that fork from one another."""
    return _shipped()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is not counted in properties: it makes them three times as slow."""
    for item in items:
        if "properties" in item.path.parts:
            item.add_marker(pytest.mark.no_cover)
