"""Small corpora for tests of the index, and everything that an index holds, to compare."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.article import Article, Source
from index.search import Index
from index.store import Store
from word_encoder import WordEncoder

TOPICS = ("harbour", "bridge", "election", "comet", "drought", "strike", "museum", "railway")
OUTLETS = ("The Post", "Valley Radio", None)


def article(number: int, edition: str = "first") -> Article:
    """Three paragraphs; the first tells number and topic, the last one the edition."""
    topic = TOPICS[number % len(TOPICS)]
    return Article(
        id=f"a{number:03}",
        title=f"The {topic} story {number}",
        text=(
            f"Reporter{number} wrote about the {topic} in town {number}. "
            + f"People of town {number} spoke of the {topic} for days on end. " * 4
            + f"\n\nThe mayor of town {number} said that nothing was decided. "
            + "Many more words were said at the meeting that night by many people. " * 5
            + f"\n\nThis is the {edition} edition of story {number}."
        ),
        source=Source(
            outlet=OUTLETS[number % len(OUTLETS)],
            url=f"https://news.example/{number}",
            published=None if number % 7 == 6 else f"2024-01-{number % 28 + 1:02}",
        ),
    )


def articles(count: int, edition: str = "first") -> list[Article]:
    return [article(number, edition) for number in range(count)]


def contents(folder: Path) -> dict[str, Any]:
    """All that a reader can get from an index, free of row numbers."""
    with Store(folder) as store, store.snapshot():
        columns = store.columns()
        vectors = store.vectors(columns.rows)
        passages = store.passages([int(row) for row in columns.rows])
        return {
            "articles": {item.id: item for _, item in store.articles()},
            "passages": {
                passages[int(row)].passage.id: (passages[int(row)].passage, vector.tobytes())
                for row, vector in zip(columns.rows, vectors, strict=True)
            },
            "counts": store.counts(),
            "days": store.days(),
            "outlets": store.outlets(),
        }


def answers(folder: Path, questions: Iterable[str] = TOPICS) -> list[list[tuple[str, float]]]:
    """Passage ids and scores of searches, best first."""
    with Index(folder, WordEncoder()) as index:
        return [
            [(hit.passage.id, hit.score) for hit in index.search(f"the {word} story", 20)]
            for word in questions
        ]
