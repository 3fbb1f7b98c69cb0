"""Whether one sentence denies what another says: negation, denial and opposites.

A cue such as "not", "nothing" or "denied" reaches over the next few words. What it reaches
in the source must be reached by a cue in the claim too, and the other way round.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.clauses import Word, phrase_at, words_of

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
_PAIRS = (
    ("before", "after"), ("right", "wrong"), ("correct", "wrong"), ("rise", "fall"),
    ("rose", "fell"), ("increas", "decreas"), ("more", "less"), ("more", "fewer"),
    ("above", "below"), ("first", "last"), ("win", "lose"), ("won", "lost"),
    ("early", "late"), ("higher", "lower"),
    ("longer", "shorter"), ("best", "worst"), ("most", "least"), ("inside", "outside"),
    ("approv", "reject"), ("confirm", "deni"), ("admit", "deni"),
    ("import", "export"), ("buy", "sell"),
)  # fmt: skip
_UNIVERSAL = frozenset("all every always everyone everybody everything entire whole".split())

# "Not before March" and "in March at the earliest" are one.
_ONLY_LATER = re.compile(
    r"(?:not?|won['’]t)\b(?:\s+[\w'’]+){0,4}?\s+(?:before|until|earlier than)\b", re.I
)
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
        if is_word and _UNREAL.search(text[: word.span[0]]):
            continue
        if is_word and _ONLY_LATER.match(text, word.span[0]):
            continue
        if is_word or word.stem in _DENIALS:
            found.append(Negation(word, _reached(words, place), is_word))
    return found


def denied(claim: str, source: str, others: Sequence[str] = ()) -> str:
    """What the claim denies of its source or leaves undenied; empty where nothing.

    Args:
        claim: A sentence.
        source: The sentences that it was drawn from.
        others: Further sentences beside them; one that denies some of it counts as well.
    """
    said = words_of(claim)
    subject = {word.stem for word in said if word.carries}
    for other in others:
        if any(set(each.reached) & subject for each in negations(other)):
            source = f"{source} {other}"
    told = words_of(source)
    said_stems = {word.stem: word for word in said if word.carries and not word.is_name}
    told_stems = {word.stem for word in told if word.carries}
    of_claim, of_source = negations(claim), negations(source)
    claim_reach = {stem for each in of_claim for stem in each.reached}
    source_reach = {stem for each in of_source for stem in each.reached}
    for each in of_source:
        met = [stem for stem in each.reached if stem in said_stems]
        if met and len(met) * 2 >= min(2, len(each.reached)) and not set(met) & claim_reach:
            elsewhere = _positive(told, of_source)
            if not all(stem in elsewhere for stem in met):
                return f"its source denies “{said_stems[met[0]].plain}”"
    signed = _signs(of_source)
    for stem, is_negated in _signs(of_claim).items():
        if signed.get(stem, is_negated) != is_negated:
            return "its source turns it around"
    for each in of_claim:
        if not each.is_word or (_NONE_MORE.match(claim, each.cue.span[0]) and _MOST.search(source)):
            continue
        met = [stem for stem in each.reached[:1] if stem in told_stems]
        carried = [
            other
            for other in of_source
            if other.is_word or set(other.reached) & subject or other.cue.stem in subject
        ]
        if not carried or (met and not set(met) & source_reach):
            return f"its source does not say “{each.cue.plain}”"
    return ""


def opposed(claim: str, source: str) -> str:
    """A word of the claim whose opposite is in the source, and not the word itself."""
    said = {stem for word in words_of(claim) for stem in (word.stem, word.plain)}
    told = {stem for word in words_of(source) for stem in (word.stem, word.plain)}
    for one, other in _PAIRS:
        for mine, theirs in ((one, other), (other, one)):
            if mine in said and mine not in told and theirs in told and theirs not in said:
                return f"its source says “{theirs}”, not “{mine}”"
    for word in sorted(said & _UNIVERSAL):
        if not told & (_UNIVERSAL | {"any"}):
            return f"its source does not say “{word}”"
    return ""


def _signs(found: Sequence[Negation]) -> dict[str, bool]:
    """Denials, and whether a "not" reaches them: "no longer denies" is the opposite."""
    by_word = {stem for each in found if each.is_word for stem in each.reached[:2]}
    return {each.cue.stem: each.cue.stem in by_word for each in found if not each.is_word}


def _reached(words: Sequence[Word], place: int) -> tuple[str, ...]:
    reached: list[str] = []
    for word in words[place + 1 :]:
        if len(reached) == _REACH or word.clause > words[place].clause:
            break
        if word.plain == "out" or (word.carries and word.plain not in _TIMING):
            reached.append(word.stem)
    return tuple(reached)


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
