export const hostVersion: string;
export const vsCodeVersion: string;
export const hostFolder: string;
export const hostServer: string;
export function isHostInstalled(): Promise<boolean>;
export function ensureHost(): Promise<string>;
