"""A few words typed in haste to the question that they stand for: "new zealand pm".

Sentences are weighed for questions as people write them out. Only what gained by it is written
out: prices, scores and winners are found as well by the bare words.
"""

import re

_WORDS = 9  # of what is typed in haste
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|list|tell|explain|compare|about|and|vs|latest|update"
    r"|new(?! (?:zealand|york|jersey|mexico|delhi|orleans|hampshire|guinea)\b))\b|:",
    re.IGNORECASE,
)
_OF_A_STATE = (
    r"(?:pm|prime minister|first minister|president|premier|chancellor"
    r"|(?:foreign|home|health|defen[cs]e|finance|interior|justice) (?:secretary|minister))"
)
_OF_A_BODY = r"(?:ceo|chief executive|mayor|governor|coach|leader|boss|head|chief|captain|owner)"
_DEAD = r"(?:death ?toll|deaths|dead|killed)"
_NOW = r"(?: now| today| currently)?"
_RULES = tuple(
    (re.compile(rf"(?:the )?{typed}", re.IGNORECASE), asked)
    for typed, asked in (
        (
            rf"(?:current )?(?P<office>{_OF_A_STATE}) of (?P<of>.+?)(?: name)?{_NOW}",
            "Who {is} the {office} of {of}?",
        ),
        (
            rf"(?P<of>.+?)(?:['’]s)? (?:current )?(?P<office>{_OF_A_STATE})(?: name)?{_NOW}",
            "Who {is} the {office} of {of}?",
        ),
        (rf"(?P<office>{_OF_A_BODY}) of (?P<of>.+?) name", "Who {is} the {office} of {of}?"),
        (
            rf"(?P<of>.+?)(?:['’]s)? (?P<office>{_OF_A_BODY}) name",
            "Who {is} the {office} of {of}?",
        ),
        (r"(?P<of>.+?)(?:['’]s)? age", "How old {is} {of}?"),
        (r"age of (?P<of>.+?)", "How old {is} {of}?"),
        (rf"(?P<of>.+?)(?: number of)? {_DEAD}", "How many people died in {of}?"),
        (rf"(?:number of )?{_DEAD} (?:in|from|of) (?P<of>.+?)", "How many people died in {of}?"),
        (r"number of (?P<of>.+?)", "How many {of}?"),
    )
)
_THEN = re.compile(r"\b(?:during|when|at death|(?:19|20)\d\d)\b", re.IGNORECASE)


def in_full(question: str) -> str:
    """The question that a few words stand for; as it is where it asks in words of its own."""
    typed = question.strip().rstrip("?.! ")
    if _ASKS.search(typed) or not 1 < len(typed.split()) <= _WORDS:
        return question
    for rule, asked in _RULES:
        if said := rule.fullmatch(typed):
            parts = {**said.groupdict(), "is": "was" if _THEN.search(typed) else "is"}
            if parts.get("office", "").lower() == "pm":
                parts["office"] = "prime minister"
            return asked.format(**parts)
    return question
