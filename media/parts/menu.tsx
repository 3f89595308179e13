import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { report } from "./notices.ts";

export interface MenuItem {
  label: string;
  run: () => void | Promise<void>;
  disabled?: boolean;
}

/** A button that opens a list of commands: arrows move in it, Escape and a click elsewhere close it. */
export function Menu({ label, items, text = "⋯" }: { label: string; items: readonly MenuItem[]; text?: string }) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = (refocus: boolean) => {
    open.value = false;
    if (refocus) button.current?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    list.current?.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
    const onDown = (event: Event) => {
      const target = event.target as Node;
      if (!list.current?.contains(target) && !button.current?.contains(target)) close(false);
    };
    document.addEventListener("pointerdown", onDown);
    return () => document.removeEventListener("pointerdown", onDown);
  }, [open.value]);
  const onKey = (event: KeyboardEvent) => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") close(event.key === "Escape");
    if (to === undefined) return;
    event.preventDefault();
    entries[(to + entries.length) % entries.length]?.focus();
  };
  return (
    <div class="menu">
      <button
        type="button"
        class="plain"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={id}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {text}
      </button>
      {open.value && (
        <div class="items" role="menu" id={id} ref={list} aria-label={label} onKeyDown={onKey}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              class="plain"
              disabled={item.disabled}
              onClick={() => {
                close(true);
                report(async () => item.run());
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
