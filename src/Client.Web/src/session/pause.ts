/** A wait that can be cut short: the network is back, or the page is looked at again. */
export class Pause {
  #end: (() => void) | null = null;

  async for(milliseconds: number): Promise<void> {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#end = null;
  }

  cutShort() {
    this.#end?.();
  }
}
