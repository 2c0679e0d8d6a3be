"""What is wrong with how a command was called, in words that quote nothing of what was typed.

What is typed can be a name: of a person, or of a file that is named after one.
"""

from __future__ import annotations

from typing import Any

__all__ = ["WRONG_USAGE", "is_wrong_usage", "usage_said"]

WRONG_USAGE = 2
CHOICES = " is not one of "
LIMITS = "Input should be "
TOO_MANY = "There are too many arguments. Put a name that holds spaces in quotes."


def is_wrong_usage(error: Exception) -> bool:
    """Whether the framework found this before the command began.

    Its exceptions have no name that holds for every release of it that may be installed.
    """
    return hasattr(error, "format_message") and getattr(error, "exit_code", None) == WRONG_USAGE


def usage_said(error: Any) -> str:
    """The way a command is called, and what was wrong with this call."""
    kind, context = type(error).__name__, error.ctx
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    said = _problem(error, kind)
    if context is None:
        return said
    return f"{context.get_usage()}\n{said} `{context.command_path} --help` says more."


def _problem(error: Any, kind: str) -> str:
    match kind:
        # These name an option of ours, or an argument, and no value.
        case "MissingParameter" | "BadOptionUsage":
            return str(error.format_message())
        case "NoSuchOption":
            near = ", ".join(sorted(error.possibilities or ()))
            return f"There is no such option.{f' Near it: {near}.' if near else ''}"
        case "BadParameter":
            return _value(error)
    if error.message.startswith("Got unexpected extra"):
        return TOO_MANY
    commands = getattr(error.ctx and error.ctx.command, "list_commands", None)
    if commands is not None:
        return f"There is no such command. There are {', '.join(commands(error.ctx))}."
    return "The command was not understood."


def _value(error: Any) -> str:
    """The option or argument, and what it takes, but not what it was given."""
    where, _, _ = error.format_message().partition(": ")
    _, is_choice, choices = error.message.rpartition(CHOICES)
    if is_choice:
        return f"{where}. It takes one of {choices.removesuffix('.')}."
    _, is_limit, limit = error.message.partition(LIMITS)
    return f"{where}. It should be {limit.partition(',')[0]}." if is_limit else f"{where}."
