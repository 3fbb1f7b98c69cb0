"""Open questions over real articles: how many of the facts reach the reader.

open_questions.jsonl (the development weeks), open_questions_year.jsonl and
open_questions_many.jsonl (a year's articles) hold questions as people type them, each with the
facts that a good answer must contain, in our own words; no text of an article. A fact counts where
every one of its parts stands in the text shown, in one of the wordings listed for it (regular
expressions, without case, from the beginning of a word). `make open` asks them all.

The questions marked "develop" are for choosing by, those marked "train" and "weigh" for what is
learned; those marked "held" are asked for the final figure only.
"""

import argparse
import re
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.types import Filters
from qa import Assistant
from qa.types import Answer
from real_news import Row, rows_of
from results import means, write_result

HERE = Path(__file__).parent
# The questions of each set, and the index of the articles that they are asked of.
SETS = {
    "weeks": (HERE / "open_questions.jsonl", Path("evaluation/realtimeqa-2023q1/index")),
    "year": (HERE / "open_questions_year.jsonl", Path("evaluation/realtimeqa-2023/index")),
    "many": (HERE / "open_questions_many.jsonl", Path("evaluation/realtimeqa-2023/index")),
}
SPLITS = ("develop", "held")
MANY, _ = SETS["many"]
_WHOLE = 2  # facts that make a sentence wholly right
_MARK = re.compile(r" ?\[\d+\]")
_TEN = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a good answer says. Each of ``parts`` must stand in the text."""

    said: str
    parts: tuple[re.Pattern[str], ...]

    def stands_in(self, text: str) -> bool:
        """Whether the text tells it."""
        return all(part.search(text) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Question:
    """An open question, as of a day."""

    id: str
    split: str
    kind: str
    day: date
    text: str
    facts: tuple[Fact, ...]
    relevant: frozenset[str]

    def told(self, text: str) -> list[bool]:
        """Of each fact, whether a text tells it."""
        return [fact.stands_in(text) for fact in self.facts]

    def right(self, sentence: str) -> float:
        """How right it is to quote a sentence: wholly where it tells two facts, half where one."""
        return min(1.0, sum(self.told(sentence)) / _WHOLE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question: shares of its facts, in 0..1, and the length shown.

    ``found`` is the share that any passage among the hits tells whole: what no choice of
    sentences can exceed. ``article`` says whether a relevant article is among the best ten.
    """

    question: Question
    answer: Answer
    reached: tuple[bool, ...]
    found: float
    article: bool
    words: int

    @property
    def recall(self) -> float:
        return sum(self.reached) / len(self.reached)


def auroc(odds: Sequence[NDArray[Any]], right: Sequence[NDArray[Any]]) -> float:
    """Of sentences that tell a fact and others of the same question, how often the former have
    more: the mean over questions that have both.

    Args:
        odds: Of each question, what speaks for its sentences, (sentences,).
        right: How right they are.
    """
    found = []
    for values, known in zip(odds, right, strict=True):
        one, other = values[known > 0][:, None], values[known == 0]
        if one.size and other.size:
            found.append(float((one > other).mean() + (one == other).mean() / 2))
    return round(float(np.mean(found)), 4)


def read(path: Path, *splits: str) -> list[Question]:
    """The questions, in the order of the file; where splits are named, those of them."""
    return list(map(question_of, rows_of(path, *splits)))


def question_of(row: Row) -> Question:
    """The question of a row of a file, with its facts."""
    facts = row["facts"]
    relevant = row["relevant"]
    assert isinstance(facts, list) and isinstance(relevant, list)
    return Question(
        id=str(row["id"]),
        split=str(row["split"]),
        kind=str(row["kind"]),
        day=date.fromisoformat(str(row["date"])),
        text=str(row["question"]),
        facts=tuple(Fact(fact["fact"], tuple(map(_part, fact["all_of"]))) for fact in facts),
        relevant=frozenset(relevant),
    )


def shown(answer: Answer) -> str:
    """What a reader sees of an answer, without its marks; nothing where it is declined."""
    return _MARK.sub("", answer.text) if answer.answered else ""


def ask(desk: Assistant, question: Question) -> Outcome:
    """Ask as of the question's day, and compare what is shown with the facts."""
    answer = desk.ask(question.text, filters=Filters(as_of=question.day))
    text = shown(answer)
    passages = [hit.passage.text for hit in answer.hits]
    found = [any(map(fact.stands_in, passages)) for fact in question.facts]
    articles = list(dict.fromkeys(hit.passage.article_id for hit in answer.hits))
    return Outcome(
        question=question,
        answer=answer,
        reached=tuple(question.told(text)),
        found=sum(found) / len(found),
        article=not question.relevant.isdisjoint(articles[:_TEN]),
        words=len(text.split()),
    )


def figures(outcomes: list[Outcome]) -> dict[str, dict[str, Any]]:
    """The figures of a run, each with its 95% bootstrap interval over the questions."""
    return means(
        {
            "fact_recall": [outcome.recall for outcome in outcomes],
            "facts_in_passages": [outcome.found for outcome in outcomes],
            "article_among_ten": [outcome.article for outcome in outcomes],
            "answered": [outcome.answer.answered for outcome in outcomes],
            "words": [outcome.words for outcome in outcomes],
        }
    )


def by_kind(outcomes: list[Outcome]) -> dict[str, dict[str, float]]:
    """Fact recall by the kind of question, the most frequent first."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.question.kind, []).append(outcome)
    return {
        kind: {
            "fact_recall": round(statistics.fmean(item.recall for item in items), 3),
            "facts_in_passages": round(statistics.fmean(item.found for item in items), 3),
            "n": len(items),
        }
        for kind, items in sorted(grouped.items(), key=lambda pair: -len(pair[1]))
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=SETS, nargs="+", default=list(SETS))
    parser.add_argument("--split", choices=SPLITS, nargs="+", default=list(SPLITS))
    parser.add_argument("--show", action="store_true", help="print every answer and what it lacks")
    options = parser.parse_args()
    measured = {}
    for name in options.set:
        path, index = SETS[name]
        with Assistant.open(index) as desk:
            for split in options.split:
                outcomes = [ask(desk, each) for each in read(path, split)]
                if not outcomes:
                    continue
                if options.show:
                    print("\n\n".join(map(_transcript, outcomes)), end="\n\n")
                measured[f"{name}-{split}"] = _measured(f"{name}, {split}", outcomes)
    print(write_result("open-questions", measured))
    return 0


def _measured(heading: str, outcomes: list[Outcome]) -> dict[str, object]:
    """The figures of a part, which are printed too."""
    print(f"{heading}: {len(outcomes)} questions")
    measured = figures(outcomes)
    for name, figure in measured.items():
        value, low, high = (figure[key] for key in ("value", "low", "high"))
        print(f"  {name:20} {value:7.3f}  ({low:.3f} to {high:.3f})")
    kinds = by_kind(outcomes)
    for kind, row in kinds.items():
        print(
            f"    {kind:18} {row['fact_recall']:7.3f} of {row['facts_in_passages']:.3f}  {row['n']}"
        )
    return {
        "questions": len(outcomes),
        "facts": sum(len(outcome.question.facts) for outcome in outcomes),
        "metrics": measured,
        "kinds": kinds,
    }


def _part(wordings: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(wordings)})", re.IGNORECASE | re.DOTALL)


def _transcript(outcome: Outcome) -> str:
    facts = zip(outcome.question.facts, outcome.reached, strict=True)
    lacks = "; ".join(fact.said for fact, reached in facts if not reached)
    head = f"{outcome.question.id} {outcome.question.kind}: {outcome.question.text}"
    share = f"{sum(outcome.reached)} of {len(outcome.reached)} facts, {outcome.words} words"
    return f"{head}\n{outcome.answer.text}\n-- {share}; lacks: {lacks or 'nothing'}"


if __name__ == "__main__":
    sys.exit(main())
