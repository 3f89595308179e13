import type { Text } from "../../shared/language.ts";

export interface WalkthroughStep {
  title: Text;
  /** __italic__, ``code`` and [links](command:…); a link to a command is a button where it stands in a line of its own. */
  description: Text;
  /** Pictures in docs/images/, NAME-dark.png and NAME-light.png. */
  picture: string;
  alt: Text;
  /** The step is ticked when one of these happens. */
  completionEvents: readonly string[];
}

/** From the installed extension to the first run on another machine. extension/progress.ts says what has been reached. */
export const walkthrough = {
  id: "start",
  title: { en: "Get Started with Recipe Lab", ko: "Recipe Lab 시작하기" },
  description: {
    en: "From an example recipe to a run on your GPU machine.",
    ko: "예제 레시피에서 GPU 컴퓨터의 실행까지 안내합니다.",
  },
} as const;

export const walkthroughSteps = {
  openExample: {
    title: { en: "Open an example recipe", ko: "예제 레시피 열기" },
    description: {
      en: "A recipe is a JSON file that says how a classifier is trained: data, augmentation, model, learning rate. __shapes__ needs nothing to be fetched: its images are drawn here.\n[Open the Example](command:recipeLab.openExample?%5B%22shapes.recipe.json%22%5D)\nYours begins with [New Recipe](command:recipeLab.newRecipe).",
      ko: "레시피는 분류기를 어떻게 학습할지 적은 JSON 파일입니다: 데이터, 증강, 모델, 학습률. __shapes__ 예제는 이미지를 그 자리에서 그리므로 내려받을 것이 없습니다.\n[예제 열기](command:recipeLab.openExample?%5B%22shapes.recipe.json%22%5D)\n자신의 레시피는 [새 레시피](command:recipeLab.newRecipe)로 시작하세요.",
    },
    picture: "editor-recipe",
    alt: {
      en: "A recipe with commands above its first line, hints behind values, and a warning with its fix",
      ko: "첫 줄 위의 명령, 값 뒤의 힌트, 수정 방법이 있는 경고가 보이는 레시피",
    },
    completionEvents: ["onCommand:recipeLab.openExample", "onCommand:recipeLab.newRecipe"],
  },
  explore: {
    title: { en: "See what the editor knows", ko: "편집기가 아는 것 보기" },
    description: {
      en: "Hover over a field: what it is, its unit, its default, and where it comes from. What is unwise is underlined, with a fix at the light bulb. And draw the learning rate; the curve follows as you type.\n[Plot Schedule](command:recipeLab.plotSchedule)",
      ko: "필드에 마우스를 올리면 뜻, 단위, 기본값, 출처가 나옵니다. 현명하지 않은 값에는 밑줄이 그어지고 전구에 수정 방법이 있습니다. 학습률 그래프는 입력하는 대로 바뀝니다.\n[스케줄 그래프](command:recipeLab.plotSchedule)",
    },
    picture: "editor-schedule",
    alt: {
      en: "The learning rate of a recipe over epochs, and that of another laid over it",
      ko: "에폭에 따른 레시피의 학습률과 그 위에 겹친 다른 레시피의 학습률",
    },
    completionEvents: ["onCommand:recipeLab.plotSchedule"],
  },
  preview: {
    title: { en: "Look at the augmented images", ko: "증강된 이미지 보기" },
    description: {
      en: "What the network will see: your images after each operation, with the numbers that were drawn. The page starts a runner on this machine, which reads the images.\n[Preview Augmentations](command:recipeLab.previewAugmentations)",
      ko: "신경망이 보게 될 것: 연산마다의 이미지와 뽑힌 난수입니다. 이미지를 읽는 러너는 이 페이지가 이 컴퓨터에서 시작합니다.\n[데이터 증강 미리보기](command:recipeLab.previewAugmentations)",
    },
    picture: "editor-preview",
    alt: {
      en: "Images as they are and after each operation of the augmentation",
      ko: "원본 이미지와 증강 연산마다의 이미지",
    },
    completionEvents: ["onCommand:recipeLab.previewAugmentations"],
  },
  run: {
    title: { en: "Run it on this machine", ko: "이 컴퓨터에서 실행하기" },
    description: {
      en: "With the recipe open, __Run Experiment__ checks it, starts the runner that comes with the extension, and trains on the processor. Nothing else has to be installed.\n[Run Experiment](command:recipeLab.runExperiment)",
      ko: "레시피를 연 상태에서 __실험 실행__ 을 누르면 레시피를 검사하고, 확장에 포함된 러너를 시작해 프로세서로 학습합니다. 따로 설치할 것이 없습니다.\n[실험 실행](command:recipeLab.runExperiment)",
    },
    picture: "editor-dashboard",
    alt: {
      en: "A recipe with its run beside it: state, latest values, and curves; runners and runs in the side bar",
      ko: "레시피와 그 옆의 실행: 상태, 최신 값, 곡선; 사이드바의 러너와 실행 목록",
    },
    completionEvents: ["onContext:recipeLab.hasRuns"],
  },
  watch: {
    title: { en: "Watch it learn", ko: "학습 지켜보기" },
    description: {
      en: "The dashboard moves with the run. Zoom with the wheel, drag to pan, read values with the arrow keys; a chart saves itself as PNG, SVG or CSV. The status bar has the latest figures; a click on them opens the dashboard.\n[Open Dashboard](command:recipeLab.openDashboard)",
      ko: "대시보드는 실행과 함께 움직입니다. 휠로 확대하고, 끌어서 이동하고, 화살표 키로 값을 읽습니다. 차트는 PNG, SVG, CSV로 저장됩니다. 상태 표시줄의 최신 수치를 누르면 대시보드가 열립니다.\n[대시보드 열기](command:recipeLab.openDashboard)",
    },
    picture: "dashboard",
    alt: {
      en: "The dashboard of a run: six charts and the table of runs",
      ko: "실행의 대시보드: 차트 여섯 개와 실행 표",
    },
    completionEvents: ["onCommand:recipeLab.openDashboard", "onContext:activeWebviewPanelId == recipeLab.dashboard"],
  },
  compare: {
    title: { en: "Compare two runs", ko: "두 실행 비교하기" },
    description: {
      en: "Change a value and run again. Then select both runs in the view __Runs__ and choose __Compare Selected Runs__: their curves lie over each other, and the table shows the fields in which their recipes differ.\n[Compare Runs](command:recipeLab.compareRuns)",
      ko: "값을 바꿔 다시 실행하세요. 그런 다음 __실행__ 뷰에서 둘을 선택하고 __선택한 실행 비교__ 를 누르면 곡선이 겹쳐지고, 표에는 두 레시피에서 다른 필드가 나옵니다.\n[실행 비교](command:recipeLab.compareRuns)",
    },
    picture: "editor-compare",
    alt: { en: "The curves of two runs over each other", ko: "겹쳐진 두 실행의 곡선" },
    completionEvents: ["onCommand:recipeLab.compareRuns"],
  },
  addRunner: {
    title: { en: "Add your GPU machine", ko: "GPU 컴퓨터 추가하기" },
    description: {
      en: "On the GPU machine, ``recipe-lab serve`` prints an address and where its token is. Add both here; the connection is tested, and what is wrong with it is said. Then __Run Experiment__ asks which runner is meant.\n[Add Runner](command:recipeLab.addRunner)",
      ko: "GPU 컴퓨터에서 ``recipe-lab serve``를 실행하면 주소와 토큰의 위치가 출력됩니다. 여기에 둘을 추가하면 연결을 테스트하고 문제를 알려 줍니다. 그다음 __실험 실행__ 은 어느 러너에서 실행할지 묻습니다.\n[러너 추가](command:recipeLab.addRunner)",
    },
    picture: "editor-add-runner",
    alt: { en: "The address of a runner is asked for", ko: "러너의 주소를 묻는 입력란" },
    completionEvents: ["onContext:recipeLab.hasRemoteRunner"],
  },
  comeBack: {
    title: { en: "Close the window, and come back", ko: "창을 닫고 다시 돌아오기" },
    description: {
      en: "A run belongs to its runner: it trains on when the window is closed. Open the editor again, tomorrow or on another day: the view __Runs__ has it, and its curve is whole.\n[Show Runs](command:recipeLab.runs.focus)",
      ko: "실행은 러너의 것이므로 창을 닫아도 학습은 계속됩니다. 내일이든 언제든 편집기를 다시 열면 __실행__ 뷰에 그대로 있고, 곡선도 빠짐없이 남아 있습니다.\n[실행 보기](command:recipeLab.runs.focus)",
    },
    picture: "editor-finished",
    alt: {
      en: "A notification says how a run has ended, and offers to open it or compare it",
      ko: "실행의 결과를 알리고 열기와 비교를 제안하는 알림",
    },
    completionEvents: ["onContext:recipeLab.cameBack"],
  },
} as const satisfies Record<string, WalkthroughStep>;
