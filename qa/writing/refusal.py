"""Whether a language model says that the passages do not answer.

It is told to write two words for that, and often says it in its own. Such a sentence speaks
of the passages and not of the news: no passage can carry it, and it is no answer.
"""

import re

from qa.writing.prompt import NO_ANSWER

_GIVEN = "(?:provided|given|supplied|available|retrieved|above|numbered|cited)"
# What it was given, by its names. "The text" may be that of a treaty, and "sources" are people.
_THEM = (
    rf"(?:(?:the|these|those|any|this) )?(?:{_GIVEN} (?:news )?(?:sources?|documents?|texts?|"
    rf"information|material)|(?:{_GIVEN} )?(?:news )?(?:passages?|excerpts?|articles?|context))"
    rf"(?: {_GIVEN})?"
)
_TELL = (
    "(?:say|state|mention|contain|provide|specify|answer|tell|give|include|indicate|address|"
    "cover|discuss|name|reveal|report|identify|offer|explain|describe|have|clarify)"
)
_CANNOT = "(?:can ?not|can't|could not|couldn't|am unable to|was unable to)"
_LEAD = re.compile(
    r"(?:(?:i'm sorry|i am sorry|sorry|unfortunately|however|but)[,.;:]? "
    rf"|(?:based|judging) (?:up)?on {_THEM},? |(?:from|according to|in) {_THEM},? )+",
    re.I,
)
_SILENT = re.compile(
    rf"{_THEM},? (?:do|does|did|can|could)(?: ?not|n't) (?:\w+ly )?{_TELL}\b"
    rf"|{_THEM} (?:contain|have|provide|include|offer|give|make)s? no (?:\w+ )?"
    r"(?:information|answer|mention|details?|data)\b"
    rf"|(?:none|neither) of {_THEM} {_TELL}(?:s|es)?\b"
    rf"|no (?:passage|article|excerpt) {_TELL}(?:s|es)\b"
    r"|(?:there is |there's |i (?:found|find|see) )?(?:no|not enough|insufficient) (?:\w+ )?"
    rf"(?:information|answer|mention)\b(?:.*\bin {_THEM}|(?: (?:was|is|could be))? found\b)"
    rf"|(?:the|this|your) question {_CANNOT} be answered\b"
    rf"|i (?:{_CANNOT}|do not|don't|did not|didn't) (?:answer|determine|find|have|know|tell)\b"
    rf"|it {_CANNOT} be (?:determined|answered|said)\b.*\b{_THEM}"
    r"|(?:answer )?not (?:found|mentioned|stated|specified|answerable|enough information)[.!]?$"
    r"|no answer[.!]?$|n/a[.!]?$",
    re.I,
)
# "..., but one of them puts it at 438" tells something after all.
_GOES_ON = re.compile(r"[,;:] (?:but|however|although|though|yet|only|except)\b", re.I)
_AS_TOLD = re.compile(NO_ANSWER.replace(" ", "[ _-]?") + r"\b")


def is_silent(sentence: str) -> bool:
    """Whether a sentence, without its marks, says only that the passages do not tell."""
    said = " ".join(sentence.replace("’", "'").split()).strip("\"'“”*(")
    if _AS_TOLD.match(said):
        return True
    lead = _LEAD.match(said)
    at = lead.end() if lead else 0
    return _SILENT.match(said, at) is not None and _GOES_ON.search(said, at) is None
