"""A desk whose answers are known beforehand: one article a town, three facts an article.

Towns are counted from 0, and the town decides what goes right, so that every figure of a
run over towns can be worked out by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from corpus.article import Article, Source
from corpus.errors import NewsdeskError
from corpus.passages import Passage
from index.types import Filters, Hit
from qa.types import Answer, Choice, Citation, Sentence, Support, Turn

OUTLETS = ("The Harbour Post", "Valley Radio")


def article(town: int) -> Article:
    """Three sentences; each is a passage of its own."""
    return Article(
        id=f"town-{town}",
        title=f"News from Town{town}",
        text=(
            f"The mayor of Town{town} is Person{town}. "
            f"Its budget is ${town + 1}.5 million. "
            "The weather was fine."
        ),
        source=Source(
            outlet=OUTLETS[town % 2],
            url=f"https://news.example/{town}",
            published=f"2024-0{town % 3 + 1}-05",
        ),
    )


def question(town: int) -> dict[str, object]:
    """The row of a question whose answer is the town's mayor."""
    return {
        "id": f"q{town}",
        "question": f"Who is the mayor of Town{town}?",
        "date": "2024-06-01",
        "answer": f"Person{town}",
        "relevant": [f"town-{town}"],
    }


def passages(item: Article) -> list[Passage]:
    """The sentences of an article of this desk."""
    found, start = [], 0
    for part in item.text.replace(". ", ".\0").split("\0"):
        end = start + len(part)
        found.append(Passage(f"{item.id}:{start}", item.id, start, end, part))
        start = end + 1
    return found


def hits(items: Sequence[Passage], articles: dict[str, Article]) -> tuple[Hit, ...]:
    """Passages as hits, best first."""
    return tuple(
        Hit(item, articles[item.article_id].title, articles[item.article_id].source, 1 / rank, rank)
        for rank, item in enumerate(items, start=1)
    )


def quoted(
    text: str,
    quotes: Sequence[Passage],
    found: Sequence[Hit],
    articles: dict[str, Article],
    *,
    confidence: float = 0.9,
    short: str | None = None,
    support: Support = Support.QUOTED,
) -> Answer:
    """An answer of one sentence that quotes whole passages."""
    numbers = {id: n for n, id in enumerate(dict.fromkeys(p.article_id for p in quotes), start=1)}
    citations = tuple(
        Citation(
            numbers[item.article_id],
            item,
            articles[item.article_id].title,
            articles[item.article_id].source,
            item.start,
            item.end,
            item.text,
        )
        for item in quotes
    )
    marks = tuple(numbers.values())
    return Answer(
        question="",
        standalone_question="",
        answered=True,
        confidence=confidence,
        text=text + "".join(f" [{n}]" for n in marks),
        short_answer=short,
        sentences=(Sentence(text, marks, tuple(range(len(citations))), support),),
        citations=citations,
        hits=tuple(found),
        timings_ms={"search": 10.0, "answer": 5.0},
    )


@dataclass
class FakeDesk:
    """Answers by what the town number leaves when divided by five.

    0, 1: right. 2: quotes the budget instead. 3: declines although the
    evidence is found. 4: finds another town's article only.
    """

    fingerprint: str = "fake-1"
    towns: int = 40
    fails_on: str = "no such question"
    asked: list[str] = field(default_factory=list)
    filters: list[Filters] = field(default_factory=list)
    histories: list[Sequence[Turn]] = field(default_factory=list)
    before: Callable[[str], None] = lambda question: None

    def __post_init__(self) -> None:
        self.articles = {item.id: item for item in map(article, range(self.towns))}

    def article(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def ask(
        self, question: str, *, filters: Filters | None = None, history: Sequence[Turn] = ()
    ) -> Answer:
        answer = self._answer(question, filters or Filters(), history)
        return replace(answer, question=question, standalone_question=question)

    def _answer(self, question: str, filters: Filters, history: Sequence[Turn]) -> Answer:
        self.before(question)
        if question == self.fails_on:
            raise NewsdeskError("the endpoint is gone; start it and ask again")
        self.asked.append(question)
        self.filters.append(filters)
        self.histories.append(history)
        town = int("".join(char for char in question if char.isdigit()) or 0) % self.towns
        behaviour = town % 5
        own = passages(self.articles[f"town-{town}"])
        other = passages(self.articles[f"town-{(town + 1) % self.towns}"])
        found = hits([*other, *own] if behaviour == 1 else [*own, *other], self.articles)
        if behaviour == 3:
            reason = "The articles do not tell."
            return Answer(question, question, False, 0.2, reason, hits=found, reason=reason)
        if behaviour == 4:
            found = hits(other, self.articles)
            return quoted(other[0].text, other[:1], found, self.articles, confidence=0.6)
        quote = own[1] if behaviour == 2 else own[0]
        return quoted(
            quote.text,
            [quote],
            found,
            self.articles,
            short=f"Person{town}" if behaviour < 2 else None,
        )

    def choose(
        self, question: str, choices: Sequence[str], *, answer: Answer, filters: Filters
    ) -> Choice:
        return Choice(tuple(0.9 if choice in answer.text else 0.1 for choice in choices))
