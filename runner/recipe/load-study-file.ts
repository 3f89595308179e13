import { type LoadedStudy, loadStudy } from "../../shared/study/load-study.ts";
import { readRecipeText } from "./read-recipe-text.ts";

export const isStudy = (file: string): boolean => file.endsWith(".study.json");

/** Reads and checks a study file. Throws a UserError where it cannot be read; what is wrong in it is in `problems`. */
export function loadStudyFile(file: string): LoadedStudy {
  return loadStudy({ file, text: readRecipeText(file), readFile: readRecipeText });
}
