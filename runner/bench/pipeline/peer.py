"""The six steps by torchvision, in one process on one thread, for `recipe-lab bench pipeline`.

Arguments: the image files. Prints its versions as a line of JSON. For each line on standard input it then works through
all files, each decoded by Pillow, and prints how long that took, in seconds."""

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


pipeline = transforms.Compose(
    [
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        transforms.ColorJitter(brightness=0.4, saturation=0.4, hue=0.2),
        transforms.ToTensor(),
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
    for path in sys.argv[1:]:
        pipeline(Image.open(path).convert("RGB"))
    print(time.perf_counter() - started, flush=True)
