import type { z } from "zod";
import { operationSchema } from "../augmentations/index.ts";
import { type Text, verbatim } from "../language.ts";
import { either, expectation, oneOf, receivedText, shortJson } from "./expectation.ts";
import type { Edit, ProblemText } from "./problem.ts";
import { refusalOf } from "./refusal.ts";
import { alternativeFor, recipeSchemaNode, type SchemaNode, schemaAt, tagOf } from "./schema-node.ts";
import { placeOfName, placeOfPath } from "./source/located.ts";
import { findNode, type Path, type SourceNode } from "./source/node.ts";
import { changeTo, nearest, withSuggestion } from "./suggestion.ts";

type Issue = z.core.$ZodIssue;
type Finding = Pick<ProblemText, "code" | "message"> & Partial<ProblemText> & { edits?: Edit[]; fixTitle?: Text };

/** So many unknown fields of one object are reported; a file with more of them is no recipe, and each costs time. */
const mostUnknownFields = 100;

/** A kind of document: its schema, in English, and what people call it. */
export interface DocumentKind {
  schema: SchemaNode;
  name: Text;
}

const recipeKind = (): DocumentKind => ({ schema: recipeSchemaNode(), name: { en: "the recipe", ko: "레시피" } });

/**
 * Turns what Zod found in the merged recipe into problems that say what was expected and what came, at the place where
 * it was written.
 */
export function explainIssues(
  issues: readonly Issue[],
  root: SourceNode,
  value: unknown,
  kind: DocumentKind = recipeKind(),
): ProblemText[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
    if (issue.code === "unrecognized_keys")
      return issue.keys
        .slice(0, mostUnknownFields)
        .map((key) => located(unknownField(path, key, value, kind), [...path, key], root));
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      const inside = issuesOfMeantBranch(issue.errors);
      if (inside) {
        const nested = inside.map((each) => ({ ...each, path: [...issue.path, ...each.path] }) as Issue);
        return explainIssues(nested, root, value, kind);
      }
    }
    return [located(wrongValue(issue, path, value, kind), path, root)];
  });
}

/** The branch of a union whose type was right and whose fields were wrong. */
function issuesOfMeantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"),
  );
}

function located({ edits, fixTitle, ...finding }: Finding, path: Path, root: SourceNode): ProblemText {
  const node = findNode(root, path);
  const place = finding.code === "unknown-field" && node ? placeOfName(node) : placeOfPath(root, path);
  const fixable = edits && fixTitle && (node?.source ?? root.source).kind === "file";
  const fix = fixable ? { fix: { title: fixTitle, file: place.file, edits } } : {};
  return { severity: "error", path: [...path], ...place, ...finding, ...fix };
}

function unknownField(path: Path, key: string, value: unknown, kind: DocumentKind): Finding {
  const schema = schemaAt(path, value, "en", kind.schema);
  const known = Object.keys((schema && alternativeFor(schema, valueAt(value, path)))?.properties ?? {});
  const content = valueAt(value, [...path, key]);
  const remove: Edit = { path: [...path, key] };
  const name = shortJson(key);
  const where = path.length === 0 ? kind.name : verbatim(`"${path.join(".")}"`);
  const message = { en: `unknown field ${name} in ${where.en}`, ko: `${where.ko}에 쓸 수 없는 필드입니다: ${name}.` };
  const expected = oneOf(known);
  const finding = { code: "unknown-field", expected, received: verbatim(name) };
  const near = nearest(key, known);
  const taken = near !== undefined && valueAt(value, [...path, near]) !== undefined;
  if (near !== undefined) {
    const fixTitle = { en: `Rename to "${near}"`, ko: `"${near}" 필드로 이름 바꾸기` };
    const rename = { edits: [remove, { path: [...path, near], value: content }], fixTitle };
    return { ...finding, message: withSuggestion(message, near), ...(taken ? {} : rename) };
  }
  const elsewhere = placesOf(key, kind.schema);
  const [place] = elsewhere;
  if (place) {
    const names = either(elsewhere.map((each) => verbatim(`"${each.join(".")}"`)));
    // Where there is one place and it is free, the field can be moved.
    const movable = elsewhere.length === 1 && valueAt(value, place) === undefined;
    const fixTitle = { en: `Move to "${place.join(".")}"`, ko: `"${place.join(".")}" 위치로 옮기기` };
    const move = { edits: [remove, { path: place, value: content }], fixTitle };
    const belongs = {
      en: `${message.en}; "${key}" belongs to ${names.en}`,
      ko: `${message.ko} "${key}" 필드는 ${names.ko}에 속합니다.`,
    };
    return { ...finding, message: belongs, ...(movable ? move : {}) };
  }
  return {
    ...finding,
    message: {
      en: `${message.en}; expected ${expected.en}`,
      ko: `${message.ko} 쓸 수 있는 필드는 ${expected.ko}입니다.`,
    },
    edits: [remove],
    fixTitle: { en: `Remove ${name}`, ko: `${name} 필드 지우기` },
  };
}

function wrongValue(issue: Issue, path: Path, value: unknown, kind: DocumentKind): Finding {
  const came = valueAt(value, path);
  const union = schemaAt(path, value, "en", kind.schema);
  // A number that is too large for a number-or-object is about the number.
  const schema = issue.code === "invalid_union" ? union : union && (alternativeFor(union, came) ?? union);
  const received = receivedText(came);
  const name = path.length === 0 ? kind.name : verbatim(path.join("."));
  const values = tagValues(issue, path, value, kind) ?? schema?.enum;
  // A refinement says itself what is wrong; so does an issue without a schema node to explain it.
  if (issue.code === "custom" || (!schema && !values)) {
    const { en, ko } = refusalOf(issue);
    const json = JSON.stringify(came);
    const message = { en: `${name.en}: ${en}; received ${json}`, ko: `${name.ko}: ${ko} 받은 값: ${json}.` };
    return { code: "invalid-value", message, received };
  }
  const expected = values ? oneOf(values) : expectation(schema ?? {});
  const code = came === undefined ? "missing-field" : codeOf(issue);
  const near =
    typeof came === "string" && values
      ? nearest(
          came,
          values.filter((each) => typeof each === "string"),
        )
      : undefined;
  const note = randomNote(path, came);
  const message = {
    en: `${name.en}: expected ${expected.en}, received ${received.en}${note.en}`,
    ko: `${name.ko}: 필요한 값은 ${expected.ko}입니다. 받은 값: ${received.ko}.${note.ko}`,
  };
  if (near === undefined) return { code, message, expected, received };
  return {
    code,
    message: withSuggestion(message, near),
    expected,
    received,
    edits: [{ path: [...path], value: near }],
    fixTitle: changeTo(near),
  };
}

/** Says why an operation of the training pipeline is refused in the other one. */
function randomNote(path: Path, came: unknown): Text {
  const known = path[1] === "validation" && operationSchema.options.some((option) => option.shape.op.value === came);
  if (!known) return verbatim("");
  const name = JSON.stringify(came);
  return {
    en: `: ${name} draws random numbers, and the validation must give the same figures each time`,
    ko: ` ${name} 연산은 난수를 쓰는데, 검증은 매번 같은 수치를 내야 합니다.`,
  };
}

/** The tags of a union, where the issue is about its tag: Zod puts such an issue at the tag itself. */
function tagValues(issue: Issue, path: Path, value: unknown, kind: DocumentKind): unknown[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const union = schemaAt(path.slice(0, -1), value, "en", kind.schema);
  const tag = union && tagOf(union);
  return tag && tag === path.at(-1) ? union.oneOf?.map((branch) => branch.properties?.[tag]?.const) : undefined;
}

function codeOf(issue: Issue): string {
  if (issue.code === "too_small" || issue.code === "too_big") return "out-of-range";
  if (issue.code === "invalid_type") return "wrong-type";
  return "wrong-value";
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path)
    at =
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string | number, unknown>)[key]
        : undefined;
  return at;
}

/** Paths of the fields with this name, lists and alternatives left out: ["training", "batchSize"]. */
function placesOf(name: string, schema: SchemaNode): string[][] {
  const found: string[][] = [];
  const visit = (node: SchemaNode, path: string[]): void => {
    for (const [key, field] of Object.entries(node.properties ?? {})) {
      if (key === name) found.push([...path, key]);
      visit(field, [...path, key]);
    }
  };
  visit(schema, []);
  return found;
}
