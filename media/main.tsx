import "./main.css";
import { render } from "preact";
import { startPreviewPage } from "./preview/start.tsx";
import { startSchedulePage } from "./schedule/start.tsx";

/** The pages of the bundle, by the `data-page` of the document. */
const pages: Readonly<Record<string, (root: HTMLElement) => void>> = {
  dashboard: (root) => render(<main>Recipe Lab</main>, root),
  schedule: startSchedulePage,
  preview: startPreviewPage,
};

/** Starts the page that the document asks for (`data-page`), in the host that it names (`data-host`). */
const root = document.getElementById("root");
if (root) pages[document.body.dataset.page ?? "dashboard"]?.(root);
