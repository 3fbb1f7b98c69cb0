"""Answers in a language model's words, each sentence checked before it is shown.

prompt ── passages that fit ── generate ── draft ── check ── shown, or struck and asked again

Whatever goes wrong on the way, the quoted answer is there to be given instead, with a note.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.errors import ModelError
from index.terms import terms
from index.types import Hit
from qa.checking.check import Checker, Verdict
from qa.checking.reading import Reading
from qa.citations import Citations, shown, unique, with_marks
from qa.generate import LanguageModel, Meter
from qa.types import Answer, Choice, Sentence, Support
from qa.writing import prompt
from qa.writing.draft import Drafted, read_draft
from qa.writing.picked import picked
from qa.writing.prompt import Prompt
from qa.writing.refusal import is_silent

_LONGEST = 4000  # characters; what a model goes on to write is read by no one
_MOST_SENTENCES = 12
_LONGER = 17 / 16  # than when it was last read a reply is read again: not at each of its pieces
_TRIED = 4  # passages that share most words with a sentence that what it cites does not carry
_INSTEAD = "the answer is quoted from the articles instead."
_log = logging.getLogger(__name__)
_IN_PART = "The language model found only part of an answer in the passages."


@dataclass(frozen=True, slots=True)
class Judged:
    """A drafted sentence and what came of checking it.

    ``silent`` is whether it says only that the passages do not tell.
    """

    text: str
    verdict: Verdict
    silent: bool = False

    @property
    def struck(self) -> bool:
        """Whether it is taken out of the answer."""
        return self.verdict.support is Support.UNSUPPORTED


class Writer:
    """Has answers written, and lets through what the passages carry."""

    def __init__(self, model: LanguageModel, checker: Checker) -> None:
        self.model = model
        self._checker = checker

    def write(
        self, quoted: Answer, hits: Sequence[Hit], as_of: date | None = None
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence; the last one is the whole answer.

        Args:
            quoted: The same answer without a language model: what is given where that fails.
            hits: The passages to answer from, the most useful first.
            as_of: The day that counts as today.
        """
        meter = Meter()
        try:
            yield from self._written(quoted, hits, as_of, meter)
        except ModelError as error:
            yield _instead(quoted, meter, f"{_sentence(error)}; {_INSTEAD}")
        except Exception:  # what a model writes may be anything, and no text can say what
            _log.exception("what a language model wrote cannot be checked")
            note = "What the language model wrote cannot be checked;"
            yield _instead(quoted, meter, f"{note} {_INSTEAD}")

    def choose(
        self,
        question: str,
        choices: Sequence[str],
        chances: Sequence[float],
        hits: Sequence[Hit],
        as_of: date | None = None,
    ) -> Choice:
        """The choice that the model makes, or the likeliest one where it makes none.

        Its choice is believed before the evidence, which still ranks the others.

        Args:
            question: A standalone question.
            choices: At least one.
            chances: The probability of each from evidence alone.
            hits: The passages to decide by, the most useful first; repeats are left out.
            as_of: The day that counts as today.
        """
        meter = Meter()
        asked = prompt.ask(
            question,
            {hit.passage.id: hit for hit in hits}.values(),
            budget=self.model.budget,
            count=self.model.count,
            as_of=as_of,
            choices=choices,
        )
        if not asked.hits:  # what it would say comes from no article
            return Choice(tuple(chances), meter.usage())
        try:
            reply = "".join(self.model.stream(asked.messages, meter))
        except ModelError:
            reply = ""
        place = picked(reply, choices)
        if place is None:
            return Choice(tuple(chances), meter.usage())
        scores = [(chance + (at == place)) / 2 for at, chance in enumerate(chances)]
        return Choice(tuple(scores), meter.usage())

    def _written(
        self, quoted: Answer, hits: Sequence[Hit], as_of: date | None, meter: Meter
    ) -> Iterator[Answer]:
        asked = prompt.ask(
            quoted.standalone_question,
            hits,
            budget=self.model.budget,
            count=self.model.count,
            as_of=as_of,
        )
        if not asked.hits:
            yield _instead(quoted, meter, f"No passage fits the language model; {_INSTEAD}")
            return
        readings = self._checker.read(asked.hits)
        known: dict[Drafted, Judged] = {}
        text, read, shown = "", 0, 0
        for piece in self.model.stream(asked.messages, meter):
            text += piece
            if len(text) > _LONGEST:
                break
            if len(text) < read * _LONGER:
                continue
            read = len(text)
            judged = self._telling(read_draft(text, len(readings), whole=False), readings, known)
            if len(judged) > shown and not all(each.struck for each in judged):
                yield _composed(quoted, judged, meter)
            shown = len(judged)
        is_whole = not meter.cut and len(text) <= _LONGEST
        said = read_draft(text, len(readings), whole=is_whole)
        judged = self._telling(said, readings, known)
        if said and not judged:
            yield _declined(quoted, meter)
            return
        judged = self._repaired(asked, text, judged, readings, meter)
        if all(each.struck for each in judged):
            note = "What the language model wrote is not in the passages it cites;"
            yield _instead(quoted, meter, f"{note} {_INSTEAD}")
        else:
            answer = _composed(quoted, judged, meter)
            in_part = any(each in known and known[each].silent for each in said)
            yield replace(answer, notes=(*answer.notes, _IN_PART)) if in_part else answer

    def _telling(
        self,
        drafted: Sequence[Drafted],
        readings: Sequence[Reading],
        known: dict[Drafted, Judged],
    ) -> list[Judged]:
        """The sentences that tell something, each once, and no more than an answer may have.

        What was judged before is in ``known``, and what is judged comes to stand there.
        """
        told: dict[str, Judged] = {}
        for each in drafted:
            if each.text in told:
                continue
            if each not in known:
                known[each] = self._judge(each, readings)
            if not known[each].silent:
                told[each.text] = known[each]
            if len(told) == _MOST_SENTENCES:
                break
        return list(told.values())

    def _judge(self, drafted: Drafted, readings: Sequence[Reading]) -> Judged:
        """The verdict on a sentence.

        A sentence that what it cites does not carry, or that cites nothing, is carried by
        another passage where one alone does: then that one is cited. One that sounds as if the
        passages did not tell is taken so unless it stands in what it cites.
        """
        cited = [readings[number - 1] for number in drafted.numbers]
        verdict = self._checker.check(drafted.text, cited)
        if verdict.support is not Support.QUOTED and is_silent(drafted.text):
            return Judged(drafted.text, verdict, silent=True)
        if not verdict.holds:
            said = frozenset(terms(drafted.text))
            likely = sorted(
                readings, key=lambda each: -len(said.intersection(terms(each.hit.passage.text)))
            )
            for reading in likely[:_TRIED]:
                other = self._checker.check(drafted.text, [reading])
                if other.holds:
                    return Judged(drafted.text, other)
        return Judged(drafted.text, verdict)

    def _repaired(
        self,
        asked: Prompt,
        text: str,
        judged: list[Judged],
        readings: Sequence[Reading],
        meter: Meter,
    ) -> list[Judged]:
        """What was struck is asked for once more; what holds then stands behind it."""
        failed = [(each.text, each.verdict.problem) for each in judged if each.struck]
        messages = prompt.repair(asked, text, failed) if failed else None
        if not messages:
            return judged
        try:
            again = "".join(self.model.stream(messages, meter))
        except ModelError:
            return judged  # what did hold is worth more than no answer
        said = {each.text for each in judged}
        drafted = read_draft(again, len(readings), whole=not meter.cut)
        telling = self._telling(drafted, readings, {})[: len(failed)]
        mended = [each for each in telling if not each.struck and each.text not in said]
        first = next(place for place, each in enumerate(judged) if each.struck) + 1
        return [*judged[:first], *mended, *judged[first:]]


def _composed(quoted: Answer, judged: Sequence[Judged], meter: Meter) -> Answer:
    """The answer made of these sentences; those struck cite nothing."""
    citations = Citations()
    sentences = []
    for each in judged:
        places = [] if each.struck else [
            citations.cite(at.hit.passage, at.hit.title, at.hit.source, at.start, at.end)
            for at in each.verdict.places
        ]  # fmt: skip
        sentences.append(
            Sentence(
                text=shown(each.text),
                citations=unique([citations.number(place) for place in places]),
                evidence=tuple(places),
                support=each.verdict.support,
                struck=each.struck,
            )
        )
    text = with_marks(sentences)
    short = quoted.short_answer
    return replace(
        quoted,
        text=text,
        short_answer=short if short and short.casefold() in text.casefold() else None,
        sentences=tuple(sentences),
        citations=citations.all(),
        usage=meter.usage(),
        by_model=True,
    )


def _sentence(error: ModelError) -> str:
    message = str(error)
    return message[:1].upper() + message[1:]


def _instead(quoted: Answer, meter: Meter, note: str) -> Answer:
    return replace(quoted, notes=(*quoted.notes, note), usage=meter.usage())


def _declined(quoted: Answer, meter: Meter) -> Answer:
    reason = "The language model found no answer in the passages; the nearest ones are listed."
    return replace(
        quoted,
        answered=False,
        text=reason,
        reason=reason,
        short_answer=None,
        sentences=(),
        citations=(),
        timeline=(),
        disagreements=(),
        usage=meter.usage(),
        by_model=True,
    )
