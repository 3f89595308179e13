export const nodeVersions: Record<20 | 22 | 24 | 26, string>;
export type FoundNode =
  | { version: string; program: string; missing?: never }
  | { version: string; program?: never; missing: string };
export function nodeOfMajor(major: keyof typeof nodeVersions): Promise<FoundNode>;
