"""A question to an answer: the whole flow, and the door for programs.

question + history ── followup ── a standalone question
                   ── search ──── hits
                   ── parts ───── sentences that answer it, each of two in one; or decline
                   ── citations ─ numbered, exact to the character
                   ── aside ───── the days of its events, and where articles differ
                   ── write ───── in a language model's words, where one is set; checked
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from corpus.article import Article
from index.search import Index
from index.searching.rerank import Reranker
from index.types import Filters, Hit
from qa.ahead import Found, Wanted, led_to, search_ahead
from qa.changed import asked_change, compared
from qa.choosing.choose import evidence, trained_mixture
from qa.citations import with_marks
from qa.declining import why_declined
from qa.extract import most_telling
from qa.followup import LONGEST, standalone
from qa.parts import Part, answered, in_turn, joined, questions, quotes, untold
from qa.provenance import article_digests, code_digest, filters_to_json, passage_digests
from qa.quoting.quoted import quoted
from qa.remarks import remarks
from qa.settings import Settings, load_settings
from qa.spelling import respelled
from qa.typed import checked, readable
from qa.types import Answer, Choice, Provenance, Turn

if TYPE_CHECKING:
    from qa.writing.write import Writer


class Assistant:
    """Answers from one index; safe to ask from several threads."""

    def __init__(self, index: Index, settings: Settings | None = None) -> None:
        """Answer from an open index; by default with no language model."""
        self.index = index
        self._settings = settings or Settings()
        self._making = Lock()

    @classmethod
    def open(cls, folder: str | Path | None = None, reranker: str | None = None) -> Self:
        """Open an index folder; by default $NEWSDESK_INDEX, else ``.newsdesk``.

        A language model writes the answers where one is set, see ``qa.settings``; so is
        ``reranker``, where none is named here.

        Raises:
            InputError: What is set makes no sense.
            StoreError: There is no index, or it cannot be read.
        """
        settings = load_settings()
        name = reranker or settings.reranker
        index = Index(folder or default_folder(), reranker=Reranker(name) if name else None)
        return cls(index, settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index, and the connections to a language model."""
        self.index.close()
        if (writer := vars(self).get("_made_writer")) is not None:
            writer.model.close()

    def warm_up(self) -> None:
        """Load the models, so that the first answer is as fast as the next."""
        self.index.warm_up()
        _ = self._writer

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] | None = (),
        found: Found | None = None,
    ) -> Answer:
        """Answer a question from the articles that the filters let through.

        It is understood by its ``history``, and by itself where there is none; where that is None
        as it was typed. With ``found``, from ``search_ahead``, it is not searched for once more.

        Raises:
            InputError: The question is empty or too long.
            NewsdeskError: The index or the encoder cannot be used.
        """
        *_, whole = self.stream(question, filters=filters, history=history, found=found)
        return whole

    def stream(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] | None = (),
        found: Found | None = None,
    ) -> Iterator[Answer]:
        """The same as it grows, where a language model writes it; the last one is whole."""
        filters = filters or Filters()
        clock = _Clock()
        alone = self.standing_alone(question, history)
        change = asked_change(alone, filters.as_of or self._newest_day())
        if change:
            answer = compared(self.index, change, filters)
            clock.lap("compare")
            yield self._signed(
                replace(answer, question=readable(question), standalone_question=alone),
                filters,
                clock,
            )
            return
        asked = questions(alone)
        if found and len(asked) == 1:
            hits_of = [found.hits]
        else:
            hits_of = [self.index.search_articles(each, filters=filters) for each in asked]
        clock.lap("search", found.ms if found else 0)
        hits = joined(hits_of)
        parts = [answered(self.index, *each, filters) for each in zip(asked, hits_of, strict=True)]
        clock.lap("extract")
        sentences, citations = quoted(quotes(parts))
        reason = None if sentences else why_declined(self.index, alone, filters, hits)
        answer = Answer(
            question=readable(question),
            standalone_question=alone,
            answered=bool(sentences),
            confidence=min(part.confidence for part in parts if part.chosen or not sentences),
            short_answer="; ".join(part.short for part in parts if part.short) or None,
            text=reason or with_marks(sentences),
            sentences=sentences,
            citations=citations,
            hits=tuple(hits),
            reason=reason,
            notes=(*remarks(self.index, alone, filters), *untold(parts)),
        )
        writer = self._writer if answer.answered else None
        if writer is None:
            yield self._signed(_with_asides(answer, parts), filters, clock)
            return
        ranked = [quote for _, quote in in_turn([part.ranked for part in parts])]
        for written in writer.write(answer, most_telling(ranked), filters.as_of):
            clock.lap("write")
            yield self._signed(_with_asides(written, parts), filters, clock)

    def standing_alone(self, question: str, history: Sequence[Turn] | None = ()) -> str:
        """The question as it is searched for; None for a history leaves it as it was typed.

        Raises:
            InputError: It is empty or too long.
        """
        if history is None:
            return checked(question)
        turns = [
            Turn(
                respelled(self.index, readable(turn.question)[:LONGEST]),
                turn.answer and readable(turn.answer),
            )
            for turn in history
        ]
        return respelled(self.index, standalone(checked(question), turns))

    def search(self, question: str, k: int = 10, *, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages for a question, understood as ``ask`` understands it.

        Raises:
            InputError: It is empty or too long.
            NewsdeskError: The index or the encoder cannot be used.
        """
        return self.index.search(self.standing_alone(question), k, filters or Filters())

    def search_ahead(self, wanted: Sequence[Wanted]) -> list[Found]:
        """Search for many questions that will be asked; as ``qa.ahead.search_ahead`` says."""
        return search_ahead(self.index, wanted)

    def choose(
        self,
        question: str,
        choices: Sequence[str],
        *,
        answer: Answer,
        filters: Filters,
        found: Found | None = None,
    ) -> Choice:
        """The probability of every choice, and what a language model was asked for it.

        Args:
            question: As it was asked; the answer tells how it stands alone.
            choices: At least one.
            answer: What ``ask`` gave, answered or declined; its hits are read.
            filters: Those it was asked with.
            found: What was searched for ahead.
        """
        alone = answer.standalone_question or question
        led = found.led if found else led_to(self.index, Wanted(alone, filters, tuple(choices)))
        weighed = evidence(alone, choices, answer.hits, led, self.index.rarity, filters.as_of)
        chances = trained_mixture().chances(weighed)
        if self._writer is None:
            return Choice(tuple(chances))
        return self._writer.choose(alone, choices, chances, [*answer.hits, *led], filters.as_of)

    def article(self, article_id: str) -> Article | None:
        """The article of this id as it stands now, or None where there is none."""
        return self.index.article(article_id)

    @property
    def fingerprint(self) -> str:
        """What answers depend on: articles, encoder, this version's code, language model."""
        models = (self._settings.language_model, self._settings.nli_model)
        named = "".join(f"-{getattr(each, 'model', each)}" for each in models if each)
        return f"{self.index.fingerprint}-{code_digest()}{named}"

    @property
    def _writer(self) -> "Writer | None":
        """Writes answers where a language model is set; of several threads the first makes it."""
        with self._making:
            return self._made_writer

    @cached_property
    def _made_writer(self) -> "Writer | None":
        if self._settings.language_model is None:
            return None
        # Imported where one is set, so that others do not pay for it.
        from qa.checking.check import Checker
        from qa.checking.entail import Entailment
        from qa.generate import LanguageModel
        from qa.writing.write import Writer

        nli = self._settings.nli_model
        entails = Entailment(nli).judge if nli else None
        checker = Checker(self.index.encoder, self.article, entails)
        return Writer(LanguageModel(self._settings.language_model), checker)

    def _newest_day(self) -> date | None:
        days = self.index.days()
        return date.fromisoformat(days[1]) if days else None

    def _signed(self, answer: Answer, filters: Filters, clock: "_Clock") -> Answer:
        """The answer with how long it took and what it was made from."""
        endpoint = self._settings.language_model if answer.by_model else None
        origin = Provenance(
            index=self.index.fingerprint,
            code=code_digest(),
            filters=filters_to_json(filters),
            language_model=endpoint.model if endpoint else None,
            passages=passage_digests(answer.citations),
            articles=article_digests(answer.citations, self.article),
            nli_model=self._settings.nli_model if endpoint else None,
        )
        return replace(answer, timings_ms=dict(clock.laps), provenance=origin)


def _with_asides(answer: Answer, parts: Sequence[Part]) -> Answer:
    for part in parts:
        answer = part.aside.added_to(answer)
    return answer


def default_folder() -> Path:
    """The index folder where none is named: $NEWSDESK_INDEX, else ``.newsdesk``."""
    return Path(os.environ.get("NEWSDESK_INDEX") or ".newsdesk")


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str, before: float = 0) -> None:
        """The stage ends; ``before`` milliseconds of it passed before the clock was set."""
        now = time.perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + before + (now - self._last) * 1000
        self._last = now
