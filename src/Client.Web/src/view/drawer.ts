import { byId } from './element';

// On a narrow page the list of commands lies over the terminal, and only when asked for.
export const isDrawerOpen = () => byId('blocks').hasAttribute('data-open');

export function openDrawer() {
  byId('blocks').toggleAttribute('data-open', true);
  byId('blocks-toggle').setAttribute('aria-expanded', 'true');
}

export function closeDrawer() {
  byId('blocks').toggleAttribute('data-open', false);
  byId('blocks-toggle').setAttribute('aria-expanded', 'false');
}
