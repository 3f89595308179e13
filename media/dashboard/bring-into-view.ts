/** So long what is still being read may push an element away. */
const settledAfterMs = 3_000;

/**
 * Scrolls to an element, and again while the page around it still grows, until the person does something. Returns how to
 * end it.
 */
export function bringIntoView(element: HTMLElement): () => void {
  const ends = new AbortController();
  const end = () => ends.abort();
  const observer = new ResizeObserver(() => element.scrollIntoView({ block: "start" }));
  observer.observe(document.body);
  for (const gesture of ["wheel", "pointerdown", "keydown", "touchmove"])
    addEventListener(gesture, end, { signal: ends.signal, passive: true });
  const timer = setTimeout(end, settledAfterMs);
  ends.signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  return end;
}
