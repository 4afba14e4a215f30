"""Pages that show a learner's notebook: feedback, and what formgrader shows to those who grade by hand.

In:     nbgrader's converter and formgrader make a page of a notebook in `autograded/` by `page.Page`.
Out:    an HTML page, whatever the notebook holds. In it nothing runs that a learner wrote (`filters`); a
        picture is in the page itself, or words say what was there (`pictures`); an output that cannot be
        shown is named (`fitting`). A rubric is a cell of its own, below the answer (`rubric_cells`).
        The page of feedback shows no hidden test and, unless the instructor wishes it, no mark scheme
        (`hiding`), and reads well without eyes, colours or a mouse (`templates/accessible_feedback`).
Never:  a file beside the notebook that is not a picture; a request to anywhere.

nbgrader's templates render Markdown without cleaning it, also where nbconvert is told to sanitize HTML, and
several of nbconvert's filters raise on what learners write: one such cell would cost the whole page.
"""
