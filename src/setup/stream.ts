/** Lets several pieces of work tell into one stream that is read as it comes. */

export interface Stream<T> {
  push(item: T): void;
  /** No more will come; what is there is still read. */
  end(): void;
  items(): AsyncGenerator<T, void>;
}

export function stream<T>(): Stream<T> {
  const held: T[] = [];
  let isOver = false;
  let wake = () => {};
  return {
    push: item => {
      held.push(item);
      wake();
    },
    end: () => {
      isOver = true;
      wake();
    },
    async *items() {
      for (;;) {
        while (held.length > 0) yield held.shift() as T;
        if (isOver) return;
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
  };
}
