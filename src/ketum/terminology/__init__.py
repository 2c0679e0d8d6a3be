"""What words mean: `recognise` reads one entry of a case in the vocabulary of one field."""

from ketum.terminology.concept import Concept, ConceptKind, Field, Reading, Time, Unread
from ketum.terminology.recognition import recognise

__all__ = ["Concept", "ConceptKind", "Field", "Reading", "Time", "Unread", "recognise"]
