"""Everything that an instructor does around the automatic grade: settings, collecting, the report, exporting.

In:     `python -m grader`, run in a course's folder; `course` is that folder as nbgrader is configured there.
        Settings: `settings` says what is in force, where it comes from, and what is wrong with it;
        `config_files` has nbgrader's files and who sets each option, `gradebook_seen` the gradebook.
        Collecting: `archives` reads zips and folders, `lms_names` what their names say, `roster` who is
        meant (`names` how names are compared), `whose` who gets which file, `attempts` which of them counts,
        `handing_in` when it was handed in; `submitted_folder` writes it, `collecting` does so for a class.
        Exporting: `grades` has everybody's points; `exports`, `canvas` and `moodle` write them down.
        `report`, a page and a table on the class, is a folder of its own.
Out:    `nbgrading` has the rules of grades, folders and times, `notebooks` knows a lesson's notebooks.
Never:  a learner's code, run; a grade, changed without the instructor's word.
"""
