/** An element of index.html. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}.`);
  return element as T;
}

type Content = Node | string | null;

/** A new element with a class and content; text stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...content: Content[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content.filter(part => part !== null));
  return element;
}
