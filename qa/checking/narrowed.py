"""Whether a claim leaves out what narrows a word of its source.

"The oldest bridge" is more than "one of the oldest bridges", and "the mayor" another than "the
former mayor"; so is what was the worst "in history" where its source knows of seventy years, and
the first of what its source counts as the second.
"""

import re

_RANK = (
    r"(?:(?:one|some) of|among)(?: (?:the|its|his|her|their))?(?: [\w’'-]+['’]s)?|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)"
)
_NO_RANK = (
    "test|contest|protest|guest|quest|request|conquest|arrest|interest|forest|harvest|rest|west|"
    "midwest|chest|nest|vest|priest|invest|suggest|digest|honest|latest"
)
_OFFICES = (
    "president|minister|chancellor|secretary|senator|governor|mayor|chief|chair(?:man|woman)?|"
    "director|ambassador|leader|commander|king|queen|champion|officer|judge|prosecutor|adviser|"
    "advisor|aide|lawmaker|congress(?:man|woman)|manager|coach|captain|executive|wife|husband|"
    "employees?|prison(?:er)?|spy|soldiers?|coup|attack"
)
# What may narrow a word, and the word.
_PAIRS = (
    re.compile(
        rf"\b(?:(?P<narrows>{_RANK})[\s-]+)?"
        rf"(?P<word>(?:most|least) [a-z]+|best|worst|(?!(?:{_NO_RANK})\b)[a-z]+est)\b",
        re.I,
    ),
    re.compile(
        r"\b(?:(?P<narrows>former|ex|acting|interim|deputy|vice|assistant|would-be|attempted)[\s-]+"
        rf"(?:[\w’'-]+\s+){{0,2}}?)?(?P<word>{_OFFICES})\b",
        re.I,
    ),
)
# What a claim says of all times, what its source has of the kind, and what it has instead.
_EVER = re.compile(r"\b(?:in (?:[\w’']+ )?history|of all time|on record)\b", re.I)
_FIRST = re.compile(r"\bfirst\b")
_LATER = re.compile(r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b")
_EVER_TOO = re.compile(
    r"\b(?:n?ever|record\w*|histor\w*|all-time|first|1st|unprecedented|debut\w*|maiden|inaugural"
    r"|new|initial\w*|opening|beg[aiu]n\w*|start\w*)\b",
    re.I,
)


def narrowed(claim: str, source: str) -> str:
    """A word of the claim that its source has only with what narrows it; empty where none."""
    for pattern in _PAIRS:
        in_source: dict[str, list[str | None]] = {}
        for match in pattern.finditer(source):
            in_source.setdefault(match["word"].lower(), []).append(match["narrows"])
        for match in pattern.finditer(claim):
            theirs = in_source.get(match["word"].lower(), [])
            if theirs and all(theirs) and not match["narrows"]:
                return f"its source says “{theirs[0]} {match['word']}”"
    said = _EVER.search(claim)
    if said is None and _LATER.search(source):
        said = _FIRST.search(claim)
    return f"its source does not say “{said[0]}”" if said and not _EVER_TOO.search(source) else ""
