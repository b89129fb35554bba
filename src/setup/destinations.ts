/** Where a configuration set publishes its events: one event destination a target, with names of our own. Pure. */
import { eventBusArn, type Place } from '../observe/place.ts';
import { type Fields, ref } from './ref.ts';
import type { AskedSet } from './want.ts';

/** The fields of every event destination of the set: the topic always, the others where they are asked for. */
export function destinationFields(set: AskedSet, place: Place): (Fields & { name: string })[] {
  const { name: of, destination, events, topic, firehose, eventBridge, dimensions } = set;
  const common = { set: of, enabled: true, events };
  const named = (target: string) => ({ ...common, name: `ses-track-${target}${destination.slice('ses-track'.length)}`, target });
  return [
    { ...common, name: destination, target: 'sns', topic: ref(`topic/${topic}`, 'arn') },
    ...(firehose === undefined ? [] : [{ ...named('firehose'), stream: firehose.stream, role: firehose.role }]),
    ...(eventBridge === true ? [{ ...named('eventbridge'), bus: eventBusArn(place) }] : []),
    ...(dimensions === undefined ? [] : [{ ...named('cloudwatch'), dimensions }]),
  ];
}
