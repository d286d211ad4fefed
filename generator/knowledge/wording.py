"""Words of ours that every output says alike: how sure we are, when it was checked, and so on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from generator.knowledge.confidence import Confidence
from generator.knowledge.device import Action
from generator.knowledge.route import Check

SURE = {
    Confidence.HIGH: "Well supported: an official page describes it.",
    Confidence.MEDIUM: "Fairly sure: independent pages agree on it.",
    Confidence.LOW: "Not sure: only few or weak pages describe it.",
    Confidence.INFERRED: "Inferred: no source names this device, but it shares this app.",
}

TIERS = {
    "official": "official",
    "official-mirror": "copy of an official page",
    "press": "press",
    "howto": "how-to",
    "repost": "copy",
    "blog": "weak",
}

DOES = {
    "remove-app": "Remove the app",
    "clear-data": "Clear the app's data",
    "reset-apps": "Reset all apps",
    "reset-device": "Reset the device",
    "unlink": "Unlink the device",
    "restart": "Restart the device",
}

PRIORITIES = {"now": "Do it today", "soon": "Do it this week", "good": "A good habit"}

_SIGNS_OUT = "This signs the device out."
_STAYS = "Your account may stay on the device, so sign it out as well."

# Not from the standard library, whose names of months follow the machine's locale.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day(date: datetime.date) -> str:
    """A date as people write it, the same in every locale: 22 November 2026."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def checked(check: Check | None) -> str:
    """When a route was checked, in a sentence; nothing if it never was."""
    if check is None:
        return ""
    if check.covers:
        return f"Last {how_checked(check)} on {day(check.date)}."
    return f"Changed since it was last {how_checked(check)} on {day(check.date)}."


def how_checked(check: Check) -> str:
    """What somebody did to check a route."""
    return "tried on a device" if check.on_device else "compared with its sources"


def effect(action: Action) -> str:
    """What becomes of the account when something is done outside the app."""
    return _SIGNS_OUT if action.signs_out else _STAYS


def counted(number: int, noun: str) -> str:
    """1 device, 3 devices."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def few(names: Sequence[str], most: int) -> str:
    """The first of many: A, B, C and 5 more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
