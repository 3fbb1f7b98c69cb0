"""Words of which only one can hold: a season, a part of the day, a side, a relative, a party.

"In the spring" is no other wording of "in the autumn", though both are near in meaning.
"""

import re

_GROUPS = tuple(
    {word: name for name, words in group for word in words.split()}
    for group in (
        # The sides of a country, a city, a house.
        tuple(
            (side, f"{side} {side}ern {side.replace('-', '')} {side.replace('-', '')}ern")
            for side in (
                "north", "south", "east", "west",
                "north-east", "north-west", "south-east", "south-west",
            )
        ),
        (("spring", "spring springtime"), ("summer", "summer summertime"),
         ("autumn", "autumn"), ("winter", "winter wintertime")),
        (("morning", "morning dawn"), ("noon", "noon midday"), ("afternoon", "afternoon"),
         ("evening", "evening dusk"), ("night", "night overnight midnight")),
        (("mother", "mother mum mom"), ("father", "father dad"), ("son", "son"),
         ("daughter", "daughter"), ("brother", "brother"), ("sister", "sister"),
         ("wife", "wife"), ("husband", "husband"), ("uncle", "uncle"), ("aunt", "aunt"),
         ("grandmother", "grandmother"), ("grandfather", "grandfather"),
         ("cousin", "cousin"), ("nephew", "nephew"), ("niece", "niece")),
        (("man", "man men male"), ("woman", "woman women female")),
        (("boy", "boy boys"), ("girl", "girl girls")),
        (("semi-final", "semi-final semifinal semi-finals semifinals"),
         ("quarter-final", "quarter-final quarterfinal quarter-finals quarterfinals")),
        (("hour", "hourly per-hour"), ("day", "daily per-day"), ("week", "weekly per-week"),
         ("month", "monthly per-month"), ("year", "yearly annual annually per-year")),
        tuple((unit, f"for-{unit}") for unit in ("hour", "day", "week", "month", "year")),
        (("all", "of-all"), ("most", "of-most"), ("many", "of-many"), ("some", "of-some"),
         ("few", "of-few"), ("none", "of-none")),
        (("left-wing", "left-wing far-left leftist"),
         ("right-wing", "right-wing far-right rightist")),
        (("Labour", "Labour"), ("Conservative", "Conservative Conservatives Tory Tories"),
         ("Liberal", "Liberal"), ("Republican", "Republican Republicans GOP"),
         ("Democrat", "Democrat Democrats Democratic")),
        (("gold", "gold"), ("silver", "silver"), ("bronze", "bronze")),
    )
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
# Several words that are read as one of a group.
_EACH = r"(hour|day|week|month|year)\b"
_PHRASES = (
    (re.compile(rf"\b(?:(?:once|twice|times) an?|per|every|each) {_EACH}", re.I), "per-"),
    (re.compile(rf"\bfor (?:an?|one) {_EACH}", re.I), "for-"),
    (re.compile(r"\b(all|most|many|some|few|none) of\b", re.I), "of-"),
)


def excluded(claim: str, source: str) -> str:
    """A word of the claim where its source has one that excludes it; empty where none.

    A source that has both words carries both.
    """
    mine, theirs = _words(claim), _words(source)
    for group in _GROUPS:
        said = {group[word]: plain for word, plain in mine if word in group}
        in_source = {group[word]: plain for word, plain in theirs if word in group}
        extra = said.keys() - in_source.keys()
        if extra and (other := in_source.keys() - said.keys()):
            return f"its source says “{in_source[min(other)]}”, not “{said[min(extra)]}”"
    return ""


def _words(text: str) -> list[tuple[str, str]]:
    """Each word, and each phrase as if it were one, with what is written."""
    found = [(word, word) for word in _WORD.findall(text)]
    for phrase, kind in _PHRASES:
        found += [(f"{kind}{match[1].lower()}", match[0]) for match in phrase.finditer(text)]
    return found
