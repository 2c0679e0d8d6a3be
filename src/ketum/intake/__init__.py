"""The only reader of case files: `read` gives a Case, or refuses with every complaint at once."""

from ketum.intake.fault import THE_CASE, THE_FILE
from ketum.intake.files import content_of, read_path
from ketum.intake.format import Format
from ketum.intake.raw import MAX_BYTES, sound_text
from ketum.intake.reading import read
from ketum.intake.schema import case_schema

__all__ = [
    "MAX_BYTES",
    "THE_CASE",
    "THE_FILE",
    "Format",
    "case_schema",
    "content_of",
    "read",
    "read_path",
    "sound_text",
]
