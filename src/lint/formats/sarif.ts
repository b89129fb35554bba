/** SARIF 2.1.0, for code scanning: rules with their pages, results with regions and fixes. */
import type { Finding, Level } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { type FormatOptions, inFile, type MakeFormat } from './format.ts';

const levels: Record<Level, string> = { error: 'error', warning: 'warning', info: 'note' };

export const sarif: MakeFormat = options => {
  const indexOf = new Map(options.rules.map(({ id }, index) => [id, index]));
  const notifications: object[] = [];
  let isFirst = true;
  return {
    begin() {
      const driver = { name: 'ses-track', version: options.version, rules: options.rules.map(rule => descriptor(rule, options)) };
      const head = `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver })}`;
      return `${head},"columnKind":"utf16CodeUnits","results":[`;
    },
    file({ file, findings, unlintable }) {
      const location = artifact(file);
      if (unlintable !== undefined)
        notifications.push({
          level: 'error',
          message: { text: `cannot be linted: ${unlintable}` },
          locations: [{ physicalLocation: { artifactLocation: location } }],
        });
      return findings
        .map(finding => {
          const comma = isFirst ? '\n' : ',\n';
          isFirst = false;
          return comma + JSON.stringify(result(finding, location, indexOf.get(finding.rule)));
        })
        .join('');
    },
    end({ unlintable }) {
      const invocation = {
        executionSuccessful: unlintable === 0,
        ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
      };
      return `\n],"invocations":${JSON.stringify([invocation])}}]}\n`;
    },
  };
};

function descriptor(rule: Rule, { levelOf, page }: FormatOptions): object {
  const level = levelOf(rule);
  const text = page(rule.id);
  return {
    id: rule.id,
    shortDescription: { text: rule.about },
    fullDescription: { text: rule.about },
    help: { text, markdown: text },
    defaultConfiguration: level === 'off' ? { enabled: false } : { level: levels[level] },
    properties: { evidence: rule.evidence, tags: ['email', 'click-tracking'] },
  };
}

interface ArtifactLocation {
  uri: string;
  uriBaseId?: string;
}

/** Relative to the root of the checkout where the path is relative, as code scanning wants it. */
function artifact(file: string): ArtifactLocation {
  const uri = file.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? { uri: `file://${uri}` } : { uri: uri.replace(/^(?:\.\/)+/, ''), uriBaseId: '%SRCROOT%' };
}

function result(finding: Finding, artifactLocation: ArtifactLocation, ruleIndex: number | undefined): object {
  const { line, column, endLine, endColumn } = inFile(finding);
  const { fix } = finding;
  const change =
    fix === undefined
      ? undefined
      : { deletedRegion: { charOffset: fix.offset, charLength: fix.endOffset - fix.offset }, insertedContent: { text: fix.text } };
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.level],
    message: { text: finding.message.toWellFormed() },
    locations: [{ physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column, endLine, endColumn } } }],
    ...(change === undefined ? {} : { fixes: [{ artifactChanges: [{ artifactLocation, replacements: [change] }] }] }),
  };
}
