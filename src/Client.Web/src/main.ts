import './view/style.css';
import { takeKeptFragment } from './wire/keptFragment';
import { readSessionLink, readSignInLink, readSignInRefusal } from './wire/link';
import { showFault } from './view/finishNotice';
import { signIn } from './view/signIn';
import { view } from './view/viewer';

async function open(address: URL) {
  if (address.pathname === '/signin') await signIn(readSignInLink(address), readSignInRefusal(address));
  else await view(readSessionLink(address));
}

open(takeKeptFragment(new URL(location.href))).catch((fault: unknown) => {
  showFault();
  throw fault; // to the console
});
