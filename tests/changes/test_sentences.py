"""The sentences of `signout diff`, one small edit each, by what the edit is about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.changes.compare import changes
from generator.knowledge.resolve import resolve
from tests.changes.test_compare import FILES, GEAR, MENU, PROBLEM, TV, said
from tests.conftest import Lumen, LumenKnown

PHONE, BOX = "families/phone-app.yml", "devices/console/play-box.yml"
STICK, HANDY = "devices/tv/glow-stick.yml", "devices/phone/handy.yml"
LABELS, SERVICE, PACKS, KINDS = "labels.yml", "service.yml", "packs.yml", "kinds.yml"
LIST, TOPIC, ITEMS = "checklists/security.yml", "topics/key-code.yml", "items.yml"
GAZETTE = "“The Gazette: Get your account off that TV”"
HOWTO = "“How-to Hub: Lumen, log out, all devices”"
WITH_MENU = "Glow Stick, Glow TV and Play Box, in “TV app with a menu”"

Edit = Mapping[str, object]
# The sentence there, and the one that is told if the edit is taken back.
Told = tuple[Edit, str, str]


def text(name: str) -> str:
    return FILES[name].decode()


def turned(name: str, first: str, second: str, end: str) -> tuple[str, str]:
    """The two parts of a file that begin so, in the other order."""
    whole = text(name)
    one, other, last = (whole.index(part) for part in (first, second, end))
    return whole[one:last], whole[other:last] + whole[one:other]


# --- devices ----------------------------------------------------------------------------------

RESTART = "  restart: {does: restart, signs_out: false, path: [Power, Again], sources: [gazette]}\n"
DEVICES: list[Told] = [
    (
        {BOX: ("name: Play Box\n", "name: Play Box\ninput: remote\n")},
        "Play Box: it is now worked with a remote, was with a gamepad.",
        "Play Box: it is now worked with a gamepad, was with a remote.",
    ),
    (
        {HANDY: None, "devices/account/handy.yml": text(HANDY)},
        "Handy phone: it now stands among “Account pages”, was among “Phones”.",
        "Handy phone: it now stands among “Phones”, was among “Account pages”.",
    ),
    (
        {HANDY: None, "devices/phone/handset.yml": text(HANDY)},
        "Handy phone: its page has moved to “devices/handset/”.",
        "Handy phone: its page has moved to “devices/handy/”.",
    ),
    (
        {STICK: ("{back: Menu}", "{back: Menu, left: Arrow}")},
        "Glow Stick: its key “Left” is called “Arrow”.",
        "Glow Stick: its key “Left” is no longer called “Arrow”.",
    ),
    (
        {STICK: ("{back: Menu}", "{back: Return}")},
        "Glow Stick: the key “Back” is now “Return”, was “Menu”.",
        "Glow Stick: the key “Back” is now “Menu”, was “Return”.",
    ),
    (
        {TV: turned(TV, "  menu:\n", "  gear:\n", "notes:")},
        "Glow TV: its looks now come in this order: “TV app with a gear” and “TV app with a menu”.",
        "Glow TV: its looks now come in this order: “TV app with a menu” and “TV app with a gear”.",
    ),
    (
        {STICK: text(STICK).partition("retired:")[0]},
        "Glow Stick: it is supported again.",
        "Glow Stick: no longer supported since 1 March 2026: “The app no longer opens on the first "
        "sticks.”",
    ),
    (
        {STICK: ("2026-03-01", "2026-04-01")},
        "Glow Stick: the day of its retirement is now “1 April 2026”, was “1 March 2026”.",
        "Glow Stick: the day of its retirement is now “1 March 2026”, was “1 April 2026”.",
    ),
    (
        {TV: ("at: menu/menu/2", "at: menu/key-code/1")},
        "Glow TV: the note “The list may scroll.” now stands elsewhere on step 1 of “Press the key "
        "code”.",
        "Glow TV: the note “The list may scroll.” now stands elsewhere on step 2 of “Use the "
        "menu”.",
    ),
    (
        {TV: ("  - {at: menu/menu/2, text: The list may scroll.}\n", "")},
        "Glow TV: the note on step 2 of “Use the menu” is gone; it was “The list may scroll.”",
        "Glow TV: a new note on step 2 of “Use the menu”: “The list may scroll.”",
    ),
    (
        {TV: ("actions:\n", f"actions:\n{RESTART}")},
        "Glow TV: new, outside the app: “Restart the device”.",
        "Glow TV: gone, outside the app: “Restart the device”.",
    ),
    (
        {TV: ('when: "2024"', 'when: "2025"')},
        "the name of what to do outside the app is now “Reset the device: 2025”, was “Reset the "
        "device: 2024”.",
        "the name of what to do outside the app is now “Reset the device: 2024”, was “Reset the "
        "device: 2025”.",
    ),
    (
        {TV: ("Reset]", "Reset all]")},
        "the path of “Reset the device: 2024” is now “Settings › Home › Hold the button › Reset "
        "all”, was “Settings › Home › Hold the button › Reset”.",
        "is now “Settings › Home › Hold the button › Reset”, was “Settings › Home › Hold the "
        "button › Reset all”.",
    ),
]

# --- the ways, and the map of the menus -------------------------------------------------------

SIGN_OUT = "      sign-out: {select: sign-out, opens: signed-out}\n"
MORE_MENUS = f"""{SIGN_OUT}      devices: {{select: devices, opens: more}}
  more:
    looks_like: A list of phones.
    controls:
      back: {{select: leave, opens: me}}
"""
ON_THE_WAY = f"""      more: {{select: get-help, opens: more}}
  more:
    looks_like: A long list.
    controls:
{SIGN_OUT}"""
NO_SECOND_WAY = text(PHONE).partition("no_fallback:")[1:]
SECOND = """routes:
  other:
    role: fallback
    title: Use the other button
    when: The first is not there.
    steps: [home.me, me.leave]
    sources: [gazette]
"""
WITH_SECOND = [
    ("".join(NO_SECOND_WAY), ""),
    (SIGN_OUT, f"{SIGN_OUT}      leave: {{select: leave, opens: signed-out}}\n"),
    ("routes:\n", SECOND),
]
WAYS: list[Told] = [
    (
        {PHONE: ("name: Phone app", "name: Mobile app")},
        "Handy phone: the name of this look is now “Mobile app”, was “Phone app”.",
        "Handy phone: the name of this look is now “Phone app”, was “Mobile app”.",
    ),
    (
        {PHONE: WITH_SECOND},
        "A new second way: “Use the other button”.",
        "The way “Use the other button” is gone.",
    ),
    (
        {
            PHONE: [
                (SIGN_OUT, ON_THE_WAY),
                ("me.sign-out]", "me.more, more.sign-out]"),
            ]
        },
        "Handy phone: a new step 2: “Select Get Help.”",
        "Handy phone: step 2, “Select Get Help.” is gone.",
    ),
    (
        {
            PHONE: [
                (
                    "{select: profile-icon, where: at-top, opens: me}",
                    "{select: sign-out, opens: a}",
                ),
                ("{select: sign-out, opens: s", "{select: profile-icon, where: at-top, opens: s"),
                ("opens: a}", "opens: me}"),
            ]
        },
        "Handy phone: the order of the steps is now “Select Sign Out. Select the profile icon at "
        "the top of the screen.”, was “Select the profile icon at the top of the screen. Select "
        "Sign Out.”",
        "Handy phone: the order of the steps is now “Select the profile icon at the top of the "
        "screen. Select Sign Out.”, was “Select Sign Out. Select the profile icon at the top of "
        "the screen.”",
    ),
    (
        {PHONE: ("sign-out: {select: sign-out,", "sign-out: {enter: your word,")},
        "Handy phone: the instruction on step 2 is now “Enter your word.”, was “Select Sign Out.”",
        "Handy phone: the instruction on step 2 is now “Select Sign Out.”, was “Enter your word.”",
    ),
    (
        {MENU: ("or: [deactivate]", "or: [deactivate, remove]")},
        f"{WITH_MENU}: a new other word on step 3: “Remove”.",
        f"{WITH_MENU}: the other word on step 3 is gone; it was “Remove”.",
    ),
    (
        {MENU: ("[lumen-help, gazette]", "[gazette, lumen-help]")},
        f"{WITH_MENU}: the sources of “Use the menu” come in another order.",
        f"{WITH_MENU}: the sources of “Use the menu” come in another order.",
    ),
    (
        {
            MENU: (
                "{label: leave, does: It only closes the app.",
                "{label: get-help, does: It helps.",
            )
        },
        f"{WITH_MENU}: new: “Get Help” does not sign one out. It no longer warns of “Leave”.",
        f"{WITH_MENU}: new: “Leave” does not sign one out. It no longer warns of “Get Help”.",
    ),
    (
        {MENU: ("It only closes the app.", "It closes the app.")},
        f"{WITH_MENU}: the sentence about what “Leave” really does is now “It closes the app.”, "
        "was “It only closes the app.”",
        f"{WITH_MENU}: the sentence about what “Leave” really does is now “It only closes the "
        "app.”, was “It closes the app.”",
    ),
    (
        {PHONE: (SIGN_OUT, MORE_MENUS)},
        "Handy phone: new in the menus, on “A page with your picture on it.”: “Select Devices.” A "
        "new screen in the menus: “A list of phones.”",
        "Handy phone: gone from the menus, on “A page with your picture on it.”: “Select Devices.” "
        "A screen is gone from the menus: “A list of phones.”",
    ),
    (
        {PHONE: ("looks_like: A page with your", "sketch: list\n    looks_like: A page with your")},
        "Handy phone: another small drawing of the screen “A page with your picture on it.”",
        "Handy phone: another small drawing of the screen “A page with your picture on it.”",
    ),
    (
        {
            GEAR: ("looks_like: A list", "sketch: list\n    looks_like: A list"),
            MENU: ("    dialog: true\n", ""),
        },
        "Glow TV, in “TV app with a gear”: another small drawing of the screens “A list with a "
        "gear at its end.” and “A question about signing out.”",
        "Glow TV, in “TV app with a gear”: another small drawing of the screens “A list with a "
        "gear at its end.” and “A question about signing out.”",
    ),
    (
        {MENU: ("{select: leave, opens: home}", "{select: leave, opens: help}")},
        f"{WITH_MENU}: the map of the menus is drawn in another way.",
        f"{WITH_MENU}: the map of the menus is drawn in another way.",
    ),
]

# --- words, sources, packs, the whole site ----------------------------------------------------

SHARED: list[Told] = [
    (
        {LABELS: ("{en: Get Help, fr: Aide}", "{fr: Aide, en: Get Help}")},
        "“Get Help” (on 3 devices): its languages come in another order.",
        "“Get Help” (on 3 devices): its languages come in another order.",
    ),
    (
        {LABELS: (", icon: true", "")},
        "“profile icon” (on 1 device): screens now show words for it.",
        "“profile icon” (on 1 device): screens now show a picture for it.",
    ),
    (
        {LABELS: ("means: sign-out", "means: profile")},
        "“Deactivate” (on 3 devices): the meaning is now “profile”, was “Sign Out”.",
        "“Deactivate” (on 3 devices): the meaning is now “Sign Out”, was “profile”.",
    ),
    (
        {LABELS: ("official: [en]", "official: [en, fr]")},
        "“Sign Out” (on 4 devices): the word in Français was seen on an official page.",
        "“Sign Out” (on 4 devices): the word in Français no longer counts as seen on an official "
        "page.",
    ),
    (
        {
            LABELS: ("leave: {", "bye: {text: {en: Bye}}\nleave: {"),
            MENU: ("or: [deactivate]", "or: [deactivate, bye]"),
        },
        "“Bye”: new among the words on screens.",
        "“Bye”: no longer among the words on screens.",
    ),
    (
        {"concepts.yml": ("name: profile", "name: viewer")},
        "On Handy phone: “profile” is now called “viewer”.",
        "On Handy phone: “viewer” is now called “profile”.",
    ),
    (
        {"sources.yml": ("date: May 2026", "date: June 2026")},
        f"{GAZETTE} (on 4 devices and 1 problem): the date is now “June 2026”, was “May 2026”.",
        f"{GAZETTE} (on 4 devices and 1 problem): the date is now “May 2026”, was “June 2026”.",
    ),
    (
        {"keys.yml": ("{name: Up,", "{name: Up, symbol: ↑,")},
        "“Up” (on 3 devices and 1 problem): a new sign on it: “↑”.",
        "“Up” (on 3 devices and 1 problem): the sign on it is gone; it was “↑”.",
    ),
    (
        {PACKS: ("For our guests", "For guests")},
        "“For our guests” is now called “For guests”.",
        "“For guests” is now called “For our guests”.",
    ),
    (
        {PACKS: ("checklists: [security]\n  ", "")},
        "“For our guests”: no longer a checklist: “Keep your account safe”.",
        "“For our guests”: a new checklist: “Keep your account safe”.",
    ),
    (
        {PACKS: ("  remote: true\n", "")},
        "“For our guests”: it no longer tells how to sign out from afar.",
        "“For our guests”: it now tells how to sign out from afar.",
    ),
    (
        {PACKS: None},
        "“For our guests”: no longer among the packs to print.",
        "“For our guests”: new among the packs to print.",
    ),
    (
        {"everyday.yml": "device: {people_say: [thing]}\n"},
        "“device”: new among the words that the finder knows.",
        "“device”: no longer among the words that the finder knows.",
    ),
    (
        {SERVICE: ("name: Lumen\n", "name: Lumina\n")},
        "“Lumen” is now called “Lumina”.",
        "“Lumina” is now called “Lumen”.",
    ),
    (
        {SERVICE: ("up to 1 hour", "up to 2 hours")},
        "The sentence on how long it takes from afar is now “It can take up to 2 hours.”, was “It "
        "can take up to 1 hour.”",
        "The sentence on how long it takes from afar is now “It can take up to 1 hour.”, was “It "
        "can take up to 2 hours.”",
    ),
    (
        {
            SERVICE: ("device: lumen-account", "device: other"),
            "devices/account/other.yml": "name: the other page\n"
            "interfaces: {devices-page: {family: devices-page}}\n",
        },
        "The place to sign out from afar is now “the other page”, was “your account page”.",
        "The place to sign out from afar is now “your account page”, was “the other page”.",
    ),
    (
        {SERVICE: ("one_device: devices-page/one-device", "one_device: devices-page/all-devices")},
        "The way to sign out one device from afar is now “Sign out all devices”, was “Sign out one "
        "device”.",
        "The way to sign out one device from afar is now “Sign out one device”, was “Sign out all "
        "devices”.",
    ),
    (
        {SERVICE: ("name: Lumen\n", "name: Lumen\nreports: {mail: help@lumen.example}\n")},
        "A new mailbox for reports: “help@lumen.example”.",
        "The mailbox for reports is gone; it was “help@lumen.example”.",
    ),
    (
        {SERVICE: ("Français", "French")},
        "The name of a language is now “French”, was “Français”.",
        "The name of a language is now “Français”, was “French”.",
    ),
    (
        {SERVICE: ("fr: Français, nb: Norsk", "nb: Norsk, fr: Français")},
        "The languages come in another order.",
        "The languages come in another order.",
    ),
    (
        {SERVICE: ("name: Lumen\n", "name: Lumen\nafterwards: [strong-password]\n")},
        "A new thing to check once signed out: “Use a strong password”.",
        "No longer a thing to check once signed out: “Use a strong password”.",
    ),
    (
        {KINDS: ("account:", "watch: {name: Watches, input: touch}\naccount:")},
        "“Watches”: new among the kinds of device.",
        "“Watches”: no longer among the kinds of device.",
    ),
    (
        {KINDS: ("input: touch", "input: touch, icon: cellphone")},
        "“Phones”: another icon.",
        "“Phones”: another icon.",
    ),
    (
        {KINDS: "".join(reversed(text(KINDS).splitlines(keepends=True)))},
        "The kinds of device now come in this order: “Account pages”, “Phones”, “Game consoles” "
        "and “TVs and sticks”.",
        "The kinds of device now come in this order: “TVs and sticks”, “Game consoles”, “Phones” "
        "and “Account pages”.",
    ),
    (
        {
            LABELS: [
                ("leave: {text: {en: Leave}}\n", ""),
                ("sign-out:\n", "leave: {text: {en: Leave}}\nsign-out:\n"),
            ]
        },
        "The words on screens come in another order.",
        "The words on screens come in another order.",
    ),
]

# --- problems, checklists, topics -------------------------------------------------------------

DARK = """title: The screen stays dark
symptom: Nothing shows.
kinds: [phone]
solutions: [{title: Wait, text: It may wake up., doubt: Nobody says so.}]
worked: Something shows.
"""
TRAVEL = "title: Before you travel\nintro: Go through it.\nitems: [look-at-devices]\n"
CARE = """care:
  title: Be careful
  text: It pays.
  how: Think first.
  priority: now
  see: [key-code]
  doubt: General advice.
"""
NOT_OPEN = "“The menu does not open”"
GUIDANCE: list[Told] = [
    (
        {PROBLEM: ("title: The menu does not open", "title: No menu opens")},
        f"{NOT_OPEN} is now called “No menu opens”.",
        f"“No menu opens” is now called {NOT_OPEN}.",
    ),
    (
        {PROBLEM: None, "problems/no-menu.yml": text(PROBLEM)},
        f"{NOT_OPEN}: its page has moved to “troubleshooting/no-menu/”.",
        f"{NOT_OPEN}: its page has moved to “troubleshooting/menu-does-not-open/”.",
    ),
    (
        {"problems/dark.yml": DARK},
        "“The screen stays dark”: new among the problems.",
        "“The screen stays dark”: no longer among the problems.",
    ),
    (
        {PROBLEM: turned(PROBLEM, "  - title: Press", "  - title: Wait", "claims:")},
        f"{NOT_OPEN}: each solution is the same, but they come in another order.",
        f"{NOT_OPEN}: each solution is the same, but they come in another order.",
    ),
    (
        {
            PROBLEM: (
                "  - title: Wait",
                "  - {title: Restart, text: So., doubt: Ah.}\n  - title: Wait",
            )
        },
        f"{NOT_OPEN}: a new solution: “Restart”.",
        f"{NOT_OPEN}: a solution is gone: “Restart”.",
    ),
    (
        {PROBLEM: ('"Press {down}."', '"Press {down}.", "Wait."')},
        f"{NOT_OPEN}: a new step 3 of solution 1: “Wait.”",
        f"{NOT_OPEN}: step 3 of solution 1 is gone; it was “Wait.”",
    ),
    (
        {PROBLEM: ("cast-dongle]", "glow-tv]")},
        f"{NOT_OPEN}: a new link to read on of solution 1: “Glow TV”. No longer a link to read on "
        "of solution 1: “Cast Dongle”.",
        f"{NOT_OPEN}: a new link to read on of solution 1: “Cast Dongle”. No longer a link to read "
        "on of solution 1: “Glow TV”.",
    ),
    (
        {PROBLEM: ("kinds:", "messages: [E-12]\nkinds:")},
        f"{NOT_OPEN}: a new message on the screen: “E-12”.",
        f"{NOT_OPEN}: no longer a message on the screen: “E-12”.",
    ),
    (
        {PROBLEM: ("after a restart.", "after a minute.")},
        "the truth about “The menu is gone for good.” is now “It comes back after a minute.”, was "
        "“It comes back after a restart.”",
        "the truth about “The menu is gone for good.” is now “It comes back after a restart.”, was "
        "“It comes back after a minute.”",
    ),
    (
        {PROBLEM: ("kinds: [console]", "kinds: [tv, console, phone]")},
        "It is now told on “Cast Dongle” and “Handy phone”.",
        "It is no longer told on “Cast Dongle” and “Handy phone”.",
    ),
    (
        {PROBLEM: ("kinds: [console]\nfamilies: [tv-menu]\ndevices: [glow-tv]\n", "")},
        "It is now told on “Cast Dongle”, “Handy phone” and “your account page”.",
        "It is no longer told on “Cast Dongle”, “Handy phone” and “your account page”.",
    ),
    (
        {"checklists/travel.yml": TRAVEL},
        "“Before you travel”: new among the checklists.",
        "“Before you travel”: no longer among the checklists.",
    ),
    (
        {ITEMS: f"{CARE}{text(ITEMS)}", LIST: ("look-at-devices]", "look-at-devices, care]")},
        "“Keep your account safe”: a new item: “Be careful”.",
        "“Keep your account safe”: an item is gone: “Be careful”.",
    ),
    (
        {
            ITEMS: f"{CARE}{text(ITEMS)}",
            LIST: ("[strong-password,", "[care,"),
            SERVICE: ("name: Lumen\n", "name: Lumen\nafterwards: [strong-password]\n"),
        },
        "“Keep your account safe”: a new item: “Be careful”.",
        "“Keep your account safe”: a new item: “Use a strong password”.",
    ),
    (
        {ITEMS: ("Open {devices} now", "Open Devices now")},
        "“Look at your devices”: the text reads as before, but marks other words: “Open Devices "
        "now and then.”",
        "“Look at your devices”: the text reads as before, but marks other words: “Open Devices "
        "now and then.”",
    ),
    (
        {ITEMS: ("title: Use a strong", "title: Use a good")},
        "“Use a strong password” is now called “Use a good password”.",
        "“Use a good password” is now called “Use a strong password”.",
    ),
    (
        {TOPIC: ("    sources: [gazette, howto-hub]", "    doubt: Nobody knows.")},
        "We are less sure of fact 1: not sure, was fairly sure.",
        "We are more sure of fact 1: fairly sure, was not sure.",
    ),
    (
        {"topics/pace.yml": "title: How fast\nfacts: [{text: It is slow., sources: [gazette]}]\n"},
        "“How fast”: new among the topics.",
        "“How fast”: no longer among the topics.",
    ),
]


@pytest.mark.parametrize(
    ("edit", "sentence", "back"),
    [*DEVICES, *WAYS, *SHARED, *GUIDANCE],
    ids=[one[1][:50] for one in (*DEVICES, *WAYS, *SHARED, *GUIDANCE)],
)
def test_what_is_told_of_an_edit_and_if_it_is_taken_back(
    lumen_known: LumenKnown, edit: Edit, sentence: str, back: str
) -> None:
    old, new = lumen_known(), lumen_known(edit)
    assert any(sentence in line for line in said(old, new)), said(old, new)
    assert any(back in line for line in said(new, old)), said(new, old)


# --- what needs more than one edit ------------------------------------------------------------


def test_two_ways_change_places(lumen_known: LumenKnown) -> None:
    second = lumen_known({PHONE: WITH_SECOND})
    swapped = lumen_known(
        {
            PHONE: [
                *WITH_SECOND,
                ("role: fallback", "role: second"),
                ("role: main", "role: fallback\n    when: The other is not there."),
                ("role: second", "role: main"),
                ("    when: The first is not there.\n", ""),
            ]
        }
    )
    lines = said(second, swapped)
    assert "“Use the other button” is now the main way." in lines
    assert "“Use your picture” is now a second way." in lines
    assert (
        "The ways now come in this order: “Use the other button” and “Use your picture”." in lines
    )


def test_a_screen_that_no_way_passes_looks_otherwise(lumen_known: LumenKnown) -> None:
    gadgets = MORE_MENUS.replace("phones", "gadgets")
    old, new = (lumen_known({PHONE: (SIGN_OUT, menus)}) for menus in (MORE_MENUS, gadgets))
    assert said(old, new) == [
        "Handy phone: the screen in the menus is now “A list of gadgets.”, was “A list of phones.”"
    ]


def test_other_words_of_a_step_in_another_order(lumen_known: LumenKnown) -> None:
    old, new = (
        lumen_known({MENU: ("or: [deactivate]", f"or: [{words}]")})
        for words in ("deactivate, remove", "remove, deactivate")
    )
    assert said(old, new)[0] == (f"{WITH_MENU}: what a step may be called comes in another order.")


def test_a_word_that_only_reads_the_same(lumen_known: LumenKnown) -> None:
    """Readers do not see that it is another, but it may mean something else in other languages."""
    both = {
        LABELS: ("remove: {", "out: {text: {en: Sign Out}, sources: [gazette]}\nremove: {"),
        MENU: ("or: [deactivate]", "or: [deactivate, out]"),
    }
    assert said(
        lumen_known(both), lumen_known({**both, PHONE: ("select: sign-out", "select: out")})
    ) == ["Handy phone: the word on step 2 reads as before, but is another: “Sign Out”."]


def test_what_one_can_do_outside_the_app_in_another_order(lumen_known: LumenKnown) -> None:
    last = "    sources: [howto-hub]\n"
    first = lumen_known({TV: ("actions:\n", f"actions:\n{RESTART}")})
    assert said(first, lumen_known({TV: (last, f"{last}{RESTART}")})) == [
        "Glow TV: what one can do outside the app comes in another order."
    ]


def test_words_for_keys_in_another_order(lumen_known: LumenKnown) -> None:
    old, new = (
        lumen_known({STICK: ("{back: Menu}", keys)})
        for keys in ("{back: Menu, left: Arrow}", "{left: Arrow, back: Menu}")
    )
    assert said(old, new) == ["Glow Stick: its words for keys come in another order."]


def test_checklists_in_another_order(lumen_known: LumenKnown) -> None:
    old, new = (lumen_known({f"checklists/{name}.yml": TRAVEL}) for name in ("travel", "before"))
    assert said(old, new) == ["The checklists come in another order."]


def test_a_word_that_only_a_problem_says(lumen_known: LumenKnown) -> None:
    old, new = (
        lumen_known(
            {
                "concepts.yml": (
                    "profile:",
                    f"fault: {{name: {name}, means: Something in it is wrong.}}\nprofile:",
                ),
                PROBLEM: ("may be busy", "may be at {fault}"),
            }
        )
        for name in ("fault", "failure")
    )
    assert said(old, new) == ["In 1 problem: “fault” is now called “failure”."]


def test_a_sentence_that_is_partly_a_phrase_reads_the_same(lumen_known: LumenKnown) -> None:
    edit = {
        "phrases.yml": (
            "sign-in-page: {",
            "no-menu-shows: {text: and no menu shows.}\nsign-in-page: {",
        ),
        PROBLEM: ("and no menu shows.", "{no-menu-shows}"),
    }
    assert changes(lumen_known(), lumen_known(edit)) == ()


def test_what_is_said_of_a_check(lumen: Lumen, lumen_known: LumenKnown) -> None:
    """It was made, made again, taken back; or the one that stands there now is the older one."""
    route = resolve(lumen()).devices["handy"].interfaces[0].walkthrough.main

    def checked(day: str) -> Edit:
        check = f"{{date: {day}, by: us, on_device: true, covers: {route.fingerprint}}}"
        return {HANDY: ("app: {", f"app: {{checked: {{me: {check}}}, ")}

    first, second = lumen_known(checked("2026-11-20")), lumen_known(checked("2026-11-21"))
    assert said(lumen_known(), first) == [
        "Handy phone: the steps were tried on a device on 20 November 2026."
    ]
    assert said(first, second) == [
        "Handy phone: the steps were tried on a device on 21 November 2026."
    ]
    assert said(second, first) == [
        "Handy phone: the steps were last tried on a device on 20 November 2026, not tried on a "
        "device on 21 November 2026."
    ]
    assert said(first, lumen_known()) == [
        "Handy phone: the steps no longer say that they were tried on a device on 20 November 2026."
    ]
