"""Which browser on which system: as much of a device as its owner needs to know it again, and no more is kept."""

from __future__ import annotations

from fastapi import Request

#: The first that is found counts: most browsers also name the ones they resemble.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(request: Request) -> str:
    told = request.headers.get("user-agent", "")[:500]
    found = (next((name for mark, name in names if mark in told), "") for names in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)
