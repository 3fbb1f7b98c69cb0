"""Whether a name or a number stands where its source has another one.

"Luton beat Burnley in the final" has two names of its source, and is wrong where that says
"beating Coventry in the final". The place of a fact is told by the words next to it.
"""

import re

from corpus.sentences import Span
from qa.checking.clauses import words_of
from qa.checking.names import Mentions, Name, names
from qa.checking.numbers import numbers

# Up to two words before, three behind, with no mark between them that parts clauses.
_BEFORE = re.compile(r"(?:[\w'’-]+[\s\"“]+){1,2}$")
_AND = re.compile(r"\s*(?:,|and|or|,\s*and)\s*")
_BEHIND = re.compile(r"(?:['’]s)?(?:[\s\"“]+[\w'’-]+){1,3}")


def misplaced(claim: str, main: str, source: str) -> str:
    """A fact of the claim in the place of another one of its source; empty where none.

    Args:
        claim: A sentence.
        main: The sentence of the source that says most of it, where names are told apart.
        source: All sentences that the claim was drawn from.
    """
    return _misplaced_name(claim, main) or _misplaced_number(claim, source)


def _misplaced_name(claim: str, main: str) -> str:
    claimed, told = Mentions([claim]), names(main)
    for name in names(claim):
        place = _neighbours(claim, name.span)
        own = [each for each in told if _same(name, each)]
        if not own or any(_alike(place, _neighbours(main, each.span)) for each in own):
            continue
        for rival in told:
            is_other = not claimed.has(rival) and not rival.text.endswith(("'s", "’s"))
            stands_there = _alike(place, _neighbours(main, rival.span))
            if is_other and stands_there and not any(_joined(main, each, rival) for each in own):
                return f"its source says it of {rival.text}, not of {name.text}"
    return ""


def _misplaced_number(claim: str, source: str) -> str:
    sources = numbers(source)
    for number in numbers(claim):
        counted = _neighbours(claim, number.span)[1]
        own = [_neighbours(source, each.span)[1] for each in sources if number.agrees(each)]
        if number.unit or not counted or not own or counted in own:
            continue
        for rival in sources:
            start, end = rival.span
            if rival.rivals(number) and counted == _neighbours(source, rival.span)[1]:
                return f"its source says it of {source[start:end]}"
    return ""


def _joined(text: str, one: Name, other: Name) -> bool:
    """Whether both do the same: "Burnley and Sheffield United"."""
    first, second = sorted((one.span, other.span))
    return _AND.fullmatch(text[first[1] : second[0]]) is not None


def _same(one: Name, other: Name) -> bool:
    return set(one.keys) <= set(other.keys) or set(other.keys) <= set(one.keys)


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return any(mine and mine == theirs for mine, theirs in zip(one, other, strict=True))


def _neighbours(text: str, span: Span) -> tuple[str, str]:
    """The stems of the words that carry meaning right before and behind, but for names."""
    before, behind = _BEFORE.search(text[: span[0]]), _BEHIND.match(text[span[1] :])
    return _stem(before[0] if before else ""), _stem(behind[0] if behind else "", first=True)


def _stem(text: str, *, first: bool = False) -> str:
    carrying = [word for word in words_of(text) if word.carries]
    if not first:
        carrying.reverse()
    found = carrying[0] if carrying else None
    return found.stem if found and text[found.span[0]].islower() else ""
