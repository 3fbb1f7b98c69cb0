"""Questions answered from news articles, every sentence with its source.

from qa import Assistant
desk = Assistant.open("my-index")
print(desk.ask("Who won the election in Finland?").text)
"""

from qa.answer import Assistant
from qa.types import Answer, Citation, Sentence, Support, Turn

__all__ = ["Answer", "Assistant", "Citation", "Sentence", "Support", "Turn"]
