"""Lets each visitor do so much a minute and no more."""

import gradio as gr

from qa.chat.settings import Settings
from qa.visiting.limits import RateLimit, visitor


class Doorkeeper:
    """Counts what each visitor asks; raises InputError where it is too much."""

    def __init__(self, settings: Settings) -> None:
        self._questions = RateLimit(settings.questions_a_minute)
        self._besides = RateLimit(settings.requests_a_minute)
        self._hosted = settings.hosted

    def question(self, request: gr.Request) -> None:
        """A question is asked."""
        self._questions.admit(self._visitor(request))

    def besides(self, request: gr.Request) -> None:
        """A citation or a kept conversation is opened, something is exported, a verdict given."""
        self._besides.admit(self._visitor(request))

    def _visitor(self, request: gr.Request) -> str:
        client = request.client
        return visitor(client.host if client else None, request.headers, hosted=self._hosted)
