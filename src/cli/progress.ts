/** Shows long work: a spinner on a terminal, a line an ended step elsewhere. The only importer of ora, loaded at the first step. */
import type { Ora } from 'ora';
import type { Paint } from './paint.ts';
import type { Step } from './say.ts';
import type { Out } from './speak.ts';

export interface Progress {
  show(step: Step): void;
  /** Takes the spinner away so that a line can be written; the next step brings it back. */
  pause(): void;
  /** Takes it away for good, whatever is still under way. */
  end(): void;
}

const seconds = (ms: number): string => (ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** The line an ended step leaves behind; undefined while it is under way. */
function ending(step: Step, paint: Paint): string | undefined {
  const took = step.ms === undefined ? '' : paint.dim(` ${seconds(step.ms)}`);
  const note = step.note === undefined ? '' : paint.dim(` (${step.note})`);
  if (step.state === 'done') return `${paint.good('✔')} ${step.title}${note}${took}`;
  if (step.state === 'failed') return `${paint.bad('✖')} ${step.title}${note}${took}`;
  if (step.state === 'skipped') return `${paint.dim('-')} ${step.title}${note}`;
  return undefined;
}

/** For logs and pipes: one line when a step waits (with what for) and one when it ends. */
export function lines(out: Out, paint: Paint): Progress {
  const waiting = new Map<string, string | undefined>();
  return {
    show(step) {
      const line = ending(step, paint);
      if (line !== undefined) out.write(`${line}\n`);
      else if (step.state === 'wait' && waiting.get(step.id) !== step.note) {
        waiting.set(step.id, step.note);
        out.write(`${paint.dim('…')} ${step.title}${step.note === undefined ? '' : `: ${step.note}`}\n`);
      }
    },
    pause() {},
    end() {},
  };
}

/** For a person: ended steps as lines, what is under way behind one spinner. */
export function spinner(out: Out, paint: Paint, signal: AbortSignal): Progress {
  const under = new Map<string, Step>();
  let ora: Ora | undefined;
  const label = (): string => {
    const all = [...under.values()];
    const last = all.findLast(step => step.state === 'wait') ?? all.at(-1);
    if (last === undefined) return '';
    return `${last.title}${last.note === undefined ? '' : paint.dim(`: ${last.note}`)}${all.length > 1 ? paint.dim(` and ${all.length - 1} more`) : ''}`;
  };
  const turn = (): void => {
    if (ora === undefined) return;
    if (under.size === 0) ora.stop();
    else {
      ora.text = label();
      if (!ora.isSpinning) ora.start();
    }
  };
  const load = import('ora').then(({ default: make }) => {
    // discardStdin would put the terminal in raw mode, and Ctrl-C must reach us as a signal.
    ora = make({ stream: out as unknown as NodeJS.WritableStream, discardStdin: false, hideCursor: true });
    signal.addEventListener('abort', () => ora?.stop(), { once: true });
    turn();
  });
  load.catch(() => undefined);
  return {
    show(step) {
      const line = ending(step, paint);
      if (line === undefined) under.set(step.id, step);
      else {
        under.delete(step.id);
        ora?.stop();
        out.write(`${line}\n`);
      }
      turn();
    },
    pause: () => ora?.stop(),
    // It may still be loading: without anything under way it does not start then.
    end() {
      under.clear();
      ora?.stop();
    },
  };
}
