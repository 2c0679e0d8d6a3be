"""What is dangerous in the combination: one finding per mechanism, naming every contributor."""

from ketum.interactions.interact import interact

__all__ = ["interact"]
