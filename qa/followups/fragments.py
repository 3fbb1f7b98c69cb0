"""Questions that leave out what the one before said: "And in March?", "Why?", "No, I meant X".

What was left out is taken from the earlier question, in which the new words take the place
of those of their kind: a month for a month, a country for a country, what follows
"according to" for what followed it there.
"""

import re

from index.expressions import MONTHS
from index.terms import fold
from qa.followups.antecedents import EarlierTurn, spoken_of
from qa.words.lexicon import AUXILIARIES, QUESTION_WORDS, ROLES, places
from qa.words.mentions import Mention, Sort, mentioned

_LEAD = re.compile(
    r"^(?:(?:and|but|or|so|then|also|ok|okay)\b,?\s+)*(?:(?:what|how) about\s+)?", re.I
)
_CORRECTS = re.compile(
    r"""^(?:(?:no|sorry|oops|wait|well|actually)\b[,.!\s]+)*
    (?:(?:but\s+)?i\ (?:meant|mean|was\ (?:asking|talking)\ about|am\ asking\ about)|make\ that)\s+
    (?P<new>.+?)
    (?:,?\s+(?:and\ not|not|rather\ than|instead\ of)\s+(?P<old>\S.*?))?[.!?]*$""",
    re.I | re.VERBOSE,
)
_DENIES = re.compile(r"^(?:no|sorry|oops)[,.!]\s+(?P<new>[^,]+?)[.!?]*$", re.I)
_PREPOSITION = re.compile(
    r"^(?P<preposition>according to|because of|in|on|at|from|to|by|for|with|during|after|before|"
    r"since|until|under|against|near|of)\s+(?P<rest>.+)$",
    re.I,
)
# "Why?", "Since when?", "By what plane?"
_ADJUNCT = re.compile(
    r"^(?:(?:from|since|until|to|by|in|at|on|for)\s+)?"
    r"(?:why|when|where|how|what|how long)\s*[?.!]*$"
    r"|^(?:of|from|since|until|to|by|in|at|on|for|with|under|against)\s+(?:what|which|whom|whose)"
    rf"(?:\s+(?!(?:{'|'.join(sorted(AUXILIARIES))})\b)[\w-]+){{0,2}}\s*[?.!]*$",
    re.I,
)
_ASKS_ADJUNCT = re.compile(
    r"^(?:(?:from|since|until|to)\s+)?(?:why|when|where|how(?: long)?)\s+", re.I
)
_ASKS_SUBJECT = re.compile(
    r"^who\s+(?P<auxiliary>was|were|is|are|has|have|had|will)\s+(?P<rest>\w+(?:ed|en|wn|nt|de|ne|ld)\b.*)$",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TIMES = re.compile(
    r"^(?:(?:early|late|mid)[- ])?(?:(?:last|next|this) (?:week|month|year)|(?:19|20)\d\d|today|"
    rf"yesterday|{'|'.join(MONTHS)})\b",
    re.I,
)
_EVENT_TAIL = re.compile(r"\s((?:after|during|because of|following)\s.+?)[?.!]*$", re.I)
_TAIL = re.compile(r"\s((?:in|at|on)\s.+?)[?.!]*$", re.I)
_LONGEST = 6  # words of a fragment
_BARE = 3  # words of one without "and" before it


def corrected(question: str, last: EarlierTurn) -> str | None:
    """The earlier question with what a correction says; None where this is none."""
    match = _CORRECTS.match(question) or _DENIES.match(question)
    if not match or len(match["new"].split()) > _LONGEST or _has_verb(match["new"]):
        return None
    old = match.groupdict().get("old")
    if old and (at := re.search(re.escape(old), last.question, re.IGNORECASE)):
        return last.question[: at.start()] + match["new"] + last.question[at.end() :]
    return _with(last.question, match["new"])


def is_fragment(question: str) -> bool:
    """Whether a question is no clause: "And in March?", "What about Ukraine?", "Why?"."""
    led, rest = _parted(question)
    if _ADJUNCT.match(rest):
        return True
    words = rest.split()
    if not words or len(words) > (_LONGEST if led else _BARE) or _has_verb(rest):
        return False
    return led or (question.endswith("?") and bool(_PREPOSITION.match(rest) or mentioned(rest)))


def completed(question: str, last: EarlierTurn) -> str | None:
    """The earlier question about what a fragment names; None where it cannot be put there."""
    _, rest = _parted(question)
    return _asking(rest, last) if _ADJUNCT.match(rest) else _with(last.question, rest)


def _parted(question: str) -> tuple[bool, str]:
    """Whether a fragment is led by "and" or the like, and the rest of it."""
    lead = _LEAD.match(question)
    length = lead.end() if lead else 0
    return length > 0, question[length:].strip().rstrip("?.! ")


def located(question: str, last: EarlierTurn) -> str | None:
    """A short question of nobody in particular, with the circumstances of the one before:
    "How many died?" "after the bridge fell"."""
    tail = _EVENT_TAIL.search(last.question) or _TAIL.search(last.question)
    if tail is None or all(each.sort is Sort.TIME for each in mentioned(tail[1])):
        return None
    return f"{question.rstrip('?.! ')} {tail[1]}?"


def _has_verb(text: str) -> bool:
    words = {word.casefold() for word in re.findall(r"[\w']+", text)}
    return bool(words & (AUXILIARIES | QUESTION_WORDS))


def _with(question: str, new: str) -> str | None:
    """The question with the new words in the place of those of their kind."""
    new = new.strip()
    match = _PREPOSITION.match(new)
    preposition, rest = (match["preposition"].lower(), match["rest"]) if match else ("", new)
    rest, sort = _known(rest)
    if preposition == "according to":
        at = re.search(r"according to\s+", question, re.I)
        if at:
            old = _starting(question, at.end())
            return (
                question[: at.end()]
                + rest
                + question[old.end if old else len(question.rstrip("?")) :]
            )
        return f"{question.rstrip('?.! ')}, according to {rest}?"
    mentions = spoken_of(question)
    old = _slot(question, mentions, preposition, sort, rest)
    if old is not None:
        year = _YEAR.search(question[old.start : old.end])
        if sort is Sort.TIME and year and not _YEAR.search(rest):
            rest += f" {year[0]}"
        return question[: old.start] + rest + question[old.end :]
    if sort is Sort.TIME or (preposition and sort is not Sort.UNKNOWN):
        return f"{question.rstrip('?.! ')} {preposition or 'in'} {rest}?"
    return None


def _known(text: str) -> tuple[str, Sort]:
    """The words as they are written, and what sort of thing they name."""
    if _TIMES.match(text):
        month = fold(text.split()[0]) in MONTHS
        return (text[:1].upper() + text[1:] if month else text), Sort.TIME
    bare = re.sub(r"^the\s+", "", fold(text))
    if bare in places():
        return (text.title() if text.islower() else text), Sort.PLACE
    found = mentioned(f"about {text}")
    if found:
        return text, found[0].sort
    return text, Sort.UNKNOWN


def _slot(
    question: str, mentions: list[Mention], preposition: str, sort: Sort, new: str
) -> Mention | None:
    """The mention that the new words replace."""
    if sort is Sort.TIME:
        return next((mention for mention in mentions if mention.sort is Sort.TIME), None)
    others = [mention for mention in mentions if mention.sort is not Sort.TIME]
    if preposition:
        behind = re.compile(rf"\b{preposition}\s+$", re.I)
        there = [m for m in others if behind.search(question[: m.start])]
        return next((m for m in there if m.sort is sort), there[0] if there else None)
    role = fold(new.split()[-1])
    if role in ROLES and not mentioned(new):
        return next((m for m in others if fold(m.name.split()[-1]) in ROLES), None)
    alike = [mention for mention in others if mention.sort is sort]
    loose = [
        mention
        for mention in others
        if Sort.UNKNOWN in (mention.sort, sort)
        and mention.sort is not Sort.PLACE
        and not mention.name.islower()
    ]
    return next(iter(alike or loose), None)


def _starting(question: str, at: int) -> Mention | None:
    return next((mention for mention in spoken_of(question) if mention.start == at), None)


def _asking(adjunct: str, last: EarlierTurn) -> str | None:
    """The earlier question, asked for its reason, time or place instead."""
    word = adjunct[:1].upper() + adjunct[1:]
    question = last.question
    first = question.split()[0].casefold()
    if first in AUXILIARIES:
        return f"{word} {question[:1].lower()}{question[1:]}"
    asks = _ASKS_ADJUNCT.match(question)
    if asks and question[asks.end() :].split()[0].casefold() in AUXILIARIES:
        return f"{word} {question[asks.end() :]}"
    subject = _ASKS_SUBJECT.match(question)
    if subject:
        found = [m for m in mentioned(last.said) if m.sort is not Sort.TIME]
        if found:
            return f"{word} {subject['auxiliary']} {found[0].name} {subject['rest']}"
    return None
