import { type OperationName, type OptionsOf, operationSchema } from "../../shared/augmentations/index.ts";

/** The options of one operation, defaults written out. */
export function operation<Name extends OperationName>(
  op: Name,
  options: Partial<OptionsOf<Name>> = {},
): OptionsOf<Name> {
  return operationSchema.parse({ ...options, op }) as OptionsOf<Name>;
}

/** The paper's five operations. */
export const paperPipeline = [
  operation("randomResizedCrop"),
  operation("horizontalFlip"),
  operation("colorScale"),
  operation("pcaNoise"),
  operation("normalize"),
];
