import { count } from "../../shared/count.ts";
import { duration } from "../../shared/duration.ts";
import type { Packed, PackProgress } from "../data/packed/pack/pack.ts";
import { printable } from "./style.ts";

/** How far a packing is. `seconds` counts from its start; what was found from an earlier one does not count as speed. */
export function packProgressLine(progress: PackProgress, total: number, seconds: number): string {
  const { done, found, bytes } = progress;
  const rate = (done - found) / seconds;
  const fields = [`packing  ${done.toLocaleString("en-US")} of ${count(total, "image")}`, byteSize(bytes)];
  if (done > found) {
    fields.push(`${rate.toFixed(rate < 10 ? 1 : 0)} images/s`, `${duration((total - done) / rate)} left`);
  }
  return fields.join("  ");
}

const listed = 20;

/** What a packing has made. `total` counts the images of the source. */
export function describePack(pack: Packed, folder: string, total: number): string {
  const { images, classes, shards, broken, found, bytes } = pack;
  const content = `${count(images, "image")} of ${count(classes.length, "class", "classes")} in ${count(shards.length, "shard")}, ${byteSize(bytes)}`;
  const begin =
    found === total
      ? `${folder} was complete, and every byte is as it was written`
      : `${folder} is packed${found > 0 ? ` (${count(found, "image")} of an earlier packing kept)` : ""}`;
  const lines = [`${begin}: ${content}.`];
  if (broken.length > 0) {
    lines.push(`${count(broken.length, "image")} cannot be used and ${broken.length === 1 ? "is" : "are"} left out:`);
    for (const { image, reason } of broken.slice(0, listed)) lines.push(`  ${printable(image)}: ${printable(reason)}`);
    if (broken.length > listed) lines.push(`  and ${broken.length - listed} more (pack.json lists all)`);
  }
  return lines.join("\n");
}

/** "1.3 GB": decimal, as disks are sold. */
export function byteSize(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
