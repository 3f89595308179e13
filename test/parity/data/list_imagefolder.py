"""What torchvision's ImageFolder lists. Argument: the folder. Prints JSON: classes, and [path, label] of each image."""
import json
import os
import sys

from torchvision.datasets import ImageFolder

data = ImageFolder(sys.argv[1])
print(json.dumps({
    "classes": data.classes,
    "samples": [[os.path.relpath(path, sys.argv[1]), label] for path, label in data.samples],
}))
