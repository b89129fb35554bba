#!/bin/sh
':' //; exec node -- "$0" "$@"
// The line above is a command to sh and nothing to Node. Its `--` keeps `--env-file` ours: Node looks for a flag of that name among all
// words up to a `--`, the script's own included. `env -S` would do the same, but BusyBox (Alpine) has none.
// Plain words that any Node since 12 can read: an old one is told what it lacks instead of a syntax error. CommonJS, as package.json beside
// it says: making ES modules ready takes a tenth of a bare Node's start.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  const why = `ses-track needs Node 22.13 or newer, and this is Node ${process.versions.node}.\n`;
  // A monitoring system reads 2 as CRITICAL, and what stands on stdout.
  const isPlugin = process.argv.slice(2).some(word => /(^|=)nagios$/.test(word));
  if (isPlugin) process.stdout.write(`CERT-CHECK UNKNOWN - ${why}`);
  else process.stderr.write(why);
  process.exitCode = isPlugin ? 3 : 2;
} else {
  const { main } = require('../dist/main.cjs');
  main(process.argv.slice(2), process).then(code => {
    process.exitCode = code;
  });
}
