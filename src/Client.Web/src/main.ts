import './view/style.css';
import { takeKeptFragment } from './wire/keptFragment';
import { readSessionLink, readSignInLink, readSignInRefusal } from './wire/link';
import { showFault } from './view/finishNotice';
import { home, noSession } from './view/home';
import { readSettings } from './view/settings';
import { signIn } from './view/signIn';
import { chooseScheme } from './view/terminal/theme';
import { view } from './view/viewer';

async function open(address: URL) {
  const settings = readSettings();
  chooseScheme(settings.scheme);
  if (address.pathname === '/signin') return signIn(readSignInLink(address), readSignInRefusal(address));
  if (address.pathname === '/') return home();
  const link = readSessionLink(address);
  if (link) await view(link, settings);
  else noSession();
}

open(takeKeptFragment(new URL(location.href))).catch((fault: unknown) => {
  showFault();
  throw fault; // to the console
});
