"""Replays a trace of `recipe-lab run --trace` in PyTorch, from its initial weights, and prints as JSON how far apart
the two are: replay.py TRACE"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn import functional as F


class BasicBlock(nn.Module):
    """Two 3x3 convolutions; a 1x1 projection where the shape changes (He et al., 2015)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class SmallResNet(nn.Module):
    """The nets for 32x32 images of He et al., 2015, section 4.2: 6n + 2 layers."""

    def __init__(self, n, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[BasicBlock(16, 16, 1) for _ in range(n)])
        self.layer2 = nn.Sequential(*[BasicBlock(32 if i else 16, 32, 1 if i else 2) for i in range(n)])
        self.layer3 = nn.Sequential(*[BasicBlock(64 if i else 32, 64, 1 if i else 2) for i in range(n)])
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


def build(architecture, classes):
    depth = int(architecture.removeprefix("resnet"))
    if (depth - 2) % 6 == 0 and depth not in (50, 152):
        return SmallResNet((depth - 2) // 6, classes)
    return getattr(torchvision.models, architecture)(num_classes=classes)


def read_safetensors(path):
    """The format by hand: Debian has no safetensors module."""
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    dtypes = {"F32": np.float32, "I64": np.int64}
    tensors = {}
    for name, entry in json.loads(raw[8:start]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            array = np.frombuffer(raw[start + begin : start + end], dtypes[entry["dtype"]])
            tensors[name] = torch.from_numpy(array.reshape(entry["shape"]).copy())
    return tensors


def relative(ours, reference):
    """Relative L2 distance; the plain distance where the reference is zero."""
    ours, reference = ours.double(), reference.double()
    return ((ours - reference).norm() / (reference.norm() or 1)).item()


def main(trace):
    about = json.loads((trace / "trace.json").read_text())
    options = about["optimizer"]
    net = build(about["architecture"], about["classes"])
    initial = read_safetensors(trace / "initial.safetensors")
    net.load_state_dict(initial)  # strict: every name and shape is torchvision's

    modules = dict(net.named_modules())
    decays = lambda name: options["decayBiasAndNorm"] or (
        name.endswith(".weight") and not isinstance(modules[name.removesuffix(".weight")], nn.BatchNorm2d)
    )
    sgd = torch.optim.SGD(
        [
            {"params": [p for n, p in net.named_parameters() if decays(n)], "weight_decay": options["weightDecay"]},
            {"params": [p for n, p in net.named_parameters() if not decays(n)], "weight_decay": 0},
        ],
        lr=1,
        momentum=options["momentum"],
        nesterov=True,
    )
    net.train()
    steps = []
    for folder in sorted(trace.glob("step-*")):
        step = json.loads((folder / "step.json").read_text())
        images = torch.from_numpy(np.load(folder / "images.npy")).permute(0, 3, 1, 2).contiguous()
        soft = folder / "targets.npy"
        targets = torch.from_numpy(np.load(soft if soft.exists() else folder / "labels.npy"))
        loss = F.cross_entropy(net(images), targets if soft.exists() else targets.long())
        sgd.zero_grad()
        loss.backward()
        norm = torch.stack([p.grad.norm() for p in net.parameters()]).norm()
        for group in sgd.param_groups:
            group["lr"] = step["learningRate"]
        sgd.step()
        steps.append(
            {
                "ours": {"loss": step["loss"], "gradientNorm": step["gradientNorm"]},
                "reference": {"loss": loss.item(), "gradientNorm": norm.item()},
            }
        )

    final, reference = read_safetensors(trace / "final.safetensors"), net.state_dict()
    assert list(final) == list(reference), "the state dicts have other names or another order"
    print(
        json.dumps(
            {
                "steps": steps,
                "tensors": {
                    name: {
                        "value": relative(final[name], reference[name]),
                        "change": relative(final[name] - initial[name], reference[name] - initial[name]),
                    }
                    for name in reference
                },
            }
        )
    )


main(Path(sys.argv[1]))
