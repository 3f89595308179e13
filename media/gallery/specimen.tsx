import type { ComponentChildren } from "preact";

/** One state of a component, with what it is. */
export function Specimen({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <figure class="specimen">
      <figcaption class="muted">{title}</figcaption>
      {children}
    </figure>
  );
}
