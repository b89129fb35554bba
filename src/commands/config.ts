/** `config`: prints every setting and where it came from. */
import { command } from '../cli/command.ts';
import { flag } from '../cli/flags.ts';
import { withAws } from '../config/aws.ts';
import { exit } from '../exit.ts';
import { keysText, settingsText } from '../views/config.ts';

export const config = command({
  name: 'config',
  summary: 'Print every setting and where it came from',
  about: 'Flags win over environment variables (SES_TRACK_LISTEN_PORT is listen.port), those over the file, the file over defaults.',
  examples: ['ses-track config', 'ses-track config --keys', 'ses-track config --json-schema > ses-track.schema.json'],
  flags: { keys: flag('list every key that a config file may have'), jsonSchema: flag('print the JSON schema for editors') },
  async run({ outside, say, config }, _args, { keys: wantsKeys, jsonSchema: wantsSchema }) {
    if (wantsSchema) {
      const { jsonSchema } = await import('../config/json-schema.ts');
      say.output(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
      return exit.ok;
    }
    if (wantsKeys) {
      const all = (await import('../config/keys.ts')).keys();
      say.result({ keys: all }, () => keysText(all, say.paint));
      return exit.ok;
    }
    const loaded = await config();
    const { file } = loaded;
    const { settings, origin } = withAws(loaded, outside.env);
    say.result({ file: file ?? null, settings, origin }, () => settingsText(file, settings, origin, say.paint));
    return exit.ok;
  },
});
