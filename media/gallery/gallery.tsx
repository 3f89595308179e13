import type { ReadonlySignal } from "@preact/signals";
import { language } from "../l10n/index.ts";
import { type SectionName, sectionNamed, sectionNames } from "./section-list.ts";
import { sections } from "./sections/index.ts";

const themes = ["light", "dark", "high-contrast", "high-contrast-light"] as const;

/** The sections to choose from, and the one that the address names. */
export function Gallery({ shown }: { shown: ReadonlySignal<SectionName> }) {
  const name = shown.value;
  const Content = sections[name];
  const address = new URLSearchParams(location.search);
  const link = (parameter: string, value: string) => {
    const other = new URLSearchParams(address);
    other.set(parameter, value);
    return `?${other}#${name}`;
  };
  return (
    <div class="gallery">
      {!address.has("bare") && (
        <nav aria-label="Sections">
          <p>
            {themes.map((theme) => (
              <a key={theme} href={link("theme", theme)}>
                {theme}
              </a>
            ))}
            {(["en", "ko"] as const).map((each) => (
              <a key={each} href={link("lang", each)}>
                {each}
              </a>
            ))}
          </p>
          <ul>
            {sectionNames.map((each) => (
              <li key={each}>
                <a href={`#${each}`} aria-current={each === name ? "page" : undefined}>
                  {sectionNamed(each).title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <article data-section={name} key={`${name} ${language.value}`} aria-label={sectionNamed(name).title}>
        <Content />
      </article>
    </div>
  );
}
