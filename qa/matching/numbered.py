"""Which one of several a question names by its number, and whether a sentence tells of that one.

"When will Tarn 2.3 be released" is not answered by the day of Tarn 2.1, nor Apollo 14 by Apollo
13. A sentence is of the one that it names; one that names none is of that of its headline, of the
heading above it, or of one that its passage names.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.expressions import MONTHS
from index.terms import fold, terms
from index.types import Hit
from qa.asking.naming import as_written
from qa.quote import Quote
from qa.words.calendar import YEAR
from qa.words.lexicon import FUNCTION_WORDS
from qa.words.pointing import points_back

# What is told apart by numbers, and written with a small letter.
_NOUNS = (
    r"versions?|releases?|editions?|articles?|sections?|chapters?|routes?|series|seasons?|episodes?"
    r"|flights?|phases?|volumes?|parts?|rooms?|levels?|grades?|class|types?|models?|forms?|titles?"
    r"|acts?|bills?|rules?|clauses?|paragraphs?|schedules?|applications?|items?|lots?|plots?|bus"
    r"|lines?|platforms?|gates?|units?|interstate|highways?|motorways?|roads?|junctions?|exits?"
    r"|stages?|steps?|appendix|annex|figures?|tables?|amendments?|propositions?|resolutions?"
    r"|regulations?|directives?|protocols?|channels?|piers?|docks?|terminals?|wards?|districts?"
    r"|zones?|sectors?|towers?|blocks?|rounds?|games?|heats?|legs?|sessions?"
)
_VERSION = frozenset(terms("version release update"))  # said of whatever has one
_SPELT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_FIRST = _ORDINALS[0]
_NUMBERS = {word: at for words in (_SPELT, _ORDINALS) for at, word in enumerate(words, 1)}
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50}
_UNIT = (
    r"(?:per ?cent|hundred|thousand|million|billion|trillion|seconds?|minutes?|hours?|days?|months?"
    r"|years?|miles?|met(?:er|re)s?|kilomet(?:er|re)s?|degrees?|points?|times|[ap]\.?m)\b"
)
_FIGURE = rf"v?(?P<figure>\d+(?:\.\d+)*[a-z]?)(?![\w%]|[.,:/–-]\d)(?! {_UNIT})"
_NUMBER = (
    rf"(?:{_FIGURE}|(?P<roman>[IVXL]+)(?![\w’'-])|(?P<spelt>(?i:{'|'.join(_SPELT)}))(?![\w-]))"
)
_NAMED = re.compile(
    rf"(?<![\w’'-])(?P<word>[a-z]?[A-Z][^\W\d_]*|(?i:{_NOUNS}))"
    rf"(?P<apart>[ -](?:[Nn]o\.? ?|number )?)?"
    rf"(?(apart){_NUMBER}|(?P<glued>\d+)(?![\w%]|[.,:/–-]\d))"
)
_ANOTHER = re.compile(rf"(?:, | and | or | to |, and |, or |–){_NUMBER}")
_ORDINAL = re.compile(rf"\b(?P<spelt>{'|'.join(_ORDINALS)}) (?P<word>{_NOUNS})\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:before|after|than|since|until|from|like|unlike|besides|replac\w+|succe\w+|preced\w+"
    r"|follow\w+|compared (?:with|to))(?: [\w’'-]+){1,3}",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"^\W*{_FIGURE}", re.MULTILINE)
_NO_NAMES = FUNCTION_WORDS | frozenset(
    (
        "jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday "
        f"saturday sunday covid {' '.join(MONTHS)}"
    ).split()
)
_BEGINNING = 3  # words
_YEAR = re.compile(YEAR)
_LARGE = 13  # figures from here on are seldom of something else


@dataclass(frozen=True, slots=True)
class Numbered:
    """What is named by a number: the stem of its word, the number, and how it is written."""

    word: str
    number: str
    written: str
    in_figures: bool

    def is_like(self, other: "Numbered") -> bool:
        """Whether both are of one kind, so that their numbers tell them apart."""
        versions = not _VERSION.isdisjoint((self.word, other.word))
        alike = self.number.count(".") == other.number.count(".") > 0
        return self.word == other.word or (versions and alike)


def numbered(question: str, texts: Sequence[str]) -> list[Numbered]:
    """What a question asks of and names by a number, its names as the texts write them. The first
    version is not version 1, and what came before version 2 was another."""
    question = _BESIDE.sub("", as_written(question, texts))
    return [each for each in _in(question) if each.number != _FIRST]


def of_the_numbered(question: str, quotes: Sequence[Quote]) -> list[Quote]:
    """The sentences that tell of what the question names by a number; all where it names none.

    Of several of one kind, such as two versions to be compared, any will do.
    """
    texts = {quote.hit.passage.id: quote.hit for quote in quotes}
    articles: dict[str, list[str]] = defaultdict(list)
    for hit in texts.values():
        articles[hit.passage.article_id].append(hit.passage.text)
    asked = numbered(question, [hit.passage.text for hit in texts.values()])
    kinds = [list(group) for _, group in groupby(asked, key=lambda each: each.word)]

    def tells(quote: Quote) -> bool:
        article = "\n".join(articles[quote.hit.passage.article_id])
        return all(any(_is_of(one, quote, article) for one in kind) for kind in kinds)

    return list(filter(tells, quotes))


def unnamed(question: str, hits: Sequence[Hit]) -> list[Numbered]:
    """What the question names by a number in figures and no passage found does."""
    texts = [f"{hit.title}\n{hit.passage.text}" for hit in hits]
    asked = numbered(question, texts) if hits else []
    return [each for each in asked if each.in_figures and not any(_has(each, t) for t in texts)]


def _is_of(asked: Numbered, quote: Quote, article: str) -> bool:
    """Whether a sentence is of it, by what of this kind stands nearest: in it, before it where it
    points back, in the heading above it, in the headline, in its passage, in its article.

    One that does not begin with another may compare it: "down from an hour with version 1.9".
    """
    passage, title = quote.hit.passage, quote.hit.title
    before = passage.text[: quote.start - passage.start]
    headings = [found["figure"] for found in _HEADING.finditer(before) if "." in found["figure"]]
    heading = f"version {headings[-1]}" if headings and "." in asked.number else ""
    last = before[before.rfind(". ", 0, -2) + 1 :] if points_back(quote.text) else ""
    compares = _has(asked, title) and not _others(asked, " ".join(quote.text.split()[:_BEGINNING]))
    for text in (quote.text, last, heading, title, passage.text, article):
        if _has(asked, text):
            return True
        if _others(asked, text) and not (text == quote.text and compares):
            return False
    return not asked.in_figures


def _has(asked: Numbered, text: str) -> bool:
    found = {each.number for each in _in(text) if asked.is_like(each)}
    first = asked.number == "1" and _FIRST in found
    return asked.number in found or first or _stands(asked, text)


def _others(asked: Numbered, text: str) -> bool:
    numbers = {each.number for each in _in(text) if asked.is_like(each)}
    return not numbers <= {asked.number, _FIRST}


def _stands(asked: Numbered, text: str) -> bool:
    """Whether its number stands in a text by itself, and can hardly be of something else."""
    if not asked.in_figures or ("." not in asked.number and int(asked.number) < _LARGE):
        return False
    figure = rf"(?<![\d.,$€£]){re.escape(asked.number)}(?![\d%]|[.,]\d)"
    return re.search(figure, text) is not None


def _in(text: str) -> Iterator[Numbered]:
    """What a text names by numbers; years, and days of a month, are none."""
    for match in _NAMED.finditer(text):
        word, end = match["word"], match.end()
        if fold(word) in _NO_NAMES or _YEAR.fullmatch(match["figure"] or ""):
            continue
        yield _read(word, match, match[0])
        while match["apart"] and (further := _ANOTHER.match(text, end)):
            yield _read(word, further, f"{word} {further[0].split()[-1]}")
            end = further.end()
    for match in _ORDINAL.finditer(text):
        yield _read(match["word"], match, match[0])


def _read(word: str, match: re.Match[str], written: str) -> Numbered:
    found = match.groupdict()
    figure = found.get("figure") or found.get("glued")
    if roman := found.get("roman"):
        number = str(_value(roman))
    elif spelt := (found.get("spelt") or "").casefold():
        number = _FIRST if spelt == _FIRST else str(_NUMBERS[spelt])
    else:
        number = str(figure)
    in_figures = bool(found.get("figure")) and number.replace(".", "").isdecimal()
    return Numbered(terms(word)[-1], number, written, in_figures)


def _value(roman: str) -> int:
    values = [_LETTERS[letter] for letter in roman]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
