"""The catalogue of problems: what each code means, and how one comes to meet it.

`docs/problems.md` is made from it, with an example of each from the trees in `tests/bad`. A test
finds every code that the program can give, and asks for an entry here.
"""

from __future__ import annotations

from collections.abc import Mapping

# By heading, in the order in which an editor meets them: code, and its cause in a sentence.
CATALOGUE: Mapping[str, Mapping[str, str]] = {
    "Writing YAML": {
        "yaml-syntax": "A colon, a quote, a bracket or a dash is missing or too many, so that the "
        "file cannot be read from there on.",
        "wrong-indent": "The line begins a few spaces too far left or right, and so belongs to "
        "another name than it should.",
        "other-space": "A space that is not plain, such as one that holds two words together, was "
        "pasted in from a web page or a word processor.",
        "quote-text": "Without quotes, some YAML readers take the text for a number, a date, true "
        "or false, or nothing.",
        "quote-key": "Without quotes, some YAML readers take the name for a number, a date, true "
        "or false.",
        "curly-quotes": "A word processor made curly quotes of straight ones; YAML takes them for "
        "letters, and readers would see them.",
        "key-twice": "A name is written twice in the same place, often after copying a line; only "
        "one of the two values could count.",
        "key-not-text": "Something other than a plain name stands before a colon.",
        "alias": "A value begins with `*`, which in YAML repeats a value from elsewhere; here each "
        "value is written out.",
        "anchor": "A value begins with `&`, which in YAML marks it to be repeated; here each value "
        "is written out.",
        "tag": "A value begins with `!`, which in YAML gives it a type; here the field says what "
        "it is.",
        "directive": "A line at the top begins with `%`, which speaks to programs that read YAML.",
        "several-documents": "A line `---` begins a second document; a file holds one.",
        "not-a-mapping": "The file is a list or a single value, where it should hold names with "
        "values.",
        "empty-file": "There is nothing in the file but remarks or spaces.",
        "too-deep": "Brackets or indents are nested far deeper than any spec needs.",
        "too-many-values": "The file has far more values than any spec needs, such as one list of "
        "thousands.",
        "unwanted-character": "A character that does not show, or that turns the text around it, "
        "was pasted in.",
        "not-utf8": "The file was saved in an old encoding, so that letters with accents would be "
        "lost.",
    },
    "Files and their names": {
        "bad-name": "A name has capitals, spaces, accents or other signs, or a form that this "
        "field does not allow.",
        "name-twice": "Two files have the same name; others could not tell which one is meant.",
        "stray-file": "A file or folder stands where none of its kind is expected, or its name "
        "ends in something other than `.yml`.",
        "missing-file": "A file that others need is not there.",
        "file-too-large": "The file is larger than any spec or page needs to be.",
        "too-many-files": "The folder has far more files than any collection of specs, such as one "
        "that a program filled by mistake.",
        "symbolic-link": "The file is a link to another place, which may be outside the project.",
        "not-a-file": "Something that is no regular file has the name of one.",
        "unreadable": "You may not read the file or folder, the disk fails, or something writes "
        "to it meanwhile.",
        "no-specs": "The folder of specs is not where it was looked for.",
        "renamed": "A name was changed where it is defined, but not where it is used.",
    },
    "Fields and their values": {
        "unknown-field": "A field is misspelt, or belongs to another kind of thing.",
        "missing-field": "A field is not there that every such thing needs.",
        "empty": "A field is there, but nothing stands in it.",
        "wrong-type": "A list, a text or a group of names stands where one of the others belongs.",
        "unknown-choice": "The field takes one of a few words, and this is none of them.",
        "not-a-date": "A date is written in another form, or there is no such day.",
        "not-https": "An address is not complete, or is not one that begins with `https://`.",
        "not-a-form": "The address of the form has no `{text}`, so a report has nowhere to go.",
        "not-a-mailbox": "This is not written like an address for mail.",
        "not-a-sign": "A key's sign is one character; a word stands here.",
        "space": "There is a line break, a tab, or a space at the beginning or the end.",
        "too-long": "The text or list is longer than it can be shown.",
    },
    "Text": {
        "long-sentence": "A sentence has so many words that readers in a hurry lose the thread.",
        "repeated-sentence": "The same sentence stands in two specs, and whoever corrects one "
        "would have to find the other.",
        "phrase-in-phrase": "A phrase names another phrase, and readers of the spec could no "
        "longer see what it says.",
        "braces-in-name": "Names and titles are shown as they are; only sentences can name other "
        "things in braces.",
        "unprinted-character": "The handbook and the cards cannot show the character: no font has "
        "it.",
        "said-twice": "The same thing stands twice in a list, or here and where it is said anyway.",
        "long-title": "Search engines would cut the title of the page.",
        "title-twice": "Two pages would have the same title.",
        "alias-is-a-name": "Another name for this is the name of something else, so that the "
        "finder could not tell the two apart.",
        "no-source": "Nothing backs what is said here; readers are told where it comes from.",
        "no-english": "A label has words in other languages, but none in English, which stands in "
        "where a language is missing.",
    },
    "Names that lead nowhere": {
        "unknown-label": "A label is misspelt, or is not in labels.yml yet.",
        "unknown-key": "A key is misspelt, or is not in keys.yml yet.",
        "unknown-position": "A place on the screen is misspelt, or is not in positions.yml yet.",
        "unknown-source": "A source is misspelt, or is not in sources.yml yet.",
        "unknown-item": "An item of a checklist is misspelt, or is not in items.yml yet.",
        "unknown-kind": "A kind of device is misspelt, or is not in kinds.yml yet.",
        "unknown-family": "A family is misspelt, or has no file in families/ yet.",
        "unknown-device": "A device is misspelt, or has no file in devices/ yet.",
        "unknown-checklist": "A checklist is misspelt, or has no file in checklists/ yet.",
        "unknown-name": "A name that may stand for several kinds of thing stands for none.",
        "unknown-word": "What stands in braces is no label, key, concept or phrase, or is written "
        "in another form than its name.",
        "unknown-language": "The language is not one of the service's, or the label has no words "
        "in it.",
        "ambiguous-name": "Two things have the name that is used here.",
        "ambiguous-word": "Two things have the same name, so that it means nothing certain in "
        "braces.",
        "unused-label": "No spec uses the label any more, or the spec that would is not written.",
        "unused-key": "No spec uses the key.",
        "unused-position": "No spec uses the place on the screen.",
        "unused-phrase": "No text uses the phrase.",
        "unused-item": "No checklist lists the item.",
        "unused-source": "Nothing cites the source.",
        "unused-family": "No device shows the interface, and no family extends it.",
    },
    "Screens and controls": {
        "unknown-screen": "A screen is misspelt, or the family has none of that name.",
        "unknown-control": "A control is misspelt, or the screen has none of that name.",
        "unused-screen": "Nothing leads to the screen, so no reader gets there.",
        "no-start": "The family does not say on which screen its routes begin.",
        "no-reach": "The reader is not told how to get to the first screen.",
        "no-looks": "The reader is not told what the screen looks like.",
        "no-goal": "On no screen of the family is the device signed out, often because a line "
        "`goal: true` was lost.",
        "start-is-goal": "The first screen is one on which the device is signed out already.",
        "one-action": "A control or step has no action or several; readers do one thing at a time.",
        "move-to": "The highlight is moved without saying to what, or with which keys.",
        "wrong-alternative": "What stands in `or` is no alternative to the action: a key for a "
        "label, or something beside typing.",
    },
    "Families that extend others": {
        "extends-twice": "The family that is extended itself extends one; readers of the spec "
        "could no longer see what comes from where.",
        "same-as-inherited": "What is written here is so anyway, from the kind, the key or the "
        "family that is extended.",
        "drop-without-extends": "Something is dropped, but nothing is inherited.",
        "unknown-drop": "What is to be dropped is misspelt, or is not inherited.",
        "dropped-but-needed": "A screen is dropped to which something inherited still leads.",
    },
    "Routes": {
        "no-main-route": "No route of the family is the one to show first.",
        "two-main-routes": "Several routes of the family are said to be the one to show first.",
        "no-fallback": "There is no second way out, and no word on why.",
        "fallback-after-all": "The family says that it has no second way, and has one.",
        "same-steps": "Two routes have the same steps, so the second is no other way.",
        "route-breaks": "A step needs another screen than the one the reader is on, because a step "
        "is missing, or stands in the wrong place.",
        "route-ends-early": "After the last step the device is still signed in: a step is missing.",
        "route-goes-on": "The device is signed out before the last step.",
        "route-loops": "The route leads back to a screen where the reader has been.",
        "too-many-steps": "The route has more steps than one can keep in mind.",
    },
    "Devices": {
        "no-way-out": "The device shows no interface, and nothing says why.",
        "way-out-after-all": "The device is said to have no sign-out, and has an interface.",
        "no-tell": "The device shows several interfaces, and the reader is not told which is "
        "which.",
        "same-tell": "Two interfaces of the device are told by the same, and so by nothing.",
        "cannot-press": "A step presses a key that devices of this kind do not have.",
        "unknown-interface": "An interface is misspelt, or the device has none of that name.",
        "unknown-route": "A route is misspelt, or the family has none of that name.",
        "unknown-step": "The route has fewer steps than that.",
        "not-a-place": "The place of a note is not written in the form that tells where it "
        "belongs.",
    },
    "The service, and what is printed": {
        "not-a-route": "The remote route is not written as interface and route.",
        "empty-pack": "Nothing would be printed.",
    },
    "What changed": {
        "not-a-day": "A file of the changelog is called by something else than the day on which it "
        "was told.",
    },
    "Pages of prose": {
        "missing-page": "A page of content/ was removed or renamed that others link to.",
        "taken-address": "A page of content/ stands where a device, a problem or a list of devices "
        "has its page.",
        "unknown-slot": "A slot is misspelt, or nothing fills one of that name.",
        "slot-twice": "The same slot stands on two pages, or twice on one.",
        "not-shown": "A topic or checklist is written, but no page has a slot for it.",
        "unknown-icon": "The icon of a kind is misspelt, or the theme has none of that name.",
        "site-engine": "The site engine complains about a page: about a link that leads nowhere, "
        "say.",
    },
}


def cause_of(code: str) -> str | None:
    """The cause of the problems with this code, or None if there is no such code."""
    for codes in CATALOGUE.values():
        if code in codes:
            return codes[code]
    return None
