"""Reads feeds with a library that did not write them: a JSON list of texts in, a JSON list of what they say out."""

import json
import sys

from icalendar import Calendar


def said(text):
    """What a feed says; fails where it is none."""
    calendar = Calendar.from_ical(text)
    broken = list(calendar.errors)
    events = []
    for event in calendar.walk("VEVENT"):
        broken += event.errors
        events.append(
            {
                "uid": str(event["UID"]),
                "sequence": int(event["SEQUENCE"]),
                "starts": event.decoded("DTSTART").isoformat(),
                "ends": event.decoded("DTEND").isoformat(),
                "changed": event.decoded("LAST-MODIFIED").isoformat(),
                "stamp": event.decoded("DTSTAMP").isoformat(),
                "summary": str(event["SUMMARY"]),
                "status": str(event["STATUS"]),
            }
        )
    if broken:
        raise ValueError(str(broken))
    return {
        "name": str(calendar["X-WR-CALNAME"]),
        "refresh": calendar.decoded("REFRESH-INTERVAL").total_seconds(),
        "zones": [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")],
        "events": events,
    }


json.dump([said(text) for text in json.load(sys.stdin)], sys.stdout)
