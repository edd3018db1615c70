/** An element of index.html. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}.`);
  return element as T;
}

export type Content = Node | string | null;

/** A new element with a class and content; text stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...content: Content[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content.filter(part => part !== null));
  return element;
}

/** A button; `label` is what is read out where the content does not say it. */
export function makeButton(className: string, content: Content | Content[], press: (event: MouseEvent) => void, label?: string): HTMLButtonElement {
  const button = make('button', className, ...(Array.isArray(content) ? content : [content]));
  button.type = 'button';
  if (label !== undefined) {
    button.setAttribute('aria-label', label);
    button.title = label;
  }
  button.addEventListener('click', press);
  return button;
}

/** A choice of a few, each with its text. */
export function makeSelect<T extends string>(label: string, options: readonly (readonly [T, string])[], chosen: T): HTMLSelectElement {
  const select = make('select', 'select', ...options.map(([value, text]) => new Option(text, value, false, value === chosen)));
  select.setAttribute('aria-label', label);
  return select;
}
