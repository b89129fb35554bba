/** Waits until the operator asks to stop: what a server does once it is open. */

/** Resolves when the signal is aborted; at once where it was aborted before. */
export function stopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
