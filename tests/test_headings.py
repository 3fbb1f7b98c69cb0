"""What stands behind a heading that asks the reader's question."""

import pytest

from corpus.passages import Passage
from corpus.sentences import sentences
from qa.reading.headings import behind, headed

HEADING = "How did Norwick Bank fail?"
TEXT = f"Banks are in trouble.\n\n{HEADING}\n\nPrices fell. They ran.\n\nWhat next?\n\nCalm."


def passage(text: str, start: int = 0, name: str = "one") -> Passage:
    return Passage(name, "article", start, start + len(text), text)


def near(question: str, *passages: Passage) -> list[list[float]]:
    found = headed(question, passages)
    return [behind(found.get(each.id, []), list(sentences(each.text))) for each in passages]


def test_what_stands_behind_it_up_to_the_next_question_answers_it() -> None:
    before, heading, first, second, other, last = near("how did norwick bank fail", passage(TEXT))[
        0
    ]
    assert first == 1.0 > second > 0
    assert before == heading == last == 0
    assert other < second


def test_the_answer_may_begin_the_next_passage() -> None:
    one = passage(f"Banks are in trouble.\n\n{HEADING}")
    other = passage("Prices fell.", one.end + 2, "other")
    assert near("How did Norwick Bank fail?", one, other) == [[0.0, 0.0], [1.0]]
    apart = passage("Prices fell.", one.end + 200, "other")
    assert near("How did Norwick Bank fail?", one, apart)[1] == [0.0]


@pytest.mark.parametrize("question", ["When did Norwick Bank fail?", "How did Weston Bank rise?"])
def test_another_question_is_not_answered_there(question: str) -> None:
    assert not any(near(question, passage(TEXT))[0])
