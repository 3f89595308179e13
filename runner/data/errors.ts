import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";

/** A path as a message shows it: quoted, and safe for a terminal. */
export function shown(path: string): string {
  return `"${printable(path)}"`;
}

/** A folder or file of a data set that the system refused to open. `what` is "the training images", "a class folder". */
export function unreadable(what: string, path: string, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
  const mayNotRead: [string, string, string] = [
    "this user may not read it",
    "Give this user read permission",
    "이 사용자에게 읽기 권한이 없습니다. 권한을 주세요",
  ];
  /** What came, what to do, and both in Korean. */
  const told: Record<string, [string, string, string]> = {
    ENOENT: [
      "there is nothing at that path",
      "Check the path, or bring the data to it",
      "그 경로에 아무것도 없습니다. 경로를 확인하거나 데이터를 그곳에 두세요",
    ],
    ENOTDIR: [
      "it, or a part of its path, is not a folder",
      "Name the folder that holds the data",
      "그 경로나 경로의 일부가 폴더가 아닙니다. 데이터가 있는 폴더를 쓰세요",
    ],
    EACCES: mayNotRead,
    EPERM: mayNotRead,
    ELOOP: ["its links lead in a circle", "Repair the link", "링크가 순환합니다. 링크를 고치세요"],
    EIO: [
      "the disk reports a read error",
      "Check the disk, or the connection to the file server",
      "디스크에서 읽기 오류가 났습니다. 디스크나 파일 서버 연결을 확인하세요",
    ],
  };
  const [came, advice, korean] = told[code] ?? [
    `the system answers ${code}`,
    "Check the path and the disk",
    `시스템이 ${code} 오류를 냈습니다. 경로와 디스크를 확인하세요`,
  ];
  const en = `${what} should be at ${shown(path)}, but ${came}. ${advice}.`;
  return new UserError("data-unreadable", en, { cause, text: { en, ko: `${what}: ${shown(path)} – ${korean}.` } });
}

/** A binary data file whose content does not fit its format. */
export function malformed(path: string, expected: string, received: string, advice: string): UserError {
  return new UserError("data-malformed", `${shown(path)}: expected ${expected}, found ${received}. ${advice}`);
}

export const damagedCopy = "The copy is damaged or incomplete: fetch the file again.";
