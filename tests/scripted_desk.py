"""A desk whose answers are written beforehand, for tests of the page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.article import Article, Related, Source
from corpus.findings import Rejected
from corpus.passages import Passage
from index.build import Summary
from index.feedback import Feedback
from index.types import Filters, Hit
from qa.types import Answer, Citation, Sentence, Support, Turn
from qa.visiting.suggest import further

REPORT = Article(
    "pentagon-10000",
    "Pentagon puts the force in Kursk at 10,000",
    "WASHINGTON — About 10,000 North Korean soldiers are in Russia, the Pentagon said on "
    "Wednesday. Most of them are heading for the Kursk region.\n\n"
    "Lloyd Austin and his South Korean counterpart, Kim Yong-hyun, called for the troops to be "
    "withdrawn. “They are doing this because Putin has lost a lot of troops,” Austin said.\n\n"
    + "\n\n".join(
        f"Paragraph {number} is here so that the article is longer than the panel is high, "
        "and what is cited further down has to be scrolled to before anyone can read it."
        for number in range(1, 19)
    )
    + "\n\nSeoul has not decided whether to send munitions, its officials said.",
    Source(
        "The Harbour Post",
        "https://harbour.example/pentagon-10000",
        "2024-10-30T21:15:00Z",
        ("Ana Ruiz", "Tom Lee"),
        (
            Related("Transcript of the press conference", "https://pentagon.example/transcript"),
            Related("Statement of the defence ministry in Seoul"),
        ),
    ),
)
DENIAL = Article(
    "un-cannot-verify",
    "UN says it cannot verify reports of North Korean troops",
    "Miroslav Jenca told the Security Council that the UN could not verify the reports. "
    "Russia called them untrue.",
    Source("Prairie Ledger", None, "2024-10-31"),
)


def cite(number: int, article: Article, quote: str) -> Citation:
    """A citation of ``quote``, which stands in ``article``."""
    start = article.text.index(quote)
    passage = Passage(f"{article.id}-p", article.id, 0, len(article.text), article.text)
    return Citation(
        number, passage, article.title, article.source, start, start + len(quote), quote
    )


def hit(rank: int, article: Article) -> Hit:
    """A hit on the whole of ``article``."""
    passage = Passage(f"{article.id}-p", article.id, 0, len(article.text), article.text)
    return Hit(passage, article.title, article.source, 1 / rank, rank)


TROOPS = "About 10,000 North Korean soldiers are in Russia, the Pentagon said on Wednesday."
MUNITIONS = "Seoul has not decided whether to send munitions, its officials said."
UNVERIFIED = "Miroslav Jenca told the Security Council that the UN could not verify the reports."
ANSWER = Answer(
    question="How many North Korean troops are in Russia?",
    standalone_question="How many North Korean troops are in Russia?",
    answered=True,
    confidence=0.83,
    short_answer="About 10,000",
    text=(
        "WASHINGTON — About 10,000 North Korean soldiers are in Russia [1]. The UN could not "
        "confirm it. [2] Seoul has sent munitions [1]."
    ),
    sentences=(
        Sentence(
            "WASHINGTON — About 10,000 North Korean soldiers are in Russia.",
            (1,), (0,), Support.QUOTED,
        ),
        Sentence("The UN could not confirm it.", (2,), (1,), Support.SUPPORTED),
        Sentence("Seoul has sent munitions.", (1,), (2,), Support.WEAK),
        Sentence("Moscow is said to have apologised.", (), (), Support.UNSUPPORTED, struck=True),
    ),
    citations=(cite(1, REPORT, TROOPS), cite(2, DENIAL, UNVERIFIED), cite(1, REPORT, MUNITIONS)),
    hits=(hit(1, REPORT), hit(2, DENIAL)),
)  # fmt: skip
DECLINED = Answer(
    question="Who won the chess final?",
    standalone_question="Who won the chess final?",
    answered=False,
    confidence=0.04,
    text="The articles do not tell who won the chess final.",
    reason="The articles do not tell who won the chess final. They cover 30 to 31 October 2024.",
    hits=(hit(1, DENIAL), hit(2, REPORT)),
)


class ScriptedDesk:
    """Gives the answer written for a question; declines every other question."""

    def __init__(
        self, answers: Sequence[Answer] = (ANSWER,), articles: Sequence[Article] = (REPORT, DENIAL)
    ) -> None:
        self.answers = {answer.question: answer for answer in answers}
        self.articles = {article.id: article for article in articles}
        self.asked: list[tuple[str, Filters, tuple[Turn, ...]]] = []
        self.as_typed: list[bool] = []
        self.said: list[Feedback] = []

    def stream(
        self, question: str, *, filters: Filters, history: Sequence[Turn] | None
    ) -> Iterator[Answer]:
        """The answer in two steps: its first sentence, then all of it."""
        self.asked.append((question, filters, tuple(history or ())))
        self.as_typed.append(history is None)
        whole = self.answers.get(question, replace(DECLINED, question=question))
        if whole.answered and whole.sentences:
            first = whole.sentences[:1]
            yield replace(whole, text=first[0].text, sentences=first, hits=(), short_answer=None)
        yield whole

    def article(self, article_id: str) -> Article | None:
        """The article, while it is in ``articles``."""
        return self.articles.get(article_id)

    def empty(self) -> bool:
        """Whether there is no article."""
        return not self.articles

    def suggestions(self, count: int) -> list[str]:
        """The questions that have an answer."""
        return list(self.answers)[:count]

    def follow_ups(
        self, answer: Answer, count: int, *, filters: Filters, history: Sequence[Turn]
    ) -> list[str]:
        """All that could be asked, answered or not."""
        return further(answer, count)

    def outlets(self) -> list[str]:
        """The outlets of all articles."""
        return sorted({each.source.outlet for each in self.articles.values() if each.source.outlet})

    def add(
        self, articles: Iterable[Article | Rejected], progress: Callable[[Summary], None]
    ) -> Summary:
        """Takes them in, in memory."""
        summary = Summary()
        for found in articles:
            if isinstance(found, Rejected):
                summary.rejected += 1
                summary.first_rejected.append(found)
            else:
                summary.added += 1
                self.articles[found.id] = found
            progress(summary)
        return summary

    def keep(self, said: Feedback) -> None:
        """Kept in memory, as the index keeps it."""
        self.withdraw(said.exchange, said.article)
        self.said.append(said)

    def withdraw(self, exchange: str, article: str) -> None:
        """Forget a verdict."""
        self.said = [
            each for each in self.said if (each.exchange, each.article) != (exchange, article)
        ]

    def warm_up(self) -> None:
        """Nothing is slow here."""
