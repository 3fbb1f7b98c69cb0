"""The form of answer that a question calls for: one point, or several facts told together."""

import re
from enum import StrEnum

from corpus.sentences import Span
from index.terms import fold
from qa.asking.asked_for import BETWEEN
from qa.asking.factoid import asks_for_facts
from qa.asking.kinds import FIGURE


class Form(StrEnum):
    """The forms of answers that are told apart."""

    POINT = "point"  # who, where, when, how many: one short answer
    TIMELINE = "timeline"
    LATEST = "latest"
    COMPARISON = "comparison"
    WHY = "why"
    HOW = "how"
    LIST = "list"
    DEFINITION = "definition"
    STORY = "story"  # what happened, what was said


# What is asked for in the plural, by the kind of its names.
MANY = {
    "country": "countries|nations",
    "state": "states",
    "place": "cities|towns|places|counties",
    "group": (
        "companies|firms|banks|airlines|brands|retailers|carmakers|teams|clubs|schools"
        "|universities|colleges|parties|outlets|agencies"
    ),
    "person": (
        "politicians|celebrities|players|actors|actresses|singers|people|candidates|leaders"
        "|republicans|democrats|senators|lawmakers|presidents|stars|artists|judges"
    ),
}
# "Which countries", not "what did countries": that asks for a deed.
_DOES = r"(?:did|does|do|has|have|had|can|could|will|would|should)"
_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_PLURAL = r"\w{3,}(?<![sui])s"
_TIMES = "(?:years|months|weeks|days|dates|decades)"  # one sentence tells them all
_WHICH = "^(?:(?:in|on|at|for|from|to|by|with) )?(?:which|what)"
_MANY = (
    rf"(?:{_WHICH}|^list|^name) (?!of |{_DOES} )(?:the )?(?:[\w-]+ )?"
    rf"(?:{'|'.join(MANY.values())})\b"
)

# What follows "who was" where it is not asked who somebody is.
_BECAME = (
    "(?:(?:re-?)?elected|appointed|named|chosen|picked|selected|nominated|crowned|sworn|hired|fired"
    "|killed|shot|hurt|injured|wounded|found|arrested|charged|convicted|sentenced|indicted|accused"
    "|awarded|honou?red|replaced|responsible|behind|in|on|at|to|leading|running|winning)"
)
_LINKS = "of|in|at|on|for|from|to|with|by|that|who|and|or"
_PLAYERS = (
    r"(?:candidates|winners|losers|finalists|nominees|victims|suspects|members|leaders|players|parents"
    r"|children|survivors|hosts|judges|sponsors|contenders|favou?rites|stars|owners|founders|authors"
    r"|people|teams|sons|daughters|brothers|sisters|heirs|rivals|opponents|[a-z]+ing|[a-z]+ed)"
)
_WHO = (
    r"^who(?:'?s| is| was) (?!the\b|an?\b|his\b|her\b|their\b|this\b"
    r"|\w+ed (?:for|by|from|in|at|on|with|over|after|as|to|into)\b"
    rf"|{_BECAME}\b|\w+ing\b)(?:[\w-]+ ){{0,3}}[\w-]+"
    r"(?:\?|$| and )"
    # "Who are the Norwick rangers", but not "who are the finalists".
    rf"|^who (?:are|were) (?!{_BECAME}\b)(?:the )?(?:(?!(?:{_LINKS})\b)[\w'’-]+ ){{0,3}}"
    rf"(?!{_PLAYERS}\b)[\w'’-]+(?:\?|$)"
)
_RULES = (
    (
        Form.TIMELINE,
        r"\btime ?line\b|\bchronolog|\b(?:sequence|chain|course) of events\b|\bin what order\b"
        r"|\bunfold(?:s|ed|ing)?\b|\bkey dates\b|\bwhen (?:did|was|were) .*\beach\b"
        r"|\bwhat (?:has |have )?happen.*\band when\b",
    ),
    (
        Form.LATEST,
        r"(?:\b(?:the|any|what|whats)|^) ?latest\b"
        r"(?= (?:on|about|with|from|in|news|update|develop|state|status|situation)|[?.!]|$)"
        r"|\blatest (?:news|updates?|developments?)\b|\bup-?dates? (?:on|about)\b|\bany updates?\b"
        r"|\bgoing on\b|\bso far\b|\bwhat do we know\b|\bthe situation\b|\bstatus of\b"
        r"|\bwhat(?:'?s| is| are) happening (?:with|in|to|at)\b|\bthe state of\b"
        r"|\bwhere do(?:es)? .+ stand\b|\bhow (?:is|are) .+ (?:doing|going)\b|\bwhat'?s new\b",
    ),
    (
        Form.COMPARISON,
        r"\bcompar(?:e[sd]?|isons?|ing)\b|\bdiffer(?:ent|ences?|s)?\b(?! over| on)"
        r"|\bversus\b|\bvs\b",
    ),
    (Form.WHY, r"\bwhy\b|\bhow come\b|\breasons? (?:for|behind|why)\b|\bwhat (?:caused|led to)\b"),
    # "Who is Ann Archer", but not "who is the mayor", "who was elected mayor".
    (
        Form.DEFINITION,
        _WHO,
    ),
    (
        Form.POINT,
        r"\bhow (?:many|much|old|long|tall|far|high|deep|fast|often|big|large)\b"
        r"|^(?:when|where|who|whose|whom)\b|^(?:true or false)\b"
        rf"|{FIGURE}|^(?:the )?date (?:of|for)\b|\bdate\W*$",
    ),
    (Form.LIST, _MANY),
    # A plural and its verb: "which countries sent", but not "which sports team".
    (
        Form.LIST,
        rf"^(?:which|what) (?!{_DOES} |(?:\w+ )?{_TIMES}\b)(?:(?:are|were) )?"
        rf"(?:the |other |of the |\w+ )?{_PLURAL}\b"
        r"(?= (?:are|were|have|had|do|did|can|could|will|would|should|sent|won|lost|took|gave|said"
        r"|left|made?|use|\w+ed)\b)|^(?:list|name)\b",
    ),
    # "Give me the countries that sent tanks", without its request.
    (
        Form.LIST,
        rf"^(?:the )?(?:(?:all|any|some|{_NUMBER}) )(?:the )?(?:[\w-]+ ){{0,2}}?{_PLURAL}\b"
        rf"|^(?:the )?(?:[\w-]+ ){{0,2}}?{_PLURAL} (?:that|who|which)\b|^(?:the )?names of\b",
    ),
    (
        Form.HOW,
        r"\bhow (?:do|does|did|can|could|will|would|is|are|was|were)\b|\band how\??$",
    ),
    (
        Form.STORY,
        r"\bwhat (?:happen(?:s|ed)?|went wrong|else)\b|^what (?:was|were) .+ about\b|^what about\b"
        r"|^what(?:'?s| is| are| was| were) .+ (?:with|of|for|about|by|over)\??$"
        r"|^what (?:did|do|does|can|could|will|would|should|has|have) "
        r"|\b(?:tell|explain|describe|summari[sz]e)\b",
    ),
    (
        Form.DEFINITION,
        r"^what(?:'?s| is| are) (?!it\b|its\b|his\b|her\b|their\b|this\b|the current\b|the name\b)"
        r"(?!.* (?:called|titled|named)\b)[^,?]{2,50}\??$|\bmeaning of\b",
    ),
)
# "What did the mayor say about the port", but not "what did he say was lost".
_SAYS = (
    r"^what (?:do|does|did|has|have) (?:[\w.'’-]+ ){1,5}?(?:say|said|think|announced?|claim(?:ed)?)"
    r"(?: (?:about|in (?:his|her|their|its) )|\W*$)"
)
_SURE = re.compile(rf"{_WHO}|{_MANY}|{_SAYS}")
_COMPILED = tuple((form, re.compile(pattern)) for form, pattern in _RULES)


_QUESTION = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|how)\b|[?？:…]$|_"
    r"|^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b"
)


# "captain of the Norwick crew", "first woman to sail alone", "Norwick harbour mayor name": typed in
# haste, and one thing is asked for. Not "state of the union", nor what a matter is called.
_THING = (
    r"(?:names?|number|price|cost|age|length|height|weight|size|depth|speed|share|salary|pay|prize|money"
    r"|reward|score|sentence|amount|sum|total|value|date|year|city|country|capital|captain"
    r"|president|director|ceo|head|chief|coach|manager|agent|winner|author|singer|actor|judge"
    r"|senator|governor|mayor|owner|founder|maker|host|home base)"
)
_MOST = r"(?:first|youngest|oldest|largest|biggest) (?!lady\b|day\b|week\b|night\b|round\b)"
_ONE = re.compile(
    rf"^(?:the )?(?:[\w'’-]+ ){{0,2}}?{_THING} (?:of|for|in|at|on|to|that|who|behind|when|during"
    rf"|offered|raised)\b|^(?:the )?{_MOST}.*\b(?:to|in)\b|\b{_THING}(?:(?: in)? \d{{4}})?$"
)

_JOINT = re.compile(
    r"(?:[?？]|,)?\s+(?:and|but|or|also)\s+(?=(?:also |then )?(?:what|why|how|who|where|when|which"
    r"|is|are|was|were|do|does|did|could|can|cant|can't|will|would|has|have)\b)"
    r"|(?<=[?？])\s+(?=\S)",
    re.IGNORECASE,
)
_MOST_PARTS = 3
# Log odds of asking for several facts, from which on it counts as doing so: where the rules see one
# point, and where they see more.
_FACTS, _NO_POINT = 1.5, -1.0
_ASKS = re.compile(r"(?:who(?:m|se)?|when|where|what|which|why|how)\b", re.IGNORECASE)
_AND = re.compile(
    rf",?\s+and\s+(?=(?:also\s+)?(?:(?:for|in|at|by|to|from|with|on)\s+)?{_ASKS.pattern})",
    re.IGNORECASE,
)


def parts(question: str) -> list[Span]:
    """Spans of the questions that are asked in one: "why is it so, and what comes next"."""
    ends = [match.span() for match in _JOINT.finditer(question)][: _MOST_PARTS - 1]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(question)]
    return [span for span in zip(starts, stops, strict=True) if question[slice(*span)].strip()]


def points(question: str) -> list[str]:
    """The questions that are asked in one, where each has an answer of one point: "who bought it",
    "for how much". None where it is one question, or one of them asks for more.

    The first may be no more than a word: "when and where was it sold".
    """
    asked = [part for part in _AND.split(question) if part.strip()]
    if not 1 < len(asked) <= _MOST_PARTS or not _ASKS.match(asked[0]) or "?" in question[:-1]:
        return []
    for place, word in enumerate(asked[:-1]):
        if _ASKS.fullmatch(word):
            asked[place] = f"{word} {_ASKS.sub('', asked[-1], count=1).strip()}"
    return asked if all(_form_of(each) is Form.POINT for each in asked) else []


def form_of(question: str) -> Form:
    """The form of answer that a question calls for.

    Rules tell reasons, timelines, who somebody is and which countries are meant; else, whether it
    asks for one point or for several facts is learned (qa/asking/factoid.py), and rules tell which
    form these take.
    """
    form = by_rules(question)
    if form in (Form.WHY, Form.TIMELINE) or _SURE.match(fold(question.strip())):
        return form
    facts = asks_for_facts(question, form)
    if form is Form.POINT:
        return by_rules(question, pointed=False) if facts > _FACTS else form
    return form if facts > _NO_POINT else Form.POINT


def by_rules(question: str, *, pointed: bool = True) -> Form:
    """The form that the question's words call for by rules; the first that fits.

    The last sentence decides: what stands before it is usually background. Words that
    ask nothing ("ukraine grain deal") call for a story. A point that is asked for together
    with more ("who was on board, and what happened to them") is told with it.

    Args:
        question: What is asked.
        pointed: Whether one point may be what it asks for.
    """
    form = _form_of(question, pointed)
    asked = [question[slice(*span)] for span in parts(question)]
    if form is Form.POINT and all(map(_ASKS.match, asked)):
        form = next((each for each in map(_form_of, asked) if each is not Form.POINT), form)
    return form


def _form_of(question: str, pointed: bool = True) -> Form:
    asked = BETWEEN.split(fold(question.strip()))
    for text in (asked[-1], asked[0]):
        for form, rule in _COMPILED:
            if rule.search(text) and (pointed or form is not Form.POINT):
                return form
    points = pointed and (_QUESTION.search(asked[-1]) or _ONE.search(asked[-1]))
    return Form.POINT if points else Form.STORY
