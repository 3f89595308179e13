/** Longer than what streams in is gathered before it is drawn (media/data/frames.ts). */
const quietMs = 400;

/**
 * Marks the body with `data-quiet` as long as nothing on the page changes, for those who take pictures of it. Two frames
 * after the pause, so that what was due in it has been drawn.
 */
export function sayWhenQuiet(root: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout>;
  const changed = () => {
    delete document.body.dataset.quiet;
    clearTimeout(timer);
    timer = setTimeout(() => {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          document.body.dataset.quiet = "";
        }),
      );
    }, quietMs);
  };
  new MutationObserver(changed).observe(root, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  changed();
}
