"""What the README says: links lead somewhere, commands parse, questions are answered."""

import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from index.types import Filters
from qa.answer import Assistant
from qa.arguments import parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^    newsdesk (.+)$", README, re.M)
ASKED = re.findall(r'\b(?:ask|predict)[ (]"([^"]+)"(?:, as_of="([^"]+)")?', README)


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_every_link_within_the_project_leads_to_a_file(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for link, source in re.findall(r'\]\(([^)]+)\)|src="([^"]+)"', text):
        assert (ROOT / (link or source)).exists(), link or source


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one(command: str) -> None:
    assert parser().parse_args(shlex.split(command)).command


def test_every_command_there_is_has_a_row_in_the_table() -> None:
    known = set(re.findall(r"^    (\w+) ", parser().format_help(), re.M))
    assert {"build", "ask", "mcp"} < known
    assert set(re.findall(r"`newsdesk (\w+)", README)) == known


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)", README))))
def test_every_target_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize(("question", "as_of"), sorted(set(ASKED)))
def test_every_question_is_answered_from_the_samples(
    desk: Assistant, question: str, as_of: str
) -> None:
    filters = Filters(as_of=date.fromisoformat(as_of) if as_of else None)
    assert desk.ask(question, filters=filters).answered
