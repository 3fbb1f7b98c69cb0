"""Questions of who did a deed, and of who or what won: which sentences tell it, and who plays
another part in them."""

import re

from index.terms import as_words

_ONE = (
    r"(?:the |this |that )?"
    r"(?:(?!(?:the|an?|of|for|in|on|at|after|about|to|with)\b)[\w’'-]+ ){0,4}"
)
# Of these none is a verb as well: "who did the mayor attack" asks for another.
_DONE = r"(?:shootings?|killings?|bombings?|stabbings?|kidnappings?|robbery|assassination)"
# "Who did it", "who did the school shooting", "who shot the mayor", "who is the suspect"; not
# "who was shot", "who did the mayor meet", "who did the shooting kill".
_DOER = re.compile(
    r"\bwho (?:did it|(?:shot|killed|attacked|stabbed|murdered|bombed|robbed|kidnapped|poisoned"
    r"|assassinated|carried out|committed)\b)"
    rf"|\bwho (?:did {_ONE}{_DONE}|(?:is|was|were) behind {_ONE}(?:{_DONE}|attacks?|murders?))"
    r"(?: (?:in|at|on|near) .*)?\W*$"
    r"|\bwho(?:['’]s| is| was| are| were) (?:the |behind )?(?:suspects?|shooters?|gunm[ae]n"
    r"|attackers?|killers?|culprits?|perpetrators?)\b",
    re.IGNORECASE,
)
_SUSPECTED = (
    r"(?:suspect(?:s|ed)?|gunm[ae]n|shooters?|attackers?|killers?|assailants?|perpetrators?|culprits?"
    r"|accused|charged|arrested|convicted|pleaded|sentenced|confess\w+|opened fire|in custody)"
)
_TELLS_DOER = re.compile(rf"\b{_SUSPECTED}\b", re.IGNORECASE)

_WIN = r"(?:won|wins|winning|win)"
# "Who won", "which film has won"; not "which prize did it win".
_OBJECT = re.compile(
    rf"\b(?:{_WIN}|accept\w*|receiv\w+|earn(?:s|ed|ing)?|(?:took|takes|taking) home)"
    r"(?: (?:the|an?|its|his|her|their|most|more|any|\d+|[\w’']+[’']s?)(?: [a-z]+){0,3})? $",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|during|since) (?:the )?(?:\S+ )?$", re.IGNORECASE)
# Not "failed to beat Weston", nor "the final against Weston", who may have won it.
_BEATEN = re.compile(
    r"(?:(?<!to )(?<!not )(?<!t )(?<!never )\b(?:beat(?:s|ing)?|defeat(?:s|ed|ing)?)"
    r"|\b(?:edg|topp)ed(?: out)?|\b(?:wins?|won|victory|triumph\w*|chosen) (?:over|against))"
    r"(?: the| defending| champions?| holders?| rivals?){0,3} $",
    re.IGNORECASE,
)
_OF_PRIZES = re.compile(
    r"(?:[’']s?)? (?:[a-z]+ )?(?:awards?|festivals?|ceremon(?:y|ies)|prizes?|medals?"
    r"|troph(?:y|ies)|titles?|tournaments?|nominations?|nominees?|predictions?|voters?|night)\b"
    r"| for (?:best|outstanding)\b",
    re.IGNORECASE,
)
_WINNER = re.compile(
    r"\b(?:who"
    r"|(?:which|what)(?: (?!(?:did|does|do|has|have|was|were|is|are|will)\b)[\w’'-]+){1,4}?)"
    r"(?: has| have)? (?:won|wins)\b",
    re.IGNORECASE,
)

_TELLS_WIN = re.compile(
    r"\b(?:won|wins?|winn(?:ers?|ing)|beat(?:s|en|ing)?|defeat\w*|edg(?:ed|es)|captur\w+|claim\w*"
    r"|clinch\w*|crown(?:s|ed)?|champions?|victor(?:y|ies|s|ious)|triumph\w*|awarded"
    r"|swe(?:ep|pt)|(?:took|takes|taking) home|(?:went|goes|going|given|presented) to"
    r"|receiv\w+|honou?red|elected|earn(?:s|ed))\b",
    re.IGNORECASE,
)
# Of one who may yet win: "could win", "is expected to win", "the favourite".
_AHEAD = re.compile(
    r"\b(?:will|could|would|might|may)(?: (?:also|not|likely|probably|then|finally))? [a-z]+\b"
    r"|\b(?:is|are|was|were|looks?|seems?|remains?) (?:now |still |also |widely )?(?:expected|set"
    r"|due|likely|slated|poised|predicted|projected|favou?red|bidding|hoping|vying|in line) "
    r"|\b(?:if|whether) (?:\w+ ){1,5}?wins?\b|\b(?:chances?|hopes?|bid|odds|shot)\b"
    r"|\b(?:is|are|be|remains?|among) (?:[\w’'-]+ ){0,4}?"
    r"(?:front-?runners?|favou?rites?|contenders?)\b|\bfavou?rites?[”\"’']? to\b"
    r"|\b(?:fancied|tipped)\b"
    r"|\b(?:former|past|previous|defending|reigning) (?:[\w’'-]+ )?(?:champions?|winners?)\b",
    re.IGNORECASE,
)


def asks_for_doer(question: str) -> bool:
    """Whether it asks who did a deed that the police ask about."""
    return _DOER.search(question) is not None


def tells_doer(sentence: str) -> bool:
    """Whether a sentence tells of one who did it, or is held to have done it."""
    return _TELLS_DOER.search(sentence) is not None


def is_doer(name: str, sentence: str) -> bool:
    """Whether a sentence says of a name that it did it, or is held to have done it."""
    said = re.escape(name)
    return (
        re.search(
            rf"(?i:\b{_SUSPECTED}\b[^.,;]{{0,30}}?){said}(?!\w)"
            rf"|(?<!\w){said}(?:, [^,]{{1,30}},)? (?:[a-z]+ ){{0,3}}?(?i:{_SUSPECTED})\b",
            sentence,
        )
        is not None
    )


def asks_for_winner(question: str) -> bool:
    """Whether it asks who or what won."""
    return _WINNER.search(question) is not None


def tells_winner(sentence: str) -> bool:
    """Whether a sentence tells that somebody has won, not who may, or who did the time before."""
    return _TELLS_WIN.search(sentence) is not None and _AHEAD.search(sentence) is None


def is_won(name: str, sentence: str) -> bool:
    """Whether a name is here what is won: "won the best actress Oscar"."""
    return any(_OBJECT.search(sentence[:start]) for start, _ in _places(name, sentence))


def is_prize(name: str, sentence: str) -> bool:
    """Whether it is here a prize, or where one is given: "at the Norwick festival"."""
    found = _places(name, sentence)
    return bool(found) and all(
        _AT.search(sentence[:start]) or _OF_PRIZES.match(sentence, end) for start, end in found
    )


def is_beaten(name: str, sentence: str) -> bool:
    """Whether it is here the one who lost: "Norwick won, beating Weston"."""
    found = _places(name, sentence)
    return bool(found) and all(_BEATEN.search(sentence[:start]) for start, _ in found)


def _places(name: str, sentence: str) -> list[tuple[int, int]]:
    return [found.span() for found in as_words(name).finditer(sentence)]
