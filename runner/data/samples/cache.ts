import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../../errors.ts";
import { shown } from "../errors.ts";
import { type SampleName, samples } from "./index.ts";
import type { SampleDescription } from "./sample.ts";

/** Written last, so that a folder that has it is whole. */
const descriptionFile = "dataset.json";

export interface FetchedSample extends SampleDescription {
  name: SampleName;
  folder: string;
  /** Whether it was there before this call. */
  wasThere: boolean;
}

/** Where fetched data is kept: the platform's folder for what can be fetched again. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const base =
    environment.XDG_CACHE_HOME ||
    (platform === "darwin"
      ? join(homedir(), "Library", "Caches")
      : platform === "win32"
        ? (environment.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"))
        : join(homedir(), ".cache"));
  return resolve(base, "recipe-lab", "datasets");
}

/**
 * Brings a sample into `parent`, in a folder named for it and its revision; does nothing where that is there. The
 * folder appears at once and whole: it is made under another name and renamed.
 */
export async function fetchSample(
  name: SampleName,
  parent: string,
  say: (message: string) => void,
): Promise<FetchedSample> {
  const sample = samples[name];
  const folder = join(resolve(parent), `${name}-${sample.revision}`);
  const there = await describe(folder);
  if (there) return { name, folder, wasThere: true, ...absolute(there, folder) };

  await mkdir(parent, { recursive: true }).catch((cause) => {
    throw cannotWrite(parent, cause);
  });
  // Not mkdtemp, which would keep other users out of the folder for good.
  const partial = join(resolve(parent), `.${name}-partial-${randomUUID()}`);
  await mkdir(partial).catch((cause) => {
    throw cannotWrite(parent, cause);
  });
  try {
    const description = await sample.make(partial, say);
    await writeFile(join(partial, "LICENCE.txt"), `${description.licence.join("\n")}\n`);
    await writeFile(join(partial, descriptionFile), `${JSON.stringify(description, null, 2)}\n`);
    await rename(partial, folder).catch(async (cause) => {
      // Another process may have been quicker; its folder is as good as ours.
      if (!(await describe(folder))) throw cannotWrite(folder, cause);
    });
    return { name, folder, wasThere: false, ...absolute(description, folder) };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw cause instanceof UserError || (code !== "ENOSPC" && code !== "EDQUOT" && code !== "EROFS")
      ? cause
      : cannotWrite(parent, cause);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function describe(folder: string): Promise<SampleDescription | undefined> {
  if (!(await stat(folder).catch(() => undefined))) return undefined;
  try {
    return JSON.parse(await readFile(join(folder, descriptionFile), "utf8")) as SampleDescription;
  } catch (cause) {
    throw new UserError(
      "not-a-fetched-dataset",
      `${shown(folder)} is there, but it is not a data set that recipe-lab fetched: its ${descriptionFile} cannot be read. Remove the folder, or choose another with --to.`,
      { cause },
    );
  }
}

function absolute(description: SampleDescription, folder: string): SampleDescription {
  return {
    ...description,
    train: join(folder, description.train),
    validation: description.validation && join(folder, description.validation),
    example: description.example && join(folder, description.example),
  };
}

function cannotWrite(folder: string, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code;
  const why =
    code === "ENOSPC" ? "the disk is full" : code === "EDQUOT" ? "the quota is used up" : `the system answers ${code}`;
  return new UserError(
    "cannot-write-dataset",
    `The data set should go to ${shown(folder)}, but ${why}. Make room or give permission, or choose another folder with --to. Nothing was kept.`,
    { exitCode: 1, cause },
  );
}
