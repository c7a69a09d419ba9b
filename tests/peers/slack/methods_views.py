"""views.*: the app opens, stacks and changes modals and home tabs."""

from __future__ import annotations

from .core import Core
from .installation import Json
from .limits import check_view
from .methods import Args, method
from .refusal import Refusal
from .views import View


def _answer(core: Core, view: View) -> Json:
    core.changes.tell()
    return {"view": view.as_json(core.installation)}


def _checked(args: Args) -> Json:
    view: Json = args.need("view")
    check_view(view)
    return view


@method("views.open")
def open_view(core: Core, args: Args) -> Json:
    content = _checked(args)
    return _answer(core, core.views.open(core.tickets.exchange(args.need("trigger_id")).user, content))


@method("views.push")
def push_view(core: Core, args: Args) -> Json:
    content = _checked(args)
    ticket = core.tickets.exchange(args.need("trigger_id"))
    return _answer(core, core.views.open(ticket.user, content, on=core.views.find(ticket.view)))


@method("views.update")
def update_view(core: Core, args: Args) -> Json:
    content = _checked(args)
    view = core.views.find(args.get("view_id"), args.get("external_id"))
    if args.get("hash") not in (None, "", view.hash):
        raise Refusal("hash_conflict")
    view.replace(content)
    return _answer(core, view)


@method("views.publish")
def publish_view(core: Core, args: Args) -> Json:
    content = _checked(args)
    user = args.need("user_id")
    home = core.views.home(user) or core.views.open(user, content)
    home.replace(content)
    return _answer(core, home)
