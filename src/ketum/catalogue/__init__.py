"""The alkaloids of kratom: what they are, what was measured of them, what products hold."""

from ketum.catalogue.describe import Described, NotListed, describe
from ketum.catalogue.document import catalogue_object, described_object
from ketum.catalogue.groups import TargetGroup

__all__ = [
    "Described",
    "NotListed",
    "TargetGroup",
    "catalogue_object",
    "describe",
    "described_object",
]
