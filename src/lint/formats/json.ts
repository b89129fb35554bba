/** For machines: every file on a line of its own, with all its links and findings. */
import type { MakeFormat } from './format.ts';

export const json: MakeFormat = () => {
  let isFirst = true;
  return {
    begin: () => '{"files":[',
    file({ file, links, findings, unlintable }) {
      const comma = isFirst ? '\n' : ',\n';
      isFirst = false;
      const shown = findings.map(({ fix = null, ...finding }) => ({ ...finding, fix }));
      return `${comma}${JSON.stringify({ file, links, findings: shown, ...(unlintable === undefined ? {} : { unlintable }) })}`;
    },
    end: () => `${isFirst ? '' : '\n'}]}\n`,
  };
};
