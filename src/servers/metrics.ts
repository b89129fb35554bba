/** Counts by name and label, printed the way Prometheus reads them. */

export interface Counters {
  add(name: string, label: string): void;
  get(name: string, label: string): number;
  /** The text exposition format, version 0.0.4. */
  text(): string;
}

/** What is counted: the metric's name, what it means, and its label's name. */
export type Metric = { name: string; help: string; label: string };

/** @param metrics all that may be counted; shown even before anything is */
export function counters(metrics: readonly Metric[]): Counters {
  const counts = new Map(metrics.map(({ name }) => [name, new Map<string, number>()]));
  return {
    add(name, label) {
      const of = counts.get(name);
      of?.set(label, (of.get(label) ?? 0) + 1);
    },
    get: (name, label) => counts.get(name)?.get(label) ?? 0,
    text: () =>
      metrics
        .map(({ name, help, label }) => {
          const lines = [...(counts.get(name) ?? [])].map(([value, count]) => `${name}{${label}="${value}"} ${count}\n`);
          return `# HELP ${name} ${help}\n# TYPE ${name} counter\n${lines.join('')}`;
        })
        .join(''),
  };
}
