"""What is taken, how often and for how long, and whether people were ever studied with that."""

from ketum.dosing.of_case import dosing_of
from ketum.dosing.regimen import Dose, Dosing, Form, LotContent, NotComputable
from ketum.dosing.studied import Beyond, beyond_studied

__all__ = [
    "Beyond",
    "Dose",
    "Dosing",
    "Form",
    "LotContent",
    "NotComputable",
    "beyond_studied",
    "dosing_of",
]
