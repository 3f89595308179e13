"""Cross-entropy with label smoothing as PyTorch computes it: label-smoothing.py LOGITS.npy LABELS.npy EPSILON
GRADIENT.npy prints the loss and writes the gradient of the logits"""

import sys

import numpy as np
import torch

logits = torch.from_numpy(np.load(sys.argv[1])).requires_grad_()
labels = torch.from_numpy(np.load(sys.argv[2])).long()
loss = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=float(sys.argv[3]))
loss.backward()
np.save(sys.argv[4], logits.grad.numpy())
print(loss.item())
