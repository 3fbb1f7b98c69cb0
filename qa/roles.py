"""Whether a name or a number stands where its source has another one.

"Luton beat Burnley in the final" has two names of its source, and is wrong where that says
"beating Coventry in the final". The place of a fact is told by the words next to it.
"""

import re

from qa.clauses import words_of
from qa.dates import Span
from qa.names import Mentions, Name, names
from qa.numbers import numbers

# Up to two words before, three behind, with no mark between them that parts clauses.
_BEFORE = re.compile(r"(?:[\w'’-]+[\s\"“]+){1,2}$")
_BEHIND = re.compile(r"(?:['’]s)?(?:[\s\"“]+[\w'’-]+){1,3}")


def misplaced(claim: str, main: str, source: str) -> str:
    """A fact of the claim in the place of another one of its source; empty where none.

    Args:
        claim: A sentence.
        main: The sentence of the source that says most of it; in its place stands what is meant.
        source: All sentences that the claim was drawn from.
    """
    return _misplaced_name(claim, main, source) or _misplaced_number(claim, source)


def _misplaced_name(claim: str, main: str, source: str) -> str:
    claimed, rivals = Mentions([claim]), names(main)
    for name in names(claim):
        place = _neighbours(claim, name.span)
        own = [_neighbours(source, each.span) for each in names(source) if _same(name, each)]
        if not own or any(_alike(place, each) for each in own):
            continue
        for rival in rivals:
            is_other = not claimed.has(rival) and not rival.text.endswith(("'s", "’s"))
            if is_other and _alike(place, _neighbours(main, rival.span)):
                return f"its source says it of {rival.text}, not of {name.text}"
    return ""


def _misplaced_number(claim: str, source: str) -> str:
    claimed, sources = numbers(claim), numbers(source)
    for number in claimed:
        counted = _neighbours(claim, number.span)[1]
        own = [_neighbours(source, each.span)[1] for each in sources if number.agrees(each)]
        if not counted or not own or counted in own:
            continue
        for rival in sources:
            is_known = any(rival.agrees(each) for each in claimed)
            if rival.rivals(number) and not is_known:
                start, end = rival.span
                if counted == _neighbours(source, rival.span)[1]:
                    return f"its source says it of {source[start:end]}"
    return ""


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
