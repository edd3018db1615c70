import type { Standing } from '../session/standing';

/** What a person is told when what they may do has changed; null where it has not. */
export function changeText(before: Standing | null, now: Standing): string | null {
  if (!before) return null;
  if (before.role === now.role) return before.request && !now.request && !now.mayType ? 'Your request is no longer open.' : null;
  if (now.role === 'manage') return 'You can now type, and manage who has access.';
  if (now.mayType && !before.mayType) return `You can now type. Your keys go to ${now.sharer}’s machine.`;
  if (!now.mayType && before.mayType) return 'You can no longer type. What you type goes nowhere.';
  return now.mayType ? 'You can no longer manage who has access.' : null;
}
