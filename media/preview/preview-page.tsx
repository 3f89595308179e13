import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { PreviewChoice, PreviewToHost, PreviewToPage } from "../../shared/dashboard/preview-messages.ts";
import { previewLimits } from "../../shared/protocol/preview.ts";
import { t } from "../l10n/index.ts";
import { spreadPositions } from "./other-images.ts";
import { SampleCard } from "./sample-card.tsx";

export type Shown = Extract<PreviewToPage, { type: "loading" | "samples" | "failed" }>;

interface Props {
  name: Signal<string>;
  /** The last samples stay while others are made. */
  samples: Signal<Extract<PreviewToPage, { type: "samples" }> | null>;
  state: Signal<Shown | null>;
  choice: Signal<PreviewChoice>;
  eachStep: Signal<boolean>;
  post: (message: PreviewToHost) => void;
}

const counts = [4, 8, 16, 32, 64].filter((count) => count <= previewLimits.count);
const largestSeed = 2 ** 32 - 1;

/** What a recipe makes of its own images, with split, count, seed and epoch to play with. */
export function PreviewPage({ name, samples, state, choice, eachStep, post }: Props) {
  const { split, count, seed, epoch } = choice.value;
  const choose = (change: Partial<PreviewChoice>): void => {
    choice.value = { ...choice.value, ...change };
    post({ type: "choose", choice: choice.value });
  };
  const now = state.value;
  const shown = samples.value;
  // With another seed or epoch the images stay, so that one sees what is drawn anew.
  const sameImages = () =>
    shown && shown.choice.split === split && shown.result.samples.length > 0
      ? shown.result.samples.map(({ index }) => index)
      : choice.value.indices;
  const turn = useRef(0);
  const otherImages = (): void => {
    turn.current += 1;
    if (shown) choose({ indices: spreadPositions(shown.result.images, count, turn.current) });
  };
  return (
    <main class="recipe-page" aria-busy={now?.type === "loading"}>
      <header class="page-head">
        <h1 class="name">{t("recipe.previewTitle", { name: name.value })}</h1>
      </header>
      <div class="page-controls">
        <fieldset>
          <legend class="visually-hidden">{t("recipe.split")}</legend>
          {(["train", "validation"] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={split === each}
              onClick={() => choose({ split: each, indices: null })}
            >
              {t(`recipe.${each}`)}
            </button>
          ))}
        </fieldset>
        <label>
          {t("recipe.count")}
          <select
            value={String(count)}
            onChange={({ currentTarget }) => choose({ count: Number(currentTarget.value), indices: null })}
          >
            {counts.map((each) => (
              <option key={each} value={String(each)}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <NumberInput
          label={t("recipe.seed")}
          value={seed}
          max={largestSeed}
          placeholder={t("recipe.seedOfRecipe")}
          onChange={(value) => choose({ seed: value, indices: sameImages() })}
        />
        <button
          type="button"
          onClick={() =>
            choose({ seed: ((seed ?? shown?.result.seed ?? 0) + 1) % (largestSeed + 1), indices: sameImages() })
          }
        >
          {t("recipe.anotherSeed")}
        </button>
        <button type="button" disabled={!shown || shown.choice.split !== split} onClick={otherImages}>
          {t("recipe.otherImages")}
        </button>
        <NumberInput
          label={t("recipe.shownEpoch")}
          value={epoch}
          max={100_000}
          onChange={(value) => choose({ epoch: value ?? 0, indices: sameImages() })}
        />
        <label>
          <input
            type="checkbox"
            checked={eachStep.value}
            onChange={({ currentTarget }) => {
              eachStep.value = currentTarget.checked;
            }}
          />
          {t("recipe.eachStep")}
        </label>
      </div>
      <p class="muted preview-state" role="status">
        {now?.type === "loading" && t("recipe.loading", { runner: now.runner })}
        {now?.type === "samples" && madeBy(now)}
      </p>
      {now?.type === "failed" && <Failure failure={now} post={post} />}
      {shown && now?.type !== "failed" && (
        <Samples shown={shown} eachStep={eachStep.value} onReveal={(path) => post({ type: "reveal", path })} />
      )}
    </main>
  );
}

type Samples = Extract<PreviewToPage, { type: "samples" }>;

function madeBy({ runner, result: { images, samples, seed } }: Samples): string {
  return t("recipe.madeBy", { runner, images, count: samples.length, seed: String(seed) });
}

function Samples({
  shown,
  eachStep,
  onReveal,
}: {
  shown: Samples;
  eachStep: boolean;
  onReveal: (path: (string | number)[]) => void;
}) {
  const { samples, broken, leftOut } = shown.result;
  if (samples.length === 0 && broken.length === 0) return <p class="page-notice muted">{t("recipe.empty")}</p>;
  return (
    <>
      <ul class="preview-samples">
        {samples.map((sample) => (
          <SampleCard
            key={`${sample.index} ${sample.epoch}`}
            sample={sample}
            eachStep={eachStep}
            onReveal={(operation) => onReveal(["augmentation", shown.choice.split, operation])}
          />
        ))}
      </ul>
      {leftOut > 0 && <p class="page-notice warning">{t("recipe.leftOut", { count: leftOut })}</p>}
      {broken.length > 0 && (
        <section>
          <h2>{t("recipe.broken")}</h2>
          <ul>
            {broken.map(({ index, name, reason }) => (
              <li key={index}>
                <span class="name">{name}</span>: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Failure({
  failure: { message, action },
  post,
}: {
  failure: Extract<Shown, { type: "failed" }>;
  post: Props["post"];
}) {
  const actions = action === "startRunner" ? (["startRunner", "selectRunner"] as const) : ([action] as const);
  return (
    <div class="page-notice" role="alert">
      <p>{message}</p>
      {actions.map((each, i) => (
        <button
          key={each}
          type="button"
          class={i === 0 ? "primary" : undefined}
          onClick={() => post({ type: "act", action: each })}
        >
          {t(`recipe.${each}`)}
        </button>
      ))}
    </div>
  );
}

interface NumberInputProps {
  label: string;
  value: number | null;
  max: number;
  placeholder?: string;
  onChange: (value: number | null) => void;
}

/** A whole number from 0; empty is null. What is no such number changes nothing. */
function NumberInput({ label, value, max, placeholder, onChange }: NumberInputProps) {
  return (
    <label>
      {label}
      <input
        class="number"
        type="number"
        min={0}
        max={max}
        step={1}
        value={value === null ? "" : String(value)}
        placeholder={placeholder}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.valid) onChange(currentTarget.value === "" ? null : Number(currentTarget.value));
        }}
      />
    </label>
  );
}
