import type { DataFormat as FormatName } from "../../../shared/recipe/sections/data.ts";
import { cifar } from "./cifar.ts";
import type { DataFormat } from "./format.ts";
import { idx } from "./idx.ts";
import { imagefolder } from "./imagefolder.ts";
import { packed } from "./packed.ts";

export const formats = { imagefolder, idx, cifar, packed } satisfies Record<FormatName, DataFormat>;
