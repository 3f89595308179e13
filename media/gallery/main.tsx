import "../no-eval.ts";
import "../main.css";
// Each page brings its styles.
import "../dashboard/start.tsx";
import "../schedule/start.tsx";
import "../preview/start.tsx";
import "./fonts.css";
import "./gallery.css";
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import { languageOf } from "../../shared/language.ts";
import { language } from "../l10n/index.ts";
import { notice } from "../parts/notices.ts";
import { themeVersion } from "../theme/theme.ts";
import { audit } from "./audit.ts";
import { Gallery } from "./gallery.tsx";
import { sayWhenQuiet } from "./quiet.ts";
import { sectionNamed, sectionNames } from "./section-list.ts";

/** The address says what is shown: `?theme=dark&lang=ko&bare#run-header`; `bare` leaves out the list of sections. */
const address = new URLSearchParams(location.search);
const themes: Record<string, string> = {
  light: "light",
  dark: "dark",
  "high-contrast": "contrast-dark",
  "high-contrast-light": "contrast-light",
};
document.body.dataset.theme = themes[address.get("theme") ?? ""] ?? "light";
themeVersion.value += 1;

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  notice.value = null;
  hash.value = location.hash;
});
const shown = computed(() => sectionNames.find((name) => `#${name}` === hash.value) ?? sectionNames[0]!);
effect(() => {
  language.value = sectionNamed(shown.value).language ?? languageOf(address.get("lang") ?? "en");
  document.documentElement.lang = language.value;
  document.title = `${sectionNamed(shown.value).title} – Recipe Lab gallery`;
});

// What is drawn on a canvas takes the fonts that are there at that moment.
await Promise.all([...document.fonts].map((face) => face.load()));
const root = document.getElementById("root")!;
render(<Gallery shown={shown} />, root);
sayWhenQuiet(root);
// For test/integration/gallery/.
Object.assign(globalThis, { auditGallery: () => audit(root) });
