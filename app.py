"""``python app.py`` is ``newsdesk chat``, with its options; a Hugging Face Space starts it."""

import sys

from qa.cli import main

if __name__ == "__main__":
    sys.exit(main(["chat", *sys.argv[1:]]))
