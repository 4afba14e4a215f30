"""The judge inside nbgrader: a class's submissions become points, feedback and a table of grades.

In:     nbgrader, through nbgrader_config.py: its commands and formgrader call the classes that `patches`
        installs, and the preprocessors, filters and plugins that the configuration names.
Out:    `judge` grades one submission, `sandbox` keeps the warm template, `notebooks` reads submitted files.
Never:  `authoring` or `demo`, which lie above; nor `reference`, which belongs to hidden tests alone.

What imports torch (`judging`, `warm`) is imported when grading begins: nbgrader_config.py is read by every
command, and by every press of Validate.
"""
