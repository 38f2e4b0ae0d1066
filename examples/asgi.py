"""Answers over HTTP, for any ASGI server: `uvicorn asgi:app`, then GET /?q=who+funds+the+clusters."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from chatbot import ChatBot

bot = ChatBot.load()  # safe to share between threads and requests


async def app(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[dict[str, Any]], Awaitable[None]]
) -> None:
    if scope["type"] != "http":  # no web sockets, and nothing to do at start and end
        return
    query = parse_qs(scope["query_string"].decode("ascii", "replace"))
    if scope["method"] != "GET" or "q" not in query:
        status, body = 400, {"error": "ask with GET ?q=..."}
    else:
        status, body = 200, bot.ask(query["q"][0]).as_dict()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
