const keptAs = 'sessionshare.fragment';

/** Keeps the address' fragment in this tab while its person signs in elsewhere. */
export function keepFragment(address: URL) {
  try {
    sessionStorage.setItem(keptAs, address.pathname + address.hash);
  } catch {
    return; // Then the link is to be opened again.
  }
}

/** The address with the fragment that was kept for it, once. */
export function takeKeptFragment(address: URL): URL {
  const kept = take();
  const back = restored(address, kept);
  if (back !== address) history.replaceState(null, '', back);
  return back;
}

/** The address itself, or the one that was kept where it is that one without its fragment. */
export function restored(address: URL, kept: string | null): URL {
  if (kept === null || address.hash !== '') return address;
  const before = new URL(kept, address.origin);
  return before.origin === address.origin && before.pathname === address.pathname && before.hash !== '' ? before : address;
}

function take(): string | null {
  try {
    const kept = sessionStorage.getItem(keptAs);
    sessionStorage.removeItem(keptAs);
    return kept;
  } catch {
    return null;
  }
}
