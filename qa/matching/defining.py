"""Sentences that say what or who something is: "Norwick Bay, a port in the north, ..."."""

import re
from collections.abc import Callable, Iterable

from qa.asking.forms import Form, form_of
from qa.words.lexicon import TITLES

_ASKED = re.compile(
    r"^\W*(?:what|who)(?:['’]?s| is| are| was| were)? (?:(?:exactly|actually) )?(?:an? |the )?"
    r"(?P<subject>[^,?]{2,50}?)(?: and\b.*)?\s*\??$",
    re.IGNORECASE,
)
_IS = (
    r"(?:\s\([^)]*\))?(?:"
    r",? (?:is |are |was |were )?(?:also |better |widely )?"
    r"(?:known|called|defined|nicknamed|considered|described as|part of) "
    r"|,? which (?:is|are|was|were) |,? (?:is|are|was|were) (?:an?|the|one|any|when|where|what) "
    r"|,? (?:means?|refers?) | (?:has |have |had )?(?:become|became|emerged as|serve[sd] as) "
    r"|, (?:an?|the|one|who) "
    r"|, (?:[a-z-]+ ){1,5}(?:that|made|developed|owned|used|based|founded|run) "
    r"| [–—-] (?:an?|the|one|which|who) )"
)
# "A chatbot called X", "the artificial intelligence tool X"; not "the use of X".
_SMALL = r"(?!(?:of|for|to|on|in|with|by|from|about|at|and|or|that|as|than|using|over)\b)[a-z-]+ "
_CALLED = (
    rf"\b(?:an?|the) (?:(?:[\w-]+ ){{1,6}}(?:called|named|dubbed) |(?:{_SMALL}){{2,4}})[“\"‘']?"
)
_ROLE = rf"(?:{'|'.join(sorted(TITLES))})\.?,? "


def definer(question: str) -> Callable[[str], bool]:
    """Whether a text defines what the question asks about; nothing does where it asks for
    nothing that can be defined."""
    asked = _ASKED.match(question.strip())
    if not asked:
        return lambda text: False
    # "Norwicks river police", typed in haste, are Norwick's, and may be told of without it.
    words = [re.sub(r"[’']?s$", "[’']?s", re.escape(each)) for each in asked["subject"].split()]
    if len(words) > 2 and words[0].endswith("[’']?s"):
        words[0] = f"(?:{words[0]})?"
    subject = r"\W*".join(words)
    says = re.compile(
        rf"\b{subject}s?[”\"’']?{_IS}|\b{_ROLE}{subject}\b|{_CALLED}{subject}\b", re.IGNORECASE
    )
    return lambda text: says.search(text) is not None


def is_defined(question: str, texts: Iterable[str]) -> bool:
    """Whether a text says who or what it is that a question asks to have defined."""
    return form_of(question) is Form.DEFINITION and any(map(definer(question), texts))
