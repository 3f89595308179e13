import { readFileSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { decodeWithTurbo } from "../../runner/data/jpeg/turbo.ts";
import { native, openGate } from "../../runner/threads/native-gate.ts";
import { leave, startThread, type ThreadSetup } from "../../runner/threads/thread.ts";

/**
 * A process whose threads do nothing but decode a JPEG with a native module. It starts them in turn, `[image, way, times]`,
 * and at a random moment asks each to leave, or gives it up. Prints how many have ended.
 */
const [, , image = "", way = "", times = ""] = process.argv;
if (isMainThread) console.log(`ended: ${await endThreads(Number(times))}`);
else decodeForever(workerData as ThreadSetup & { image: string });

async function endThreads(count: number): Promise<number> {
  for (let number = 0; number < count; number++) {
    await new Promise<void>((resolve, reject) => {
      const thread = startThread<"decodes">(
        new URL(import.meta.url),
        { image },
        {
          message: () =>
            setTimeout(() => {
              if (way === "given up") thread.giveUp();
              thread.leave().then(resolve, reject);
            }, Math.random() * 20),
          lost: (reason) => reject(new Error(reason)),
        },
      );
    });
  }
  return count;
}

function decodeForever(setup: ThreadSetup & { image: string }): void {
  const bytes = readFileSync(setup.image);
  const side = 1000;
  const header = {
    width: side,
    height: side,
    components: 3,
    precision: 8,
    common: true,
    frame: 0,
    orientation: 1,
    srgb: true,
  };
  const pixels = new Uint8Array(side * side * 3);
  const decode = () => native(() => decodeWithTurbo(bytes, header, () => pixels)).then(next);
  let leaving = false;
  const next = () => {
    if (!leaving) setImmediate(decode);
  };
  parentPort?.on("message", (message) => {
    leaving = message === leave;
    parentPort?.close();
  });
  openGate(setup.gate);
  void decode().then(() => parentPort?.postMessage("decodes"));
}
