/**
 * The environment of a run process: what backends, drivers and the operating system need, by name. Everything else stays
 * with the service, whose environment may hold a token.
 */
const names = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "TZ",
  "TMPDIR",
  "TMP",
  "TEMP",
  "LD_LIBRARY_PATH",
  "DYLD_LIBRARY_PATH",
  "UV_THREADPOOL_SIZE",
  "SYSTEMROOT",
  "WINDIR",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  // Where the editor's own program is what runs us, and our processes.
  "ELECTRON_RUN_AS_NODE",
]);
const prefixes = ["LC_", "XDG_", "CUDA_", "NVIDIA_", "VK_", "TF_", "OMP_", "MKL_"];
const secret = /TOKEN|SECRET|PASSWORD|CREDENTIAL|KEY/i;

export function processEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const upper = name.toUpperCase();
    if (value === undefined || secret.test(name)) continue;
    if (names.has(upper) || prefixes.some((prefix) => upper.startsWith(prefix))) kept[name] = value;
  }
  return kept;
}
