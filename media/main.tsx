import "./no-eval.ts";
import "./main.css";
import { startDashboard } from "./dashboard/start.tsx";
import { startPreviewPage } from "./preview/start.tsx";
import { startSchedulePage } from "./schedule/start.tsx";

const pages: Record<string, (root: HTMLElement) => void | Promise<void>> = {
  dashboard: startDashboard,
  schedule: startSchedulePage,
  preview: startPreviewPage,
};

/** Starts the page that the document asks for (`data-page`), in the host that it names (`data-host`). */
const root = document.getElementById("root");
const start = pages[document.body.dataset.page ?? ""];
if (root && start) void start(root);
