"""What people say around a question: "Can you tell me who won?" asks who won."""

import re

_TO_ME = r"(?:tell|show|give|get|find) (?:me|us)|let (?:me|us) know"
_REQUEST = re.compile(
    r"\W*(?:(?:hi|hello|hey|please|thanks|ok(?:ay)?)\b\W*)*"
    rf"(?:(?:(?:can|could|would|will) you (?:please )?)?(?:please )?(?:{_TO_ME})"
    r"|(?:do|would|did) you (?:happen to )?know|(?:do you have |have you )?any idea"
    r"|i(?:['’]d| would)? (?:want|need|like|love) to (?:know|find out|ask)"
    r"|i(?:['’]?m| am| was) (?:wondering|curious|looking for|trying to find(?: out)?)),?"
    r"(?: please,?)?\s+"
    # What is asked for follows at once: not "tell me about it", "give me more".
    r"(?=(?:who|whom|whose|what|which|when|where|why|how|the|all|an?|any|some|every|each"
    r"|\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|names?|list|reasons|examples)\b[ ’'])",
    re.IGNORECASE,
)


def without_request(question: str) -> str:
    """The question itself."""
    request = _REQUEST.match(question)
    return question[request.end() :] if request else question
