import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { errorCode } from "../../../runs/storage-error.ts";
import { indexName, shardName } from "../manifest.ts";
import { decodeIndex, type ShardIndex } from "../shard-index.ts";

/**
 * The index of shard `number`, where an earlier packing has finished it for this pack, from image `first` of the source on,
 * and its bytes still are what they were. Undefined otherwise: then the shard is made anew.
 */
export async function existingShard(
  folder: string,
  number: number,
  { pack, first }: { pack: string; first: number },
): Promise<ShardIndex | undefined> {
  const shard = join(folder, shardName(number));
  try {
    const index = decodeIndex(await readFile(join(folder, indexName(shardName(number)))));
    if (typeof index === "string" || index.pack !== pack || index.first !== first || index.next <= first) {
      return undefined;
    }
    const hash = createHash("sha256");
    await pipeline(createReadStream(shard, { highWaterMark: 1 << 20 }), hash);
    return hash.digest("hex") === index.shardSha256 ? index : undefined;
  } catch (error) {
    // A file that is not there was not finished. That one cannot be read must not pass for that.
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
