"""Text to the terms by which words are matched: one analysis for articles and questions.

Case, accents, dashes, apostrophes and full stops of abbreviations are folded, English word
forms are brought to their stem (Snowball), numbers keep their decimals and lose their
thousands separators, compounds count as their parts and as a whole, and scripts without
spaces are cut into pairs of characters.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain

import Stemmer

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\-‐‑–/&][^\W_]+)*")
# Marks on letters, such as the vowels of Hindi, part no word, though for Python they are no part of
# one: of Latin, Cyrillic, Hebrew, Arabic, Syriac; of Indian scripts; of Thai, Lao, Burmese, Khmer.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    r"\u0670\u06d6-\u06ed\u0711-\u07b0\u0898-\u089f\u08ca-\u0963\u0966-\u0dff"
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u1056-\u109d\u17b4-\u17d3"
)
_MARKED = re.compile(f"[{_MARKS}]")
_MARKED_TOKEN = re.compile(_TOKEN.pattern.replace(r"[^\W_]+", rf"(?:[^\W_]|[{_MARKS}])+"))
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SEPARATOR = re.compile(r"[\-‐‑–/&,]")
# Japanese, Chinese, Thai, Lao, Burmese, Khmer.
UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
_STEMMER = Stemmer.Stemmer("english")

STOPWORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being "
    "but by can could did do does doing down during each for from further had has have "
    "having he her here hers him his how i if in into is it its itself just me more most "
    "my no nor not now of off on once only or other our out over own s same she should so "
    "some such t than that the their them then there these they this those through to too "
    "under until up us very was we were what when where which while who whom whose why "
    "will with would you your yours tell say says said".split()
)
UNASKED = STOPWORDS | frozenset(
    "please summarise summarize overview anything timeline chronology".split()
)
"""Words of a question that say nothing of what is asked: those of all texts, and of requests."""
_LIST = re.compile(
    r"\W*(?:list(?: of)?|name(?! of| for))"
    r"(?: (?:the|of|all|some|any|two|three|four|five|six|seven|eight|nine|ten))*\s+(?=\w)",
    re.IGNORECASE,
)  # "Name three lakes" asks of lakes


def terms(text: str) -> list[str]:
    """The terms of a text, in order, repeats kept."""
    return list(chain.from_iterable(map(_terms_of, tokens(text))))


@lru_cache(maxsize=1 << 10)  # a search asks for them several times
def query_terms(question: str) -> tuple[str, ...]:
    """The distinct terms of a question that carry meaning, in order.

    Words that every text has are left out, unless there are no others.
    """
    shouts = question.isupper()
    listed = _LIST.match(question)
    words = [
        term
        for token in tokens(question[listed.end() if listed else 0 :])
        # "US" is a country; "us" is not. Where all is in capitals, they tell nothing.
        if token.casefold() not in UNASKED or (token.isupper() and len(token) > 1 and not shouts)
        for term in _terms_of(token)
    ]
    return tuple(dict.fromkeys(words or terms(question)))


def tokens(text: str) -> list[str]:
    """The words of a text as they are written."""
    if not text.isascii():
        # An accent that stands as a character of its own, a soft hyphen, or what joins two letters
        # would part a word.
        text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200d", "")
        if _MARKED.search(text):
            return _MARKED_TOKEN.findall(text)
    return _TOKEN.findall(text)


@lru_cache(maxsize=1 << 18)
def _terms_of(token: str) -> tuple[str, ...]:
    token = fold(token)
    if _NUMBER.fullmatch(token):
        return (token.replace(",", ""),)
    if UNSPACED.search(token):
        return tuple(token[i : i + 2] for i in range(max(1, len(token) - 1)))
    parts = [part for part in _SEPARATOR.split(token) if part]
    whole = tuple(_word(part) for part in parts)
    return (*whole, "-".join(whole)) if len(parts) > 1 else whole  # a mark alone has none


@lru_cache(maxsize=1 << 10)
def as_words(text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Finds a text where it stands by itself, not within a longer word."""
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", flags)


def fold(text: str) -> str:
    """Case and accents taken away, and compatibility forms made plain."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def _word(part: str) -> str:
    part = part.removesuffix("'s").replace("'", "")
    if "." in part and not _NUMBER.fullmatch(part):
        part = part.replace(".", "")  # U.S., a.m.
    return str(_STEMMER.stemWord(part)) if part.isalpha() else part
