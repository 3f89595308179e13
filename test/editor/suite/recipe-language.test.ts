import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import {
  closeAll,
  diagnosed,
  eventually,
  range,
  untitledRecipe,
  workspaceRecipe,
  workspaceUri,
} from "../support/recipes.ts";

const { executeCommand } = vscode.commands;

async function completions(marked: string): Promise<vscode.CompletionItem[]> {
  const { document, position } = await untitledRecipe(marked);
  const list = await executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
  );
  return list.items;
}

async function hover(marked: string): Promise<string> {
  const { document, position } = await untitledRecipe(marked);
  const hovers = await executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position);
  return hovers.flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value)).join("\n");
}

describe("recipe: completion", () => {
  afterEach(closeAll);

  it("proposes the fields that are not there, each with its value", async () => {
    const items = await completions('{"training": {"batchSize": 8, ▸}}');
    const epochs = items.find(({ label }) => label === "epochs");
    assert(epochs, `epochs among ${items.map(({ label }) => label).join(", ")}`);
    assert(!items.some(({ label }) => label === "batchSize"));
    assert(epochs.insertText instanceof vscode.SnippetString);
    assert.equal(epochs.insertText.value, ['"epochs": $', "{1:120}"].join(""));
    assert.match((epochs.documentation as vscode.MarkdownString).value, /§2\.1/);
  });

  it("what is chosen is written where it belongs", async () => {
    const { document, position } = await untitledRecipe('{\n  "training": {"batchSize": 8},\n  ▸\n  "name": "x"\n}');
    const editor = vscode.window.activeTextEditor;
    assert(editor?.document === document);
    editor.selection = new vscode.Selection(position, position);
    await executeCommand("workbench.action.focusActiveEditorGroup");
    await executeCommand("type", { text: '"los' });
    assert.match(document.getText(), /"los/);
    await eventually("the completion to be written", async () => {
      await executeCommand("editor.action.triggerSuggest");
      await new Promise((resolve) => setTimeout(resolve, 300));
      await executeCommand("acceptSelectedSuggestion");
      return document.getText().includes('"loss": {') ? true : undefined;
    });
    assert.match(document.getText(), /"loss": \{.*\},\n {2}"name": "x"/s);
  });

  it("operations come as whole objects, presets and recipes at extends", async () => {
    const operations = await completions('{"augmentation": {"validation": [▸]}}');
    const names = operations.map(({ label }) => label).filter((label) => typeof label === "string");
    assert.deepEqual(names.slice(0, 4), ["resize", "resizeShorterEdge", "centerCrop", "normalize"]);
    const bases = (await completions('{"extends": "▸"}')).map(({ label }) => label);
    for (const base of ["paper:baseline", "small:efficient", "small.recipe.json"]) assert(bases.includes(base), base);
  });
});

describe("recipe: hover", () => {
  afterEach(closeAll);

  it("explains a field: title, text, default, unit, range, source", async () => {
    const text = await hover('{"training": {"ep▸ochs": 5}}');
    for (const part of ["Epochs", "`training.epochs`", "`120`", "epochs", "from 1 to 100000", "§2.1"])
      assert(text.includes(part), `${part} in ${text}`);
  });
  it("says what a base says", async () => {
    assert.match(
      await hover('{"extends": "small:baseline", "training": {"ep▸ochs": 5}}'),
      /Inherited: `30` \(`small:baseline`\)/,
    );
  });
  it("runs nothing that a recipe says", async () => {
    const { document, position } = await untitledRecipe(
      '{"extends": "[x](command:workbench.action.quit)", "na▸me": 1}',
    );
    const hovers = await executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position);
    for (const { contents } of hovers)
      for (const each of contents) {
        assert.notEqual((each as vscode.MarkdownString).isTrusted, true);
        assert.notEqual((each as vscode.MarkdownString).supportHtml, true);
      }
  });
});

describe("recipe: problems", () => {
  afterEach(closeAll);

  it("show where they are, with a code that leads to its page", async () => {
    const document = await vscode.workspace.openTextDocument(workspaceUri("broken.recipe.json"));
    const [first, second] = await diagnosed(document, ["unknown-field", "wrong-type"]);
    assert.equal(document.getText(first?.range), '"optimiser"');
    assert.equal(document.getText(second?.range), '"ten"');
    assert(typeof first?.code === "object");
    const page = await vscode.workspace.openTextDocument(first.code.target);
    assert.match(page.getText(), /^# unknown-field/);
  });

  it("come and go while one types, in a file that is saved nowhere", async () => {
    const { document } = await untitledRecipe('{"training": {"epochs": 0}}');
    await diagnosed(document, ["out-of-range"]);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range(document), '{"training": {"epochs": 200}}');
    await vscode.workspace.applyEdit(edit);
    await diagnosed(document, []);
  });

  it("of a base show at extends and lead there; edits of it that are not saved count", async () => {
    const base = await workspaceRecipe("a-base.recipe.json", '{"training": {"epochs": 120}}');
    const document = await workspaceRecipe("derived.recipe.json", '{\n  "extends": "a-base.recipe.json"\n}');
    await diagnosed(document, []);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(base.uri, range(base), '{"training": {"epochs": "many"}}');
    await vscode.workspace.applyEdit(edit);
    const [found] = await diagnosed(document, ["wrong-type"]);
    assert.equal(document.getText(found?.range), '"a-base.recipe.json"');
    const [related] = found?.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), base.uri.toString());
    assert.equal(base.getText(related?.location.range), '"many"');
    await vscode.window.showTextDocument(base);
    await executeCommand("workbench.action.files.revert");
    await diagnosed(document, []);
  });

  it("a base that is changed on disk counts", async () => {
    const document = await workspaceRecipe("on-disk.recipe.json", '{"extends": "late.recipe.json"}');
    await diagnosed(document, ["extends-unreadable"]);
    await vscode.workspace.fs.writeFile(workspaceUri("late.recipe.json"), Buffer.from("{}"));
    await diagnosed(document, []);
  });
});

describe("recipe: fixes", () => {
  afterEach(closeAll);

  const cases: [code: string, text: string, title: RegExp][] = [
    ["unknown-field", '{"trainig": {"epochs": 120}}', /Rename to "training"/],
    ["wrong-value", '{"model": {"variant": "origina"}}', /Change to "original"/],
    ["unknown-preset", '{"extends": "paper:baselin"}', /Change to "paper:baseline"/],
    [
      "large-batch-without-scaling",
      '{\n  "extends": "paper:efficient", // large batches\n  "learningRate": {"linearScaling": false}\n}',
      /linear scaling/,
    ],
    [
      "scaling-without-warmup",
      '{"extends": "paper:efficient", "learningRate": {"warmup": {"epochs": 0}}}',
      /Warm up over 5 epochs/,
    ],
    ["normalize-missing", '{"augmentation": {"train": [{"op": "randomResizedCrop"}]}}', /normalize/],
  ];
  for (const [code, text, title] of cases)
    it(`${code}: taken, the problem is gone`, async () => {
      const { document } = await untitledRecipe(text);
      const [problem] = await diagnosed(document, [code]);
      assert(problem);
      const actions = await executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        problem.range,
      );
      const action = actions.find((each) => title.test(each.title));
      assert(action?.edit, `a fix among ${actions.map((each) => each.title).join(", ")}`);
      await vscode.workspace.applyEdit(action.edit);
      await diagnosed(document, []);
      assert.equal(document.getText().includes("// large batches"), text.includes("// large batches"));
    });

  it("all at once, also when a file is saved", async () => {
    const text = '{\n  // large\n  "trainig": {"batchsize": 1024}, "extends": "paper:baselin"\n}';
    const { document } = await untitledRecipe(text);
    await diagnosed(document, ["unknown-field", "unknown-preset"]);
    const kind = vscode.CodeActionKind.SourceFixAll.value;
    const actions = await executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range(document),
      kind,
    );
    assert(actions[0]?.edit);
    await vscode.workspace.applyEdit(actions[0].edit);
    await diagnosed(document, []);
    assert(document.getText().includes("// large"));
  });
});

describe("recipe: what values mean", () => {
  afterEach(closeAll);

  async function hints(text: string): Promise<string[]> {
    const { document } = await untitledRecipe(text);
    const found = await executeCommand<vscode.InlayHint[]>(
      "vscode.executeInlayHintProvider",
      document.uri,
      range(document),
    );
    return found.map(({ label }) => String(label));
  }
  const text =
    '{"extends": "paper:efficient", "model": {"architecture": "resnet50"}, "learningRate": {"initial": 0.1}}';
  it("hints say the peak rate and the number of parameters", async () => {
    assert.deepEqual((await hints(text)).toSorted(), ["25.6 M parameters", "peak 0.4 = 0.1 × 1024/256"]);
  });
  it("a setting switches them off", async () => {
    const settings = vscode.workspace.getConfiguration("recipeLab");
    await settings.update("inlayHints", false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await hints(text), []);
    } finally {
      await settings.update("inlayHints", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

describe("recipe: around the text", () => {
  afterEach(closeAll);

  it("above line 1 stands what can be done", async () => {
    const { document } = await untitledRecipe("{}");
    const lenses = await executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 10);
    // What stands between a picture and its words is for the eye.
    const titles = lenses.map(({ command }) => (command?.title ?? "").replaceAll(/\s+/g, " "));
    assert.match(titles[0] ?? "", /^\$\(play\) Run Experiment/);
    assert.deepEqual(titles.slice(1), [
      "$(device-camera) Preview Augmentations",
      "$(graph-line) Plot Schedule",
      "$(git-compare) Compare with…",
    ]);
    const known = await vscode.commands.getCommands(true);
    for (const { command } of lenses) assert(known.includes(command?.command ?? ""), command?.command);
  });

  it("the outline names fields and operations", async () => {
    const { document } = await untitledRecipe('{"name": "x", "augmentation": {"train": [{"op": "cutout"}]}}');
    const [name, augmentation] = await executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assert.equal(name?.name, "name");
    assert.equal(augmentation?.children[0]?.children[0]?.name, "cutout");
  });

  it("extends leads to the file, and to the preset with every field", async () => {
    const follow = async (marked: string): Promise<vscode.Uri | undefined> => {
      const { document, position } = await untitledRecipe(marked);
      const links = await executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        "vscode.executeDefinitionProvider",
        document.uri,
        position,
      );
      const [link] = links;
      return link && ("targetUri" in link ? link.targetUri : link.uri);
    };
    const file = await follow('{"extends": "small▸.recipe.json"}');
    assert.equal(file?.toString(), workspaceUri("small.recipe.json").toString());
    const preset = await follow('{"extends": "paper▸:efficient"}');
    assert(preset);
    const document = await vscode.workspace.openTextDocument(preset);
    assert.equal(document.languageId, "recipe");
    assert.match(document.getText(), /"batchSize": 1024/);
    assert.match(document.getText(), /"maxPixels": 50000000/);
    assert.deepEqual(vscode.languages.getDiagnostics(preset), []);
  });

  it("formatting indents and keeps what a person has on one line", async () => {
    const { document } = await untitledRecipe('{\n"training":{"epochs":5},\n      "name":"x"\n}');
    const edits = await executeCommand<vscode.TextEdit[]>("vscode.executeFormatDocumentProvider", document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), '{\n  "training": { "epochs": 5 },\n  "name": "x"\n}');
  });
});

describe("study", () => {
  afterEach(closeAll);

  it("is checked together with its recipe, completed and explained", async () => {
    const text = '{\n  "recipe": "small.recipe.json",\n  "variants": [{"name": "a", "set": {"training.epoch": 5}}]\n}';
    const document = await workspaceRecipe("mine.study.json", text);
    assert.equal(document.languageId, "recipe");
    const [problem] = await diagnosed(document, ["unknown-field"]);
    assert.equal(document.getText(problem?.range), '"training.epoch"');
    const position = document.positionAt(text.indexOf('"training.epoch"') + 3);
    const { items } = await executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position,
    );
    assert(items.some(({ label }) => label === "training.epochs"));
    const hovers = await executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      document.positionAt(5),
    );
    const [content] = hovers[0]?.contents ?? [];
    assert(content instanceof vscode.MarkdownString && content.value.includes("**Recipe**"));
    const lenses = await executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
    assert.deepEqual(lenses, []);
  });
});
