// Waits for what a locator should come to show, and says what it showed instead.
export const expect = (locator, within = 20_000) => {
  const until = async (holds, what, look) => {
    const limit = Date.now() + within;
    for (;;) {
      const seen = await look();
      if (holds(seen)) return seen;
      if (Date.now() > limit) throw new Error(`Expected ${what}; seen: ${JSON.stringify(seen)}`);
      await new Promise(resolve => setTimeout(resolve, 40));
    }
  };
  const text = async () => ((await locator.count()) > 0 ? await locator.first().innerText() : null);
  return {
    toContain: wanted => until(seen => seen?.includes(wanted), `a text with ${JSON.stringify(wanted)}`, text),
    toMatch: pattern => until(seen => seen !== null && pattern.test(seen), `a text like ${pattern}`, text),
    toCount: count => until(seen => seen === count, `${count} of them`, () => locator.count()),
    toHave: (name, value) => until(seen => seen === value, `${name} to be ${value}`, async () => ((await locator.count()) > 0 ? locator.first().getAttribute(name) : undefined)),
    toHide: () => until(seen => !seen, 'it to be hidden', () => locator.first().isVisible()),
    toShow: () => until(seen => seen, 'it to be seen', () => locator.first().isVisible()),
  };
};

/** Waits until what is looked at is that. */
export async function eventually(look, wanted, within = 20_000) {
  const limit = Date.now() + within;
  for (;;) {
    const seen = await look();
    if (seen === wanted) return;
    if (Date.now() > limit) throw new Error(`Expected ${JSON.stringify(wanted)}; seen: ${JSON.stringify(seen)}`);
    await new Promise(resolve => setTimeout(resolve, 40));
  }
}
