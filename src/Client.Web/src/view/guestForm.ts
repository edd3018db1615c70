import { hideCard, showCard } from './card';
import { make } from './element';
import { signInOffer } from './signInOffer';

const nameLength = 64; // characters, as docs/protocol.md has it
const keptAs = 'sessionshare.guestName';

/** A guest's name: kept from before, or asked for. */
export async function guestName(asking: () => void): Promise<string> {
  const kept = keptName();
  if (kept) return kept;

  asking();
  const name = await askName();
  keepName(name);
  return name;
}

// A browser may refuse to keep anything; then the name is asked for again next time.
function keptName(): string | null {
  try {
    return localStorage.getItem(keptAs);
  } catch {
    return null;
  }
}

function keepName(name: string) {
  try {
    localStorage.setItem(keptAs, name);
  } catch {
    return;
  }
}

function askName(): Promise<string> {
  const input = make('input', '');
  input.name = 'name';
  input.required = true;
  input.maxLength = nameLength;
  input.autocomplete = 'name';
  input.pattern = '.*\\S.*';
  const submit = make('button', 'action', 'Join as guest');
  submit.type = 'submit';
  const form = make('form', 'guest', make('label', '', make('span', '', 'Your name'), input), submit);

  showCard(make('h2', '', 'Join as guest'), make('p', '', 'The others in the session see this name.'), form, signInOffer([]));
  input.focus();

  return new Promise(resolve =>
    form.addEventListener('submit', event => {
      event.preventDefault();
      hideCard();
      resolve(input.value.trim());
    }),
  );
}
