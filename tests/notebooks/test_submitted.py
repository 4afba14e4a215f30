"""Which notebook of a submitted folder is graded."""

from one_lesson import AS_HANDED_IN, Learner, released, texts


def test_a_notebook_of_another_name_is_taken_when_it_is_the_only_one(graded: Learner) -> None:
    result = graded(released(), name="lesson (1).ipynb")
    assert result.notes == ("'lesson (1).ipynb' was taken for 'lesson.ipynb'",)
    assert texts(result) == AS_HANDED_IN
    graded(released(), name="another.ipynb")
    assert "There is no 'lesson.ipynb'" in graded.load().notes[0]
    assert texts(graded(released())) == AS_HANDED_IN
