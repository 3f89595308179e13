"""PyTorch's side of `recipe-lab bench train`.

Argument: the workload as JSON (workload.ts). Runs it in whichever memory format is faster here, prints its versions as a
line of JSON, and then, for each line on standard input, the seconds of a round."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional

WARM_UP_STEPS = 1


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        x = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        return functional.relu(self.bn2(self.conv2(x)) + shortcut, inplace=True)


class SmallResNet(nn.Module):
    """The 32x32 nets of depth 6n + 2."""

    def __init__(self, depth, classes):
        super().__init__()
        stages = []
        inputs = 16
        for outputs, stride in ((16, 1), (32, 2), (64, 2)):
            for index in range((depth - 2) // 6):
                stages.append(BasicBlock(inputs, outputs, stride if index == 0 else 1))
                inputs = outputs
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True))
        self.stages = nn.Sequential(*stages)
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        return self.fc(self.stages(self.stem(x)).mean((2, 3)))


def network_steps(workload, memory_format):
    name = workload["architecture"]
    if workload["imageSize"] == 32:
        model = SmallResNet(int(name.removeprefix("resnet")), workload["classes"])
    else:
        import torchvision

        model = getattr(torchvision.models, name)(num_classes=workload["classes"])
    model = model.train().to(memory_format=memory_format)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True)
    batch, side = workload["batchSize"], workload["imageSize"]
    images = torch.randn(batch, 3, side, side).to(memory_format=memory_format)
    labels = torch.randint(0, workload["classes"], (batch,))

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()

    return step


def depthwise_steps(workload, memory_format):
    batch, side, channels = workload["batchSize"], workload["imageSize"], workload["channels"]
    block = nn.Sequential(
        nn.Conv2d(channels, channels, 3, 1, 1, groups=channels, bias=False),
        nn.Conv2d(channels, channels, 1, bias=False),
    ).to(memory_format=memory_format)
    x = torch.randn(batch, channels, side, side).to(memory_format=memory_format).requires_grad_()
    dy = torch.randn(batch, channels, side, side).to(memory_format=memory_format)

    def step():
        x.grad = None
        block.zero_grad(set_to_none=True)
        block(x).backward(dy)

    return step


def seconds(step, count):
    started = time.perf_counter()
    for _ in range(count):
        step()
    return time.perf_counter() - started


def prepare(workload, memory_format):
    """A step that is warm, and how long it takes."""
    prepare_steps = network_steps if workload["kind"] == "network" else depthwise_steps
    step = prepare_steps(workload, memory_format)
    seconds(step, WARM_UP_STEPS)
    return seconds(step, 1), step


def main():
    workload = json.loads(sys.argv[1])
    torch.set_num_threads(workload["threads"])
    torch.manual_seed(0)
    candidates = {}
    for name, memory_format in (("channels_last", torch.channels_last), ("contiguous", torch.contiguous_format)):
        candidates[name], step = prepare(workload, memory_format)
        del step  # two at once would take the memory of two
    best = min(candidates, key=candidates.get)
    _, step = prepare(workload, torch.channels_last if best == "channels_last" else torch.contiguous_format)
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for _ in sys.stdin:
        print(seconds(step, workload["stepsPerRound"]), flush=True)


main()
