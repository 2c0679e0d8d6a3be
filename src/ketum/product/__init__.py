"""What is in a lot, judged against every limit that applies; below a limit is not zero."""

from ketum.product.assess import Assessment, assess
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
from ketum.product.legal_caps import LegalCap
from ketum.product.read import read_certificate
from ketum.product.verdicts import Judged, Standing, Verdict

__all__ = [
    "Assessment",
    "Basis",
    "Censored",
    "Certificate",
    "Confidence",
    "HeaderField",
    "Judged",
    "LegalCap",
    "NotRead",
    "Result",
    "Role",
    "Standing",
    "Unreadable",
    "Verdict",
    "assess",
    "read_certificate",
]
