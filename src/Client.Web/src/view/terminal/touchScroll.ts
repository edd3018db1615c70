/**
 * Scrolls by lines as a finger moves up and down; xterm itself does not. Sideways and zooming stay the browser's.
 * `lineHeight` is null while the browser itself scrolls up and down.
 */
export function scrollByTouch(element: HTMLElement, lineHeight: () => number | null, scrollLines: (lines: number) => void) {
  let at: number | null = null;

  const start = (event: TouchEvent) => {
    at = event.touches.length === 1 ? event.touches[0]!.clientY : null;
  };
  const move = (event: TouchEvent) => {
    const height = lineHeight();
    if (at === null || height === null || event.touches.length !== 1) return;
    const lines = Math.trunc((at - event.touches[0]!.clientY) / height);
    at -= lines * height;
    if (lines !== 0) scrollLines(lines);
  };
  element.addEventListener('touchstart', start, { passive: true });
  element.addEventListener('touchmove', move, { passive: true });
}
