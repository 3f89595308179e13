import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../l10n/index.ts";

interface Shown {
  title: string;
  /** What the button that agrees says. */
  agree: string;
  content: ComponentChildren;
  /** What the form says is null where it cannot be taken as it is; the dialog stays then. */
  answer: (form: FormData) => unknown;
  settle: (answer: unknown) => void;
}

const shown = signal<Shown | null>(null);

/**
 * Asks a person something in a dialog. Resolves with what `answer` makes of the form, or null where the person leaves it.
 * A form that `answer` refuses with null stays open.
 */
export function askInDialog<Answer>(
  question: Omit<Shown, "settle" | "answer"> & { answer: (form: FormData) => Answer | null },
): Promise<Answer | null> {
  shown.value?.settle(null);
  return new Promise((resolve) => {
    shown.value = {
      ...question,
      settle: (answer) => {
        shown.value = null;
        resolve(answer as Answer | null);
      },
    };
  });
}

/** Where the questions of `askInDialog` come up. Once on a page. */
export function DialogPlace() {
  const question = shown.value;
  return question === null ? null : <Dialog question={question} />;
}

function Dialog({ question }: { question: Shown }) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => element.current?.showModal(), []);
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      // Escape closes it.
      onClose={() => question.settle(null)}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const answer = question.answer(new FormData(event.currentTarget));
          if (answer !== null) question.settle(answer);
        }}
      >
        <h2 id={titleId}>{question.title}</h2>
        {question.content}
        <p class="dialog-actions">
          <button type="button" onClick={() => question.settle(null)}>
            {t("cancel")}
          </button>
          <button type="submit" class="primary">
            {question.agree}
          </button>
        </p>
      </form>
    </dialog>
  );
}
