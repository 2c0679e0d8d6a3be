"""Every vignette is reviewed and must say what it expects."""

import pytest

from ketum.evidence import KnowledgeBase
from tests.vignettes.vignette import Vignette, vignettes

ALL = list(vignettes())


@pytest.mark.parametrize("vignette", ALL, ids=[f"{v.file}: {v.name}" for v in ALL])
def test_the_review_says_what_the_vignette_expects(
    vignette: Vignette, knowledge: KnowledgeBase
) -> None:
    assert vignette.disagreements(vignette.review(knowledge)) == []


def test_each_vignette_gives_a_reason_and_a_side() -> None:
    silent = [v.name for v in ALL if not v.because.strip() or v.side not in ("fires", "quiet")]
    assert silent == []


def test_names_are_not_used_twice() -> None:
    names = [v.name for v in ALL]
    assert len(names) == len(set(names))
