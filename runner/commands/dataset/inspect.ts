import type { Command } from "commander";
export function registerInspect(_dataset: Command): void {}
