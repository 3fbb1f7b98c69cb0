"""What stands beside an answer: its events by day, and where the articles differ."""

from collections.abc import Sequence
from dataclasses import replace

from qa.asking.quantities import quantity_asked
from qa.beside.claims import Figure
from qa.beside.corrections import Statement
from qa.beside.disagree import Difference, differences
from qa.beside.timeline import Dated, timeline
from qa.checking.numbers import numbers
from qa.citations import Citations, shown
from qa.quote import Quote
from qa.types import Answer, Claim, Disagreement, Event, Relation
from qa.words.wording import words


class Aside:
    """The timeline and the disagreements that belong to an answer, in whatever words it is."""

    def __init__(self, question: str, ranked: Sequence[Quote], quoted: Sequence[Quote]) -> None:
        """Read them from the sentences found; where nothing is ``quoted`` there is no answer,
        and nothing beside it."""
        self._of_a_figure = quantity_asked(question) is not None
        self._events = timeline(question, ranked, quoted) if quoted else []
        self._differences = differences(question, ranked, quoted) if quoted else []
        self._quoted = quoted

    def current(self, short: str | None) -> str | None:
        """The short answer, or the figure that has replaced it; none where it was taken back."""
        last = self._replacing(short)
        if last is None:
            return short
        return last.text if _is_figure(last) else None

    def led(self, quoted: Sequence[Quote], short: str | None) -> list[Quote]:
        """The sentences, that which tells what has replaced the short answer first.

        It takes the place of the last one where it is not among them.
        """
        newer = None if short or not self._of_a_figure else self._newer(quoted)
        last = self._replacing(short) or newer
        if last is None or not _is_figure(last):
            return list(quoted)
        others = [quote for quote in quoted if quote.place != last.quote.place]
        return [last.quote, *others[: max(len(quoted) - 1, 1)]]

    def _replacing(self, short: str | None) -> Figure | Statement | None:
        said = set(words(short or ""))
        for each in self._differences:
            *earlier, last = each.figures
            replaced = any(said and said.issubset(words(figure.text)) for figure in earlier)
            if each.relation is Relation.SUPERSEDED and (
                replaced or self._is_outgrown(short, last)
            ):
                return None if said.issubset(words(last.text)) else last
        return None

    def _is_outgrown(self, short: str | None, last: Figure | Statement) -> bool:
        """Whether a count is told in older articles alone, and has grown since."""
        if not short or isinstance(last, Statement):
            return False
        counts = numbers(short)
        days = [quote.hit.source.day for quote in self._quoted if short in quote.text]
        older = bool(days) and all(day is not None and day < last.day for day in days)
        return older and len(counts) == 1 and counts[0].value < last.value

    def _newer(self, quoted: Sequence[Quote]) -> Figure | Statement | None:
        """The last figure, where one that it has replaced or it itself is quoted, but it is not
        read first; not where what is read first is newer still."""
        for each in self._differences:
            places = [_place_of(figure, quoted) for figure in each.figures]
            told = each.relation is Relation.SUPERSEDED and min(places) < len(quoted)
            if told and places[-1] and not _is_newer(quoted[0], each.figures[-1]):
                return each.figures[-1]
        return None

    def added_to(self, answer: Answer) -> Answer:
        """The answer with them, behind what stands beside it already; its own citations first."""
        if not answer.answered or not (self._events or self._differences):
            return answer
        citations = Citations(answer.citations)
        events = tuple(_event(event, citations) for event in self._events)
        disagreements = tuple(_disagreement(each, citations) for each in self._differences)
        return replace(
            answer,
            timeline=answer.timeline + events,
            disagreements=answer.disagreements + disagreements,
            citations=citations.all(),
        )


def _is_figure(said: Figure | Statement) -> bool:
    return any(letter.isdigit() for letter in said.text)


def _place_of(said: Figure | Statement, quoted: Sequence[Quote]) -> int:
    """Which of the sentences it stands in; behind all of them where in none."""
    places = (place for place, quote in enumerate(quoted) if quote.place == said.quote.place)
    return next(places, len(quoted))


def _is_newer(quote: Quote, said: Figure | Statement) -> bool:
    day, before = quote.hit.source.day, said.quote.hit.source.day
    return day is not None and before is not None and day > before


def _event(event: Dated, citations: Citations) -> Event:
    place = _cite(event.quote, citations, event.start, event.end)
    text = event.quote.text[event.start - event.quote.start :]
    return Event(event.day, shown(text), (citations.number(place),), (place,))


def _disagreement(difference: Difference, citations: Citations) -> Disagreement:
    claims = []
    for figure in difference.figures:
        place = _cite(figure.quote, citations, figure.quote.start, figure.quote.end)
        value = figure.told if isinstance(figure, Statement) else figure.text
        claims.append(Claim(value, citations.number(place), place))
    return Disagreement(difference.about, difference.relation, tuple(claims))


def _cite(quote: Quote, citations: Citations, start: int, end: int) -> int:
    return citations.cite(quote.hit.passage, quote.hit.title, quote.hit.source, start, end)
