"""files.*: the three steps of an upload (ask for a URL, send the bytes, complete and share)."""

from __future__ import annotations

import secrets

from aiohttp import web

from .core import Core
from .installation import Json
from .limits import TEXT_CHARS
from .methods import Args, method
from .refusal import Refusal

LOGIN_PAGE = "<!DOCTYPE html><html><title>Sign in to Slack</title></html>"


def new_file(core: Core, name: str, user: str) -> Json:
    """A file record; its bytes are under `content`, which no API answer shows."""
    id = f"F{len(core.files) + 1:06d}"
    link = f"{core.url}/files-pri/{id}/download/{name}"
    urls = {"url_private": link, "url_private_download": link}
    filetype = name.rpartition(".")[2]
    core.files[id] = {"id": id, "name": name, "title": name, "filetype": filetype, "user": user, **urls}
    return core.files[id]


def fill(file: Json, content: bytes) -> Json:
    file |= {"content": content, "size": len(content)}
    return file


def public(file: Json) -> Json:
    return {name: value for name, value in file.items() if name not in ("content", "secret")}


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(core: Core, args: Args) -> Json:
    if int(args.need("length")) <= 0:
        raise Refusal("invalid_arguments")
    file = new_file(core, args.need("filename"), core.installation.bot_user)
    file["secret"] = secrets.token_urlsafe(12)
    return {"upload_url": f"{core.url}/upload/v1/{file['id']}/{file['secret']}", "file_id": file["id"]}


@method("files.completeUploadExternal", "files:write")
def complete_upload(core: Core, args: Args) -> Json:
    files = [_uploaded(core, entry) for entry in args.need("files")]
    for name in _targets(args):
        channel = core.workspace.writable(name)
        app = core.installation
        text = str(args.get("initial_comment") or "")[:TEXT_CHARS]
        author = {"user": app.bot_user, "bot_id": app.bot, "thread_ts": args.get("thread_ts")}
        shared = [public(file) for file in files]
        core.said_by_app(core.workspace.post(channel, text, files=shared, subtype="file_share", **author))
    return {"files": [public(file) for file in files]}


def _targets(args: Args) -> list[str]:
    listed = args.get("channels") or args.get("channel_id") or ""
    return [name for name in str(listed).split(",") if name]


def _uploaded(core: Core, entry: Json) -> Json:
    file = core.files.get(entry.get("id", ""))
    if file is None or "content" not in file:
        raise Refusal("file_not_found")
    file["title"] = entry.get("title") or file["name"]
    return file


@method("files.info", "files:read")
def file_info(core: Core, args: Args) -> Json:
    if args.need("file") not in core.files:
        raise Refusal("file_not_found")
    return {"file": public(core.files[args["file"]])}


async def receive(core: Core, request: web.Request) -> web.Response:
    """The bytes of an upload, raw or as a form's first file. 404 for a wrong URL."""
    file = core.files.get(request.match_info["id"], {})
    if file.get("secret") != request.match_info["secret"]:
        raise web.HTTPNotFound
    content = await _content(request)
    fill(file, content)
    return web.Response(text=f"OK - {len(content)}")


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    fields = [field for field in (await request.post()).values() if isinstance(field, web.FileField)]
    return fields[0].file.read() if fields else b""


async def download(core: Core, request: web.Request) -> web.Response:
    """A file's bytes. Without the bot's token Slack answers 200 with its sign-in page, and so does this."""
    file = core.files.get(request.match_info["id"], {})
    if "content" not in file:
        raise web.HTTPNotFound
    if request.headers.get("Authorization") != f"Bearer {core.installation.bot_token}":
        return web.Response(text=LOGIN_PAGE, content_type="text/html")
    return web.Response(body=file["content"], content_type="application/octet-stream")
