import { signal } from "@preact/signals";
import { duration } from "../../shared/duration.ts";
import type { Language } from "../../shared/language.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import { fill, type Message, type NamesOf } from "./message.ts";

/** The page's messages: `t(key, values)` gives the text in the language that is shown. */

export type MessageKey = keyof typeof en;
/** Keys of messages that say the same each time. */
export type PlainKey = {
  [Key in MessageKey]: [NamesOf<(typeof en)[Key]>] extends [never] ? Key : never;
}[MessageKey];
type ValuesOf<Key extends MessageKey> = Record<NamesOf<(typeof en)[Key]>, string | number>;
type Arguments<Key extends MessageKey> = [NamesOf<(typeof en)[Key]>] extends [never] ? [] : [values: ValuesOf<Key>];

const messages = { en, ko } satisfies Record<Language, Record<MessageKey, Message>>;

/** Set once, before anything is shown. */
export const language = signal<Language>("en");

export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Key>): string {
  return fill(messages[language.value][key], values ?? {}, language.value);
}

/** A whole number with separators of thousands. */
export const formatCount = (value: number): string => value.toLocaleString(language.value);

/** "2 h 10 min", in the language that is shown. */
export const formatDuration = (seconds: number): string => duration(seconds, language.value);

/** The local date and time; `time` in milliseconds since 1970. */
export const formatTime = (time: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "medium" }).format(time);

/** The local time alone. */
export const formatClock = (time: number): string =>
  new Intl.DateTimeFormat(language.value, { timeStyle: "medium" }).format(time);
