import { checkBackends } from "./backends.ts";
import type { Check } from "./check.ts";
import { checkJpegTurbo, checkSharp } from "./decoders.ts";
import { checkDisk, checkMemory, checkNode, checkProcessor } from "./machine.ts";
import { checkPythonPeers } from "./peers.ts";

/** Every check of `doctor`, in the order in which it prints them. `folder` is where runs would be made. */
export async function checkEverything(folder: string): Promise<Check[]> {
  const checks = [
    checkNode(),
    checkProcessor(),
    checkMemory(),
    checkDisk(folder),
    checkSharp(),
    checkJpegTurbo(),
    checkBackends(),
    checkPythonPeers(),
  ];
  return (await Promise.all(checks)).flat();
}
