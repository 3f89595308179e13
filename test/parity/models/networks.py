"""Describes torchvision's and plain PyTorch's versions of our networks as JSON, for networks.test.ts.

Usage: networks.py ARCHITECTURE... Prints {architecture: {"state": [[name, shape]...], "outputs": {name: shape},
"macs": int, "saved": int}}; "saved" counts the float32 values that PyTorch keeps for the backward pass of one image,
without the parameters.
"""

import json
import sys

import torch
import torchvision

INPUT = 224


def describe(architecture):
    torch.manual_seed(0)
    network = getattr(torchvision.models, architecture)()
    outputs, macs = {}, 0

    def hook(name):
        def record(module, _inputs, output):
            nonlocal macs
            outputs[name] = list(output.shape[1:])
            if isinstance(module, torch.nn.Conv2d):
                macs += module.weight.numel() * output.shape[2] * output.shape[3]
            if isinstance(module, torch.nn.Linear):
                macs += module.weight.numel()

        return record

    for name, module in network.named_modules():
        if not list(module.children()) and not isinstance(module, torch.nn.ReLU):
            module.register_forward_hook(hook(name))

    parameters = {parameter.data_ptr() for parameter in network.parameters()}
    saved = {}

    def pack(tensor):
        if tensor.dtype == torch.float32 and tensor.data_ptr() not in parameters:
            saved[tensor.data_ptr()] = tensor.numel()
        return tensor

    images = torch.zeros(2, 3, INPUT, INPUT)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        output = network(images)
    assert output.shape[0] == 2
    return {
        "state": [[name, list(value.shape)] for name, value in network.state_dict().items()],
        "outputs": outputs,
        "macs": macs,
        "saved": sum(saved.values()) // 2,
    }


print(json.dumps({architecture: describe(architecture) for architecture in sys.argv[1:]}))
