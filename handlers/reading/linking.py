"""What the requests of one message say for each other: whose it is, over which period, and what was said twice."""

from crm_domain.companies import Company
from crm_domain.members import Member
from handlers.reading.readings import Reading
from handlers.reading.words import IT, THAT
from handlers.record_slot import RecordSlot

_PRONOUNS = frozenset("his her hers him their theirs them they there its 他 她 他们 她们 人家 那边 它".split())


def once(readings: list[Reading]) -> list[Reading]:
    """“done with the redlines, tick it off” asks for one thing."""
    found: list[Reading] = []
    for reading in readings:
        if not (found and found[-1].command is reading.command and reading.said.items() <= found[-1].said.items()):
            found.append(reading)
    return found


def linked(readings: list[Reading]) -> list[Reading]:
    """“her forecast” after Rosa is Rosa's; where nobody was named it is nobody's in particular."""
    named: dict[object, str] = {}
    made: set[object] = set()  # what is not there yet, and is found by a pronoun only
    for reading in readings:
        for name, param in list(reading.command.params.items()):
            said, slot = reading.said.get(name), param.slot
            if name == "name" and said and reading.command.name == "company.add":
                named[Company] = said
                made.add(Company)
            if said is None or not isinstance(slot, RecordSlot):
                continue
            if said.lower() in _PRONOUNS and not param.required:
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


def shared(readings: list[Reading]) -> list[Reading]:
    """“SLA and CSAT for October”: the period is both reports'."""
    reports = [reading for reading in readings if reading.command.noun == "report"]
    periods = [reading.said["period"] for reading in reports if "period" in reading.said]
    if len(reports) == len(readings) > 1 and len(periods) == 1:
        for reading in reports:
            if "period" in reading.command.params and reading.command.name != "report.schedule":
                reading.said.setdefault("period", periods[0])
    return readings
