"""Small corpora for tests of the index, and everything that an index holds, to compare."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.article import Article, Source
from index.derived import problems
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


_WIRE = (
    "The harbour of the old town is to be closed to all ships from next spring, the port "
    "authority announced. Fishermen who land their catch there will have to use the new quay "
    "beyond the lighthouse, which was finished last year after long delays. The authority said "
    "that the mud in the basin had become too deep to be dredged at a price that anybody was "
    "willing to pay. Shopkeepers along the waterfront spoke of a bitter end to a long tradition. "
    "A spokeswoman promised that the square would be made into a garden with a museum in it."
)


def wire(number: int, lead: str = "", day: int | None = None) -> Article:
    """The same agency report in one more outlet, published on a day of February."""
    return Article(
        id=f"w{number:03}",
        title=f"Harbour to close {number}",
        text=f"{lead}{_WIRE}",
        source=Source(outlet=f"Gazette {number}", published=f"2024-02-{day or number + 1:02}"),
    )


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


def answers(folder: Path, questions: Iterable[str] = TOPICS) -> list[list[tuple[Any, ...]]]:
    """Passage ids, scores and copies of searches, best first."""
    with Index(folder, WordEncoder()) as index:
        return [
            [
                (hit.passage.id, hit.score, hit.copies)
                for hit in index.search(f"the {word} story", 20)
            ]
            for word in questions
        ]


def require_clean(folder: Path) -> None:
    """Nothing is wrong with the index, and nothing is left over in its folder."""
    with Store(folder) as store, store.snapshot() as generation:
        assert [*store.problems(), *problems(folder, store)] == []
    assert [file.name for file in (folder / "derived").iterdir()] == [str(generation)]
    assert not list(folder.glob("*.part"))
