"""Whether what a sentence cites carries it, and where it stands: the support check.

A sentence that stands in what it cites word for word is quoted. Any other has to pass, one
after the other: its quotations to the character; its numbers, dates and names; its meaning,
by the encoder's token vectors; whether it denies what its source says; who says it; and how
sure its source is. The first that fails is the verdict: unsupported where the source says
something else, weak where it says it with more care.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.article import Article
from corpus.sentences import Span
from index.types import Encoder, Hit
from qa.checking.dates import days
from qa.checking.exclusive import excluded
from qa.checking.hedges import careless, exact_only_here
from qa.checking.names import Mentions, another_subject, names
from qa.checking.narrowed import narrowed
from qa.checking.normal import normal, quotations
from qa.checking.numbers import numbers
from qa.checking.opposites import opposed
from qa.checking.pairing import another_span, mispaired, turned_round
from qa.checking.polarity import denied, unknown
from qa.checking.reading import Drawn, Place, Reading, drawn_from, neighbours, others
from qa.checking.roles import misplaced
from qa.checking.speakers import other_speaker
from qa.types import Support

_MEANS = 0.54  # the least mean likeness of a sentence's words to what it cites
Entails = Callable[[str, str], tuple[float, float]]
_TITLE = 4  # words that a title in quotation marks has at most, or words that a headline quotes
_CLAIMS = 32  # whose vectors are kept, since one is checked against several passages
# "The previous month" has a name, which the check does not work out.
_BEFORE_IT = re.compile(
    r"\b(?:previous|prior|preceding|following) (?:month|year)\b"
    r"|\b(?:a|one) (?:month|year) (?:earlier|before|later)\b",
    re.I,
)
_COLLECTIVE = frozenset(("both", "pair", "couple"))  # counted by the eye


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem`` says what is not carried; ``places`` are the sentences that were found."""

    support: Support
    places: tuple[Place, ...] = ()
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Whether a reader can rely on it."""
        return self.support in (Support.QUOTED, Support.SUPPORTED)


class Checker:
    """Checks sentences against passages. Safe to call from several threads."""

    def __init__(
        self,
        encoder: Encoder,
        article: Callable[[str], Article | None] = lambda name: None,
        entails: Entails | None = None,
    ) -> None:
        """Check meaning by ``encoder``, and by ``entails`` where there is one.

        Args:
            encoder: Gives the vectors of tokens.
            article: The whole of a cited article, by its id.
            entails: The probabilities that a claim follows from a premise, and that it
                contradicts it.
        """
        self._encoder = encoder
        self._article = article
        self._entails = entails
        self._read = lru_cache(maxsize=_CLAIMS)(lambda claim: encoder.encode_tokens([claim])[0])

    def read(self, hits: Sequence[Hit]) -> list[Reading]:
        """Passages made ready for checking; tokens are encoded for all of them at once."""
        tokens = self._encoder.encode_tokens([hit.passage.text for hit in hits])
        found = []
        for hit, each in zip(hits, tokens, strict=True):
            article = self._article(hit.passage.article_id)
            found.append(Reading(hit, each, article.text[: hit.passage.start] if article else ""))
        return found

    def check(self, claim: str, cited: Sequence[Reading]) -> Verdict:
        """The verdict on a sentence that cites these passages."""
        if not cited:
            return Verdict(Support.UNSUPPORTED, problem="it cites no passage")
        quoted = _verbatim(claim, cited)
        if quoted:
            return Verdict(Support.QUOTED, quoted)
        drawn = drawn_from(claim, self._read(claim), cited)
        if drawn is None:
            return Verdict(Support.UNSUPPORTED, problem="it says nothing")
        problem = (
            _missing_quotation(claim, cited)
            or _missing_fact(claim, drawn, cited)
            or ("its source says something else" if drawn.likeness < _MEANS else "")
            or denied(claim, drawn.main.text, others(drawn, cited))
            or _denied_besides(claim, drawn)
            or unknown(claim, drawn.text)
            or opposed(claim, drawn.text)
            or excluded(claim, drawn.text)
            or narrowed(claim, drawn.text)
            or misplaced(claim, drawn.main.text, drawn.text)
            or _other_speaker(claim, drawn, cited)
        )
        if problem:
            return Verdict(Support.UNSUPPORTED, drawn.places, problem)
        if self._entails:
            premise = " ".join([drawn.text, *neighbours(drawn, cited)])
            follows, contradicts = self._entails(premise, claim)
            if contradicts > 1 / 2:
                problem = "its source contradicts it"
                return Verdict(Support.UNSUPPORTED, drawn.places, problem)
            if follows < 1 / 2:
                return Verdict(Support.WEAK, drawn.places, "it does not follow from its source")
        care = careless(claim, drawn.main.text, drawn.met)
        problem = f"its source says {care}" if care else exact_only_here(claim, drawn.text)
        if problem:
            return Verdict(Support.WEAK, drawn.places, problem)
        return Verdict(Support.SUPPORTED, drawn.places)


def _verbatim(claim: str, cited: Sequence[Reading]) -> tuple[Place, ...]:
    """Where the claim stands as whole sentences of a passage; nowhere where it does not.

    Part of a sentence is not enough: what it leaves out may turn its sense around.
    """
    wanted = normal(claim)
    for reading in cited:
        for first in range(len(reading.sentences)):
            joined = ""
            for last in range(first, len(reading.sentences)):
                joined = f"{joined} {normal(reading.sentences[last].text)}".strip()
                if joined == wanted:
                    return tuple(each.place for each in reading.sentences[first : last + 1])
                if len(joined) >= len(wanted):
                    break
    return ()


def _other_speaker(claim: str, drawn: Drawn, cited: Sequence[Reading]) -> str:
    main = drawn.main
    for reading in cited:
        if main in reading.sentences:
            earlier = reading.sentences[: reading.sentences.index(main)]
            before = [*reading.before, *(each.text for each in earlier)]
            beside = [each.text for each in drawn.all if each is not main]
            return other_speaker(claim, main.text, before, [*beside, reading.about])
    return ""


def _denied_besides(claim: str, drawn: Drawn) -> str:
    """The problem where a sentence besides the main one denies the claim; empty where none."""
    for sentence in drawn.all[1:]:
        if problem := denied(claim, sentence.text, made_up=False):
            return problem
    return ""


def _missing_quotation(claim: str, cited: Sequence[Reading]) -> str:
    texts = [normal(reading.hit.passage.text) for reading in cited]
    titles = [normal(reading.context) for reading in cited]
    for quotation in quotations(claim):
        near = texts + titles if len(quotation.split()) <= _TITLE else texts
        if not any(normal(quotation) in text for text in near):
            return f"“{quotation}” is not in what it cites"
    return ""


def _missing_fact(claim: str, drawn: Drawn, cited: Sequence[Reading]) -> str:
    return (
        _missing_number(claim, drawn, cited)
        or mispaired(claim, drawn.text)
        or turned_round(claim, drawn.text, _whole(cited))
        or another_span(claim, drawn.text)
        or _missing_day(claim, drawn, cited)
        or _missing_name(claim, cited)
        or another_subject(claim, drawn.main.text)
    )


def _missing_number(claim: str, drawn: Drawn, cited: Sequence[Reading]) -> str:
    in_source = numbers(drawn.text)
    beside = numbers(" ".join(reading.hit.passage.text for reading in cited))
    for number in numbers(claim):
        said = _cut(claim, number.span)
        if said.lower() in _COLLECTIVE or any(number.agrees(each) for each in in_source):
            continue
        rivals = any(number.rivals(each) for each in in_source)
        if number.is_count and not rivals:
            continue
        if rivals or not any(number.agrees(each) for each in beside):
            return f"{said} is not in what it cites"
    return ""


def _missing_day(claim: str, drawn: Drawn, cited: Sequence[Reading]) -> str:
    published = drawn.main.place.hit.source.day
    in_source = days(drawn.text, published)
    in_source += [day for each in in_source if (day := each.a_week_on())]
    beside = days(" ".join(neighbours(drawn, cited)), published)
    beside += days(published.isoformat()) if published else []
    for day in days(claim, published):
        if any(day.agrees(each) for each in in_source):
            continue
        rivals = any(day.rivals(each) for each in in_source)
        is_counted = day.day is None and _BEFORE_IT.search(drawn.text)
        if rivals or not (is_counted or any(day.agrees(each) for each in beside)):
            return f"{_cut(claim, day.span)} is not in what it cites"
    return ""


def _missing_name(claim: str, cited: Sequence[Reading]) -> str:
    mentions = Mentions(
        text for reading in cited for text in (reading.hit.passage.text, reading.context)
    )
    for name in names(claim):
        if not mentions.has(name):
            return f"{name.text} is not in what it cites"
    return ""


def _whole(cited: Sequence[Reading]) -> str:
    return " ".join(f"{each.hit.passage.text} {each.context}" for each in cited)


def _cut(text: str, span: Span) -> str:
    return text[span[0] : span[1]]
