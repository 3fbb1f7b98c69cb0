"""Questions of who holds an office now, and which sentences tell it.

"Who is the foreign secretary" is answered by a sentence that names one as such, "Foreign Secretary
Ann Archer" or "Ann Archer, the foreign secretary", not by one that speaks of the office.
"""

import re
from functools import lru_cache

from index.terms import terms

_OF_A_STATE = (
    r"(?:president|prime minister|first minister|premier|chancellor|governor|mayor|speaker|pope"
    r"|king|queen|attorney general|secretary of (?:state|defen[cs]e)"
    r"|(?:foreign|home|health|defen[cs]e|finance|treasury|interior|education)"
    r" (?:secretary|minister))"
)
_OF_A_BODY = r"(?:ceo|chief executive|chair(?:man|woman)?|head|boss|coach|manager|director)"
# Of one who is no longer, not yet or not quite.
_NOT = (
    r"(?:former|ex|then|outgoing|ousted|late|acting|interim|deputy|vice|shadow|next|previous"
    r"|onetime|assistant|running for|candidate for)"
)
_ASKED = re.compile(
    r"^\W*who(?:['’]?s| is) (?:the )?(?:(?:current|present) )?"
    rf"(?P<body>(?:(?!(?:an?|new|next|{_NOT})\b)[\w.’'-]+ ){{0,3}}?)"
    rf"(?:(?P<office>{_OF_A_STATE})|(?P<leads>{_OF_A_BODY}))"
    r"(?: (?:of|at|for) (?:the )?(?P<of>[\w .’'-]+?(?<!ing)))?\W*$",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w.’'-]+ ){1,2}[A-Z][\w’'-]+"
_IS = (
    r"(?:is|remains|became|(?:was|has been|is) (?:named|elected|sworn|chosen|appointed|confirmed)"
    r"|took over|takes over)"
)


def asks_for_holder(question: str) -> bool:
    """Whether it asks who holds an office now."""
    return _ASKED.match(question) is not None


def holder(question: str, text: str) -> str | None:
    """Whom a text names as the holder of the office that a question asks for."""
    asked = _ASKED.match(question)
    if asked is None:
        return None
    body = asked["of"] or (asked["body"] or "").removesuffix(" ").removesuffix("'s")
    told, left_out = _patterns(asked["office"] or "", asked["leads"] or "", body)
    found = told.search(left_out.sub("", text))
    return next(filter(None, found.groups())).rstrip(".") if found else None


def tells_holder(question: str, text: str) -> bool:
    """Whether it names one."""
    return holder(question, text) is not None


def tells_outright(question: str, text: str, headline: str = "") -> bool:
    """The same, where the text, or its headline, says as well of what: "New Zealand Prime Minister
    Chris Archer"."""
    asked = _ASKED.match(question)
    said_of = {*terms(asked["body"] or ""), *terms(asked["of"] or "")} if asked else set()
    says_of = bool(said_of) and said_of.issubset(terms(f"{headline}\n{text}"))
    return says_of and tells_holder(question, text)


@lru_cache(maxsize=64)
def _patterns(office: str, leads: str, body: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What tells a holder, and what is left out before that is looked for."""
    title = re.escape(office or leads)
    if leads.casefold() in ("ceo", "chief executive"):
        title = r"(?:ceo|chief executive(?: officer)?)"
    if leads and body:
        body = re.escape(body)
        before = rf"{body}(?:['’]s)? (?:(?!and |or )[a-z-]+ )?"
        title = rf"(?:{before}{title}|{title} (?:of|at) (?:the )?{body})"
    title = rf"(?i:{title})\b"
    told = (
        rf"\b{title},? ({_NAME})|({_NAME}), (?:[^,.;]{{0,40}}\b)?{title}"
        rf"|({_NAME}) {_IS}\b[^.;]{{0,40}}\b{title}"
    )
    left_out = rf"\b(?i:{_NOT})[ -](?:[\w’'-]+ ){{0,3}}?{title}|{title} at the time"
    return re.compile(told), re.compile(left_out)
