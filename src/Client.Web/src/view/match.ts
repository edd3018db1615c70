/** How well a text fits what somebody typed: every word of it must be there; at the start of a word counts most. 0: not at all. */
export function fit(text: string, typed: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let score = 1;
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at < 0) return 0;
    score += at === 0 ? 3 : /[\s(:“/-]/.test(lower[at - 1]!) || lower.includes(` ${word}`) ? 2 : 1;
  }
  return score;
}

/** The fitting ones, best first; equally good ones stay in order. */
export function fitting<T>(items: readonly T[], textOf: (item: T) => string, typed: string): T[] {
  if (typed.trim() === '') return [...items];
  return items
    .map((item, order) => ({ item, order, score: fit(textOf(item), typed) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.order - other.order)
    .map(({ item }) => item);
}
