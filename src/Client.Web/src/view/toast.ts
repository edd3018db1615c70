import { byId, make, makeButton } from './element';

export type ToastButton = { text: string; press: () => void };

const standsFor = 6_000; // ms; those with something to press stay, unless they say otherwise

/** Says something in passing, at the lower edge of the terminal. A second one with the same key takes the place of the first. */
export function toast(text: string, { key = text, buttons = [] as ToastButton[], warning = false, passes = false } = {}): () => void {
  const place = byId('toasts');
  const remove = () => {
    clearTimeout(timer);
    element.remove();
  };
  const element = make(
    'div',
    warning ? 'toast warning' : 'toast',
    make('span', '', text),
    buttons.length === 0
      ? null
      : make(
          'span',
          'buttons',
          ...buttons.map(({ text: label, press }) =>
            makeButton('small', label, () => {
              remove();
              press();
            }),
          ),
        ),
  );
  element.dataset.key = key;
  for (const child of [...place.children]) if ((child as HTMLElement).dataset.key === key) child.remove();
  place.append(element);
  const timer = passes || buttons.length === 0 ? setTimeout(remove, standsFor) : undefined;
  return remove;
}
