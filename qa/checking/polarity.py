"""Whether one sentence denies what another says: negation, denial and opposites.

A cue such as "not", "nothing" or "denied" reaches over the next few words. What it reaches
in the source must be reached by a cue in the claim too, and the other way round.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.checking.clauses import Word, phrase_at, words_of
from qa.checking.names import names

_NEGATORS = frozenset(
    "not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt "
    "arent wasnt werent wont wouldnt couldnt shouldnt hasnt havent hadnt hardly unable".split()
)
# Verbs and adjectives that deny what follows; their stems.
_DENIALS = frozenset(
    "deni declin refus reject fail dismiss lack wrong wrong incorrect untru fals groundless "
    "unsaf undecid unknown unclear unlik prevent avoid stop halt absent bar ban oppos dissent "
    "disput doubt contradict".split()
)
_TIMING = frozenset("longer yet still even already".split())  # "no longer" is one word
_REACH = 5  # words that carry meaning
# Words of opposite sense, by their stems or as they are; each group against the other.
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("before", "after"),
        ("right correct true", "wrong incorrect fals untru"),
        (
            "rise rose risen increas climb grow grew grown gain jump surg soar higher",
            "fall fell fallen decreas drop declin shrink shrank slump plung lower slid",
        ),
        ("more", "less fewer"), ("most", "least"), ("above", "below"), ("first", "last"),
        ("win won winner victori", "lose lost loser"), ("lead led ahead", "trail behind"),
        ("early earlier", "late later"), ("longer longest", "shorter shortest"),
        ("best better", "worst worse"), ("inside", "outside"), ("import", "export"),
        ("approv accept confirm admit", "reject deni"), ("buy bought", "sell sold"),
        ("optimist", "pessimist"), ("succeed success", "fail failur"), ("strong", "weak"),
        ("guilti convict", "innoc acquit"), ("aliv surviv", "dead die"), ("open", "close"),
        ("accel faster", "slow slower"), ("allow permit", "forbid ban prohibit"),
        ("support", "oppos"), ("option voluntari", "mandatori compulsori"),
        ("high highest maximum", "low lowest minimum"), ("hire", "fire"),
        ("arriv", "depart"), ("easier", "harder"),
    )
)  # fmt: skip
_UNIVERSAL = frozenset("all every always everyone everybody everything entire whole".split())

# "Not before March" and "in March at the earliest" are one.
_ONLY_LATER = re.compile(
    r"(?:not?|won['’]t)\b(?:\s+[\w'’]+){0,4}?\s+(?:before|until|earlier than)\b", re.I
)
_NUMERO = re.compile(r"No\.?\s*\d")
# "Had the ship not warned them" says that it did.
_UNREAL = re.compile(r"\bhad (?:\w+ ){1,3}$", re.I)
# "No storm lasted longer" and "the longest storm" are one.
_NONE_MORE = re.compile(
    r"no\b[^.;]*\b(?:other|longer|more|[a-z]{3,}er|as (?:many|much|long))\b", re.I
)
_MOST = re.compile(r"\b(?:most|[a-z]{3,}est)\b|\bthan any\b", re.I)


@dataclass(frozen=True, slots=True)
class Negation:
    """A cue and the stems that it reaches, in order; ``is_word`` for "not" and its like."""

    cue: Word
    reached: tuple[str, ...]
    is_word: bool


def negations(text: str) -> list[Negation]:
    """The negations of a text, in order."""
    words = words_of(text)
    found = []
    for place, word in enumerate(words):
        plain = word.plain.replace("'", "")
        yet_to = plain == "yet" and phrase_at(words, place + 1, "to")
        is_word = plain in _NEGATORS or yet_to
        if is_word and _NUMERO.match(text, word.span[0]):
            continue
        if is_word and _UNREAL.search(text[: word.span[0]]):
            continue
        if is_word and _ONLY_LATER.match(text, word.span[0]):
            continue
        if is_word or word.stem in _DENIALS:
            found.append(Negation(word, _reached(words, place, is_word), is_word))
    return found


def denied(claim: str, source: str, others: Sequence[str] = ()) -> str:
    """What the claim denies of its source or leaves undenied; empty where nothing.

    Args:
        claim: A sentence.
        source: The sentences that it was drawn from.
        others: Further sentences beside them; one that denies it counts as well.
    """
    said = words_of(claim)
    subject = {word.stem for word in said if word.carries}
    of_claim, of_source = negations(claim), negations(source)
    beside = [each for other in others for each in negations(other) if set(each.reached) & subject]
    named = [name.span for name in names(claim)]
    matter = {
        word.stem: word.plain
        for word in said
        if word.carries and not any(start <= word.span[0] < end for start, end in named)
    }
    answered = {stem for each in of_claim for stem in each.reached}
    affirmed = _positive(words_of(source), of_source)
    for each in (*of_source, *beside):
        met = [stem for stem in each.reached if stem in matter]
        is_meant = (
            len(met) * 3 >= 2 * len(each.reached)
            if each in beside
            else len(met) > 1 or met == list(each.reached[:1])
        )
        if met and is_meant and not answered & set(met) and not affirmed >= set(met):
            return f"its source denies “{matter[met[0]]}”"
    signed = _signs(of_source)
    if any(signed.get(stem, sign) != sign for stem, sign in _signs(of_claim).items()):
        return "its source turns it around"
    return _made_up(claim, source, of_claim, [*of_source, *beside], subject)


def _made_up(
    claim: str,
    source: str,
    of_claim: Sequence[Negation],
    of_source: Sequence[Negation],
    subject: set[str],
) -> str:
    """A "not" of the claim that nothing in its source stands for."""
    told = {word.stem for word in words_of(source) if word.carries}
    reached = {stem for each in of_source for stem in each.reached}
    on_it = [each for each in of_source if each.is_word and set(each.reached) & subject]
    for each in of_claim:
        if not each.is_word or (_NONE_MORE.match(claim, each.cue.span[0]) and _MOST.search(source)):
            continue
        carried = any(
            other.is_word or set(other.reached) & subject or other.cue.stem in subject
            for other in of_source
        )
        first = set(each.reached[:1]) & told
        if not carried or (first and not first & reached and not on_it):
            return f"its source does not say “{each.cue.plain}”"
    return ""


def opposed(claim: str, source: str) -> str:
    """A word of the claim whose opposite is in the source, and not the word itself."""
    said = {stem for word in words_of(claim) for stem in (word.stem, word.plain)}
    told = {stem for word in words_of(source) for stem in (word.stem, word.plain)}
    for one, other in _OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            if said & mine and not told & mine and told & theirs and not said & theirs:
                words = sorted(told & theirs)[0], sorted(said & mine)[0]
                return "its source says “{}”, not “{}”".format(*words)
    for word in sorted(said & _UNIVERSAL):
        if not told & (_UNIVERSAL | {"any"}):
            return f"its source does not say “{word}”"
    return ""


def _signs(found: Sequence[Negation]) -> dict[str, bool]:
    """Denials, and whether a "not" reaches them: "no longer denies" is the opposite."""
    by_word = {stem for each in found if each.is_word for stem in each.reached[:2]}
    return {each.cue.stem: each.cue.stem in by_word for each in found if not each.is_word}


def _reached(words: Sequence[Word], place: int, is_word: bool) -> tuple[str, ...]:
    """The stems behind a cue; where hardly any are, as in "it was not said", those before it."""
    clause = words[place].clause

    def stems(part: Sequence[Word]) -> list[str]:
        return [
            word.stem
            for word in part
            if word.clause == clause
            and (word.plain == "out" or (word.carries and word.plain not in _TIMING))
        ]

    behind = stems(words[place + 1 :])[:_REACH]
    if is_word and len(behind) <= 1 and words[place].plain not in ("no", "none", "without"):
        behind += stems(words[:place])[-_REACH:]
    return tuple(behind)


def _positive(words: Sequence[Word], negated: Sequence[Negation]) -> set[str]:
    """Stems that stand somewhere out of reach of every cue."""
    spans = []
    for each in negated:
        place = next(n for n, word in enumerate(words) if word.span == each.cue.span)
        left = len(each.reached)
        end = place
        while left and end + 1 < len(words):
            end += 1
            left -= words[end].stem in each.reached
        spans.append((place, end))
    return {
        word.stem
        for n, word in enumerate(words)
        if word.carries and not any(start <= n <= end for start, end in spans)
    }
