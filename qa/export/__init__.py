"""A conversation to take away: as text, Markdown, a page of its own, or its references.

Pure functions from exchanges to text. Whatever stands in a question, an answer or an
article is escaped for the format at hand, so that it is read and never obeyed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.errors import InputError
from qa.export.footnotes import footnotes
from qa.export.markdown import to_markdown
from qa.export.page import to_html
from qa.export.plain import to_text
from qa.export.references import to_bibtex, to_csl
from qa.visiting.conversation import Exchange


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be saved: its name, its media type, and what is in it."""

    name: str
    media_type: str
    text: str


_FORMATS: dict[str, tuple[str, str, Callable[[Sequence[Exchange]], str]]] = {
    "text": ("txt", "text/plain", to_text),
    "markdown": ("md", "text/markdown", to_markdown),
    "html": ("html", "text/html", to_html),
    "bibtex": ("bib", "application/x-bibtex", lambda each: to_bibtex(footnotes(each).notes)),
    "csl": (
        "json",
        "application/vnd.citationstyles.csl+json",
        lambda each: to_csl(footnotes(each).notes),
    ),
}


def export(form: str, exchanges: Sequence[Exchange]) -> Exported:
    """The conversation in one of the forms ``text``, ``markdown``, ``html``, ``bibtex``, ``csl``.

    Raises:
        InputError: The form is none of these, or there is nothing in the conversation.
    """
    if form not in _FORMATS:
        raise InputError(f"{form[:40]!r} is no format; ask for one of {', '.join(_FORMATS)}")
    if not exchanges:
        raise InputError("There is nothing to export yet. Ask a question first.")
    ending, media_type, write = _FORMATS[form]
    return Exported(f"newsdesk.{ending}", media_type, write(exchanges))
