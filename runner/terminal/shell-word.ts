/** A word that can be pasted into a POSIX shell or PowerShell: as it is, or in quotes where it has other characters. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text)) return text;
  return process.platform === "win32" ? `'${text.replaceAll("'", "''")}'` : `'${text.replaceAll("'", "'\\''")}'`;
}
