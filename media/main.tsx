import "./main.css";
import { render } from "preact";

/** Starts the page that the document asks for (`data-page`), in the host that it names (`data-host`). */
const root = document.getElementById("root");
if (root) render(<main>Recipe Lab</main>, root);
