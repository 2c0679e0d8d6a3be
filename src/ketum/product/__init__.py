"""What is in a lot, judged against every limit that applies; below a limit is not zero."""

from ketum.product.certificate import (
    Basis,
    Censored,
    Certificate,
    Confidence,
    HeaderField,
    NotRead,
    Result,
    Role,
    Unreadable,
)
from ketum.product.read import read_certificate

__all__ = [
    "Basis",
    "Censored",
    "Certificate",
    "Confidence",
    "HeaderField",
    "NotRead",
    "Result",
    "Role",
    "Unreadable",
    "read_certificate",
]
