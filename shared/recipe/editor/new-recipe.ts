import type { Language, Text } from "../../language.ts";
import { presetNotes } from "../presets/index.ts";
import type { DataFormat } from "../sections/data.ts";
import { escaped } from "./snippet.ts";
import { presetRecipe } from "./written-out.ts";

export interface NewRecipe {
  name: string;
  /** A preset's name. */
  preset: string;
  format: DataFormat;
}

interface FormatNotes {
  title: Text;
  /** What the folder holds. */
  data: Text;
  /** Where the images are, to begin with; null where the format brings its own validation images. */
  train: string;
  validation: string | null;
}

/** What a person chooses between when a recipe begins; a format that is missing here does not compile. */
export const formatNotes = {
  imagefolder: {
    title: { en: "Image folder: a folder for each class", ko: "이미지 폴더: 클래스마다 폴더 하나" },
    data: {
      en: "A folder for each class, JPEG, PNG or WebP inside.",
      ko: "클래스마다 폴더 하나, 그 안에 JPEG, PNG, WebP 이미지.",
    },
    train: "data/train",
    validation: "data/validation",
  },
  idx: {
    title: { en: "idx: the files of MNIST and Fashion-MNIST", ko: "idx: MNIST, Fashion-MNIST 파일" },
    data: { en: "The folder with the four idx files, also gzipped.", ko: "idx 파일 네 개가 있는 폴더(gzip도 가능)." },
    train: "data/fashion-mnist",
    validation: null,
  },
  cifar: {
    title: { en: "CIFAR: the binary version of CIFAR-10 or CIFAR-100", ko: "CIFAR: CIFAR-10, CIFAR-100 바이너리 버전" },
    data: { en: "The unpacked folder of the binary version.", ko: "바이너리 버전의 압축을 푼 폴더." },
    train: "data/cifar-10-batches-bin",
    validation: null,
  },
  packed: {
    title: { en: "Packed: made by “recipe-lab dataset pack”", ko: "packed: ‘recipe-lab dataset pack’으로 만든 데이터" },
    data: { en: "A folder that `recipe-lab dataset pack` has made.", ko: "`recipe-lab dataset pack`으로 만든 폴더." },
    train: "data/train.pack",
    validation: "data/validation.pack",
  },
} as const satisfies Record<DataFormat, FormatNotes>;

const comments = {
  data: {
    en: "Paths are relative to this file; on another machine, to the runner's data folder.",
    ko: "경로는 이 파일 기준이며, 다른 컴퓨터에서는 러너의 데이터 폴더 기준입니다.",
  },
  ownTest: { en: "The format brings its own test images.", ko: "이 형식에는 테스트 이미지가 포함되어 있습니다." },
  training: {
    en: "All else is the preset's: Ctrl+click its name to read it, and write here what differs.",
    ko: "나머지는 프리셋을 따릅니다. 프리셋 이름을 Ctrl+클릭하면 볼 수 있고, 다른 부분만 여기에 쓰세요.",
  },
} as const satisfies Record<string, Text>;

/** The text of a new recipe as a snippet, with comments and the places to fill in. */
export function newRecipeSnippet({ name, preset, format }: NewRecipe, language: Language): string {
  const notes: FormatNotes = formatNotes[format];
  const base = presetRecipe(preset);
  if (!base) throw new RangeError(`expected the name of a preset, received ${JSON.stringify(preset)}`);
  const about = presetNotes[preset as keyof typeof presetNotes];
  const { epochs, batchSize } = base.training;
  const say = (text: Text): string => escaped(text[language]);
  const validation =
    notes.validation === null
      ? [`    // ${say(comments.ownTest)}`]
      : [`    "validation": "\${2:${escaped(notes.validation)}}"`];
  return [
    `// ${say(about.title)}: ${say(about.text)}`,
    "{",
    `  "name": ${escaped(JSON.stringify(name))},`,
    `  "extends": ${escaped(JSON.stringify(preset))},`,
    `  // ${say(comments.data)}`,
    '  "data": {',
    `    "format": ${JSON.stringify(format)},`,
    `    // ${say(notes.data)}`,
    `    "train": "\${1:${escaped(notes.train)}}"${notes.validation === null ? "" : ","}`,
    ...validation,
    "  },",
    `  // ${say(comments.training)}`,
    '  "training": {',
    `    "epochs": \${3:${epochs}},`,
    `    "batchSize": \${4:${JSON.stringify(batchSize)}}`,
    "  }",
    "}",
    "",
  ].join("\n");
}
