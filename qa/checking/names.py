"""The names in a text, and whether another text has them.

A name is a run of capitalised words; at the beginning of a sentence it must be more than a
word that merely begins it. Parts of names are enough where the whole was told before
("Mr. Austin" for Lloyd Austin), peoples and capitals stand for their countries, and initials
for long names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.sentences import Span, sentences
from index.expressions import MONTH_NUMBER, WEEKDAYS
from index.terms import STOPWORDS, fold
from qa.words.wording import initials, words

_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_WORD = re.compile(r"(?:[A-Z]\.){2,}(?:['’]s)?|[^\W_]+(?:[.'’\-‐‑&/][^\W_]+)*")
_TITLES = frozenset(
    "mr mrs ms dr prof sir lord lady president prime minister chancellor secretary senator sen "
    "rep gov governor general gen maj col capt king queen prince princess pope cardinal bishop "
    "archbishop mayor chief commissioner ambassador spokesman spokeswoman spokesperson chair "
    "chairman chairwoman director administrator defence defense foreign state dom judge justice "
    "officials official police a an the in on at by it he she they his her its their this that "
    "these those both all some most many as but and or so for from to with when while after "
    "first second third although though despite whereas because if unlike like among besides "
    "during under over however meanwhile instead then "
    "before since until there here what who why how where which one two three according about "
    "around more fewer less at".split()
)
_TITLES |= {*MONTH_NUMBER, *WEEKDAYS}
_PREPOSITIONS = frozenset("in on at by of from to for with since until before after".split())
_COMPASS = frozenset("north south east west northern southern eastern western new".split())
# Governments by the places that stand for them, as news writes.
_SEATS = {
    "washington": "america", "pentagon": "america", "moscow": "russia", "kremlin": "russia",
    "beijing": "china", "pyongyang": "north korea", "seoul": "south korea", "kyiv": "ukraine",
    "kiev": "ukraine", "tokyo": "japan", "delhi": "india", "paris": "france",
    "berlin": "germany", "london": "britain", "ottawa": "canada", "canberra": "australia",
    "tehran": "iran", "vatican": "holy see", "gop": "republican",
}  # fmt: skip
# Nouns that begin sentences of news as often as names do; plurals are taken for nouns.
_NOUNS = frozenset(
    "inflation contact video black white smoke police everyone nobody nothing something traffic "
    "growth trade oil gas water research work people children men women government parliament "
    "congress rescue salvage cholera prosecutor".split()
)
_PLURAL = re.compile(r"(?:[^aisu']s|ies|oes)$")
_INITIALS = 2  # at least, of a name
_SHORTENED = 3  # letters of "Fed" for the Federal Reserve
_SHORT = frozenset("fed gov sen rep dem lib prof gen col".split())
# What makes "Russian" of Russia and North Korea of "the North", and not Nigeria of Niger.
_INFLECTED = re.compile(r"(?:['’]?s|es|ns?|[ei]?ans?|is?|ese|ish|ics?|er[ns]?|ists?| .*)?")
# Letters that are no others with an accent, and one name as it is written in several ways.
_LETTERS = str.maketrans("łŁøØđĐıß", "lLoOdDis")
_SPELLINGS = dict.fromkeys(words("mohammed muhammad mohammad mohamed muhammed mohamad"), "mohammed")
# What follows a name that begins a sentence, and hardly ever an adverb or a participle there.
_GOES_ON = re.compile(
    r"['’]s\b|,\s+(?:an?|the|who|whose)\b|\s+(?:said|says|told|was|were|is|are|has|had|will|would|did|does|added|called|warned|"
    r"put|made|wrote|writes|tweeted|spoke|says|thinks|went|came|took|gave|got|won|lost|led|held|and|of|also|needs|wants|plans|expects|makes|holds|hopes|faces|leads|seeks|fears|thinks|believes|\w+ed)\b"
)


@dataclass(frozen=True, slots=True)
class Name:
    """``keys`` are its parts in normal form, titles left out; ``span`` is where it stands."""

    text: str
    keys: tuple[str, ...]
    span: Span


def names(text: str) -> list[Name]:
    """The names of a text, in order."""
    found = []
    for start, end in sentences(text):
        run: list[re.Match[str]] = []
        first = _WORD.search(text, start, end)
        for word in _WORD.finditer(text, start, end):
            # "Mr. Li", but not "Li. Mr."; what belongs to a name is another name.
            apart = run and (
                text[run[-1].end() : word.start()].strip(" ") not in ("", ".")
                or re.search(r"['’]s$", run[-1][0])
            )
            if _is_capital(word[0]) and not apart:
                run.append(word)
                continue
            found += _name(text, run, first)
            run = [word] if _is_capital(word[0]) else []
        found += _name(text, run, first)
    return found


class Mentions:
    """What a text names and says, to be asked whether it has a name."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = " \n ".join(texts)
        self.keys = frozenset(_keys(whole))
        capitals = re.findall(r"(?:[A-Z][\w’'-]+(?: (?:of|for|the|and) )? ?){2,}", whole)
        self.initials = frozenset(filter(None, (initials(each, _INITIALS) for each in capitals)))
        self.capitals = frozenset(_keys(" ".join(re.findall(r"\b[A-Z][\w’'-]+", whole))))

    def has(self, name: Name) -> bool:
        """Whether every part of the name is mentioned, or all of it by its initials."""
        short = initials(name.text, _INITIALS)
        return bool(short and short in self.keys) or all(
            key in self.keys
            or (key.isalpha() and any(key in each for each in self.initials))
            or self._begins(key, alone=len(name.keys) == 1)
            for key in name.keys
        )

    def _begins(self, key: str, *, alone: bool) -> bool:
        """Whether a name begins so: "Chris" beside a family name, but not ``alone``."""
        longer = [each for each in self.capitals if each.startswith(key)]
        if alone and key not in _SHORT:
            longer = [each for each in longer if _INFLECTED.fullmatch(each[len(key) :])]
        return len(key) >= _SHORTENED and bool(longer)


def same(one: Name, other: Name) -> bool:
    """Whether one is part of the other, or short for it."""
    return Mentions([one.text]).has(other) or Mentions([other.text]).has(one)


def another_subject(claim: str, source: str) -> str:
    """The name that the claim begins with where its source begins with another one."""
    mine, theirs = subject(claim), subject(source)
    if mine is None or theirs is None or Mentions([source]).has(mine):
        return ""
    if Mentions([claim]).has(theirs):
        return ""
    return f"its source says it of {theirs.text}, not of {mine.text}"


def subject(text: str) -> Name | None:
    """The name that a sentence begins with, but for a title or an article."""
    first = next(iter(names(text)), None)
    if first is None:
        return None
    before = words(text[: first.span[0]])
    if re.search(r"\b[Tt]he $", text[: first.span[0]]):
        return None  # "the Bulldogs" may be whom another sentence calls by their name
    return first if all(key in _TITLES and key not in _PREPOSITIONS for key in before) else None


def _is_capital(word: str) -> bool:
    return bool(_CAPITAL.match(word)) and not re.match(r"I(?:['’]|$)", word)


def _name(text: str, run: list[re.Match[str]], first: re.Match[str] | None) -> list[Name]:
    if len(run) == 1 and first and run[0].span() == first.span():
        word = fold(run[0][0])
        goes_on = word.endswith("'s") or _GOES_ON.match(text, run[0].end())
        is_noun = word.removesuffix("'s") in _NOUNS or _PLURAL.search(word.removesuffix("'s"))
        if not _is_short(run[0][0]) and (not goes_on or is_noun):
            return []
    while run and fold(run[0][0]).strip(".") in _TITLES | STOPWORDS and not _is_short(run[0][0]):
        run = run[1:]
    if not run:
        return []
    span = run[0].start(), run[-1].end()
    named = re.sub(r"(?<=\w)[-‐‑][a-zß-öø-ÿ]\w*", "", text[slice(*span)])  # "COVID-related"
    keys = tuple(key for key in _keys(named) if key not in _TITLES)
    return [Name(text[slice(*span)], keys, span)] if keys else []


def _is_short(word: str) -> bool:
    """US, WHO and the like are names though they fold to common words."""
    return word.isupper() and len(word) > 1


def _keys(text: str) -> list[str]:
    """Words in normal form; compass words stay with what they belong to."""
    found: list[str] = []
    for key in words(text.translate(_LETTERS)):
        seat = _SEATS.get(key) or _SPELLINGS.get(key)
        if found and found[-1] in _COMPASS:
            found[-1] = f"{found[-1]} {key}"
            continue
        found.append(seat or key)
    return found
