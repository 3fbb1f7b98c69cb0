"""Readers' verdicts on answers, and the evaluation set that they make."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from corpus.errors import InputError
from index.feedback import Feedback
from qa.visiting.asking import checked_filters, checked_question
from qa.visiting.conversation import Exchange, Since, saved, turns

VERDICTS = ("good", "bad", "wrong source")


def feedback(exchanges: Sequence[Exchange], verdict: str, article: str = "") -> Feedback:
    """A verdict on the last of the exchanges, or on an article that it cites.

    Raises:
        InputError: There is no such verdict, no answer, the article is not cited in it, a cited
            one was removed, or nobody could have asked that.
    """
    if verdict not in VERDICTS:
        raise InputError(f"{str(verdict)[:40]!r} is no verdict; say one of {', '.join(VERDICTS)}")
    answer = exchanges[-1].answer if exchanges else None
    if answer is None:
        raise InputError("There is no answer to judge. Ask a question first.")
    if any(Since.REMOVED in each.since.values() for each in exchanges):
        raise InputError(
            "An article that is cited here was removed, so nothing is kept of it. Ask anew."
        )
    cited = {citation.passage.article_id for citation in answer.citations}
    if (verdict == "wrong source") != bool(article) or (article and article not in cited):
        raise InputError("A wrong source is one that the answer cites; open it and say so there.")
    *before, last = exchanges
    within = last.within
    checked_filters(within.since, within.until, within.as_of, within.outlets)
    for each in exchanges:
        checked_question(each.question)
    history = [] if last.as_typed else turns(before)
    asked = saved(last) | {
        "history": [{"question": turn.question, "answer": turn.answer} for turn in history]
    }
    return Feedback(last.id, verdict, asked, article)


def question_rows(said: Iterable[Feedback]) -> Iterator[dict[str, Any]]:
    """Question rows for ``newsdesk evaluate``, one for each answer that was judged.

    A good answer tells its short answer and the articles that it cites as relevant; one
    that rightly declined is unanswerable. Of a bad one only the question is known, and
    which sources were called wrong (``not_relevant``).
    """
    judged: dict[str, list[Feedback]] = {}
    for each in said:
        judged.setdefault(each.exchange, []).append(each)
    for number, verdicts in enumerate(judged.values(), 1):
        yield _row(f"feedback-{number}", verdicts)


def _row(identity: str, verdicts: Sequence[Feedback]) -> dict[str, Any]:
    asked, answer = verdicts[-1].asked, verdicts[-1].asked["answer"]
    wrong = [each.article for each in verdicts if each.article]
    whole = next((each.verdict for each in verdicts if not each.article), "wrong source")
    row: dict[str, Any] = {
        "id": identity,
        "question": asked["question"],
        # Without a day of its own, the question was asked as of the day of the verdict.
        "date": asked["within"].get("as_of") or verdicts[0].at[:10],
        "verdict": whole,
    }
    if asked["history"]:
        row["history"] = asked["history"]
    if whole == "good" and not answer["answered"]:
        row["answerable"] = False
    elif whole == "good":
        cited = dict.fromkeys(each["article_id"] for each in answer["citations"])
        row["relevant"] = [name for name in cited if name not in wrong]
        if answer["short_answer"]:
            row["answer"] = answer["short_answer"]
    if wrong:
        row["not_relevant"] = wrong
    return row
