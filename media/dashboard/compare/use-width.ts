import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** An element's width in pixels, as it changes; 0 until it is on the page. */
export function useWidth(): { element: RefObject<HTMLDivElement | null>; width: Signal<number> } {
  const element = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      width.value = Math.floor(entry?.contentRect.width ?? 0);
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}
