"""What a language model says where the passages do not answer, and what only looks like it."""

import pytest

from qa.writing.refusal import is_silent


@pytest.mark.parametrize(
    "sentence",
    [
        "NO ANSWER",
        "no answer.",
        "NO_ANSWER",
        '"NO ANSWER"',
        "NO ANSWER: the passages do not say who.",
        "Not found.",
        "N/A",
        "The passages do not say how many people the cyclone killed in Malawi.",
        "The passages don’t mention the pope.",
        "The provided articles do not contain information about the pope.",
        "The passages provided contain no information about him.",
        "The given context does not explicitly state who won.",
        "None of the articles mentions how many died.",
        "No passage names the mayor.",
        "There is no information in the passages on this.",
        "No information was found on the number of people killed.",
        "I'm sorry, but the passages do not answer this question.",
        "I cannot answer this from what I was given.",
        "Based on the passages provided, I cannot determine how many died.",
        "The question cannot be answered from the given passages.",
        "It cannot be determined from the passages who won.",
        "Unfortunately, the articles do not cover that.",
    ],
)
def test_what_tells_only_that_nothing_is_told(sentence: str) -> None:
    assert is_silent(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Malawi.",
        "No answer came from the mayor, he said.",
        "NO ANSWERS were given by the mayor.",
        "No evidence was found that the bridge had been sabotaged.",
        "The report does not say who gave the order.",
        "The text of the treaty does not mention fishing.",
        "Sources did not say when the talks would begin.",
        "The ministry provided no information on the cause.",
        "It could not be determined who fired first.",
        "The missing child was not found.",
        "The passage was not safe, the captain said.",
        "The article on free speech does not apply, the court ruled.",
        "The passages do not give one figure, but the last puts it at 438.",
        "Brandt said: “I cannot answer that.”",
    ],
)
def test_what_tells_something(sentence: str) -> None:
    assert not is_silent(sentence)
