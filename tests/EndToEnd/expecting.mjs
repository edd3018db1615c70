/** How long is waited for what must come, in ms: far longer than any machine needs, however busy. */
export const patience = 180_000;

/** Looks again and again until what is seen holds, and gives it; says what it saw instead if it never does. */
export async function until(look, holds, what, within = patience) {
  const limit = Date.now() + within;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > limit) throw new Error(`Expected ${what}; seen: ${JSON.stringify(seen)}`);
    await new Promise(resolve => setTimeout(resolve, 40));
  }
}

/** Waits for what a locator should come to show. */
export const expect = (locator, within = patience) => {
  const shows = (holds, what, look) => until(look, holds, what, within);
  const text = async () => ((await locator.count()) > 0 ? await locator.first().innerText() : null);
  return {
    toContain: wanted => shows(seen => seen?.includes(wanted), `a text with ${JSON.stringify(wanted)}`, text),
    toMatch: pattern => shows(seen => seen !== null && pattern.test(seen), `a text like ${pattern}`, text),
    toCount: count => shows(seen => seen === count, `${count} of them`, () => locator.count()),
    toHave: (name, value) => shows(seen => seen === value, `${name} to be ${value}`, async () => ((await locator.count()) > 0 ? locator.first().getAttribute(name) : undefined)),
    toHide: () => shows(seen => !seen, 'it to be hidden', () => locator.first().isVisible()),
    toShow: () => shows(seen => seen, 'it to be seen', () => locator.first().isVisible()),
  };
};

/** Waits until what is looked at is that. */
export const eventually = (look, wanted, within = patience) => until(look, seen => seen === wanted, JSON.stringify(wanted), within);
