"""Supervised plans: what a clinician proposes is checked, previewed, signed and followed."""

from ketum.plan.course import (
    Contact,
    Intake,
    Phase,
    Plan,
    Signature,
    Step,
    Substance,
    Track,
)
from ketum.plan.decide import Decision, Referral, decide
from ketum.plan.difference import Change, differences
from ketum.plan.reading import read_plan
from ketum.plan.replan import replanned
from ketum.plan.signing import revised, sign

__all__ = [
    "Change",
    "Contact",
    "Decision",
    "Intake",
    "Phase",
    "Plan",
    "Referral",
    "Signature",
    "Step",
    "Substance",
    "Track",
    "decide",
    "differences",
    "read_plan",
    "replanned",
    "revised",
    "sign",
]
