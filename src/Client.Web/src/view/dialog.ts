import { make, makeButton, type Content } from './element';

/** Something that is said before it is done. */
export type Question = { title: string; text: string[]; yes: string; danger?: boolean; detail?: string };

/** Asks in front of everything; true: do it. Escape and Cancel do nothing. */
export function ask({ title, text, yes, danger = false, detail }: Question): Promise<boolean> {
  return new Promise(resolve => {
    let answer = false;
    const confirm = makeButton(danger ? 'action danger' : 'action', yes, () => {
      answer = true;
      dialog.close();
    });
    const dialog = showDialog(
      title,
      [...text.map(line => make('p', '', line)), detail === undefined ? null : make('code', '', detail)],
      [makeButton('action quiet', 'Cancel', () => dialog.close()), confirm],
      () => resolve(answer),
    );
    confirm.focus();
  });
}

let titles = 0;

/** A dialog in front of everything; the browser gives the focus back behind it. */
export function showDialog(title: string, content: Content[], buttons: HTMLButtonElement[], closed: () => void = () => {}): HTMLDialogElement {
  const heading = make('h2', '', title);
  heading.id = `dialog-${++titles}`;
  const dialog = make('dialog', 'dialog', heading, ...content, make('div', 'buttons', ...buttons));
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.addEventListener('click', event => event.target === dialog && dialog.close()); // beside it
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
