"""Computes the samples of `preview --explain` again, in float64 with NumPy, and Pillow for decoding and resizing.

Arguments: the JSON of --explain, the image (a PNG, so that decoders agree), the .npy (float32, NHWC) to write."""

import json
import sys

import numpy
from PIL import Image

LUMA = numpy.array([0.299, 0.587, 0.114])


def resize(pixels, box, size):
    """Pillow on one float plane a channel (mode F), so that nothing is rounded to bytes."""
    left, top, width, height = box
    cropped = pixels[top : top + height, left : left + width].astype(numpy.float32)
    planes = [Image.fromarray(numpy.ascontiguousarray(cropped[..., c])).resize(size, Image.BILINEAR) for c in range(3)]
    return numpy.stack([numpy.asarray(plane) for plane in planes], axis=-1).astype(numpy.float64)


def random_resized_crop(pixels, options, drawn, _explained):
    box = (drawn["left"], drawn["top"], drawn["width"], drawn["height"])
    return resize(pixels, box, (options["size"], options["size"]))


def horizontal_flip(pixels, _options, drawn, _explained):
    return pixels[:, ::-1] if drawn["flip"] else pixels


def hue_yiq(pixels, c, to_yiq):
    angle = (c - 1) * numpy.pi
    rotation = numpy.array(
        [[1, 0, 0], [0, numpy.cos(angle), -numpy.sin(angle)], [0, numpy.sin(angle), numpy.cos(angle)]]
    )
    return pixels @ (numpy.linalg.inv(to_yiq) @ rotation @ to_yiq).T


def hue_hsv(pixels, c):
    """One of the many equal ways to write HSV: value, chroma, and the hue in degrees."""
    value = pixels.max(-1)
    chroma = value - pixels.min(-1)
    safe = numpy.where(chroma == 0, 1, chroma)
    r, g, b = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    degrees = numpy.select(
        [value == r, value == g], [60 * ((g - b) / safe % 6), 60 * ((b - r) / safe + 2)], 60 * ((r - g) / safe + 4)
    )
    degrees = degrees * c % 360

    def channel(n):
        k = (n + degrees / 60) % 6
        return value - chroma * numpy.clip(numpy.minimum(k, 4 - k), 0, 1)

    return numpy.stack([channel(5), channel(3), channel(1)], axis=-1)


def color_scale(pixels, options, drawn, explained):
    cut = (lambda x: numpy.clip(x, 0, 255)) if options["clamp"] else (lambda x: x)
    pixels = cut(pixels * drawn["brightness"])
    grey = (pixels @ LUMA)[..., None]
    pixels = cut(pixels * drawn["saturation"] + grey * (1 - drawn["saturation"]))
    if options["hueMode"] == "hsv":
        return cut(hue_hsv(pixels, drawn["hue"]))
    return cut(hue_yiq(pixels, drawn["hue"], numpy.array(explained["conventions"]["rgbToYiq"])))


def pca_noise(pixels, options, drawn, _explained):
    shift = numpy.array(options["eigenvectors"]) @ (numpy.array(drawn["alpha"]) * numpy.array(options["eigenvalues"]))
    return pixels + shift


def normalize(pixels, options, _drawn, _explained):
    return (pixels - numpy.array(options["mean"])) / numpy.array(options["standardDeviation"])


def resize_shorter_edge(pixels, options, _drawn, _explained):
    height, width = pixels.shape[:2]
    shorter = min(width, height)
    size = (options["size"] * width // shorter, options["size"] * height // shorter)
    return resize(pixels, (0, 0, width, height), size)


def center_crop(pixels, options, _drawn, _explained):
    height, width = pixels.shape[:2]
    top = int(round((height - options["size"]) / 2))
    left = int(round((width - options["size"]) / 2))
    return pixels[top : top + options["size"], left : left + options["size"]]


OPERATIONS = {
    "randomResizedCrop": random_resized_crop,
    "horizontalFlip": horizontal_flip,
    "colorScale": color_scale,
    "pcaNoise": pca_noise,
    "normalize": normalize,
    "resizeShorterEdge": resize_shorter_edge,
    "centerCrop": center_crop,
}

explained_file, image_file, out_file = sys.argv[1:]
with open(explained_file, encoding="utf-8") as file:
    explained = json.load(file)
decoded = numpy.asarray(Image.open(image_file).convert("RGB")).astype(numpy.float64)
samples = []
for sample in explained["samples"]:
    pixels = decoded
    for step in sample["steps"]:
        pixels = OPERATIONS[step["op"]](pixels, step["options"], step["drawn"], explained)
    samples.append(pixels)
numpy.save(out_file, numpy.stack(samples).astype(numpy.float32))
