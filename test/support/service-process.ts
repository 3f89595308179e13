import { openRunService } from "../../runner/runs/service/open-run-service.ts";

/**
 * A run service in a process of its own, so that a test can kill it: bundled by the test that starts it. Arguments: the
 * folder of runs and the data root. It prints a line when it is ready.
 */
const [runsFolder, dataRoot] = process.argv.slice(2);
await openRunService({ runsFolder: runsFolder!, dataRoots: [dataRoot!], backend: "wasm" });
console.log("ready");
setInterval(() => {}, 1 << 30);
