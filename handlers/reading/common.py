"""The words that requests are made of: no name in the middle of a sentence begins or ends with one of them."""

import re
from functools import cache
from sys import intern

from handlers.command import COMMANDS

ENDS_NO_NAME = re.compile(r"\s(?:an?|the|to|of|for|and|with|at|on|in)$", re.IGNORECASE)
_SLOT = re.compile(r"\{[a-z_*]+(?:=([^{}]+))?!?\}")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_FUNCTION = frozenset(
    (
        "a about after again ago all also am an and any anyone are as at back be because been before but by can could "
        "did do does doing done down each else ever every few for from get gets getting give go goes going gone good "
        "got had has have having he her here hers hey hi him his how i if in into is it its just keep let like "
        "looks lot many may maybe me more most much must my need needs new no nobody none not nothing now of off oh ok "
        "okay on once one only or other our out over own per please pls plz put quite re really right same say says "
        "send sent set she should since so some somebody someone something soon still such sure take tell than thank "
        "thanks that the their them then there these they thing things think this those through till to today tomorrow "
        "too took tried try two under until up upon us use used very via w want wants was way we well went were what "
        "when where which while who whom whose why will with within without would yes yesterday yet you your yours "
        "monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night week month quarter "
        "year day days weeks months ahead instead rid info details card page line thanks cheers hello sorry actually"
    ).split()
)
_FUNCTION_ZH = frozenset(
    "的了在是和跟与给把将到吗呢吧请我你他她它这那哪就都也还再又已没不有要去来说让叫被比从对向为以及或等着过地得很太啊呀嘛啦哦喔们"
)


FILLERS = frozenset(
    (
        "a an the to of for on in at with and or is are was be it its that this please pls plz can could you i i'd like we need want "
        "my me us our just so then also now by from as has have had will would should let do does did ok okay hey thanks "
        "which who whom what when where how why any anyone anybody all some there here been about one ones him her he "
        "she them they their his same week month quarter year day time now rn today's up out again already still back over get got new just s am going gonna"
    ).split()
)


def latin_words(phrase: str) -> list[str]:
    """The words of a phrase, those that it names for a slot too."""
    return [*map(intern, _LATIN.findall(_SLOT.sub(lambda slot: slot[1] or " ", phrase).lower()))]


@cache
def common_words() -> frozenset[str]:
    """Latin words of all phrases and vocabularies, and single characters of Chinese that are no part of a name."""
    found = set(_FUNCTION | _FUNCTION_ZH)
    for command in COMMANDS.values():
        for phrases in command.says.values():
            for phrase in phrases:
                found.update(latin_words(phrase))
        for param in command.params.values():
            for word in param.slot.vocabulary:
                found.update(_LATIN.findall(word.lower()))
    return frozenset(found)
