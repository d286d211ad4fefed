"""Every limit on what is read, in one place: how large, how deep, how many, how long.

Each is far above what a spec needs, and low enough that no file costs more than two seconds and 256
megabytes, whatever stands in it. `docs/limits.md` tells them to editors; a test compares the two.
"""

from __future__ import annotations

# A file of specs, as bytes and as YAML: groups in groups, and values in all.
MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
MAX_VALUES = 10_000

# The folder of specs.
MAX_FILES = 2_000_000

# Names in files and of files, and texts, in characters.
MAX_ID = 60
MAX_NAME = 120
MAX_TEXT = 600
MAX_TOLD = 2000
MAX_ADDRESS = 500

# What a reader can take in. Readability: the Microsoft Writing Style Guide and ASD-STE100 both set
# 25 words for a sentence. Search engines cut titles at about 60 characters.
MAX_SENTENCE = 25
MAX_TITLE = 60
MAX_STEPS = 7
# Steps that are told as too many, one by one; a longer list of them is no route at all.
MAX_LISTED_STEPS = 40

# What the site engine reads: a page, a template or the settings, and any other file.
MAX_PAGE_BYTES = 256 * 1024
MAX_ASSET_BYTES = 32 * 1024 * 1024

# What is told of a file that is nothing like a spec.
MAX_CHARACTERS = 1000  # that are not allowed, of a file
MAX_SHOWN = 200  # problems of a file, by whatever shows them
MAX_SOURCE = 10_000  # characters of a line that stands beside a problem in `--format json`

# How hard the program tries to find out what was meant. To find the nearest name, the word is
# compared with every name there is: so many comparisons are made in one check, and one of names
# that look alike costs as much as several of others.
MAX_COMPARED = 200_000
COST_OF_ALIKE = 8
# Where more files than these have problems, or more lines of one file, it is no slip; a trial of
# what one slip may have been costs as much as reading the file once more.
MAX_BROKEN = 100
MAX_SLIP_LINES = 6
MAX_SLIP_ROW = 1000
MAX_TRIALS = 40
# Where more names than these lead nowhere, none was renamed.
MAX_RENAMED = 50
# Each try of `check --fix` is a check of all specs.
MAX_TRIES = 200
