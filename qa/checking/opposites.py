"""Whether one sentence says the opposite of another, without a negation: fell for rose."""

import re

from qa.checking.clauses import without_prefix, words_of
from qa.checking.names import names
from qa.checking.polarity import negations

# Words of opposite sense, by their stems or as they are; each group against the other.
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("right correct true", "wrong incorrect fals untru"),
        ("calm eas allay sooth quell reassur", "fuel fuell stok inflam heighten alarm"),
        ("beat exceed surpass outperform", "short miss"),
        ("often frequent alway", "rare seldom hardli never"),
        (
            "rise rose risen increas climb grow grew grown gain jump surg soar higher above",
            "fall fell fallen decreas drop declin shrink shrank slump plung lower slid below",
        ),
        ("more", "less fewer"), ("most", "least"), ("first", "last"),
        ("early earlier", "late later"), ("longer longest", "shorter shortest"),
        ("best better", "worst worse"), ("inside", "outside"), ("import", "export"),
        ("approv accept confirm admit pass", "reject deni"),
        ("optimist", "pessimist"), ("succeed success", "fail failur"), ("strong", "weak"),
        ("guilti convict", "innoc acquit"), ("aliv surviv", "dead die"), ("open reopen", "close"),
        ("dead die kill death fatal", "hurt injur wound"),
        ("accel faster", "slow slower"), ("allow permit", "forbid ban prohibit"),
        ("support", "oppos against"), ("toward", "away"), ("due becaus", "despit spite"),
        ("postpon delay cancel", "ahead"), ("option voluntari", "mandatori compulsori"),
        ("high highest maximum", "low lowest minimum"), ("hire", "fire"),
        ("arriv", "depart"), ("easier", "harder"), ("overturn", "uphold upheld"),
        ("repeal", "enact"), ("convict guilti sentenc jail imprison", "charg indict"),
        ("small smaller smallest tini", "larg larger largest big bigger biggest huge"),
        ("prais applaud", "critic critici criticis criticiz condemn"), ("profit", "loss"),
    )
)  # fmt: skip
# One is said of the one side, the other of the other: "Norwick beat Ostwick", who lost.
_CONVERSES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("win won winner victori", "lose lost loser"), ("lead led ahead", "trail behind"),
        ("buy bought", "sell sold"),
    )
)  # fmt: skip
# These hold for what follows them: "before the vote" and "after the count" may both be right.
_SIDES = re.compile(r"\b(before|after)\s+(?:the |a |an |his |her |their |its )?([\w-]+)", re.I)
_UNIVERSAL = frozenset("all every always everyone everybody everything entire whole".split())

# "Every year", "after all": not of all there are.
_OF_TIME = re.compile(
    r"\bevery (?:day|weekday|week|month|year|night|morning|evening|hour|time|season)\b"
    r"|\b(?:after|at|in|first of|above) all\b|\ball but\b|\band (?:[A-Z][\w.]* )+all\b"
    r"|\ball (?:of )?(?:the |its |his |her |their )?"
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)


def opposed(claim: str, source: str) -> str:
    """A word of the claim whose opposite is in the source, and not the word itself."""
    said = {stem for word in words_of(claim) for stem in (word.stem, word.plain)}
    in_source = {stem for word in words_of(source) for stem in (word.stem, word.plain)}
    in_source.update([stem.removesuffix("'s") for stem in in_source])
    groups = _OPPOSITES + (_CONVERSES if _begin_alike(claim, source) else ())
    for one, other in groups:
        for mine, theirs in ((one, other), (other, one)):
            if said & mine and not in_source & mine and in_source & theirs and not said & theirs:
                words = sorted(in_source & theirs)[0], sorted(said & mine)[0]
                return "its source says “{}”, not “{}”".format(*words)
    sides = {match[2].lower(): match[1].lower() for match in _SIDES.finditer(source)}
    for match in _SIDES.finditer(claim):
        if sides.get(match[2].lower(), match[1].lower()) != match[1].lower():
            return f"its source says “{sides[match[2].lower()]}”, not “{match[1]}”"
    if not (negations(claim) or negations(source)):
        for word in sorted(said ^ in_source, key=len, reverse=True):
            bare = without_prefix(word)
            if bare in (in_source if word in said else said):
                return f"its source does not say “{word if word in said else bare}”"
    universal: set[str] = {word.plain for word in words_of(_OF_TIME.sub(" ", claim))} & _UNIVERSAL
    for word in sorted(universal):
        if not in_source & (_UNIVERSAL | {"any", "each"}):
            return f"its source does not say “{word}”"
    return ""


def _begin_alike(claim: str, source: str) -> bool:
    """Whether both name the same first, or one of them names nobody."""
    mine, theirs = names(claim), names(source)
    return not (mine and theirs) or bool(set(mine[0].keys) & set(theirs[0].keys))
