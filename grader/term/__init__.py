"""Everything that an instructor does around the automatic grade: settings, collecting, the report, exporting.

In:     `python -m grader`, run in a course's folder; `course` is that folder as nbgrader is configured there.
        `settings`, `collecting`, `report` and `exporting` are folders of their own, a command each.
        For all: `roster` says who is meant (`names`: how names are compared), `command_line` what an
        instructor's words mean, `words` how numbers and names are written.
Out:    `nbgrading` has the rules of grades, folders and times, `notebooks` knows a lesson's notebooks.
Never:  a learner's code, run; a grade, changed without the instructor's word.
"""
