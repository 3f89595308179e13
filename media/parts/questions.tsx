import { signal } from "@preact/signals";
import { t } from "../l10n/index.ts";
import { askInDialog } from "./dialog.tsx";

interface TextQuestion {
  title: string;
  label: string;
  value: string;
  /** Of several lines. */
  long?: boolean;
  /** What is wrong with a text; null where it can be taken. */
  wrong: (text: string) => string | null;
}

/** Asks for a text. Null where the person leaves it as it is. */
export function askText({ title, label, value, long = false, wrong }: TextQuestion): Promise<string | null> {
  const problem = signal<string | null>(null);
  const id = "dialog-text";
  const field = {
    id,
    name: "text",
    dir: "auto" as const,
    defaultValue: value,
    "aria-describedby": "dialog-problem",
    autofocus: true,
  };
  return askInDialog({
    title,
    agree: t("ask.save"),
    content: (
      <>
        <label for={id}>{label}</label>
        {long ? <textarea {...field} rows={6} /> : <input {...field} type="text" autocomplete="off" />}
        <p class="problem" id="dialog-problem" role="alert">
          {problem}
        </p>
      </>
    ),
    answer: (form) => {
      const text = String(form.get("text") ?? "");
      problem.value = wrong(text);
      return problem.value === null ? text : null;
    },
  });
}

/** Asks which of some choices it shall be; the first is chosen to begin with. */
export async function askChoice(question: {
  title: string;
  note: string;
  agree: string;
  choices: readonly string[];
}): Promise<number | null> {
  const { title, note, agree, choices } = question;
  const content = (
    <>
      <p class="muted">{note}</p>
      <fieldset class="dialog-choices">
        <legend class="visually-hidden">{title}</legend>
        {choices.map((choice, at) => (
          <label key={choice}>
            <input type="radio" name="choice" value={String(at)} defaultChecked={at === 0} /> {choice}
          </label>
        ))}
      </fieldset>
    </>
  );
  return askInDialog({ title, agree, content, answer: (form) => Number(form.get("choice")) });
}

/** Asks whether something shall be done. */
export async function confirm(title: string, agree: string): Promise<boolean> {
  return (await askInDialog({ title, agree, content: null, answer: () => true })) ?? false;
}
