// node guard.mjs PROGRAM ARGUMENTS…: runs a program in a process group of its own and ends the whole group with whoever
// started us. Our standard input is a pipe from there, and it closes however that process ends, `kill -9` included.
import { spawn } from "node:child_process";

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { detached: true, stdio: ["ignore", "inherit", "inherit"] });

function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: nobody is left in the group.
  }
}

function end() {
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), 3000).unref();
}

process.stdin.resume().on("end", end).on("error", end);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, end);
child.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on("exit", (code) => {
  signalGroup("SIGKILL"); // children that outlived it
  process.exit(code ?? 1);
});
