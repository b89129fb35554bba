/** A request handler that answers every call as told, and a clock that stands still until somebody sleeps. */
import { Readable } from 'node:stream';
import type { AwsClock, AwsSettings } from '../../src/aws/clients.ts';

export interface Asked {
  method: string;
  hostname: string;
  path: string;
  headers: Record<string, string>;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Answers call number n (from 0) with what `answer` gives; an error is thrown as the network would. */
export function answering(answer: (asked: Asked, n: number) => Answer | Error) {
  const asked: Asked[] = [];
  const requestHandler = {
    handle: async (request: Asked) => {
      asked.push(request);
      const given = answer(request, asked.length - 1);
      if (given instanceof Error) throw given;
      const { status = 200, headers = {}, body = '{}' } = given;
      return { response: { statusCode: status, headers: { 'x-amzn-requestid': 'req-1', ...headers }, body: Readable.from([Buffer.from(body)]) } };
    },
  } as unknown as NonNullable<AwsSettings['requestHandler']>;
  return { asked, requestHandler };
}

/** An error as SES sends it. */
export const sesError = (status: number, name: string, message: string): Answer => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: JSON.stringify({ message }),
});

/** Time passes only by sleeping. */
export function standingClock(): AwsClock & { slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async ms => {
      slept.push(ms);
      now += ms;
    },
  };
}
