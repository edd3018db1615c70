import type { TerminalSize } from '../wire/messages';

/** The session's terminal as a viewer sees it. Everything applies in the order of the calls, later than the calls. */
export interface Screen {
  write(bytes: Uint8Array): void;

  resize(size: TerminalSize): void;

  /** Remembers the line where the cursor stands as the start of a block. */
  markBlock(block: number): void;

  /** Remembers the line where the cursor stands as the end of a block. */
  markBlockEnd(block: number): void;

  /** Makes the terminal as new, but for its marks and what was scrolled off its top: what comes draws the whole screen. */
  redraw(size: TerminalSize): void;

  /** Empties the terminal and forgets its marks. */
  reset(): void;

  /** Calls back when everything before was taken in. */
  whenTakenIn(callback: () => void): void;

  /** Calls back when the screen broke and is another, empty one now. What was not taken in is lost; who waits for it is called back after this. */
  onBroken(callback: () => void): void;
}

export const takenIn = (screen: Pick<Screen, 'whenTakenIn'>) => new Promise<void>(resolve => screen.whenTakenIn(resolve));
