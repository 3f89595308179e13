import type { Picture as PictureData } from "../../shared/protocol/picture.ts";
import type { PreviewSample, PreviewStep } from "../../shared/protocol/preview.ts";
import { t } from "../l10n/index.ts";
import { Picture } from "../parts/picture.tsx";
import { drawnLines } from "./drawn.ts";

interface Props {
  sample: PreviewSample;
  /** Whether every operation shows, or the result alone. */
  eachStep: boolean;
  /** Shows an operation in the recipe; without it nothing happens at a click. */
  onReveal?: (operation: number) => void;
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
            <Step
              key={`${i} ${step.op}`}
              sample={sample}
              step={step}
              {...(onReveal ? { onReveal: () => onReveal(i) } : {})}
            />
          ))
        ) : (
          <Explained caption={t("recipe.result")} lines={drawn}>
            <Picture
              picture={result}
              alt={t("recipe.sampleAlt", { name, class: sample.class, operation: t("recipe.result") })}
            />
          </Explained>
        )}
      </div>
    </li>
  );
}

function Step({ sample, step, onReveal }: { sample: PreviewSample; step: PreviewStep; onReveal?: () => void }) {
  const { op, picture, drawn, output } = step;
  return (
    <Explained
      caption={op}
      size={`${output.width}×${output.height}`}
      lines={drawnLines(drawn)}
      {...(onReveal ? { action: { label: t("recipe.showInRecipe", { operation: op }), run: onReveal } } : {})}
    >
      {picture && (
        <Picture
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

function Shown({ picture, alt, caption }: { picture: PictureData; alt: string; caption: string }) {
  return (
    <figure>
      <Picture picture={picture} alt={alt} />
      <figcaption class="muted">{caption}</figcaption>
    </figure>
  );
}
