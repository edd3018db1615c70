import { make } from './element';
import { showDialog } from './dialog';
import { makeButton } from './element';
import { toast } from './toast';

/** Writes the clipboard, and says so. Only ever behind something that the person pressed. */
export async function copy(text: string, what: string) {
  if (text === '') return toast('There is nothing to copy.');
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copied ${what}.`, { key: 'copied' });
  } catch {
    showToCopy(text, what); // refused, or a page without TLS, which has no clipboard
  }
}

function showToCopy(text: string, what: string) {
  const area = make('textarea', 'to-copy', text);
  area.readOnly = true;
  area.setAttribute('aria-label', what);
  const dialog = showDialog(`Copy ${what}`, [make('p', '', 'This browser lets the page not write the clipboard. Copy it from here:'), area], [
    makeButton('action', 'Close', () => dialog.close()),
  ]);
  area.select();
}
