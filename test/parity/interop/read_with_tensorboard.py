"""Prints what TensorBoard makes of a folder: tags, the points of every scalar, the steps of every image."""
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

accumulator = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0, "tensors": 0})
accumulator.Reload()
tags = accumulator.Tags()
json.dump(
    {
        "scalars": {tag: [[e.step, e.value] for e in accumulator.Scalars(tag)] for tag in tags["scalars"]},
        "images": {tag: [e.step for e in accumulator.Images(tag)] for tag in tags["images"]},
        "texts": {
            tag: accumulator.Tensors(tag)[0].tensor_proto.string_val[0].decode()
            for tag in tags["tensors"]
            if accumulator.SummaryMetadata(tag).plugin_data.plugin_name == "text"
        },
    },
    sys.stdout,
)
