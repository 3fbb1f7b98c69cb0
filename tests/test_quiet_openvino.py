"""Nothing leaves the machine by default: what is looked up or connected to while answering."""

import os
import subprocess
import sys
from pathlib import Path

# Hooks stay in what the process forks, which is how a library may report behind its back.
WATCHED = """
import os, sys

def note(event, values):
    if event in ("socket.getaddrinfo", "socket.connect", "socket.sendto"):
        with open(os.environ["NOTED"], "a") as stream:
            print(event, *values[-2:], file=stream)

sys.addaudithook(note)
from qa.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_building_and_asking_reach_for_nobody_and_leave_nothing_in_the_home(
    tmp_path: Path,
) -> None:
    home, noted = tmp_path / "home", tmp_path / "noted"
    home.mkdir()
    # Some libraries keep still where they see a build server.
    theirs = ("CI", "GITHUB_", "GITLAB_", "JENKINS_", "TF_BUILD", "NEWSDESK_")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(theirs)}
    folder = str(tmp_path / "index")
    for words in (["build"], ["ask", "How many people did the cyclone kill in Malawi?"]):
        subprocess.run(
            [sys.executable, "-c", WATCHED, *words, "--index", folder],
            env=clean | {"HOME": str(home), "NOTED": str(noted)},
            check=True,
            capture_output=True,
            timeout=300,
        )
    assert not noted.exists(), noted.read_text()
    assert {item.name for item in home.iterdir()} <= {".cache"}
