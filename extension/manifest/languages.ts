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
