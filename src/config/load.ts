/** Finds and reads the config file, puts the environment over it, remembers where each value came from. */
import type { Settings } from './schema.ts';

export interface Config {
  /** Absolute path of the file, undefined where there is none. */
  file: string | undefined;
  settings: Settings;
  /** `tracking.domain` → `file ses-track.yaml`, `environment SES_TRACK_REGION`, `default`. */
  origin: Record<string, string>;
}
