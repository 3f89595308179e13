/** The arguments of VS Code's program that a test run uses. */
export interface CommandLine {
  developmentPaths: string[];
  testsPath: string | undefined;
  userDataDir: string | undefined;
  extensionsDir: string | undefined;
  folder: string | undefined;
  trust: boolean;
}

/** Reads them as VS Code does; what else @vscode/test-electron passes is about windows that a server does not have. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = (name: string): string[] =>
    args.flatMap((arg, index) => {
      if (arg.startsWith(`${name}=`)) return [arg.slice(name.length + 1)];
      return arg === name && args[index + 1] !== undefined ? [args[index + 1]!] : [];
    });
  const folder = args.find((arg, index) => {
    const before = args[index - 1] ?? "";
    return (
      !arg.startsWith("-") &&
      !/^--(user-data-dir|extensions-dir|extensionDevelopmentPath|extensionTestsPath)$/.test(before)
    );
  });
  return {
    developmentPaths: values("--extensionDevelopmentPath"),
    testsPath: values("--extensionTestsPath").at(-1),
    userDataDir: values("--user-data-dir").at(-1),
    extensionsDir: values("--extensions-dir").at(-1),
    folder,
    trust: args.includes("--disable-workspace-trust"),
  };
}
