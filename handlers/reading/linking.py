"""What the requests of one message say for each other: whose it is, over which period, and what was said twice."""

import re
from dataclasses import replace

from crm_domain.companies import Company
from crm_domain.members import Member
from handlers.reading.readings import Reading
from handlers.reading.words import IT, THAT, THEIRS
from handlers.record_slot import RecordSlot
from handlers.segment_slot import SegmentSlot

KNOWN = 7.0  # the fit of a name that is there


def once(readings: list[Reading]) -> list[Reading]:
    """“done with the redlines, tick it off” asks for one thing."""
    found: list[Reading] = []
    for reading in readings:
        before = found[-1] if found and found[-1].command is reading.command else None
        if before and before.said.items() < reading.said.items():
            found[-1] = reading
        elif before and _adds_to(reading, before):
            found[-1] = replace(before, said=before.said | reading.said)
        elif not (before and _is_in(reading, before)):
            found.append(reading)
    return found


def _adds_to(reading: Reading, before: Reading) -> bool:
    """“mark it as lost, they went with a local vendor”: more of the same, which names no record of its own."""
    required = {
        name for name, param in reading.command.params.items() if param.required and hasattr(param.slot, "model")
    }
    apart = required and reading.said.keys().isdisjoint(required) and reading.said.keys().isdisjoint(before.said)
    return bool(apart and reading.said)


def _is_in(reading: Reading, before: Reading) -> bool:
    """Whether it says nothing that the request before has not said; “it” is what that one names."""
    said = {name: words for name, words in reading.said.items() if words.lower() not in IT}
    return said.items() <= before.said.items()


def linked(readings: list[Reading]) -> list[Reading]:
    """“her forecast” after Rosa is Rosa's; where nobody was named it is nobody's in particular."""
    named: dict[object, str] = {}
    made: set[object] = set()  # what is not there yet, and is found by a pronoun only
    for reading in readings:
        for name, param in list(reading.command.params.items()):
            said, slot = reading.said.get(name), param.slot
            if said and isinstance(slot, SegmentSlot):
                _to_segment(reading, name, said, named)
            if name == "name" and said and reading.command.name == "company.add":
                named[Company] = said
                made.add(Company)
            if said is None or not isinstance(slot, RecordSlot):
                continue
            if said.lower() in THEIRS and not param.required:
                if slot.model in named:
                    reading.said[name] = "it" if slot.model in made else named[slot.model]
                elif slot.model is Member and Company in named and "company" in reading.command.params:
                    del reading.said[name]
                    reading.said.setdefault("company", "it")
                elif slot.model.noun not in THAT or said.lower() not in THAT[slot.model.noun]:
                    del reading.said[name]
            elif said.lower() not in IT:
                named[slot.model] = said
    return readings


def _to_segment(reading: Reading, name: str, said: str, named: dict[object, str]) -> None:
    """“send it to them”: to whom the campaign was planned for; where nobody was named, the campaign knows itself."""
    if said.lower() not in THEIRS:
        named[SegmentSlot] = said
    elif SegmentSlot in named:
        reading.said[name] = named[SegmentSlot]
    else:
        del reading.said[name]


_TO_THEM = re.compile(r"^(her|him|them)\s+(?=\S)|^([他她])(?:们)?(?=[^说說讲要想觉\s])", re.IGNORECASE)


def told_to(readings: list[Reading]) -> list[Reading]:
    """“emailed her the brochure”: the brochure, to her."""
    for reading in readings:
        summary = reading.said.get("summary", "")
        to = _TO_THEM.match(summary)
        if to and reading.command.name == "activity.log" and "contact" not in reading.said:
            reading.said["contact"] = to[1] or to[2]
            reading.said["summary"] = summary[to.end() :]
    return readings


def shared(readings: list[Reading]) -> list[Reading]:
    """“SLA and CSAT for October”: the period is both reports'."""
    reports = [reading for reading in readings if reading.command.noun == "report"]
    periods = [reading.said["period"] for reading in reports if "period" in reading.said]
    if len(reports) == len(readings) > 1 and len(periods) == 1:
        for reading in reports:
            if "period" in reading.command.params and reading.command.name != "report.schedule":
                reading.said.setdefault("period", periods[0])
    return readings


_AND = re.compile(r"\s*(?:,\s*and\s+|\s+and\s+|\s*&\s*|,|，|、|和|跟|与|以及)\s*", re.IGNORECASE)


def spread(readings: list[Reading]) -> list[Reading]:
    """“stop A and B” of rules, “export deals and contacts”: one request each."""
    return [one for reading in readings for one in _spread(reading)]


def _spread(reading: Reading) -> list[Reading]:
    name = next((name for name in ("automation", "what") if name in reading.said), None)
    if name is None or reading.fit >= KNOWN:
        return [reading]
    names = [said for said in _AND.split(reading.said[name]) if said.strip()]
    return [replace(reading, said=reading.said | {name: said}) for said in names]


def merged(readings: list[Reading]) -> list[Reading]:
    """“set it to 15k, and make Kyle the contact”: further details of the same record are of the same request."""
    found: list[Reading] = []
    for reading in readings:
        before = found[-1] if found else None
        if before and before.command.name.endswith((".add", ".open", ".update")) and _details(before, reading):
            details = {name: said for name, said in reading.said.items() if _is_detail(reading, name)}
            found[-1] = replace(before, said=before.said | details)
        elif before and (heir := _heir(before, reading)):
            found[-1] = replace(before, said=before.said | {"to": heir})
        else:
            found.append(reading)
    return found


def _heir(before: Reading, reading: Reading) -> str:
    """“Ann has left. Bo takes over”: from whom, the half before has said."""
    left = before.command.name == "member.leave" and "to" not in before.said
    if not left or reading.command.name != "member.handover" or len(reading.said) > 1:
        return ""
    return next(iter(reading.said.values()), "")


def _is_detail(reading: Reading, name: str) -> bool:
    slot = reading.command.params[name].slot
    return not isinstance(slot, RecordSlot) or slot.model.noun != _noun(reading)


def _noun(reading: Reading) -> str:
    """The records that the command is about."""
    return {"company": "companies"}.get(reading.command.noun, f"{reading.command.noun}s")


def _details(before: Reading, reading: Reading) -> bool:
    """Whether it names no other record, and says what the request before has left open."""
    if reading.command.noun != before.command.noun or not reading.command.name.endswith((".update", ".move", ".role")):
        return False
    own = [said for name, said in reading.said.items() if not _is_detail(reading, name)]
    same = [said for name, said in before.said.items() if not _is_detail(before, name)]
    if any(said.lower() not in IT | THAT.get(_noun(reading), frozenset()) and said not in same for said in own):
        return False
    details = [name for name in reading.said if _is_detail(reading, name)]
    return bool(details) and all(name in before.command.params and name not in before.said for name in details)
