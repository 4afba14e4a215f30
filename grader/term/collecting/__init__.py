"""`python -m grader collect`: what an LMS has you download becomes submitted folders.

`command` runs it, `collect` does it for a class. `archives` reads zips and folders, `lms_names` what their
names say, `whose` who gets which file, `attempts` which of them counts, `handing_in` when it was handed in;
`submitted_folder` writes it, `results` says what became of everybody.
"""
