import type { ViewState } from '../session/shown';

const soon = 1_500; // ms; a shorter wait is not worth counting

/** The state in a few words; `waited` is how much of a wait is over. */
export function stateText(state: ViewState, waited = 0): string {
  switch (state.name) {
    case 'connecting':
      return 'Connecting…';
    case 'guest':
      return 'Not joined yet';
    case 'catchingUp':
      return 'Catching up…';
    case 'live':
      return 'Live';
    case 'sharerReconnecting':
      return 'Sharer reconnecting…';
    case 'reconnecting':
      return state.milliseconds < soon ? 'Reconnecting…' : `Reconnecting in ${Math.max(1, Math.ceil((state.milliseconds - waited) / 1000))} s`;
    case 'ended':
      return 'Ended';
    case 'closed':
      return 'Closed';
    case 'refused':
      return 'Not connected';
  }
}
