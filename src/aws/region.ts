/** Knows what an AWS region looks like and which ones have SES, so that a slip is caught before any call. */
import { closest, distance } from 'fastest-levenshtein';
import { Trouble } from '../errors.ts';

/** Regions with an SES v2 endpoint as botocore lists them. A region that AWS adds later is not refused. */
const sesRegions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'sa-east-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'ap-south-1', 'ap-south-2', 'ap-northeast-1', 'ap-northeast-2'],
  ...['ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-5', 'af-south-1', 'me-south-1', 'me-central-1'],
  ...['il-central-1', 'us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
];

/** The SES region that was most likely meant, or undefined where the text is a region or resembles none. */
export function regionMeant(given: string): string | undefined {
  const text = given.trim().toLowerCase();
  if (sesRegions.includes(given)) return undefined;
  const near = closest(text, sesRegions);
  return distance(text, near) <= 3 ? near : undefined;
}

/** The region as it is; refuses (Trouble `aws.region`) what has not the shape of one. */
export function checkRegion(given: string): string {
  if (/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(given)) return given;
  const meant = regionMeant(given);
  throw new Trouble(
    'aws.region',
    `"${given}" is not an AWS region`,
    meant === undefined ? 'Give a region such as eu-west-1.' : `Did you mean ${meant}?`,
  );
}
