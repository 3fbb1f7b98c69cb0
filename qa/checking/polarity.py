"""Whether one sentence denies what another says: negation and denial.

A cue such as "not", "nothing" or "denied" reaches over the next few words. What it reaches
in the source must be reached by a cue in the claim too, and the other way round.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.checking.clauses import Word, phrase_at, without_prefix, words_of
from qa.checking.names import names

_NEGATORS = frozenset(
    "not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt "
    "arent wasnt werent wont wouldnt couldnt shouldnt hasnt havent hadnt hardly barely "
    "scarcely unable".split()
)
# Verbs and adjectives that deny what follows; their stems.
_DENIALS = frozenset(
    "deni declin refus reject fail dismiss lack wrong wrong incorrect untru fals groundless "
    "unsaf undecid unknown unclear unlik prevent avoid stop halt absent ban oppos dissent "
    "disput doubt contradict struggl outlaw prohibit forbid myth hoax baseless unfound fabric "
    "debunk".split()
)
# Those of them that deny what stands before them: "that it cures cancer is a hoax".
_OF_ALL = frozenset("fals untru groundless myth hoax baseless unfound fabric debunk".split())
_TIMING = frozenset("longer yet still even already".split())  # "no longer" is one word
_NEAR = 50  # characters over which "kept ... from" and its like reach
_REACH = 5  # words that carry meaning
# "Not before March" and "in March at the earliest" are one.
_ONLY_LATER = re.compile(
    r"(?:not?|won['’]t)\b(?:\s+[\w'’]+){0,4}?\s+(?:before|until|earlier than)\b", re.I
)
# Words that look like negations, and ways to deny without one.
_IDIOM = re.compile(
    r"(?:without (?:fail|doubt|question)|not (?:only|just|least|merely|simply|solely)|no doubt"
    r"|(?:hardly|barely|scarcely) (?:\d|an? |half |one |two |three |four |five |six |ten )"
    r"|nothing but|(?:do not|don['’]t|not to be) miss\w*|stop\w* (?:by|in|off|at)"
    r"|declin\w*(?! to\b| comment))\b",
    re.I,
)
_IF_NOT = re.compile(r"\bif $", re.I)  # "difficult if not impossible"
_INSTEAD = re.compile(
    r"\b(?:kept|keep(?:s|ing)?|stopp?(?:ed|s|ing)?|prevent(?:ed|s|ing)?|barr?(?:ed|s|ing)?)\b"
    r".*\bfrom\b|\b(?:short of|lack(?:s|ed|ing)?|rather than|instead of|other than|only|first|less"
    r"|fewer|few|turn(?:s|ed|ing)? down|against|los[est]\w*|unknown|unclear)\b",
    re.I,
)
_NUMERO = re.compile(r"No\.?\s*\d")
# "Had the ship not warned them" says that it did.
_UNREAL = re.compile(r"\bhad (?:\w+ ){1,3}$", re.I)
# "No storm lasted longer" and "the longest storm" are one.
_NONE_MORE = re.compile(
    r"no(?:ne)?\b[^.;]*\b(?:other|longer|more|[a-z]{3,}er|as (?:many|much|long))\b", re.I
)
_MOST = re.compile(r"\b(?:most|[a-z]{3,}est)\b|\bthan any\b", re.I)

_QUESTION = r"(?=,? (?:exactly )?(?:how|who|whom|whose|what|when|where|which|why|whether|if)\b)"
_NOT_KNOWN = re.compile(
    rf"\b(?:(?:unknown|unclear|uncertain|undisclosed|undetermined)\b{_QUESTION}"
    r"|not (?:yet |immediately |been )*(?:known|clear|certain|determined|established|disclosed)\b"
    rf"{_QUESTION}|(?:nobody|no one) knows\b)",
    re.I,
)
# However cautiously the source leaves it open.
_OPEN = re.compile(
    r"\b(?:un(?:known|clear|certain|disclosed|determined|decided|sure)|not?|nor|never|none|nobody|"
    r"cannot|yet|whether|if|could|may|might|still|without|hard|difficult|mystery|declin\w*|"
    r"question\w*|puzzl\w*|investigat\w*|wonder\w*|doubt\w*|debat\w*)\b|n['’]t\b|\?",
    re.I,
)


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
        if is_word and (_NUMERO.match(text, word.span[0]) or text[word.span[1] :][:1] == "-"):
            continue
        if _IDIOM.match(text, word.span[0]) or (is_word and _IF_NOT.search(text[: word.span[0]])):
            continue
        if is_word and _UNREAL.search(text[: word.span[0]]):
            continue
        if is_word and _ONLY_LATER.match(text, word.span[0]):
            continue
        if is_word or word.stem in _DENIALS:
            found.append(Negation(word, _reached(words, place, is_word), is_word))
    return found


def denied(claim: str, source: str, others: Sequence[str] = (), *, made_up: bool = True) -> str:
    """What the claim denies of its source or leaves undenied; empty where nothing.

    Args:
        claim: A sentence.
        source: The sentences that it was drawn from.
        others: Further sentences beside them; one that denies it counts as well.
        made_up: Whether a "not" of the claim has to stand in the source as well.
    """
    said = words_of(claim)
    subject = {word.stem for word in said if word.carries}
    of_claim, of_source = negations(claim), negations(source)
    beside = [each for other in others for each in negations(other) if set(each.reached) & subject]
    as_many = _words(of_claim) >= max(1, _words(of_source))
    instead = [match.start() for match in _INSTEAD.finditer(claim)]
    named = [name.span for name in names(claim)]
    matter = {
        word.stem: word.plain
        for word in said
        if word.carries and not any(start <= word.span[0] < end for start, end in named)
    }
    cues = {each.cue.stem for each in of_claim}
    answered = {stem for each in of_claim for stem in each.reached}
    affirmed = _positive(words_of(source), of_source)
    for each in (*of_source, *beside):
        met = [stem for stem in each.reached if stem in matter]
        is_meant = (
            len(met) > 1 and len(met) * 3 >= 2 * len(each.reached)
            if each in beside
            else len(met) > 1 or met == list(each.reached[:1])
        )
        if each.cue.stem in cues:
            continue
        denies = as_many or any(
            0 <= word.span[0] - start < _NEAR
            for start in instead
            for word in said
            if word.stem in met
        )
        if met and is_meant and not denies and not answered & set(met) and not affirmed >= set(met):
            return f"its source denies “{matter[met[0]]}”"
    signed = _signs(of_source)
    if any(signed.get(stem, sign) != sign for stem, sign in _signs(of_claim).items()):
        return "its source turns it around"
    return _made_up(claim, source, of_claim, [*of_source, *beside], subject) if made_up else ""


def unknown(claim: str, source: str) -> str:
    """The problem where the claim says that nobody knows, and nothing in its source does."""
    said = _NOT_KNOWN.search(claim)
    return f"its source does not say “{said[0]}”" if said and not _OPEN.search(source) else ""


def _made_up(
    claim: str,
    source: str,
    of_claim: Sequence[Negation],
    of_source: Sequence[Negation],
    subject: set[str],
) -> str:
    """A "not" of the claim that nothing in its source stands for."""
    in_source = {word.stem for word in words_of(source) if word.carries}
    reached = {stem for each in of_source for stem in each.reached}
    on_it = [each for each in of_source if each.is_word and set(each.reached) & subject]
    for each in of_claim:
        if not each.is_word or (_NONE_MORE.match(claim, each.cue.span[0]) and _MOST.search(source)):
            continue
        carried = any(
            other.is_word or set(other.reached) & subject or other.cue.stem in subject
            for other in of_source
        )
        if {without_prefix(stem) for stem in in_source} & set(each.reached[:2]):
            continue  # "may not be justified" for what is unjustified
        first = set(each.reached[:1]) & in_source
        if not carried or (first and not first & reached and not on_it):
            return f"its source does not say “{each.cue.plain}”"
    return ""


def _words(found: Sequence[Negation]) -> int:
    return sum(each.is_word for each in found)


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
    turns = is_word or words[place].stem in _OF_ALL
    if turns and len(behind) <= 1 and words[place].plain not in ("no", "none", "without"):
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
        start = place
        while left and start and words[place].stem in _OF_ALL:
            start -= 1
            left -= words[start].stem in each.reached
        spans.append((start, end))
    return {
        word.stem
        for n, word in enumerate(words)
        if word.carries and not any(start <= n <= end for start, end in spans)
    }
