/** The numbers that an operation has drawn, as lines to read: "crop.x 12", "flipped true". */
export function drawnLines(drawn: unknown): { name: string; value: string }[] {
  const lines: { name: string; value: string }[] = [];
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value) && value.every((each) => typeof each !== "object"))
      lines.push({ name, value: value.map(shown).join(", ") });
    else if (typeof value === "object" && value !== null)
      for (const [key, each] of Object.entries(value)) visit(each, name === "" ? key : `${name}.${key}`);
    else if (value !== undefined && value !== null) lines.push({ name, value: shown(value) });
  };
  visit(drawn, "");
  return lines;
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
}
