"""What people say to whoever answers, and that asks nothing of the articles: "hello", "thanks"."""

import re

_TALK = re.compile(
    r"\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|thx|okay|ok|bye"
    r"|goodbye|help|(?:who|what|how) are you|what can you do|how (?:do you|does (?:this|it)) work)"
    r"(?: there| newsdesk| so much| very much| a lot| for your help)?\b\W*)+",
    re.IGNORECASE,
)


def is_talk(text: str) -> bool:
    """Whether nothing is asked of the articles."""
    return _TALK.fullmatch(text) is not None
