"""What there is in the data: devices, routes, problems, labels and the rest, as typed objects.

These are version 1 of the contract: fields may be added, never removed or given another type.
"""

from generator.data.entities.changes import ChangeEntry, Edition, Subject
from generator.data.entities.devices import (
    Action,
    Device,
    DeviceSummary,
    Interface,
    InterfaceSummary,
    PathEntry,
    Remote,
    Retirement,
)
from generator.data.entities.guidance import (
    Checklist,
    Claim,
    Fact,
    Item,
    Problem,
    ProblemSummary,
    SeeAlso,
    Solution,
    Topic,
)
from generator.data.entities.record import Confidence, Record
from generator.data.entities.routes import (
    Check,
    Control,
    Family,
    FamilySummary,
    Impostor,
    Note,
    Reason,
    Route,
    Screen,
    Seen,
    Step,
    Word,
)
from generator.data.entities.vocabulary import Concept, Key, Kind, Label, Source

__all__ = [
    "Action",
    "ChangeEntry",
    "Check",
    "Checklist",
    "Claim",
    "Concept",
    "Confidence",
    "Control",
    "Device",
    "DeviceSummary",
    "Edition",
    "Fact",
    "Family",
    "FamilySummary",
    "Impostor",
    "Interface",
    "InterfaceSummary",
    "Item",
    "Key",
    "Kind",
    "Label",
    "Note",
    "PathEntry",
    "Problem",
    "ProblemSummary",
    "Reason",
    "Record",
    "Remote",
    "Retirement",
    "Route",
    "Screen",
    "SeeAlso",
    "Seen",
    "Solution",
    "Source",
    "Step",
    "Subject",
    "Topic",
    "Word",
]
