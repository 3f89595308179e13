import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ScheduleToPage, ShownSchedule } from "../../../shared/dashboard/schedule-messages.ts";
import { loadRecipe } from "../../../shared/recipe/load-recipe.ts";
import { scheduleCurve } from "../../../shared/schedules/curve.ts";
import { createSchedule } from "../../../shared/schedules/learning-rate.ts";
import { language } from "../../l10n/index.ts";
import type { Axis } from "../../schedule/points.ts";
import { SchedulePage } from "../../schedule/schedule-page.tsx";
import { names } from "../derived.ts";
import { Specimen } from "../specimen.tsx";

const images = 1_281_167;

const readFile = (path: string): string => {
  throw new Error(`A preset reads no file, but ${path} was asked for.`);
};

/** What the editor sends of a recipe. */
function shownSchedule(name: string, preset: string): ShownSchedule {
  const { recipe } = loadRecipe({
    file: "a.recipe.json",
    text: JSON.stringify({ extends: preset }),
    readFile,
  });
  if (recipe === null) throw new Error(`${preset} is not a recipe any more.`);
  const schedule = createSchedule(recipe, images);
  return {
    name,
    ...scheduleCurve(schedule),
    totalSteps: schedule.totalSteps,
    totalEpochs: schedule.epochs.length,
    warmupSteps: schedule.warmupSteps,
    warmupEpochs: recipe.learningRate.warmup.epochs,
    peakLearningRate: schedule.peakLearningRate,
  };
}

function Page({ axis = "step", ...change }: Partial<Extract<ScheduleToPage, { type: "schedule" }>> & { axis?: Axis }) {
  const shown = useMemo(
    () =>
      signal<ScheduleToPage | null>({
        type: "schedule",
        language: language.value,
        uri: "file:///a.recipe.json",
        recipe: shownSchedule("resnet50-efficient", "paper:efficient"),
        overlay: null,
        problem: null,
        images: { count: images, from: "known" },
        ...change,
      }),
    [],
  );
  const shownAxis = useMemo(() => signal<Axis>(axis), []);
  return <SchedulePage shown={shown} axis={shownAxis} post={() => {}} />;
}

const Schedule = () => (
  <>
    <Specimen title="with warm-up">
      <Page />
    </Specimen>
    <Specimen title="with another laid over, by epochs, for a data set of assumed size">
      <Page
        axis="epoch"
        overlay={shownSchedule(names.hebrew, "paper:baseline")}
        images={{ count: images, from: "assumed" }}
      />
    </Specimen>
  </>
);

const Problems = () => (
  <>
    <Specimen title="the text is no recipe now, and was one">
      <Page problem="learningRate.initial must be above 0, but is -1." />
    </Specimen>
    <Specimen title="the text was never a recipe">
      <Page recipe={null} problem="Expected a comma." />
    </Specimen>
  </>
);

export const scheduleSections = {
  schedule: Schedule,
  "schedule-problem": Problems,
  "schedule-korean": () => <Page />,
};
