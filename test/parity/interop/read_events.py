"""Reads TensorBoard event files and prints what is in them as JSON, by the formats' documentation alone:

- TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details"
- CRC-32C: RFC 3720, appendix B.4, computed bit by bit
- Protocol Buffers: https://protobuf.dev/programming-guides/encoding/
- tensorflow.Event: TensorBoard's compat/proto/event.proto, summary.proto, tensor.proto

Usage: read_events.py FILE...; every file is a list of events. A file may end within a record, as one does whose writer
was killed; "tail" is the number of bytes of it. Anything else that is wrong ends the program with an error.
"""
import base64
import json
import struct
import sys


def crc32c(data):
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            low = register & 1
            register >>= 1
            if low:
                register ^= 0x82F63B78
    return register ^ 0xFFFFFFFF


def unmask(masked):
    rotated = (masked - 0xA282EAD8) % 2**32
    return (rotated >> 17 | rotated << 15) % 2**32


def records(data):
    """The records' payloads, and the number of bytes that a torn record has left at the end."""
    found, position = [], 0
    while True:
        head = data[position : position + 12]
        if len(head) < 12:
            return found, len(head)
        length, crc = struct.unpack("<QI", head)
        if crc32c(head[:8]) != unmask(crc):
            raise SystemExit(f"record {len(found)}: the CRC of its length is wrong")
        payload = data[position + 12 : position + 12 + length]
        footer = data[position + 12 + length : position + 16 + length]
        if len(payload) < length or len(footer) < 4:
            return found, len(data) - position
        if crc32c(payload) != unmask(struct.unpack("<I", footer)[0]):
            raise SystemExit(f"record {len(found)}: the CRC of its data is wrong")
        found.append(payload)
        position += 16 + length


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, position


def fields(data):
    """Field number → list of values, as they lie on the wire."""
    found, position = {}, 0
    while position < len(data):
        key, position = varint(data, position)
        number, wire_type = key >> 3, key & 7
        if wire_type == 0:
            value, position = varint(data, position)
        elif wire_type == 1:
            value, position = data[position : position + 8], position + 8
        elif wire_type == 5:
            value, position = data[position : position + 4], position + 4
        elif wire_type == 2:
            length, position = varint(data, position)
            value, position = data[position : position + length], position + length
            if len(value) < length:
                raise SystemExit(f"field {number} is cut")
        else:
            raise SystemExit(f"field {number} has wire type {wire_type}")
        found.setdefault(number, []).append(value)
    return found


def only(message, number, default=None):
    values = message.get(number, [default])
    if len(values) != 1:
        raise SystemExit(f"field {number} is there {len(values)} times")
    return values[0]


def known(message, numbers, name):
    unknown = set(message) - set(numbers)
    if unknown:
        raise SystemExit(f"{name} has fields {sorted(unknown)}")
    return message


def read_text(tensor, metadata):
    plugin = known(fields(only(metadata, 1)), [1], "PluginData")
    shape = known(fields(only(tensor, 2)), [2], "TensorShapeProto")
    return {
        "plugin": only(plugin, 1).decode(),
        "dataClass": only(metadata, 4),
        "type": only(tensor, 1),
        "shape": [only(fields(dimension), 1) for dimension in shape[2]],
        "strings": [value.decode() for value in tensor[8]],
    }


def read_value(data):
    value = known(fields(data), [1, 2, 4, 8, 9], "Value")
    read = {"tag": only(value, 1).decode()}
    if 2 in value:
        read["scalar"] = struct.unpack("<f", only(value, 2))[0]
    if 4 in value:
        image = known(fields(only(value, 4)), [1, 2, 3, 4], "Image")
        read["image"] = {
            "height": only(image, 1),
            "width": only(image, 2),
            "colorspace": only(image, 3),
            "png": base64.b64encode(only(image, 4)).decode(),
        }
    if 8 in value:
        tensor = known(fields(only(value, 8)), [1, 2, 8], "TensorProto")
        read["text"] = read_text(tensor, known(fields(only(value, 9)), [1, 4], "SummaryMetadata"))
    return read


def read_event(data):
    event = known(fields(data), [1, 2, 3, 5, 7], "Event")
    read = {"time": struct.unpack("<d", only(event, 1))[0], "step": only(event, 2, 0)}
    if 3 in event:
        read["version"] = only(event, 3).decode()
    if 5 in event:
        read["values"] = [read_value(value) for value in known(fields(only(event, 5)), [1], "Summary").get(1, [])]
    if 7 in event:
        read["session"] = only(known(fields(only(event, 7)), [1], "SessionLog"), 1)
    return read


def read_file(path):
    with open(path, "rb") as file:
        payloads, tail = records(file.read())
    return {"events": [read_event(payload) for payload in payloads], "tail": tail}


if crc32c(b"123456789") != 0xE3069283:
    raise SystemExit("this program's CRC is wrong")
json.dump([read_file(path) for path in sys.argv[1:]], sys.stdout)
