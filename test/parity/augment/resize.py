"""Crops and resizes an image with Pillow. Arguments: a folder with image.npy (uint8 HWC) and cases.json, a list of
{"box": [left, top, right, bottom], "size": [width, height]}. Writes cropped-N.npy, crop(box).resize(size), and
boxed-N.npy, resize(size, box=box), for case N."""

import json
import os
import sys

import numpy
from PIL import Image

folder = sys.argv[1]
image = Image.fromarray(numpy.load(os.path.join(folder, "image.npy")))
with open(os.path.join(folder, "cases.json"), encoding="utf-8") as file:
    cases = json.load(file)
for number, case in enumerate(cases):
    size = tuple(case["size"])
    cropped = image.crop(case["box"]).resize(size, Image.BILINEAR)
    boxed = image.resize(size, Image.BILINEAR, box=case["box"])
    numpy.save(os.path.join(folder, f"cropped-{number}.npy"), numpy.asarray(cropped))
    numpy.save(os.path.join(folder, f"boxed-{number}.npy"), numpy.asarray(boxed))
