"""The words by which choices are matched, whatever way of writing them an article has.

On top of index/terms.py, numbers are brought to figures ("twice", "second" -> 2), units are
spelled out ("$3bn"), peoples stand for their countries, and long names have initials.
"""

import re

from index.terms import STOPWORDS, fold, terms

_SPELLED = (
    (re.compile(r"\b[Uu]nited [Ss]tates(?: of America)?\b|\bU\.S\.(?:A\.)?|\bUSA?\b"), " america "),
    (re.compile(r"\b[Uu]nited [Kk]ingdom\b|\bU\.K\.|\bUK\b"), " britain "),
    (re.compile(r"(?<=\d)\s?bn?\b", re.IGNORECASE), " billion "),
    (re.compile(r"(?<=\d)\s?mn?\b"), " million "),
    (re.compile(r"(?<=\d)k\b", re.IGNORECASE), ",000"),
    (re.compile(r"(?<=\d)(?:st|nd|rd|th)\b"), ""),
    (re.compile(r"%|\bper cent\b|\bpercentage\b"), " percent "),
)
_NUMBERS = (
    "one first once/two second twice/three third/four fourth/five fifth/six sixth/seven seventh/"
    "eight eighth/nine ninth/ten tenth/eleven/twelve dozen/thirteen/fourteen/fifteen/sixteen/"
    "seventeen/eighteen/nineteen/twenty"
)
_PEOPLES = (
    "america american/britain british briton/russia russian/china chinese/france french/"
    "germany german/italy italian/spain spanish spaniard/israel israeli/palestine palestinian/"
    "iran iranian/iraq iraqi/india indian/japan japanese/mexico mexican/canada canadian/"
    "australia australian/brazil brazilian/ukraine ukrainian/turkey turkish/sweden swedish/"
    "norway norwegian/denmark danish/finland finnish/netherlands dutch/belgium belgian/"
    "switzerland swiss/austria austrian/poland polish/greece greek/egypt egyptian/ireland irish/"
    "scotland scottish/wales welsh/england english/argentina argentine/chile chilean/"
    "peru peruvian/colombia colombian/venezuela venezuelan/cuba cuban/pakistan pakistani/"
    "afghanistan afghan/syria syrian/korea korean/taiwan taiwanese/thailand thai/"
    "vietnam vietnamese/philippines filipino/indonesia indonesian/nigeria nigerian/kenya kenyan/"
    "ethiopia ethiopian/hungary hungarian/portugal portuguese/sudan sudanese/myanmar burma"
)
_SAME = {
    terms(name)[0]: str(number)
    for number, names in enumerate(_NUMBERS.split("/"), 1)
    for name in names.split()
} | {terms(name)[0]: terms(names)[0] for names in _PEOPLES.split("/") for name in names.split()}
COMMON = frozenset(terms(" ".join(STOPWORDS)))


def words(text: str) -> list[str]:
    """Terms, with numbers in figures, peoples as countries and units spelled out."""
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    # Of a compound its parts are enough, but for scores such as 3-2.
    return [_SAME.get(t, t) for t in terms(text) if "-" not in t or t[0].isdigit()]


def content(text: str) -> list[str]:
    """The distinct words that carry meaning; all of them where none does."""
    found = list(dict.fromkeys(words(text)))
    return [term for term in found if term not in COMMON] or found


def initials(name: str, least: int) -> str:
    """LSU for Louisiana State University; empty where there are fewer than ``least``."""
    capitals = re.findall(r"\b[A-Z](?=[a-z])", name)
    return fold("".join(capitals)) if len(capitals) >= least else ""
