import "uplot/dist/uPlot.min.css";
import "../charts/chart.css";
import "../parts/dialog.css";
import "./dashboard.css";
import "./compare/compare.css";
import "./runs-table/runs-table.css";
import "./tabs/tabs.css";
import { render } from "preact";
import { z } from "zod";
import { BrowserHost } from "../hosts/browser.ts";
import { EditorHost } from "../hosts/editor.ts";
import { SignIn } from "../hosts/sign-in.tsx";
import { language } from "../l10n/index.ts";
import { DialogPlace } from "../parts/dialog.tsx";
import { followEditorTheme, followSystemTheme, themeChoices } from "../theme/theme.ts";
import { BrowserBar } from "./browser-bar.tsx";
import { Dashboard } from "./dashboard.tsx";
import { DashboardModel } from "./model.ts";

/** The dashboard in the editor, or in a plain browser, where it asks for the token first. */
export async function startDashboard(root: HTMLElement): Promise<void> {
  if (document.body.dataset.host === "editor") {
    followEditorTheme();
    const host = new EditorHost();
    await host.start();
    language.value = host.language;
    render(<Dashboard model={new DashboardModel(host)} />, root);
    return;
  }
  const host = new BrowserHost();
  language.value = host.language;
  document.documentElement.lang = host.language;
  const model = new DashboardModel(host);
  const theme = model.state.part("theme", z.enum(themeChoices), "system");
  const apply = followSystemTheme(() => theme.peek());
  theme.subscribe(apply);
  host.start();
  render(<BrowserPage host={host} model={model} theme={theme} />, root);
}

type BarProps = Parameters<typeof BrowserBar>[0];

function BrowserPage({ host, model, theme }: BarProps & { model: DashboardModel }) {
  const wanted = host.tokenWanted.value;
  return (
    <>
      <BrowserBar host={host} theme={theme} />
      <DialogPlace />
      {wanted === null ? (
        <Dashboard model={model} />
      ) : (
        <SignIn message={wanted.message} onToken={(token) => host.signIn(token)} />
      )}
    </>
  );
}
