"""What a terminal shows of articles, passages and answers, line by line."""

from corpus.article import Article, Related, Source
from corpus.passages import Passage
from index.types import Hit
from qa.printed import answer_lines, article_lines, hit_lines
from qa.types import (
    Answer,
    Citation,
    Claim,
    Disagreement,
    Event,
    Relation,
    Sentence,
    Support,
)

POST = Source("Harbour Post", "https://post.example/1", "2024-01-02")
WIRE = Source("Wire", None, "2024-01-05")


def hit(article: str, title: str, source: Source = POST, rank: int = 1) -> Hit:
    passage = Passage(f"p{rank}", article, 0, 12, "The  harbour\nis closed.")
    return Hit(passage, title, source, 0.5, rank, parts={"meaning": 0.25, "words": 1.0})


def citation(number: int, title: str, source: Source) -> Citation:
    return Citation(number, hit(f"a{number}", title).passage, title, source, 0, 3, "The")


def test_an_article_is_shown_with_the_sources_that_it_names() -> None:
    link = "https://b.example/plain"
    related = (
        Related("The report", "https://gov.example/r"),
        Related("A speech"),
        Related(link, link),
    )
    source = Source("Harbour Post", "https://post.example/1", None, ("A. B.", "C. D."), related)
    assert list(article_lines(Article("a", "Closed", "The text.", source))) == [
        "Closed",
        "Harbour Post · A. B., C. D.",
        "https://post.example/1",
        "\nThe text.",
        "\nRelated sources:",
        "  The report <https://gov.example/r>",
        "  A speech",
        "  https://b.example/plain",
    ]


def test_a_passage_is_shown_on_one_line_and_explained_on_another() -> None:
    assert list(hit_lines(hit("a", "Closed"))) == [
        "  1. Closed  (Harbour Post · 2024-01-02) a",
        "     The harbour is closed.",
    ]
    assert list(hit_lines(hit("a", "Closed"), explain=True))[2:] == [
        "     score 0.5000: meaning 0.2500, words 1.0000"
    ]


def test_an_article_of_no_known_source_has_no_empty_brackets() -> None:
    assert next(hit_lines(hit("a", "Closed", Source()))) == "  1. Closed  a"


def test_what_an_article_brought_cannot_pose_as_further_lines() -> None:
    forged = "Closed\n  2. Open"
    related = (Related(forged),)
    article = Article("a", forged, "Text.", Source("Post\n[9] Wire", related=related))
    lines = [
        *article_lines(article),
        *hit_lines(hit("a\nb", forged, Source("Post\n[9] Wire"))),
    ]
    assert not [line for line in lines if "\n" in line.strip("\n")]


def test_an_answer_is_shown_with_what_stands_beside_it_and_each_source_once() -> None:
    first, again = citation(1, "Closed", POST), citation(1, "Closed", POST)
    other = citation(2, "Open", WIRE)
    text = "Two ships sank. [1] Three sank. [2]"
    answer = Answer(
        *("How many?", "How many?", True, 0.9, text, "Three"),
        sentences=(Sentence("Two ships sank.", (1,), (0,), Support.QUOTED),),
        citations=(first, again, other),
        notes=("A note.",),
        disagreements=(
            Disagreement(
                "ships sunk", Relation.SUPERSEDED, (Claim("two", 1, 0), Claim("three", 2, 2))
            ),
        ),
        timeline=(Event("2024-01-02", "Two ships sank.", (1,), (0,)),),
    )
    assert "\n".join(answer_lines(answer)).split("\n") == [
        "Three",
        "",
        text,
        "(A note.)",
        "",
        "Ships sunk, superseded:",
        "  two (Harbour Post, 2024-01-02) [1]",
        "  three (Wire, 2024-01-05) [2]",
        "",
        "  2024-01-02  Two ships sank. [1]",
        "",
        "[1] Closed, Harbour Post, 2024-01-02, https://post.example/1",
        "[2] Open, Wire, 2024-01-05",
    ]


def test_declined_the_articles_of_the_nearest_passages_are_named_once_each() -> None:
    hits = tuple(
        hit(article, title, rank=rank)
        for rank, (article, title) in enumerate(
            [("a", "One"), ("a", "One"), ("b", "Two"), ("c", "Three"), ("d", "Four")], 1
        )
    )
    answer = Answer("?", "?", False, 0.1, "They do not tell.", hits=hits, reason="...")
    assert list(answer_lines(answer)) == [
        "They do not tell.",
        "  - One, Harbour Post, 2024-01-02",
        "  - Two, Harbour Post, 2024-01-02",
        "  - Three, Harbour Post, 2024-01-02",
    ]
