"""Around the automatic grade: what an instructor does with a class before, between and after the gradings.

In:     the command line, in a course's folder: its `nbgrader_config.py`, gradebook and folders.
Out:    `report`, a page and a table on the class.
Never:  a learner's code, run; a grade, changed without the instructor's word.
"""
