#!/usr/bin/env python3
"""Decodes one file with the standard library: a Firstbeat variable, or an activity of
SweatStack. Exit status 0: the values, as JSON on stdout. 1: this cannot be decoded."""
import base64
import binascii
import json
import math
import re
import struct
import sys
import zlib

FORMATS = {("Float", 64): "d", ("Float", 32): "f", ("Unsigned", 16): "H", ("Unsigned", 8): "B", ("Signed", 16): "h"}
LENGTH = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


def refuse(why):
    sys.exit(why)  # exits with status 1, the reason on stderr


def is_number(v):
    return isinstance(v, (int, float)) and not isinstance(v, bool)


def spell(number):
    if not math.isfinite(number):
        return {"$": "f64", "v": "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"}
    if number == 0 and math.copysign(1, number) < 0:
        return {"$": "f64", "v": "-0"}
    return number


def unpack(text, kind, bits):
    letter = FORMATS.get((kind, bits))
    if letter is None:
        refuse("no such type: %r of %r bits" % (kind, bits))
    if not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text):
        refuse("not base64")
    inflater = zlib.decompressobj()
    raw = inflater.decompress(base64.b64decode(text, validate=True)) + inflater.flush()
    if not inflater.eof:
        refuse("the stream is cut")
    if len(raw) % struct.calcsize(letter):
        refuse("a number is cut")
    return [spell(v[0]) for v in struct.iter_unpack(">" + letter, raw)]


def variable(v):
    value = v.get("value")
    if is_number(value):
        out = {"value": value}
    elif isinstance(value, list):
        if not all(is_number(x) for x in value):
            refuse("a list of other things than numbers")
        out = {"values": value}
    elif isinstance(value, str):
        out = {"values": unpack(value, v.get("type"), v.get("bits"))}
    else:
        refuse("no value")
    out.update((name, v[name]) for name in ("unit", "samplingRate") if name in v)
    return out


def length(text):
    m = LENGTH.fullmatch(text or "")
    if not m or text.endswith("T") or not any(m.groups()[1:]):
        refuse("no duration: %r" % text)
    days, hours, minutes = (int(x or 0) for x in m.groups()[1:4])
    whole, _, part = (m.group(5) or "0").partition(".")
    ns = (((days * 24 + hours) * 60 + minutes) * 60 + int(whole)) * 10**9 + int((part + "0" * 9)[:9])
    return {"$": "dur", "ns": str(-ns if m.group(1) else ns)}


def activity(a):
    if not isinstance(a, dict):
        refuse("no object")
    for part in [a] + (a.get("laps") or []) + (a.get("traces") or []):
        for name in ("duration",):
            if name in part:
                part[name] = length(part[name])
        for name in ("start", "end", "timestamp"):
            if part.get(name):
                part[name] = {"$": "instant", "v": part[name]}
        for name in ("start_local", "end_local", "timestamp_local"):
            if part.get(name):
                part[name] = {"$": "local", "v": re.sub(r"\.?0*$", "", part[name]) if "." in part[name] else part[name]}
    return a


def main(area, path):
    with open(path, encoding="utf-8") as file:
        content = json.load(file)
    print(json.dumps({"firstbeat-vector": variable, "sweatstack-activity": activity}[area](content)))


try:
    main(*sys.argv[1:])
except (ValueError, binascii.Error, zlib.error) as error:
    refuse(error)
