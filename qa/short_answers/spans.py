"""Which words of a sentence could be a short answer: names, figures, times, titles, things.

Generous rules: what is no answer is told by qa/short_answers/short.py, which weighs what is found.
A name counts whole, without what stands before it ("Rep. Mike Johnson", "Mike Johnson"),
and in its parts where small words join it ("Johnson of Louisiana").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.terms import STOPWORDS, fold
from qa.words.calendar import WEEKDAY, YEAR


class Sort(StrEnum):
    """The sorts of spans that are told apart."""

    NAME = "name"  # a whole run of capitalised words
    PART = "part"  # a part of one
    AROUND = "around"  # a name and the plain word beside it: "a Belgian beer"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    TITLE = "title"  # what stands between quotation marks
    WORD = "word"
    PHRASE = "phrase"  # two or three plain words


@dataclass(frozen=True, slots=True)
class Found:
    """``start:end`` are code points into the text that was searched."""

    start: int
    end: int
    sort: Sort


_SCALE = r"(?:hundred|thousand|million|billion|trillion|bn|m|k)\b"
_CARDINAL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"dozens?|hundreds|thousands|half|twice|once)"
)
_DIGITS = r"(?<![\w$£€¥.,])\d[\d,]*(?:\.\d+|[¼½¾⅐-⅞])?"
_SPELLED = rf"\b{_CARDINAL}(?:[- ]{_CARDINAL})?(?:[ -]{_SCALE})?"
_UNIT = (
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|feet|foot|inches|met(?:er|re)s?|"
    r"kilomet(?:er|re)s?|km|centimet(?:er|re)s?|millimet(?:er|re)s?|[cm]m|yards?|knots?|hectares?|"
    r"grams?|kilos?|kilograms?|kg|lit(?:er|re)s?|pounds?|tons?|tonnes?|acres?|"
    r"degrees?|percent|per cent|percentage points?|points?|cents?|mph|gallons?|times?|"
    r"ounces?|lbs?|barrels?|light[- ]years?|calories|[kmgtp]i?b|(?:kilo|mega|giga|tera)?bytes?|"
    r"[kmgt]wh?|(?:kilo|mega|giga|tera)?watts?|volts?|[kmg]?hz|[°º][cf]|rpm)\b"
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_PATTERNS = tuple(
    (sort, re.compile(pattern, flags))
    for sort, pattern, flags in (
        (Sort.MONEY, rf"(?:US|A|C)?[$£€¥]\s?\d[\d,]*(?:\.\d+)?(?:[ -]?{_SCALE})?", re.IGNORECASE),
        (
            Sort.MONEY,
            rf"\b\d[\d,]*(?:\.\d+)?\s(?:{_SCALE}\s)?(?:dollars|euros|pounds|cents|yen|rupees)\b",
            re.IGNORECASE,
        ),
        (Sort.TIME, rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s{YEAR}\b)?", 0),
        (Sort.TIME, rf"\b\d{{1,2}}\s{_MONTH}(?:\s{YEAR}\b)?", 0),
        (Sort.TIME, rf"\b{_MONTH}(?:\s{YEAR})?\b", 0),
        (Sort.TIME, rf"\b{WEEKDAY}\b", 0),
        (Sort.TIME, rf"\b{YEAR}s?\b", 0),
        (
            Sort.NUMBER,
            rf"{_DIGITS}(?:st|nd|rd|th)?(?:\s?%|[ -]?{_SCALE})?(?!\w)",
            re.IGNORECASE,
        ),
        (Sort.NUMBER, rf"{_DIGITS}(?:[ -]{_SCALE})?[ -]?{_UNIT}", re.IGNORECASE),
        (Sort.NUMBER, rf"{_SPELLED}\b", re.IGNORECASE),
        (Sort.NUMBER, rf"{_SPELLED}[ -]{_UNIT}", re.IGNORECASE),
        (Sort.NUMBER, r"\b\d+[-–]\d+\b", 0),
        (Sort.TITLE, r"(?<=[“\"‘])[^“”\"‘’\n]{2,70}(?=[”\"’])", 0),
    )
)
_TITLE_WORDS = 8
_ACCENT = "[\u0300-\u036f\u00ad]"  # as a character of its own; or a soft hyphen
_WORD = re.compile(rf"[^\W_]+(?:(?:{_ACCENT}*[’'.\-&/]|{_ACCENT}+)(?=[^\W_])[^\W_]+)*{_ACCENT}*")
_SPACE = re.compile(r"\.?[ \u00a0]")
_JOINING = frozenset("of the de van von al bin for and la le du da el on in at to a".split())
_ROLES = frozenset(
    "president rep reps sen sens dr mr mrs ms gov mayor judge justice pope king queen prince "
    "princess sir lord lady prime minister chancellor secretary general former first us u.s uk "
    "british american russian chinese actor actress singer rapper star attorney rev chief senator "
    "representative governor congressman congresswoman captain capt coach director ceo".split()
)
_LONGEST_PART = 5  # words; of a longer name only its whole and its joined parts count
_PHRASE_WORDS = 3


def spans(text: str) -> list[Found]:
    """What in the text could be a short answer, each span once, in order."""
    words = [match.span() for match in _WORD.finditer(text)]
    found: dict[tuple[int, int], Sort] = {}
    for start, end, sort in (*_patterns(text), *_names(text, words), *_plain(text, words)):
        found.setdefault((start, end), sort)
    return [Found(start, end, sort) for (start, end), sort in sorted(found.items())]


_Span = tuple[int, int, Sort]


def _patterns(text: str) -> Iterator[_Span]:
    for sort, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            said = match[0].rstrip(" ,.;:-")
            if sort is not Sort.TITLE or len(said.split()) <= _TITLE_WORDS:
                yield match.start(), match.start() + len(said), sort


def _names(text: str, words: list[tuple[int, int]]) -> Iterator[_Span]:
    """Runs of capitalised words, their parts, and the plain words beside them."""
    place = 0
    while place < len(words):
        last = _run(text, words, place)
        if last is None:
            place += 1
            continue
        first = place
        place = last + 1
        while first <= last and _is_common(text, words[first]):
            first += 1
        if first > last:
            continue
        for one, other in _parts(text, words, first, last):
            start, end = words[one][0], words[other][1]
            if text.endswith(("'s", "’s"), start, end):
                end -= 2
            yield start, end, Sort.NAME if (one, other) == (first, last) else Sort.PART
        if last + 1 < len(words) and _is_plain(text, words, last, last + 1):
            yield words[first][0], words[last + 1][1], Sort.AROUND
        if first > 0 and _is_plain(text, words, first - 1, first - 1):
            yield words[first - 1][0], words[last][1], Sort.AROUND


def _run(text: str, words: list[tuple[int, int]], first: int) -> int | None:
    """The last word of the name that begins with this one."""
    if not text[words[first][0]].isupper():
        return None
    last = first
    while last + 1 < len(words) and _joined(text, words, last):
        ahead = last + 1
        # "University of South Carolina", "Secretary of the Interior", "Title 42"
        while ahead < min(last + 3, len(words)) and _of(text, words[ahead]) in _JOINING:
            ahead += 1
        if ahead >= len(words) or not all(_joined(text, words, at) for at in range(last, ahead)):
            break
        begin, end = words[ahead]
        # "Title 42", "Class of 2023", but not "Archer in 2023"
        follows = _of(text, words[ahead - 1]) == "of" or ahead == last + 1
        if not (text[begin].isupper() or (text[begin].isdigit() and end - begin <= 4 and follows)):
            break
        last = ahead
    return last


def _parts(text: str, words: list[tuple[int, int]], first: int, last: int) -> set[tuple[int, int]]:
    """A name and its parts, as first and last word."""
    joints = [at for at in range(first, last + 1) if _of(text, words[at]) in _JOINING]
    joints = [at for at in joints if text[words[at][0]].islower()]
    borders = [first - 1, *joints, last + 1]
    found = {(first, last)}
    pieces = [(one + 1, other - 1) for one, other in pairwise(borders)]
    for one, other in [(first, last), *pieces]:
        if one > other:
            continue
        found.add((one, other))
        while one < other and _of(text, words[one]).rstrip(".") in _ROLES:
            one += 1
            found.add((one, other))
        if (one, other) != (first, last) or not joints:
            if 2 <= other - one < _LONGEST_PART:
                found |= {(one, other - 1), (other - 1, other)}
            found |= {(one, one), (other, other)}
    return {
        (one, other)
        for one, other in found
        if text[words[one][0]].isupper() and not text[words[other][0]].islower()
    }


def _plain(text: str, words: list[tuple[int, int]]) -> Iterator[_Span]:
    """Words that mean something, alone and up to three together."""
    for first, (start, end) in enumerate(words):
        if not text[start].isalpha() or _is_common(text, words[first]) or end - start < 3:
            continue
        opens = first == 0
        if text[start].islower() or opens:
            yield start, end, Sort.WORD
        for last in range(first + 1, min(first + _PHRASE_WORDS, len(words))):
            if not _joined(text, words, last - 1):
                break
            begin, finish = words[last]
            if not text[begin].isalpha() or _is_common(text, words[last]):
                continue
            if not (text[start].islower() or opens or text[begin].islower()):
                continue
            within = [_of(text, words[at]) for at in range(first + 1, last)]
            if all(word not in STOPWORDS or word in ("of", "and") for word in within):
                yield start, finish, Sort.PHRASE


def _of(text: str, word: tuple[int, int]) -> str:
    return fold(text[word[0] : word[1]])


def _joined(text: str, words: list[tuple[int, int]], at: int) -> bool:
    """Whether only a space, or the full stop of an abbreviation, parts a word from the next."""
    end, start = words[at][1], words[at + 1][0]
    return start - end <= 2 and _SPACE.fullmatch(text, end, start) is not None


def _is_common(text: str, word: tuple[int, int]) -> bool:
    said = text[word[0] : word[1]]
    return fold(said) in STOPWORDS and not (said.isupper() and len(said) > 1)


def _is_plain(text: str, words: list[tuple[int, int]], joint: int, at: int) -> bool:
    return (
        _joined(text, words, joint)
        and text[words[at][0]].islower()
        and not _is_common(text, words[at])
    )
