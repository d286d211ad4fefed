"""The words every other spec is written with: each is said once, and used by its name."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.text import (
    REFERS,
    Date,
    DeviceId,
    Editors,
    Form,
    Https,
    Id,
    Language,
    Listed,
    Mailbox,
    Plain,
    Plains,
    Refers,
    Sign,
    Sources,
    Spec,
    Text,
    Words,
    form,
)

Input = Literal["remote", "gamepad", "touch", "pointer"]
Tier = Literal["official", "official-mirror", "press", "howto", "repost", "blog"]


RouteName = Annotated[
    str,
    form(
        r"^[a-z0-9-]+/[a-z0-9-]+$",
        "Write the interface and the route of that device, as in interface/route.",
    ),
]
Inputs = Annotated[tuple[Input, ...], Field(min_length=1), Listed]
# A language that the service's file names.
ServiceLanguage = Annotated[Language, Editors(((REFERS, ("languages",)),))]
Languages = Annotated[tuple[ServiceLanguage, ...], Listed]


class RemoteSignOut(Spec):
    """How to sign a device out without being near it."""

    device: DeviceId = Field(
        description="The device spec that stands for the service's account page."
    )
    one_device: RouteName = Field(description="Its route for one device, as `interface/route`.")
    all_devices: RouteName = Field(description="Its route for all devices, as `interface/route`.")
    delay: Text = Field(description="How long it takes until a device is signed out.")
    delay_sources: Sources = ()


class Reports(Spec):
    """Where readers send that a step does not match what they see."""

    form: Form | None = Field(
        None,
        description="The address of a form that takes a prepared text, such as that of a new "
        "issue: https://…?title={title}&body={text}",
    )
    mail: Mailbox | None = Field(None, description="An address for mail.")


class Service(Spec):
    """The service one signs out of."""

    name: Plain = Field(description="The service's name; `{service}` in a text stands for it.")
    edition: Date = Field(description="The day these specs were last compared with their sources.")
    languages: dict[Language, Plain] = Field(
        description="The languages labels are given in: code, then the language's own name."
    )
    remote: RemoteSignOut = Field(
        description="How to sign a device out without being near it: on the account page."
    )
    reports: Reports = Field(Reports(), description="Where readers report what does not match.")
    afterwards: Annotated[tuple[Annotated[Id, Refers(("items",))], ...], Listed] = Field(
        (), description="What to check once signed out, as names from items.yml."
    )


class Kind(Spec):
    """A kind of device: one heading of the catalogue, one folder in devices/."""

    name: Plain = Field(description="The kind in the plural, as a heading: Smart TVs.")
    input: Input = Field(
        description="What such a device is worked with: a remote, a gamepad, a touch screen, "
        "or a pointer (mouse or touchpad)."
    )
    icon: Id | None = Field(
        None, description="Its picture: the name of an icon of Material Design, as `television`."
    )


class Everyday(Spec):
    """What people say for a word of ours, so that the finder knows both. The entry's name is our
    word, with hyphens for spaces."""

    people_say: Annotated[tuple[Plain, ...], Field(min_length=1), Listed] = Field(
        description="Other words for it, as people say or type them: [tele, telly, television]."
    )


class Key(Spec):
    """A button on a remote, gamepad or keyboard."""

    name: Plain = Field(description="What is usually printed on it: Back.")
    inputs: Inputs = Field(description="On which inputs the button is found.")
    symbol: Sign | None = Field(None, description="The sign on it, as one character: an arrow.")


class Label(Spec):
    """Words or an icon on a screen that one can select."""

    text: dict[ServiceLanguage, Words] = Field(
        description="The words exactly as the screen shows them, in each language we know; "
        "`en` is needed. A list gives several wordings, the usual one first."
    )
    icon: bool = Field(False, description="true if the screen shows a picture instead of words.")
    formerly: Plains = Field((), description="Words older versions showed for the same.")
    means: Annotated[Id, Refers(("concepts", "labels"))] | None = Field(
        None, description="The concept or label it means the same as."
    )
    does: Text | None = Field(
        None,
        description="What selecting it does, if no screen of a family says so.",
        examples=["It only closes the app."],
    )
    official: Languages = Field(
        (), description="The languages in which the words were seen on an official page."
    )
    sources: Sources = ()


class Position(Spec):
    """Where on a screen something stands."""

    text: Plain = Field(description="The words for it in a sentence: at the bottom of the list.")


class Concept(Spec):
    """A word of ours that needs explaining."""

    name: Plain = Field(description="The word, as it stands in a sentence: profile.")
    means: Text = Field(description="What it is, in one or two plain sentences.")
    is_not: Text | None = Field(None, description="What people take it for, but it is not.")
    sources: Sources = ()


class Phrase(Spec):
    """A sentence or part of one that several specs say; `{name}` in a text puts it there."""

    text: Text = Field(
        description="The words. They may hold `{name}` of a key, a label or a concept, but of no "
        "other phrase."
    )


class Source(Spec):
    """A page that backs what we say."""

    url: Https = Field(description="The page's full address, beginning with `https://`.")
    title: Plain = Field(description="The page's title, as the page gives it.")
    publisher: Plain = Field(description="Who publishes the page: the site's or the firm's name.")
    tier: Tier = Field(
        description="official: the service or the device's maker; official-mirror: somebody's "
        "copy of an official page; press: news or an established outlet; howto: a how-to site or "
        "a vendor's support; repost: a copy or translation of another outlet's page; blog: weak."
    )
    origin: Plain | None = Field(
        None, description="For a copy: whose page it copies. Copies of one page count once."
    )
    date: Plain | None = Field(
        None,
        description="The date on the page, as exact as it is known: 2024-03-18, March 2024, 2024.",
        examples=["2024-03-18", "March 2024", "2024"],
    )
    language: Language = Field("en", description="The page's language, if it is not English: da.")
    note: Plain | None = Field(
        None, description="What an editor should know of the page: earlier wording of the page."
    )
