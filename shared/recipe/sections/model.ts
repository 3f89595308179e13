import { z } from "zod";
import { field } from "../field.ts";

/** Nets for photographs, 224×224 pixels and the like. */
const photoNets = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"] as const;
/** Nets for images of 32×32 pixels. */
export const smallNets = ["resnet20", "resnet32", "resnet44", "resnet56", "resnet110"] as const;
export const architectures = [...photoNets, ...smallNets] as const;
export type Architecture = (typeof architectures)[number];

export const variants = ["original", "b", "c", "d"] as const;
export type Variant = (typeof variants)[number];

export const modelSchema = field(
  z
    .strictObject({
      architecture: field(z.enum(architectures).default("resnet50"), {
        title: "Architecture",
        text: "`resnet18` to `resnet152` take photographs (224×224 and the like); `resnet20` to `resnet110` are the nets for 32×32 images.",
        source: "§2 of the paper; the 32×32 nets from He et al., 2015, §4.2",
      }),
      variant: field(z.enum(variants).default("original"), {
        title: "Variant",
        text: "`b` moves the stride of a down-sampling bottleneck from its first 1×1 to its 3×3 convolution (torchvision's ResNet-50 is this one; basic blocks are the same either way); `c` is b with the 7×7 stem replaced by three 3×3; `d` is c with a 2×2 average pool before the 1×1 of the projection shortcut.",
        source: "§4 of the paper",
      }),
      zeroGamma: field(z.boolean().default(false), {
        title: "Zero γ",
        text: "Start the last batch norm of every residual block at γ = 0, so that every block begins as the identity and the net is easier to train at first.",
        source: "§3.1 of the paper",
      }),
      init: field(
        z
          .strictObject({
            distribution: field(z.enum(["xavierUniform"]).default("xavierUniform"), {
              title: "Distribution",
              text: "Yes, there is a uniform draw: each weight of a convolution or fully connected layer is uniform in [−a, a] with a = √(6 / (d_in + d_out)). Biases are 0, γ is 1, β is 0. `recipe-lab plan` prints a for every layer.",
              source: "§2.1 of the paper; Glorot and Bengio, 2010",
            }),
            fan: field(z.enum(["channels", "receptive"]).default("channels"), {
              title: "Fan",
              text: "What d_in and d_out count. `channels`: the channels of input and output, as the paper writes it; the kernel's area is left out, so a 3×3 convolution starts with weights three times as large. `receptive`: channels times the kernel's area, as MXNet, Keras and PyTorch do.",
              source: "§2.1 of the paper; `receptive` from Glorot and Bengio, 2010",
            }),
          })
          .prefault({}),
        {
          title: "Initialisation",
          text: "How the weights are drawn before the first step.",
          source: "§2.1 of the paper",
        },
      ),
      pretrained: field(z.union([z.string().min(1), z.null()]).default(null), {
        title: "Pretrained weights",
        text: "A safetensors file with torchvision's names and shapes to start from, absolute or relative to the file that it is written in. A classifier with another number of classes is drawn anew. `null`: train from scratch.",
        source: "ours",
      }),
    })
    .prefault({}),
  { title: "Model", text: "The network and how its weights start.", source: "§2 and §4 of the paper" },
);
