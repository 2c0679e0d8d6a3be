"""The only reader of case files: `read` gives a Case, or refuses with every complaint at once."""

from ketum.intake.files import read_path
from ketum.intake.format import Format
from ketum.intake.raw import MAX_BYTES
from ketum.intake.reading import read
from ketum.intake.schema import case_schema

__all__ = ["MAX_BYTES", "Format", "case_schema", "read", "read_path"]
