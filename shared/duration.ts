import type { Language } from "./language.ts";

const units = {
  en: { second: " s", minute: " min", hour: " h", day: " d" },
  ko: { second: "초", minute: "분", hour: "시간", day: "일" },
} as const satisfies Record<Language, Record<string, string>>;

/** A duration as people say it, two units at most: "0.4 s", "48 s", "3 min 20 s", "13 h 04 min", "2 d 3 h". */
export function duration(seconds: number, language: Language = "en"): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  const { second, minute, hour, day } = units[language];
  if (seconds < 9.95) return `${seconds.toFixed(1)}${second}`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole}${second}`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}${minute} ${two(whole % 60)}${second}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}${hour} ${two(minutes % 60)}${minute}`;
  const hours = Math.round(seconds / 3_600);
  return `${Math.floor(hours / 24)}${day} ${hours % 24}${hour}`;
}
