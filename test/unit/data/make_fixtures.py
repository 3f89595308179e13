"""Makes fixtures/: image files with every property that the decoder must define, and expected.json, the pixels that
Pillow and plain arithmetic give for them. Run again with: /usr/bin/python3 test/unit/data/make_fixtures.py
"""
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

here = pathlib.Path(__file__).parent / "fixtures"
here.mkdir(exist_ok=True)
expected = {}

# Smooth colours, so that JPEG's chroma subsampling and rounding stay small; 24 wide, 16 high: no two sides alike.
y, x = np.mgrid[0:16, 0:24]
rgb = np.stack([x * 10, y * 15, 255 - x * 5 - y * 5], axis=-1).astype(np.uint8)
picture = Image.fromarray(rgb)
grey = (x * 6 + y * 6).astype(np.uint8)
alpha = (x * 11).astype(np.uint8)
background = np.array([200, 100, 50])


def keep(name, pixels, tolerance, note):
    """`tolerance`: the largest difference allowed, in grey levels."""
    pixels = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    height, width, _ = pixels.shape
    expected[name] = {
        "width": width, "height": height, "tolerance": tolerance, "note": note,
        "pixels": base64.b64encode(pixels.tobytes()).decode(),
    }


def flattened(colors, opacity):
    weight = opacity[:, :, None] / 255
    return colors * weight + background * (1 - weight)


def decoded(name):
    return np.asarray(Image.open(here / name).convert("RGB"))


# Plain files of the three types.
picture.save(here / "plain.png")
keep("plain.png", rgb, 0, "lossless")
picture.save(here / "plain.jpg", quality=95)
keep("plain.jpg", decoded("plain.jpg"), 2, "against Pillow's decoder: libjpeg's exact DCT")
picture.save(here / "progressive.jpeg", quality=95, progressive=True)
keep("progressive.jpeg", decoded("progressive.jpeg"), 2, "progressive")
picture.save(here / "lossless.webp", lossless=True)
keep("lossless.webp", rgb, 0, "lossless WebP")
picture.save(here / "UPPER.PNG", "PNG")
keep("UPPER.PNG", rgb, 0, "the extension's case does not matter")

# EXIF orientation: what is stored is turned so that the tag turns it back.
turns = {
    1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2), 6: lambda a: np.rot90(a, 1), 7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}
for orientation, turn in turns.items():
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = f"orientation-{orientation}.png"
    Image.fromarray(np.ascontiguousarray(turn(rgb))).save(here / name, exif=exif)
    keep(name, rgb, 0, f"EXIF orientation {orientation}")
exif = Image.Exif()
exif[0x0112] = 6
Image.fromarray(np.ascontiguousarray(turns[6](rgb))).save(here / "orientation-6.jpg", quality=95, exif=exif)
keep("orientation-6.jpg", np.rot90(decoded("orientation-6.jpg"), -1), 2, "the same in a JPEG")

# Greyscale, 16 bits.
Image.fromarray(grey).save(here / "grey.png")
keep("grey.png", grey, 0, "greyscale")
Image.fromarray(grey).save(here / "grey.jpg", quality=95)
keep("grey.jpg", decoded("grey.jpg"), 2, "greyscale JPEG")
Image.fromarray(grey > 100).save(here / "bilevel.png")
keep("bilevel.png", np.where(grey > 100, 255, 0), 0, "one bit a pixel")


def png(name, color_type, depth, rows, extra=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = rows.shape[:2]
    lines = b"".join(b"\0" + row.astype(">u2" if depth == 16 else "u1").tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, 0)
    (here / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    )


deep_grey = grey.astype(np.uint16) * 256 + 255 - grey
png("grey-16-bit.png", 0, 16, deep_grey)
keep("grey-16-bit.png", deep_grey >> 8, 0, "16 bits: the upper 8")
deep = rgb.astype(np.uint16) * 256 + np.array([0, 128, 255], np.uint16)
png("rgb-16-bit.png", 2, 16, deep)
keep("rgb-16-bit.png", deep >> 8, 0, "16 bits: the upper 8")
deep_alpha = np.concatenate([deep, (alpha.astype(np.uint16) * 257)[:, :, None]], axis=2)
png("rgba-16-bit.png", 6, 16, deep_alpha)
keep("rgba-16-bit.png", flattened(deep / 257, alpha), 2, "16 bits with alpha")

# Alpha, palette, frames.
Image.fromarray(np.dstack([rgb, alpha])).save(here / "alpha.png")
keep("alpha.png", flattened(rgb, alpha), 1, "alpha is flattened on the background, not dropped")
Image.fromarray(np.dstack([rgb, alpha])).save(here / "alpha.webp", lossless=True, exact=True)
keep("alpha.webp", flattened(rgb, alpha), 1, "alpha in WebP")
Image.fromarray(np.dstack([grey, alpha]), "LA").save(here / "grey-alpha.png")
keep("grey-alpha.png", flattened(np.repeat(grey[:, :, None], 3, 2), alpha), 1, "greyscale with alpha")
palette = picture.quantize(16)
palette.save(here / "palette.png")
keep("palette.png", np.asarray(palette.convert("RGB")), 0, "palette")
indices = np.asarray(palette)
palette.save(here / "palette-transparent.png", transparency=3)
keep(
    "palette-transparent.png",
    np.where((indices == 3)[:, :, None], background, np.asarray(palette.convert("RGB"))),
    1, "palette with a transparent colour",
)
frames = [picture, Image.fromarray(255 - rgb)]
picture.save(here / "animated.webp", save_all=True, append_images=frames[1:], lossless=True, duration=50)
keep("animated.webp", rgb, 0, "the first frame")
picture.save(here / "animated.png", save_all=True, append_images=frames[1:], duration=50)
keep("animated.png", rgb, 0, "the first frame of an animated PNG")


# ICC: profiles small enough to write by hand. ICC.1:2001-04.
def s15(value):
    return struct.pack(">i", round(value * 65536))


def profile(kind, space, pcs, tags):
    count = len(tags)
    offset = 128 + 4 + 12 * count
    table, data = b"", b""
    for signature, content in tags:
        content += b"\0" * (-len(content) % 4)
        table += signature + struct.pack(">II", offset + len(data), len(content))
        data += content
    size = offset + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, kind, space, pcs)
    header += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += s15(0.9642) + s15(1.0) + s15(0.8249)
    header += b"\0" * (128 - len(header))
    return header + struct.pack(">I", count) + table + data


def xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(s15(value) for value in values)


def text(value):
    return b"desc\0\0\0\0" + struct.pack(">I", len(value) + 1) + value + b"\0" * (1 + 4 + 4 + 2 + 1 + 67)


gamma = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(1.8 * 256))
common = [(b"desc", text(b"test")), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", xyz([0.9642, 1, 0.8249]))]
# sRGB's primaries (adapted to D50) with red and green exchanged, and another gamma: ignoring it shows at once.
swapped = profile(b"mntr", b"RGB ", b"XYZ ", common + [
    (b"rXYZ", xyz([0.38515, 0.71687, 0.09708])), (b"gXYZ", xyz([0.43607, 0.22249, 0.01392])),
    (b"bXYZ", xyz([0.14307, 0.06061, 0.71410])), (b"rTRC", gamma), (b"gTRC", gamma), (b"bTRC", gamma)])
picture.save(here / "icc.png", icc_profile=swapped)


def to_srgb(image, icc):
    srgb = ImageCms.createProfile("sRGB")
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return np.asarray(ImageCms.profileToProfile(image, source, srgb, renderingIntent=intent, outputMode="RGB"))


keep("icc.png", to_srgb(picture, swapped), 3, "the profile is applied: sRGB with red and green exchanged, gamma 1.8")


# CMYK: a lookup table with two points a channel, as if inks mixed like filters.
def srgb_to_lab(color):
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
    ratio = matrix @ linear / np.array([0.9642, 1, 0.8249])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


points = b""
for corner in range(16):
    c, m, ye, k = [(corner >> shift) & 1 for shift in (3, 2, 1, 0)]
    lab = srgb_to_lab(np.array([(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - ye) * (1 - k)], float))
    points += bytes([round(lab[0] * 2.55), round(lab[1]) + 128, round(lab[2]) + 128])
ramp = bytes(range(256))
identity = b"".join(s15(value) for value in (1, 0, 0, 0, 1, 0, 0, 0, 1))
lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + identity + ramp * 4 + points + ramp * 3
cmyk_profile = profile(b"prtr", b"CMYK", b"Lab ", common + [(b"A2B0", lut), (b"A2B1", lut)])
cmyk = Image.fromarray(np.dstack([rgb // 2, (alpha // 4)]), "CMYK")
cmyk.save(here / "cmyk-icc.jpg", quality=95, icc_profile=cmyk_profile)
stored = Image.open(here / "cmyk-icc.jpg")
keep("cmyk-icc.jpg", to_srgb(stored, cmyk_profile), 4, "CMYK by its own profile")
# Without a profile: three blocks, bare paper, all inks, cyan alone.
inks = np.repeat(np.array([[[0, 0, 0, 0], [255, 255, 255, 255], [255, 0, 0, 0]]], np.uint8), 16, axis=1).repeat(16, axis=0)
Image.fromarray(inks, "CMYK").save(here / "cmyk.jpg", quality=95)

(here / "expected.json").write_text(json.dumps({"background": background.tolist(), "files": expected}, indent=1) + "\n")
