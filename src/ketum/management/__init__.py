"""The decision table: what to do and where the person goes. The door is `manage`."""

from ketum.management.manage import Managed, manage
from ketum.management.tables import DecidedRow

__all__ = ["DecidedRow", "Managed", "manage"]
