import { ask } from './dialog';
import { showPalette } from './palette';
import { toast } from './toast';

/** Opens an address that the session wrote, once the person has seen where it leads. The other page learns nothing of this one. */
export async function openLink(address: string) {
  const { host } = new URL(address);
  const question = { title: `Open ${host}?`, text: ['This address comes from the session’s output. It opens in another tab.'], detail: address, yes: 'Open' };
  if (await ask(question)) window.open(address, '_blank', 'noopener,noreferrer');
}

/** The addresses on the screen, for the keyboard. */
export function showLinks(addresses: string[]) {
  if (addresses.length === 0) return toast('There is no web address on the screen.');
  showPalette('Which address?', addresses.map(address => ({ title: address, group: 'Open', run: () => void openLink(address) })));
}
