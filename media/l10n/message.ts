/** A message for people: a text with {names} in braces, or one for each plural form of {count}. */
export type Message = string | { one: string; other: string };

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The names whose values a message needs. */
export type NamesOf<M extends Message> = M extends string
  ? NamesIn<M>
  : M extends { one: string; other: string }
    ? NamesIn<M["one"]> | NamesIn<M["other"]> | "count"
    : never;

/** Chooses the plural form by `count` and puts the values into their places. */
export function fill(message: Message, values: Readonly<Record<string, string | number>>, locale: string): string {
  const text = typeof message === "string" ? message : pluralForm(message, Number(values.count), locale);
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === "number" ? value.toLocaleString(locale) : value;
  });
}

function pluralForm(message: Exclude<Message, string>, count: number, locale: string): string {
  return new Intl.PluralRules(locale).select(count) === "one" ? message.one : message.other;
}
