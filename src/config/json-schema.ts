/** The config file's schema in the form that editors read. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { schema } from './schema.ts';

/** JSON Schema draft 7 of `ses-track.yaml`. */
export function jsonSchema(): unknown {
  return { ...toJsonSchema(schema), title: 'ses-track.yaml' };
}
