"""What somebody says, told from what is said of them."""

import pytest

from qa.matching.speaking import speaking


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("What did Ann Archer say about it?", "Archer said it was late.", True),
        ("What did Ann Archer say about it?", "It was late, said Mayor Archer.", True),
        ("What did Ann Archer say about it?", "“Late,” Archer, the mayor, told reporters.", True),
        ("What did Ann Archer say about it?", "It was late, according to Ann Archer.", True),
        ("What did Ann Archer say about it?", "Baker said that Archer was late.", False),
        ("What did Ann Archer say about it?", "Archer left, Baker said.", False),
        ("What did China say about it?", "China’s foreign ministry said it was late.", True),
        ("What did China say about it?", "Chinese officials claimed that it was late.", True),
        ("What do critics of the mayor say?", "Critics say that it was late.", True),
        ("What do critics of the mayor say?", "The mayor said that it was late.", False),
        ("what does ann archer think", "Ann Archer thinks that it is late.", True),
        ("What has Archer said of it?", "Archer conceded that it was late.", True),
    ],
)
def test_who_speaks(question: str, text: str, told: bool) -> None:
    speaks = speaking(question)
    assert speaks and speaks(text) is told


@pytest.mark.parametrize(
    "question",
    ["What did Ann Archer do?", "Who said it?", "What did he say?", "Why did Archer say it?"],
)
def test_other_questions_ask_that_of_nobody(question: str) -> None:
    speaks = speaking(question)
    assert speaks is None or not speaks("Archer said it was late.")
