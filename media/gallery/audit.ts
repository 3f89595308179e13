/**
 * What is wrong with the page for those who cannot see it well, or at all: controls and charts without a name, ids that stand
 * twice, and text that is too faint (WCAG 2.2, 1.4.3: a contrast of 4.5, of 3 where it is large).
 */
export function audit(root: HTMLElement): string[] {
  return [...nameless(root), ...doubled(root), ...faint(root)];
}

const controls =
  'a, button, input, select, textarea, progress, img, [role="application"], [role="slider"], [role="img"], [role="tab"], [role="menuitem"], [tabindex="0"]';
/** What is drawn is a picture to those who do not see it; something around it has to say of what. */
const drawings = "canvas, svg:not(.swatch)";
const sayers = '[role="application"][aria-label], [role="slider"][aria-label], [role="img"][aria-label]';

function nameless(root: HTMLElement): string[] {
  const found = [...root.querySelectorAll<HTMLElement>(controls)]
    .filter((element) => !element.closest('[aria-hidden="true"], [hidden]'))
    .filter((element) => nameOf(element) === "");
  const drawn = [...root.querySelectorAll<HTMLElement>(drawings)].filter(
    (element) => !element.closest(sayers) && element.getAttribute("aria-hidden") !== "true",
  );
  return [...found, ...drawn].map((element) => `${describe(element)} has no name`);
}

/** As assistive technology finds it, as far as these pages go. */
function nameOf(element: HTMLElement): string {
  const labelledBy = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const labels = (element as HTMLInputElement).labels ?? [];
  const candidates = [
    labelledBy.map((id) => document.getElementById(id)?.textContent ?? "").join(" "),
    element.getAttribute("aria-label"),
    [...labels].map((label) => label.textContent).join(" "),
    element.getAttribute("alt"),
    element.textContent,
    element.getAttribute("title"),
  ];
  return candidates.find((name) => (name ?? "").trim() !== "")?.trim() ?? "";
}

/** In one specimen: several of the same component have the same ids. */
function doubled(root: HTMLElement): string[] {
  const specimens = [...root.querySelectorAll<HTMLElement>(".specimen")];
  return (specimens.length === 0 ? [root] : specimens).flatMap(doubledIn);
}

function doubledIn(root: HTMLElement): string[] {
  const seen = new Set<string>();
  return [...root.querySelectorAll("[id]")].flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [`id ${id} stands twice`];
  });
}

function faint(root: HTMLElement): string[] {
  const found = new Set<string>();
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement!;
    if (!texts.currentNode.textContent?.trim() || !isRead(element)) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const background = backgroundOf(element);
    const ratio = contrast(over(rgba(style.color), background), background);
    if (ratio < (isLarge ? 3 : 4.5))
      found.add(
        `${describe(element)} "${element.textContent?.trim().slice(0, 40)}" has a contrast of ${ratio.toFixed(2)}`,
      );
  }
  return [...found];
}

/** Shapes of a drawing have no background of their own; what is switched off may be faint. */
function isRead(element: HTMLElement): boolean {
  if (element.closest("svg, :disabled, .visually-hidden, [aria-disabled='true']")) return false;
  return element.checkVisibility({ visibilityProperty: true });
}

type Color = readonly [red: number, green: number, blue: number, alpha: number];

const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;

const known = new Map<string, Color>();

/** Of any notation of CSS. */
function rgba(color: string): Color {
  const before = known.get(color);
  if (before !== undefined) return before;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  const found = [red!, green!, blue!, alpha! / 255] as const;
  known.set(color, found);
  return found;
}

function over([red, green, blue, alpha]: Color, below: Color): Color {
  const mix = (top: number, bottom: number) => top * alpha + bottom * (1 - alpha);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

function backgroundOf(element: Element | null): Color {
  if (element === null) return [255, 255, 255, 1];
  const own = rgba(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, backgroundOf(element.parentElement));
}

function luminance([red, green, blue]: Color): number {
  const linear = (value: number) =>
    value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: Color, other: Color): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function describe(element: Element): string {
  const classes = [...element.classList].map((name) => `.${name}`).join("");
  return `${element.tagName.toLowerCase()}${classes}`;
}
