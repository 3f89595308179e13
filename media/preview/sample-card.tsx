import type { Picture } from "../../shared/protocol/picture.ts";
import type { PreviewSample, PreviewStep } from "../../shared/protocol/preview.ts";
import { t } from "../l10n/index.ts";
import { drawnLines } from "./drawn.ts";

interface Props {
  sample: PreviewSample;
  /** Whether every operation shows, or the result alone. */
  eachStep: boolean;
  onReveal: (operation: number) => void;
}

/** One image: as it is, and what becomes of it. Each operation tells on hover and focus what it has drawn. */
export function SampleCard({ sample, eachStep, onReveal }: Props) {
  const { name, steps, original, result } = sample;
  const drawn = steps.flatMap(({ op, drawn: numbers }) =>
    drawnLines(numbers).map(({ name: key, value }) => ({ name: `${op}: ${key}`, value })),
  );
  return (
    <li class={eachStep ? "preview-sample preview-strip" : "preview-sample"}>
      <h2 class="name" title={name}>
        {name} <span class="muted">{sample.class}</span>
      </h2>
      <div class="preview-pictures">
        <Shown
          picture={original}
          alt={t("recipe.originalAlt", { name, class: sample.class })}
          caption={t("recipe.original")}
        />
        {eachStep ? (
          steps.map((step, i) => (
            <Step key={`${i} ${step.op}`} sample={sample} step={step} onReveal={() => onReveal(i)} />
          ))
        ) : (
          <Explained caption={t("recipe.result")} lines={drawn}>
            <Image
              picture={result}
              alt={t("recipe.sampleAlt", { name, class: sample.class, operation: t("recipe.result") })}
            />
          </Explained>
        )}
      </div>
    </li>
  );
}

function Step({ sample, step, onReveal }: { sample: PreviewSample; step: PreviewStep; onReveal: () => void }) {
  const { op, picture, drawn, output } = step;
  return (
    <Explained
      caption={op}
      size={`${output.width}×${output.height}`}
      lines={drawnLines(drawn)}
      action={{ label: t("recipe.showInRecipe", { operation: op }), run: onReveal }}
    >
      {picture && (
        <Image
          picture={picture}
          alt={t("recipe.sampleAlt", { name: sample.name, class: sample.class, operation: op })}
        />
      )}
    </Explained>
  );
}

interface Explanation {
  caption: string;
  size?: string;
  lines: { name: string; value: string }[];
  action?: { label: string; run: () => void };
  children: preact.ComponentChildren;
}

function Explained({ caption, size, lines, action, children }: Explanation) {
  return (
    <figure>
      <button type="button" class="plain preview-picture" aria-label={action?.label} onClick={action?.run}>
        {children}
        <span class="preview-drawn" role="tooltip">
          {lines.length === 0 ? (
            t("recipe.noNumbers")
          ) : (
            <dl>
              {lines.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd class="number">{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </span>
      </button>
      <figcaption>
        {caption} {size !== undefined && <span class="muted">{size}</span>}
      </figcaption>
    </figure>
  );
}

function Shown({ picture, alt, caption }: { picture: Picture; alt: string; caption: string }) {
  return (
    <figure>
      <Image picture={picture} alt={alt} />
      <figcaption class="muted">{caption}</figcaption>
    </figure>
  );
}

function Image({ picture: { type, width, height, data }, alt }: { picture: Picture; alt: string }) {
  // Small pictures show their pixels; a blur would be none of the pipeline's.
  const small = Math.max(width, height) < 100;
  return (
    <img
      src={`data:${type};base64,${data}`}
      width={width}
      height={height}
      alt={alt}
      class={small ? "preview-pixels" : undefined}
      draggable={false}
    />
  );
}
