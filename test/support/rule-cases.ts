/** Each rule: a recipe that it finds fault with, at "▸". */
export const ruleCases: readonly [code: string, text: string][] = [
  [
    "large-batch-without-scaling",
    '{"learningRate": {"linearScaling": ▸false, "warmup": {"epochs": 5}}, "training": {"batchSize": 1024}, "optimizer": {"decayBiasAndNorm": false}}',
  ],
  ["scaling-without-warmup", '{"training": {"batchSize": ▸1024}, "optimizer": {"decayBiasAndNorm": false}}'],
  [
    "scaling-without-warmup",
    '{"optimizer": {"decayBiasAndNorm": false}, "learningRate": {"warmup": {"epochs": ▸0}}, "training": {"batchSize": 1024}}',
  ],
  ["warmup-longer-than-training", '{"extends": "small:baseline", "learningRate": {"warmup": {"epochs": ▸30}}}'],
  ["decay-past-the-end", '{"training": {"epochs": ▸60}}'],
  [
    "decay-past-the-end",
    '{"extends": "small:baseline", "learningRate": {"decay": {"kind": "step", ▸"epochs": [15, 30]}}}',
  ],
  ["batch-growth-past-the-end", '{"training": {"batchSize": {"initial": 8, ▸"epochs": [30, 300]}}}'],
  ["batch-growth-past-the-end", '{"training": {"batchSize": {"initial": 8, ▸"epochs": [300]}}}'],
  ["mixup-with-few-epochs", '{"augmentation": {▸"mixup": {"alpha": 0.2}}}'],
  ["decay-on-gamma", '{"learningRate": {"warmup": {"epochs": 5}}, "training": {"batchSize": ▸512}}'],
  [
    "decay-on-gamma",
    '{"learningRate": {"warmup": {"epochs": 5}}, "training": {"batchSize": 512}, "optimizer": {"decayBiasAndNorm": ▸true}}',
  ],
  ["checkpoint-off", '{"training": {▸"checkpoint": {"everyEpochs": null}}}'],
  ["variant-unsupported", '{"extends": "small:baseline", "model": {"variant": ▸"d"}}'],
  ["normalize-missing", '{"augmentation": {▸"train": [{"op": "randomResizedCrop"}]}}'],
  [
    "normalize-not-last",
    '{"augmentation": {"train": [{"op": "randomResizedCrop"}, {"op": "normalize"}, ▸{"op": "colorScale"}]}}',
  ],
  [
    "normalize-not-last",
    '{"augmentation": {"train": [{"op": "randomResizedCrop"}, {"op": "normalize"}, ▸{"op": "normalize"}]}}',
  ],
  [
    "normalize-differs",
    '{"augmentation": {"validation": [{"op": "resizeShorterEdge"}, {"op": "centerCrop"}, ▸{"op": "normalize", "mean": [1, 2, 3]}]}}',
  ],
  ["output-size-unknown", '{"augmentation": {▸"train": [{"op": "horizontalFlip"}, {"op": "normalize"}]}}'],
  ["output-size-unknown", '{"augmentation": {▸"validation": [{"op": "resizeShorterEdge"}, {"op": "normalize"}]}}'],
  ["output-size-differs", '{"augmentation": {"validation": [▸{"op": "resize", "size": 256}, {"op": "normalize"}]}}'],
  [
    "crop-larger-than-resize",
    '{"augmentation": {"validation": [{"op": "resizeShorterEdge", "size": ▸200}, {"op": "centerCrop"}, {"op": "normalize"}]}}',
  ],
  [
    "crop-larger-than-resize",
    '{"augmentation": {"train": [{"op": "resize", "size": ▸200}, {"op": "randomCrop", "size": 224, "padding": 8}, {"op": "normalize"}]}}',
  ],
  ["input-too-large-for-network", '{"model": {"architecture": ▸"resnet20"}}'],
  ["input-too-large-for-network", '{"model": {"architecture": ▸"resnet56"}, "data": {"format": "cifar"}}'],
  ["input-too-small-for-network", '{"extends": "small:baseline", "model": {"architecture": ▸"resnet18"}}'],
  ["images-enlarged", '{"data": {"format": ▸"idx"}}'],
];
