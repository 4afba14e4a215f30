"""What learners get as a repository of their own: `make publish TO=FOLDER`.

    release/NAME/       --> lessons/NAME/, each notebook with a first cell that fetches what is missing
    course/             --> course/, which pip can install
    repository/ (here)  --> README.md with the links that launch, pyproject.toml, binder/

In come what was released and what `source/` keeps back; out goes a folder that holds nothing but what
learners may read, or an `AuthorError` that says what is wrong, and the folder is left as it was.

    publish     all or nothing, into a new folder or one that was published before; its .git stays
    contents    the files of the repository
    first_cell  what makes a notebook run where nothing but the notebook was opened, as on Colab
    links       the addresses that open a notebook on Binder and on Colab
    leaks       what of a solution, hidden test, reference or rubric can be read in a folder
    kept_back   the lines and numbers that must not be read
    readable    all that can be read in a folder: metadata, outputs, archives, the history of git
    places      files, cells and metadata that have no place there, whatever they say
"""
