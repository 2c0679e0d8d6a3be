"""What is dangerous in the person: conditions, symptoms, vital signs, values, dose bands."""

from ketum.screening.screen import screen

__all__ = ["screen"]
