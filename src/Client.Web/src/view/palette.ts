import { make } from './element';
import { fitting } from './match';

/** Something that the person can do just now. */
export type Action = { title: string; group: string; keys?: string; run: () => void };

/** The one list of everything that can be done, to be searched. Enter does the chosen one; Escape goes back to where the focus was. */
export function showPalette(title: string, actions: Action[]) {
  const input = make('input', 'palette-input');
  const list = make('ul', 'palette-list');
  const dialog = make('dialog', 'palette', input, list);
  let shown: Action[] = [];
  let active = 0;

  input.type = 'text';
  input.placeholder = title;
  input.spellcheck = false;
  input.autocomplete = 'off';
  list.id = 'palette-list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', title);
  for (const [name, value] of [['role', 'combobox'], ['aria-label', title], ['aria-controls', 'palette-list'], ['aria-expanded', 'true'], ['aria-autocomplete', 'list']] as const)
    input.setAttribute(name, value);
  dialog.setAttribute('aria-label', title);

  const choose = (action: Action | undefined) => {
    if (!action) return;
    dialog.close();
    action.run();
  };
  const activate = (index: number) => {
    active = shown.length === 0 ? 0 : (index + shown.length) % shown.length;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === active)));
    list.children[active]?.scrollIntoView({ block: 'nearest' });
    if (shown.length > 0) input.setAttribute('aria-activedescendant', `palette-${active}`);
    else input.removeAttribute('aria-activedescendant');
  };
  const draw = () => {
    shown = fitting(actions, ({ title: text, group }) => `${text} ${group}`, input.value);
    list.replaceChildren(...shown.map((action, i) => itemOf(action, i, choose)));
    if (shown.length === 0) list.append(make('li', 'palette-none', 'Nothing fits.'));
    activate(0);
  };

  input.addEventListener('input', draw);
  dialog.addEventListener('keydown', event => {
    const keys: Partial<Record<string, () => void>> = {
      ArrowDown: () => activate(active + 1),
      ArrowUp: () => activate(active - 1),
      Enter: () => choose(shown[active]),
    };
    const act = event.isComposing ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove()); // the browser gives the focus back

  document.body.append(dialog);
  draw();
  dialog.showModal();
  input.focus();
}

function itemOf(action: Action, index: number, choose: (action: Action) => void) {
  const item = make('li', 'palette-item', make('span', 'palette-title', action.title), make('span', 'palette-group', action.group), action.keys ? make('kbd', '', action.keys) : null);
  item.id = `palette-${index}`;
  item.setAttribute('role', 'option');
  item.addEventListener('click', () => choose(action));
  return item;
}
