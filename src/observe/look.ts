/** Reads each fact of AWS and of the world once, however many ask for it. */
import type { Aws } from '../aws/clients.ts';
import type { Outside } from '../outside/index.ts';

/** How the world is looked at beside AWS's own calls. */
export type Network = Pick<Outside, 'dns' | 'tls'>;

/** Reads one fact. It may look at others through `look`. */
export type Reader<A extends readonly string[], T> = (look: Look, ...args: A) => Promise<T>;

export interface Look {
  aws: Aws;
  network: Network;
  /** What the reader says of these arguments; it is asked once, those who ask meanwhile wait for the same answer. */
  at<A extends readonly string[], T>(reader: Reader<A, T>, ...args: A): Promise<T>;
}

/** A fresh look: nothing is remembered from an earlier one. */
export function lookAt({ aws, network }: Pick<Look, 'aws' | 'network'>): Look {
  const seen = new Map<unknown, Map<string, Promise<unknown>>>();
  const look: Look = {
    aws,
    network,
    at<A extends readonly string[], T>(reader: Reader<A, T>, ...args: A): Promise<T> {
      const answers = seen.get(reader) ?? new Map<string, Promise<unknown>>();
      seen.set(reader, answers);
      const key = JSON.stringify(args);
      const known = answers.get(key) ?? reader(look, ...args);
      answers.set(key, known);
      return known as Promise<T>;
    },
  };
  return look;
}
