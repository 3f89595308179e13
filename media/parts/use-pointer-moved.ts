import { useEffect, useRef } from "preact/hooks";

/**
 * Tells whether the pointer itself has moved, and not the page below it: browsers send the same events when what lies under
 * a resting pointer scrolls or changes, which must not take away what the keys have chosen.
 */
export function usePointerMoved(): (event: MouseEvent) => boolean {
  const last = useRef({ x: Number.NaN, y: Number.NaN });
  useEffect(() => {
    // After the listeners of what the pointer is on, which still see where it was.
    const follow = ({ screenX: x, screenY: y }: PointerEvent) => {
      last.current = { x, y };
    };
    document.addEventListener("pointermove", follow);
    return () => document.removeEventListener("pointermove", follow);
  }, []);
  return ({ screenX, screenY }) => screenX !== last.current.x || screenY !== last.current.y;
}
