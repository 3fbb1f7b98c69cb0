"""What a pronoun, "the company" or "the second one" stands for, in the turn before.

Salience follows the form of the earlier exchange: what a who- or which-question found
outranks what it asked about; else the subject of the question comes first, as in centering
theory (Grosz, Joshi and Weinstein, Computational Linguistics 1995).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.terms import fold, terms
from qa.words.lexicon import (
    AUXILIARIES,
    COMPANIES,
    GROUP_WORDS,
    PEOPLE,
    ROLES,
    THING_WORDS,
    THINGS,
)
from qa.words.mentions import Mention, Sort, mentioned, phrases

_MARK = re.compile(r"\s*\[\d+(?:\]\[\d+)*\]")
_FIRST_SENTENCE = re.compile(r".+?(?:(?<=[a-z\d)\"'’”]{2}[.!?])(?=\s+[A-Z\"“])|$)", re.DOTALL)
_NOUN_ASKED = rf"(?:which|what)\s+(?!(?:{'|'.join(sorted(AUXILIARIES))})\b)"
_ASKS_WHO = re.compile(rf"^\W*(?:and\s+)?(?:who(?:m|se)?\b|{_NOUN_ASKED})", re.I)
_WHICH = re.compile(rf"^\W*(?:and\s+)?{_NOUN_ASKED}((?:[\w-]+\s+){{0,2}}?[\w-]+?)s?\s", re.I)
_PLACE = re.compile(r"\b(?:(in|at|on|near)|(attend(?:s|ed)?)|visit(?:s|ed)?)\s+$", re.I)
_NOBODY = COMPANIES | GROUP_WORDS | THING_WORDS
_SETTING = re.compile(r"\b(?:the|an?|in|at|on|near|of)\s+$", re.I)
_READ = 1000  # characters of an answer
_JOINED = re.compile(r"^,?\s+and\s+$")


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """A turn of the conversation before: its question made standalone, and the answer or ""."""

    question: str
    answer: str

    @property
    def said(self) -> str:
        """The first sentence of the answer, without marks."""
        match = _FIRST_SENTENCE.match(_MARK.sub("", self.answer[:_READ]).strip())
        return match[0] if match else ""


class Referents:
    """What an earlier turn speaks of: whom and what "he", "it" or "there" may mean after it."""

    def __init__(self, turn: EarlierTurn) -> None:
        self.turn = turn
        self.asked = spoken_of(turn.question)
        said = mentioned(turn.said)
        known = {mention.name for mention in self.asked}
        self.heard = said
        self.said = [mention for mention in said if not _among(mention, known)]
        self.asks_who = bool(_ASKS_WHO.match(turn.question))

    def person(self, *, female: bool) -> str | None:
        """Whom "he" or "she" stands for."""
        first, then = (self.said, self.asked) if self.asks_who else (self.asked, self.said)
        fitting = [
            mention
            for mention in (*first, *then)
            if _may_be_person(mention) and mention.female in (female, None)
        ]
        # Whom the question is about comes before one of whom only the answer tells, however surely
        # that is a man or a woman.
        subjects = [m for m in first if m in fitting and self._is_whole_name(m)]
        certain = [mention for mention in subjects or fitting if mention.female is female]
        surely = [mention for mention in fitting if mention.sort is Sort.PERSON]
        chosen = next(iter(certain or subjects or surely or fitting), None)
        return chosen.name if chosen else None

    def thing(self) -> str | None:
        """What "it" stands for."""
        which = self._which()
        if which is not None:
            return which.name
        subjects = [mention for mention in self.asked if _is_thing(mention)]
        named = [mention for mention in subjects if not mention.name.islower()]
        firm = [mention for mention in named if mention.sort is not Sort.PLACE]
        if subjects and not _inside(subjects[0], self.turn.question):
            return self._whole(subjects[0])
        common = [mention for mention in subjects if mention.name.islower()]
        chosen = next(iter(firm or common or subjects or self._answers(_is_thing)), None)
        return self._whole(chosen) if chosen else None

    def several(self) -> str | None:
        """Whom or what "they" stands for."""
        if self.asks_who:
            for text in (self.turn.said, self.turn.question):
                both = _coordinated(text)
                if both:
                    return both
        both = _coordinated(self.turn.question)
        if both:
            return both
        plural = [mention for mention in self.asked if mention.plural]
        groups = [m for m in (*self.asked, *self.said) if m.sort is Sort.GROUP]
        chosen = next(iter(plural or groups), None)
        if chosen:
            return chosen.name
        return _coordinated(self.turn.said)

    def place(self) -> str | None:
        """What "there" stands for, with its preposition."""
        for mention in reversed(self.asked):
            preposition = _PLACE.search(self.turn.question[: mention.start])
            if preposition and mention.sort is not Sort.TIME:
                return (
                    f"{preposition[1] or ('at' if preposition[2] else 'in')} {self._whole(mention)}"
                )
        return None

    def named(self, noun: str, *, alone: bool) -> str | None:
        """What "the NOUN" stands for; what may be one is taken where the question is ``alone``,
        without a name of its own."""
        noun = fold(noun)
        which = self._which()
        if which is not None and self._asked_noun() == noun:
            return which.name
        asked = [fold(word) for word in re.findall(r"\w+", self.turn.question)]
        if noun in ROLES and self.asks_who and noun in asked:
            return next((m.name for m in self.said if m.sort is Sort.PERSON), None)
        return self._headed(noun) or self._akin(noun) or (self._of_kind(noun) if alone else None)

    def listed(self) -> list[str]:
        """What was enumerated last, in order; fewer than two is no list."""
        for text, mentions in ((self.turn.said, self.said), (self.turn.question, self.asked)):
            people = [mention.name for mention in mentions if mention.sort is Sort.PERSON]
            any_kind = [m.name for m in mentions if m.sort is not Sort.TIME]
            listed = people if len(people) > 1 else any_kind
            if len(listed) > 1 and re.search(r"\band\b|,", text):
                return listed
        return []

    def _headed(self, noun: str) -> str | None:
        """What has the noun as its last word, or as its title."""
        for mention in (*self.asked, *self.heard, *phrases(self.turn.said)):
            whole = self._whole(mention)
            if fold(mention.name.split()[-1]) == noun and fold(whole) not in (noun, f"the {noun}"):
                return whole
            if mention.title == noun:
                return f"{noun.capitalize()} {mention.name}"
        return None

    def _akin(self, noun: str) -> str | None:
        """What has a word for the same sort of thing in its name: the storm, "Cyclone Freddy"."""
        kin = next((kinds for kinds in THINGS if noun in kinds), frozenset((noun,)))
        for mention in (*self.asked, *self.heard):
            if not mention.name.islower() and kin & {fold(w) for w in mention.name.split()}:
                return mention.name
        return None

    def _of_kind(self, noun: str) -> str | None:
        """What may be of this kind though nothing says so."""
        if noun in COMPANIES:
            pool = [mention for mention in (*self.said, *self.asked) if _may_be_group(mention)]
            pool = [each for each in pool if each.sort is Sort.GROUP] or pool
        elif noun in PEOPLE:
            pool = [m for m in (*self.said, *self.asked) if m.sort is Sort.PERSON]
        elif any(noun in kinds for kinds in THINGS):
            pool = [m for m in self.asked if m.sort is Sort.THING and not m.name.islower()]
        else:
            return None
        different = list(dict.fromkeys(mention.name for mention in pool))
        return different[0] if len(different) == 1 or (different and self.asks_who) else None

    def _whole(self, mention: Mention) -> str:
        """The mention with what it is of: "the funeral of Pope Francis"."""
        belongs = re.match(r" (?:of|in|on) (?=\S)", self.turn.question[mention.end :])
        if belongs is None or mention not in self.asked:
            return mention.name
        start = mention.end + belongs.end()
        owner = next((each for each in self.asked if each.start == start), None)
        if owner is None or (not mention.name.islower() and belongs[0] != " of "):
            return mention.name
        if owner.sort is Sort.TIME:
            return mention.name
        return mention.name + self.turn.question[mention.end : owner.end]

    def _is_whole_name(self, mention: Mention) -> bool:
        """Whether a person may have it as a name in full, that stands behind no "the" or "in", and
        has no word for a group or a thing: "Norwick Bank"."""
        if mention.sort is not Sort.PERSON or " " not in mention.name:
            return False
        if not _NOBODY.isdisjoint(fold(mention.name).split()):
            return False
        asked = mention in self.asked
        return not asked or _SETTING.search(self.turn.question[: mention.start]) is None

    def _answers(self, fits: Callable[[Mention], bool]) -> Iterator[Mention]:
        return (mention for mention in self.said if fits(mention))

    def _asked_noun(self) -> str:
        which = _WHICH.match(self.turn.question)
        return fold(which[1].split()[-1]) if which else ""

    def _which(self) -> Mention | None:
        """What a which-question found: "Which ship ...?", "the Dali"."""
        noun = self._asked_noun()
        if not noun or noun in ROLES:
            return None
        return next(self._answers(lambda m: m.sort not in (Sort.TIME, Sort.PERSON)), None)


def spoken_of(question: str) -> list[Mention]:
    """Whom and what a question names, in order, none inside another."""
    found = [*mentioned(question), *phrases(question)]
    return sorted(_outermost(found), key=lambda mention: mention.start)


def _outermost(mentions: list[Mention]) -> Iterator[Mention]:
    """Mentions that lie in no other; of two at one place, the first."""
    for n, one in enumerate(mentions):
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and (other.end - other.start > one.end - one.start or k < n)
            for k, other in enumerate(mentions)
            if k != n and one.sort is not Sort.PERSON
        ):
            yield one


def _among(mention: Mention, known: set[str]) -> bool:
    own = set(terms(mention.name))
    return any(own <= set(terms(name)) or set(terms(name)) <= own for name in known)


def _may_be_person(mention: Mention) -> bool:
    return mention.sort in (Sort.PERSON, Sort.UNKNOWN) and not mention.name.startswith("the ")


def _may_be_group(mention: Mention) -> bool:
    nobody = mention.sort is Sort.PERSON and not mention.title and mention.female is None
    return mention.sort in (Sort.GROUP, Sort.UNKNOWN) or nobody


def _is_thing(mention: Mention) -> bool:
    return mention.sort not in (Sort.PERSON, Sort.TIME) and not mention.plural


def _inside(mention: Mention, question: str) -> bool:
    """Whether it stands behind a preposition, and so is no subject."""
    return bool(
        re.search(
            r"\b(?:in|at|on|of|for|to|from|by|against|about|with)\s+$", question[: mention.start]
        )
    )


def _coordinated(text: str) -> str | None:
    """The first two or more names that "and" joins."""
    found = [mention for mention in mentioned(text) if mention.sort is not Sort.TIME]
    for one, other in pairwise(found):
        if _JOINED.match(text[one.end : other.start]):
            return f"{one.name} and {other.name}"
    return None
