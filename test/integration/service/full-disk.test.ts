import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openService, submission, summaryOf, untilState } from "../../support/service.ts";
import { events, hashes, type SmallRun, smallRun, trained } from "../../support/small-run.ts";

/** Row 2 of what must not break a run: no room, on a file system of its own. That takes the right to mount one. */
let place: SmallRun;
let runs: string;
let mounted = false;

const mount = (...args: string[]) => spawnSync("mount", ["-t", "tmpfs", ...args]).status === 0;
const mayMount = (() => {
  const probe = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
  return process.platform === "linux" && process.getuid?.() === 0 && probe.status === 0;
})();

beforeAll(async () => {
  place = await smallRun();
  runs = join(place.folder, "small-disk");
  mkdirSync(runs);
  mounted = mayMount && mount("-o", "size=3500k", "tmpfs", runs);
});
afterAll(() => {
  if (mounted) execFileSync("umount", ["-l", runs]);
  place.remove();
});

describe.skipIf(!mayMount)(`a full disk${mayMount ? "" : " (skipped: this user may not mount a tmpfs)"}`, () => {
  test("pauses the run, and says so; with room it goes on and ends as if nothing had been", async () => {
    const expected = hashes(await trained({ ...place, runs: join(place.folder, "reference") }));
    const here = { ...place, runs };
    const service = await openService(here);
    const { id } = await service.submit(submission(here));
    const { reason } = await untilState(service, id, "paused");
    expect(reason).toMatch(
      /^the disk did not take what it wrote\. storage: The checkpoint of step \d+ could not be written .*the disk is full/,
    );

    // Not a byte is left: neither the run nor the service can write.
    expect(() => writeFileSync(join(runs, "filler"), Buffer.alloc(8 << 20))).toThrow("ENOSPC");
    await expect(service.submit(submission(here))).rejects.toMatchObject({ code: "storage" });
    await expect(service.label(id, { note: "x" })).rejects.toMatchObject({ code: "storage" });
    await expect(service.resume(id)).rejects.toMatchObject({ code: "storage" });
    expect(summaryOf(service, id)).toMatchObject({ state: "paused", note: "" });
    expect(service.list()).toHaveLength(1);

    rmSync(join(runs, "filler"));
    execFileSync("mount", ["-o", "remount,size=64m", runs]);
    await service.resume(id);
    await untilState(service, id, "completed");
    expect(hashes(join(runs, id))).toEqual(expected);
    const journal = events(join(runs, id));
    expect(journal.map(({ sequence }) => sequence)).toEqual(journal.map((_, index) => index + 1));
  });

  test("does not keep a runner from starting: it shows the runs, refuses changes, and goes on when there is room", async () => {
    const here = { ...place, runs };
    const former = await openService(here, { runsPerDevice: 0 });
    const before = former.list();
    const { id } = await former.submit(submission(here, { training: { epochs: 1 } }));
    await former.close();
    expect(() => writeFileSync(join(runs, "filler"), Buffer.alloc(80 << 20))).toThrow("ENOSPC");

    const said: string[] = [];
    const service = await openService(here, { report: (line) => said.push(line) });
    expect(said).toEqual([
      expect.stringMatching(/^Runs can be looked at, and nothing is begun or changed .*the disk is full\. Make room/),
    ]);
    expect(service.list()).toMatchObject([...before, { id, state: "queued", queuePosition: 1 }]);
    expect(await service.records(id, 0, 10)).toEqual(events(join(runs, id)));
    expect(await service.get(before[0]!.id)).toMatchObject({ run: { state: "completed" } });
    await expect(service.pause(id)).rejects.toMatchObject({ code: "storage" });
    await expect(service.label(id, { note: "x" })).rejects.toMatchObject({ code: "storage" });
    await expect(service.submit(submission(here))).rejects.toMatchObject({ code: "storage" });

    rmSync(join(runs, "filler"));
    await untilState(service, id, "completed");
    expect(said.at(-1)).toBe("The disk takes what is written again: the runs go on.");
    await expect(openService(here)).rejects.toMatchObject({ code: "runs-in-use" });
  });
});
