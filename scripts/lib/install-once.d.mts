export interface Installation {
  folder: string;
  program: string;
  stamp: string;
}
export const cacheFolder: string;
export function isInstalled(installation: Installation): Promise<boolean>;
export function installOnce(installation: Installation, install: (folder: string) => Promise<void>): Promise<void>;
