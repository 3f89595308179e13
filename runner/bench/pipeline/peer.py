"""The six steps by torchvision, in one process on one thread, for `recipe-lab bench pipeline`.

Arguments: the colours' precision, "float32" or "uint8", and the image files. Prints its versions as a line of JSON. For
each line on standard input it then works through all files and prints how long that took, in seconds.

Both read and decode each file by Pillow (libjpeg-turbo, exact DCT), crop and resize by RandomResizedCrop to 224 (scale
0.08 to 1, ratio 3/4 to 4/3, bilinear, antialiased as Pillow always does) and flip half of the images, on Pillow's 8-bit
pixels. Brightness and saturation are scaled by 0.6 to 1.4 and hue is turned by up to 0.2 of a circle (the same range as
the recipe's 0.6 to 1.4: ±0.4 · 180°), by ColorJitter. Then PCA noise of deviation 0.1, and normalisation.

"float32" has its colours in float32 from ColorJitter on, as the recipe defines the steps and Recipe Lab computes them.
"uint8" is what most scripts do: ColorJitter works on Pillow images, so that each of its operations rounds to 8 bits and
clips; that is less work and takes less time."""

import json
import sys
import time

import PIL
import torch
import torchvision
from PIL import Image
from torchvision import transforms

torch.set_num_threads(1)

EIGENVALUES = torch.tensor([55.46, 4.794, 1.148]) / 255
EIGENVECTORS = torch.tensor([[-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.8140], [-0.5836, -0.6948, 0.4203]])


def pca_noise(image):
    alpha = torch.randn(3) * 0.1
    return image + (EIGENVECTORS @ (alpha * EIGENVALUES)).view(3, 1, 1)


precision, *files = sys.argv[1:]
jitter = transforms.ColorJitter(brightness=0.4, saturation=0.4, hue=0.2)
pipeline = transforms.Compose(
    [
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        *{"float32": [transforms.ToTensor(), jitter], "uint8": [jitter, transforms.ToTensor()]}[precision],
        transforms.Lambda(pca_noise),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ]
)

torch.manual_seed(0)
print(
    json.dumps({"torch": torch.__version__, "torchvision": torchvision.__version__, "Pillow": PIL.__version__}),
    flush=True,
)
for _ in sys.stdin:
    started = time.perf_counter()
    for path in files:
        pipeline(Image.open(path).convert("RGB"))
    print(time.perf_counter() - started, flush=True)
