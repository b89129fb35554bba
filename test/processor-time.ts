/** Time that work takes of the processor, which a busy machine does not lengthen as it does the clock's. */

/** @returns tells the milliseconds of this process since, its helpers (collector, compiler) included; each test file runs in a process of its own */
export function processorTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
