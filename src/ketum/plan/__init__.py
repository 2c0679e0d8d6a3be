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

__all__ = ["Contact", "Intake", "Phase", "Plan", "Signature", "Step", "Substance", "Track"]
