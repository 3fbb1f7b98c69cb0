"""Whether a name or a number stands where its source has another one.

"Luton beat Burnley in the final" has two names of its source, and is wrong where that says
"beating Coventry in the final". The place of a fact is told by the words next to it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.sentences import Span
from qa.checking.clauses import words_of
from qa.checking.dates import Day, days
from qa.checking.names import Mentions, Name, names, same
from qa.checking.numbers import Number, numbers

_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our)\b")
_BESIDE = 24  # characters between a number and the name that it is told of
_AROUND = 80  # characters in which its neighbours are looked for
# Up to three words before and behind, with no mark between them that parts clauses.
_BEFORE = re.compile(r"(?:[\w'’-]+[\s\"“]+){1,3}$")
_AND = re.compile(r"\s*(?:,|and|or|,\s*and)\s*")
_QUALIFIES = re.compile(r"['’]s$|^\w+(?:an|ese|ish|ch)$")  # "Norwick's", "Russian"
_BEHIND = re.compile(r"(?:['’]s)?(?:[\s\"“]+[\w'’-]+){1,3}")


def misplaced(claim: str, main: str, source: str) -> str:
    """A fact of the claim in the place of another one of its source; empty where none.

    Args:
        claim: A sentence.
        main: The sentence of the source that says most of it, where names are told apart.
        source: All sentences that the claim was drawn from.
    """
    return (
        _misplaced_name(claim, main)
        or _misplaced_number(claim, source)
        or _crossed(claim, main)
        or _another_pair(claim, source)
    )


def _misplaced_name(claim: str, main: str) -> str:
    claimed, in_source = Mentions([claim]), names(main)
    for name in names(claim):
        place = _neighbours(claim, name.span)
        own = [each for each in in_source if same(name, each)]
        if not own and _FIRST_PERSON.search(main):
            continue
        if any(_alike(place, _neighbours(main, each.span)) for each in own):
            continue
        for rival in in_source:
            if not own and _of_a_kind(name, rival) and not claimed.has(rival):
                return f"its source says it of {rival.text}, not of {name.text}"
            is_other = not claimed.has(rival) and not _QUALIFIES.search(rival.text)
            stands_there = _alike(place, _neighbours(main, rival.span))
            if is_other and stands_there and not any(_joined(main, each, rival) for each in own):
                return f"its source says it of {rival.text}, not of {name.text}"
    return ""


def _misplaced_number(claim: str, source: str) -> str:
    sources = numbers(source)
    for number in numbers(claim):
        counted = _neighbours(claim, number.span)[1]
        own = [_neighbours(source, each.span)[1] for each in sources if number.agrees(each)]
        if number.unit or not counted or not own or counted in own or "" in own:
            continue
        for rival in sources:
            start, end = rival.span
            if rival.rivals(number) and counted == _neighbours(source, rival.span)[1]:
                return f"its source says it of {source[start:end]}"
    return ""


def _crossed(claim: str, source: str) -> str:
    """Two facts of the claim, one behind the other, each of which its source has where the claim
    has the other one: "it began on Friday and ended on Monday"."""
    told, in_source = _led_to(claim), _led_to(source)
    for (mine, one), (other, two) in pairwise(told):
        firsts = [fact for word, fact in in_source if word == mine]
        seconds = [fact for word, fact in in_source if word == other]
        if (
            _either(two, firsts)
            and _either(one, seconds)
            and not (_either(one, firsts) or _either(two, seconds))
        ):
            return f"its source has {claim[slice(*two.span)]} for “{mine}”"
    return ""


def _led_to(text: str) -> list[tuple[str, Number | Day]]:
    """Numbers and dates, each with the stem of the last word that carries meaning before it."""
    facts: list[Number | Day] = [*numbers(text), *days(text)]
    facts.sort(key=lambda fact: fact.span)
    return [(word, fact) for fact in facts if (word := _neighbours(text, fact.span)[0])]


def _either(fact: Number | Day, among: Sequence[Number | Day]) -> bool:
    """Whether one of these is the same."""
    return any(
        fact.agrees(each)
        if isinstance(fact, Number) and isinstance(each, Number)
        else isinstance(fact, Day) and isinstance(each, Day) and fact.agrees(each)
        for each in among
    )


def _another_pair(claim: str, source: str) -> str:
    """A number beside a name, where its source has another beside this name, and this one
    beside another: "Reed, 68, and Osborne, 72"."""
    in_source = _pairs(source)
    for name, number in _pairs(claim):
        of_name = [each for named, each in in_source if same(name, named)]
        with_it = [named for named, each in in_source if number.agrees(each)]
        matched = any(number.agrees(each) for each in of_name)
        own = any(same(name, named) for named in with_it)
        if of_name and with_it and not matched and not own:
            return f"its source has {claim[slice(*number.span)]} for {with_it[0].text}"
    return ""


def _pairs(text: str) -> list[tuple[Name, Number]]:
    """Each number with the name right beside it: behind "76-year-old", before ", 76"."""
    named, found = names(text), []
    for number in numbers(text):
        before = [each for each in named if 0 <= number.span[0] - each.span[1] < _BESIDE]
        behind = [each for each in named if 0 <= each.span[0] - number.span[1] < _BESIDE]
        if behind and re.fullmatch(
            r"[\w-]*\s+(?:[a-z-]+\s+)?", text[number.span[1] : behind[0].span[0]]
        ):
            found.append((behind[0], number))
        elif before and re.fullmatch(
            r",?\s+(?:\(|at |was |is |aged )?(?:\w+ at )?",
            text[before[-1].span[1] : number.span[0]],
        ):
            found.append((before[-1], number))
    return found


def _of_a_kind(one: Name, other: Name) -> bool:
    """Whether both end alike and are two: "Wilson County" and "Putnam County"."""
    mine, theirs = one.text.split(), other.text.split()
    return len(mine) == len(theirs) > 1 and mine[-1] == theirs[-1] and not same(one, other)


def _joined(text: str, one: Name, other: Name) -> bool:
    """Whether both do the same: "Burnley and Sheffield United"."""
    first, second = sorted((one.span, other.span))
    return _AND.fullmatch(text[first[1] : second[0]]) is not None


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return any(mine and mine == theirs for mine, theirs in zip(one, other, strict=True))


def _neighbours(text: str, span: Span) -> tuple[str, str]:
    """The stems of the words that carry meaning right before and behind, but for names."""
    before = _BEFORE.search(text[max(0, span[0] - _AROUND) : span[0]])
    behind = _BEHIND.match(text[span[1] : span[1] + _AROUND])
    return _stem(before[0] if before else ""), _stem(behind[0] if behind else "", first=True)


def _stem(text: str, *, first: bool = False) -> str:
    carrying = [word for word in words_of(text) if word.carries]
    if not first:
        carrying.reverse()
    found = carrying[0] if carrying else None
    return found.stem if found and text[found.span[0]].islower() else ""
