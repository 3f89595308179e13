export function removeStale(folders: readonly string[], made: Iterable<string>, now?: number): Promise<void>;
