"""What is wrong, as the preview shows it over the last good page."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from generator.commands.excerpt import excerpt
from generator.commands.serve.editors import link_to
from generator.commands.serve.preview import Preview
from generator.knowledge.wording import counted
from generator.publish.publication import Project
from generator.read.problem import Problem

_MOST = 50  # problems in the page; the terminal has them all


def problems_as_data(preview: Preview, editor: str) -> str:
    """The problems as JSON for `preview.js`; nothing in it if there are none. `editor` is the
    address that opens a file."""
    problems = preview.problems
    if not problems:
        return json.dumps({"lead": "", "problems": [], "more": ""})
    count = "a problem" if len(problems) == 1 else counted(len(problems), "problem")
    lead = f"This page is the last good one. What is saved now has {count}:"
    if preview.shown is None:
        lead = f"The files have {count}:"
    more = len(problems) - _MOST
    return json.dumps(
        {
            "lead": lead,
            "problems": [_data(problem, editor, preview.project) for problem in problems[:_MOST]],
            "more": f"And {more} more, which the terminal lists." if more > 0 else "",
        }
    )


def _data(problem: Problem, editor: str, project: Project) -> dict[str, object]:
    place, row, mark, form = problem.place, "", "", ""
    if (file := Path(place.file)).is_relative_to(project.specs):
        inside = file.relative_to(project.specs).as_posix()
        form = f"/admin/edit/{quote(inside)}?line={place.line}"
    if problem.row:
        row, mark = excerpt(problem.row, place.column, problem.end)
    return {
        "place": str(place),
        "href": link_to(place, editor),
        "form": form,
        "message": problem.message,
        "hint": problem.hint,
        "row": row,
        "mark": mark,
    }
