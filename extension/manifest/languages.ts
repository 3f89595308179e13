/** The language of recipe and study files: JSON with comments, of its own so that every message comes once, from us. */
export const recipeLanguage = "recipe";

export const languages = [
  {
    id: recipeLanguage,
    aliases: ["Recipe", "recipe"],
    extensions: [".recipe.json", ".study.json"],
    configuration: "./extension/language-configuration.json",
  },
];

export const grammars = [
  { language: recipeLanguage, scopeName: "source.recipe", path: "./extension/recipe.tmLanguage.json" },
];

/** How recipes are typed, where a person has not said otherwise: names and values are proposed inside of quotes too. */
export const configurationDefaults = {
  [`[${recipeLanguage}]`]: {
    "editor.quickSuggestions": { strings: true },
    "editor.suggest.insertMode": "replace",
    "editor.insertSpaces": true,
    "editor.tabSize": 2,
  },
};
