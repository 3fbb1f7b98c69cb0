"""Which work "the film" or "the book" at the beginning of a sentence means.

Titles stand in quotation marks. One is meant where it is the only one before, and what it is stands
beside it: the film “A Storm at Sea”, or “A Storm at Sea,” a film.
"""

import re

from corpus.sentences import Span

_KINDS = (
    "film movie documentary sequel remake",
    "series show sitcom",
    "book novel memoir autobiography",
    "album",
    "song",
)
_SAME_KIND = {word: kind.split() for kind in _KINDS for word in kind.split()}
# What follows has to be a verb: "The film festival" is no film.
_DOES = (
    r"(?:is|was|has|had|will|would|could|can|may|might|also|then|later|[a-z]+ed|became|beat|began"
    r"|broke|came|drew|explores|features|follows|gave|got|includes|led|made|ran|sold|spent|tells"
    r"|took|went|won)"
)
WORK = re.compile(rf"(?P<points>The (?:{'|'.join(_SAME_KIND)}))(?=,| {_DOES}\b)")
_QUOTED = re.compile(r"“([^“”]{2,80})”|\"([^\"]{2,80})\"")
# Words of a title begin with a capital or a digit, but for small ones.
_SMALL = r"(?:a|an|and|as|at|but|by|for|from|in|into|of|on|or|the|to|vs\.?|with)"
_TITLE = re.compile(rf"[A-Z0-9][^\s.?!,]*(?: (?:[A-Z0-9&][^\s.?!,]*|{_SMALL}))*(?=[,.]?$)")
_WHICH_IS = r"(?:an?|the|(?:is|was) (?:an?|the)|and the|his|her|their)"


def work_meant(points: str, said: str, before: str) -> Span | None:
    """Where in a sentence the title stands that "The film" (``points``) means.

    Args:
        points: The first words of a sentence, as ``WORK`` matches them.
        said: A sentence before it, in which the span is.
        before: All that stands before it.
    """
    quoted = {match[1] or match[2] for match in _QUOTED.finditer(before)}
    titles = {found[0] for text in quoted if (found := _TITLE.match(text))}
    kind = rf"\b(?:{'|'.join(_SAME_KIND[points.split()[-1]])})\b"
    # "Coming off the film “Storm”, which outdid the first film": of which is it told?
    if len(titles) != 1 or len(re.findall(kind, said, re.IGNORECASE)) != 1:
        return None
    (title,) = titles
    named = rf"[“\"](?P<title>{re.escape(title)})[,.]?[”\"]"
    for pattern in (
        rf"{kind}(?:,? (?:en)?titled|,? called|,? named)?,? {named}",
        rf"{named},? {_WHICH_IS} (?:[\w’'-]+ ){{0,3}}?{kind}",
    ):
        if beside := re.search(pattern, said, re.IGNORECASE):
            return beside.span("title")
    return None
