"""The barest bots that the frameworks allow: what a whole CRM command over the same wire is measured against.

python -m benchmarks.echoes slack|telegram PORT: serves one of them, with tokens and base URL from the environment.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route


def slack() -> Any:
    """bolt's AsyncApp with process_before_response, its own ASGI adapter, `say` through its own client."""
    from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
    from slack_bolt.app.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(os.environ["TOKEN"], base_url=os.environ["BASE_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["SECRET"], process_before_response=True)

    @app.event("message")
    async def echo(event: dict[str, Any], say: Any) -> None:
        if "bot_id" not in event:
            await say(event["text"])

    return Starlette(routes=[Mount("/", AsyncSlackRequestHandler(app, path="/slack/events"))])


def telegram() -> Any:
    """python-telegram-bot's Application, each update awaited before the webhook answers."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    app = Application.builder().token(os.environ["TOKEN"]).base_url(os.environ["BASE_URL"]).updater(None).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        await app.initialize()
        await app.start()
        yield
        await app.stop()
        await app.shutdown()

    async def webhook(request: Request) -> Response:
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return Response()

    return Starlette(routes=[Route("/telegram/webhook", webhook, methods=["POST"])], lifespan=running)


if __name__ == "__main__":
    kind, port = sys.argv[1], int(sys.argv[2])
    served = {"slack": slack, "telegram": telegram}[kind]()
    uvicorn.run(served, host="127.0.0.1", port=port, loop="uvloop", http="httptools", log_level="warning")
