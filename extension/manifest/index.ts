import type { Language, Text } from "../../shared/language.ts";
import { type CommandNotes, commandId, commands } from "./commands.ts";
import { configurationDefaults, grammars, languages } from "./languages.ts";
import { keybindings, menus } from "./menus.ts";
import { type SettingNotes, settings } from "./settings.ts";
import { container, type ViewName, viewId, views, welcomes } from "./views.ts";
import { walkthrough, walkthroughSteps } from "./walkthrough.ts";

/**
 * What package.json says about the extension, made from the lists in this folder by `npm run generate`; texts become
 * "%key%" there and stand in package.nls.json and package.nls.ko.json. A test fails where the files are stale.
 */
export interface Manifest {
  contributes: Record<string, unknown>;
  texts: Readonly<Record<Language, Readonly<Record<string, string>>>>;
}

/** Texts that package.json refers to outside of `contributes`. */
const fixedTexts = {
  en: {
    untrusted:
      "Recipes are explained, checked and drawn. No runner is contacted or started until the workspace is trusted.",
    virtual: "Recipes are explained, checked and drawn. Data, bases and a runner of this machine need files on disk.",
  },
  ko: {
    untrusted:
      "레시피 설명, 검사, 그래프는 동작합니다. 작업 영역을 신뢰하기 전에는 러너에 연결하거나 러너를 시작하지 않습니다.",
    virtual:
      "레시피 설명, 검사, 그래프는 동작합니다. 데이터와 기반 레시피, 이 컴퓨터의 러너에는 디스크의 파일이 필요합니다.",
  },
} as const satisfies Record<Language, Record<string, string>>;

export function createManifest(): Manifest {
  const texts: Record<Language, Record<string, string>> = { en: { ...fixedTexts.en }, ko: { ...fixedTexts.ko } };
  const say = (key: string, text: Text): string => {
    texts.en[key] = text.en;
    texts.ko[key] = text.ko;
    return `%${key}%`;
  };
  const contributes = {
    languages,
    grammars,
    configurationDefaults,
    commands: commandEntries().map(([name, { title, icon }]) => ({
      command: commandId(name),
      category: "Recipe Lab",
      title: say(`command.${name}`, title),
      ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    })),
    keybindings: keybindings.map(({ command, ...keys }) => ({ command: commandId(command), ...keys })),
    menus: {
      ...Object.fromEntries(
        Object.entries(menus).map(([menu, items]) => [
          menu,
          items.map(({ command, ...item }) => ({ command: commandId(command), ...item })),
        ]),
      ),
      commandPalette: commandEntries().flatMap(([name, { palette }]) =>
        palette === undefined ? [] : [{ command: commandId(name), when: palette === false ? "false" : palette }],
      ),
    },
    viewsContainers: {
      activitybar: [{ id: container.id, title: say("container", container.title), icon: container.icon }],
    },
    views: {
      [container.id]: Object.entries(views).map(([name, view]) => ({
        id: viewId(name as ViewName),
        name: say(`view.${name}`, view.name),
        initialSize: view.size,
      })),
    },
    viewsWelcome: welcomes.map(({ view, when, contents }, index) => ({
      view: viewId(view),
      ...(when === undefined ? {} : { when }),
      contents: say(`welcome.${index + 1}`, contents),
    })),
    configuration: {
      title: "Recipe Lab",
      properties: Object.fromEntries(
        Object.entries(settings as Record<string, SettingNotes>).map(([name, { description, schema, scope }]) => [
          `recipeLab.${name}`,
          { ...schema, scope, markdownDescription: say(`setting.${name}`, description) },
        ]),
      ),
    },
    walkthroughs: [
      {
        id: walkthrough.id,
        title: say("walkthrough", walkthrough.title),
        description: say("walkthrough.description", walkthrough.description),
        steps: Object.entries(walkthroughSteps).map(([id, { title, description, picture, alt, completionEvents }]) => ({
          id,
          title: say(`walkthrough.${id}`, title),
          description: say(`walkthrough.${id}.description`, description),
          media: { image: pictures(picture), altText: say(`walkthrough.${id}.alt`, alt) },
          completionEvents,
        })),
      },
    ],
  };
  return { contributes, texts };
}

/** A picture for each kind of theme. */
function pictures(name: string): Record<"dark" | "light" | "hc" | "hcLight", string> {
  const [dark, light] = [`docs/images/${name}-dark.png`, `docs/images/${name}-light.png`];
  return { dark, light, hc: dark, hcLight: light };
}

function commandEntries(): [keyof typeof commands, CommandNotes][] {
  return Object.entries(commands) as [keyof typeof commands, CommandNotes][];
}

/** The files that `npm run generate` makes of it, by path from the root; `packageJson` is the text that is there now. */
export function manifestFiles(packageJson: string): Record<string, string> {
  const { contributes, texts } = createManifest();
  const manifest = JSON.parse(packageJson) as Record<string, unknown>;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    "package.json": json({ ...manifest, contributes }),
    "package.nls.json": json(texts.en),
    "package.nls.ko.json": json(texts.ko),
  };
}
