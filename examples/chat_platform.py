"""The loop of a chat platform: a message in, a reply out, and each person's session kept as JSON in between.

A line in is `{"from": "ana", "text": "what does NGen do?"}`; a line out is `{"to": "ana", "text": "..."}`.
The sessions lie in the folder named as argument, so the process may end after any message.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from pathlib import Path

from chatbot import ChatBot


def on_message(bot: ChatBot, store: Path, asked: dict[str, str]) -> str:
    place = store / f"{hashlib.sha256(asked['from'].encode()).hexdigest()[:32]}.json"
    session = bot.session()
    with suppress(FileNotFoundError, ValueError):  # none was kept, or one of another version
        session = bot.session(json.loads(place.read_text("utf-8")))
    reply = session.ask(asked["text"])
    place.write_text(json.dumps(session.state()), "utf-8")
    return reply.text


def main(store: Path) -> None:
    bot = ChatBot.load()
    store.mkdir(parents=True, exist_ok=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps({"to": asked["from"], "text": on_message(bot, store, asked)}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: chat_platform.py STORE")
    main(Path(sys.argv[1]))
