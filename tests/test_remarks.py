"""What is remarked below an answer, and when nothing is."""

from datetime import date
from pathlib import Path

from corpora import articles
from index.build import build
from index.search import Index
from index.types import Filters
from qa.answer import Assistant
from qa.remarks import remarks
from word_encoder import WordEncoder

AS_OF = Filters(as_of=date(2024, 2, 20))


def test_a_past_time_is_remarked_and_the_present_is_not(tmp_path: Path) -> None:
    build(tmp_path, articles(4), encoder=WordEncoder())
    with Index(tmp_path, WordEncoder()) as index:

        def told(question: str) -> tuple[str, ...]:
            return remarks(index, question, AS_OF)

        assert told("Who closed the harbour last month?") == (
            "“last month” was read as 2024-01-01 to 2024-01-31; articles of that time were "
            "preferred.",
        )
        assert told("What do articles from January 2024 say of the harbour?") == (
            "“from January 2024” was read as 2024-01-01 to 2024-01-31, and only articles of "
            "that time were searched.",
        )
        (read,) = remarks(index, "Who closed it in October?", Filters(as_of=date(2030, 6, 1)))
        assert "2023-10-01 to 2023-10-31" in read, "an October of which there may be articles"
        assert told("Who closed the harbour this week?") == ()
        assert told("Who closed the harbour?") == ()


def test_an_answer_carries_it(desk: Assistant) -> None:
    answer = desk.ask("What fell into the water in March 2024?", filters=Filters())
    assert answer.notes == (
        "“in March 2024” was read as 2024-03-01 to 2024-03-31; articles of that time were "
        "preferred.",
    )
    assert answer.to_dict()["notes"] == list(answer.notes)
