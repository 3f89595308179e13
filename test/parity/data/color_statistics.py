"""The statistics of `dataset inspect`, by Pillow and NumPy. Argument: a folder of class folders. Prints JSON."""
import json
import pathlib
import sys

import numpy as np
from PIL import Image

pixels = np.concatenate([
    np.asarray(Image.open(path).convert("RGB")).reshape(-1, 3).astype(np.float64)
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*/*.png"))
])
covariance = np.cov(pixels, rowvar=False, bias=True)
values, vectors = np.linalg.eigh(covariance)
order = np.argsort(values)[::-1]
print(json.dumps({
    "mean": pixels.mean(axis=0).tolist(),
    "standardDeviation": pixels.std(axis=0).tolist(),
    "covariance": covariance.tolist(),
    "values": values[order].tolist(),
    "vectors": vectors[:, order].tolist(),
}))
