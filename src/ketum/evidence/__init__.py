"""The only reader of `knowledge/`: `load()` gives a KnowledgeBase or refuses with every fault."""

from ketum.evidence.index import Shown, count_entries, show
from ketum.evidence.knowledge_base import KnowledgeBase, Release, load

__all__ = ["KnowledgeBase", "Release", "Shown", "count_entries", "load", "show"]
