import { t } from "../l10n/index.ts";
import { Menu, type MenuItem } from "../parts/menu.tsx";

interface Props {
  /** Names the files. */
  id: string;
  title: string;
  /** Null where there is nothing to save. */
  png: () => Promise<Uint8Array<ArrayBuffer> | null>;
  svg: () => string | null;
  csv: () => string | Promise<string>;
  save: (fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string) => void;
  /** What else the menu has. */
  more?: readonly MenuItem[];
}

/** Saves a chart as a picture of its pixels, as a drawing, or as numbers. */
export function SaveMenu({ id, title, png, svg, csv, save, more = [] }: Props) {
  const text = (content: string) => new TextEncoder().encode(content);
  return (
    <Menu
      label={t("chart.menu", { title })}
      items={[
        {
          label: t("chart.savePng"),
          run: async () => {
            const bytes = await png();
            if (bytes !== null) save(`${id}.png`, bytes, "image/png");
          },
        },
        {
          label: t("chart.saveSvg"),
          run: () => {
            const drawing = svg();
            if (drawing !== null) save(`${id}.svg`, text(drawing), "image/svg+xml");
          },
        },
        { label: t("chart.saveCsv"), run: async () => save(`${id}.csv`, text(await csv()), "text/csv") },
        ...more,
      ]}
    />
  );
}
