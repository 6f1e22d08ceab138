"""Reads calendar parts with a library that did not write them: a JSON list of texts in, a JSON list of what they say out."""

import json
import sys

from icalendar import Calendar


def said(text):
    """What a calendar part says; fails where it is none."""
    calendar = Calendar.from_ical(text)
    events = list(calendar.walk("VEVENT"))
    if calendar.name != "VCALENDAR" or len(events) != 1:
        raise ValueError(f"{calendar.name} with {len(events)} events")
    event = events[0]
    if broken := calendar.errors + event.errors:
        raise ValueError(str(broken))
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "starts": event.decoded("DTSTART").isoformat(),
        "ends": event.decoded("DTEND").isoformat(),
        "summary": str(event["SUMMARY"]),
        "status": str(event["STATUS"]),
    }


json.dump([said(text) for text in json.load(sys.stdin)], sys.stdout)
