"""The short forms, from the full ones."""

from __future__ import annotations

from generator.data import entities
from generator.data.envelope import ROOT


def device_summary(device: entities.Device) -> entities.DeviceSummary:
    """A device in short."""
    return entities.DeviceSummary(
        id=device.id,
        name=device.name,
        also=device.also,
        models=device.models,
        kind=device.kind,
        confidence=device.confidence,
        interfaces=tuple(
            entities.InterfaceSummary(id=one.id, name=one.name, steps=len(one.routes[0].steps))
            for one in device.interfaces
        ),
        retired=device.retired is not None,
        page=device.page,
        data=f"{ROOT}devices/{device.id}.json",
    )


def family_summary(family: entities.Family) -> entities.FamilySummary:
    """A family in short."""
    return entities.FamilySummary(
        id=family.id,
        name=family.name,
        devices=len(family.devices),
        data=f"{ROOT}families/{family.id}.json",
    )


def problem_summary(problem: entities.Problem) -> entities.ProblemSummary:
    """A problem in short."""
    return entities.ProblemSummary(
        id=problem.id,
        title=problem.title,
        also=problem.also,
        messages=problem.messages,
        kinds=problem.kinds,
        solutions=len(problem.solutions),
        page=problem.page,
        data=f"{ROOT}problems/{problem.id}.json",
    )
