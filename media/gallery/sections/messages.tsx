import { useEffect, useRef } from "preact/hooks";
import { Banner } from "../../dashboard/banner.tsx";
import { SignIn } from "../../hosts/sign-in.tsx";
import { t } from "../../l10n/index.ts";
import { DialogPlace } from "../../parts/dialog.tsx";
import { Menu } from "../../parts/menu.tsx";
import { type Notice, notice } from "../../parts/notices.ts";
import { askChoice, askText } from "../../parts/questions.tsx";
import { names } from "../derived.ts";
import { useModel } from "../pages.tsx";
import { Specimen } from "../specimen.tsx";

const why =
  "Nothing answers at http://gpu-box:8080. Is the runner running? Trying again within 12 seconds. What you see is what was known last.";

function Unreachable() {
  const model = useModel({
    runners: [
      { id: "a", name: "gpu-box", state: "unreachable", message: why },
      { id: "b", name: names.long, state: "unreachable" },
      { id: "c", name: names.hebrew, state: "unreachable", message: names.html },
    ],
  });
  return <Banner model={model} />;
}

function Said({ said }: { said: Notice }) {
  const model = useModel();
  useEffect(() => {
    notice.value = said;
  }, []);
  return <Banner model={model} />;
}

/** A menu as it is when somebody has opened it. */
function OpenMenu() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector("button")?.click(), []);
  const items = ["chart.savePng", "chart.saveSvg", "chart.saveCsv", "chart.reset"] as const;
  return (
    <div ref={place} class="room">
      <Menu
        label={t("run.more")}
        items={items.map((key, i) => ({ label: t(key), run: () => {}, disabled: i === 2 }))}
      />
    </div>
  );
}

const info = (text: string): Notice => ({
  kind: "info",
  text,
  action: { label: t("undo"), run: async () => {} },
});

const Messages = () => (
  <>
    <Specimen title="runners that cannot be reached">
      <Unreachable />
    </Specimen>
    <Specimen title="a menu">
      <OpenMenu />
    </Specimen>
  </>
);
/** What a browser asks where the editor has dialogs of its own. */
function Question({ ask }: { ask: () => Promise<unknown> }) {
  useEffect(() => void ask(), []);
  return (
    <div class="stage">
      <DialogPlace />
    </div>
  );
}

const rename = () => askText({ title: t("run.rename"), label: t("runs.name"), value: names.hebrew, wrong: () => null });
const choose = () =>
  askChoice({ title: names.long, note: why, agree: t("run.resume"), choices: Object.values(names).slice(2) });

const SignInAgain = () => <SignIn message={t("signIn.wrong")} onToken={() => {}} />;

export const messageSections = {
  messages: Messages,
  "notice-info": () => <Said said={info(t("run.deleted", { name: names.long.slice(0, 100) }))} />,
  "notice-error": () => <Said said={{ kind: "error", text: `${why} ${names.unbroken}` }} />,
  "dialog-text": () => <Question ask={rename} />,
  "dialog-choice": () => <Question ask={choose} />,
  "sign-in": SignInAgain,
  "sign-in-korean": SignInAgain,
};
