"""``python app.py`` serves the chat; a Hugging Face Space starts here too."""

from qa.chat import serve

if __name__ == "__main__":
    serve()
