// Loaded before the program: writes down every module it loads, every socket it opens, every file it reads or looks for, and every variable
// of AWS's that it asks the environment for, to the file that SES_WATCH names.
const Module = require('node:module');
const fs = require('node:fs');

const { appendFileSync } = fs;

const note = line => appendFileSync(process.env.SES_WATCH, `${line}\n`);
const load = Module._load;
Module._load = (request, ...rest) => {
  note(`module ${request}`);
  return load(request, ...rest);
};
const net = require('node:net');
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  note('socket connect');
  return connect.apply(this, args);
};
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  note('socket listen');
  return listen.apply(this, args);
};
const dgram = require('node:dgram');
const { createSocket } = dgram;
dgram.createSocket = (...args) => {
  note('socket dgram');
  return createSocket(...args);
};
const { fetch } = globalThis;
globalThis.fetch = (...args) => {
  note('socket fetch');
  return fetch(...args);
};
for (const [holder, names] of [
  [fs, ['openSync', 'readFileSync', 'existsSync', 'statSync', 'readFile', 'open']],
  [fs.promises, ['readFile', 'open', 'stat']],
]) {
  for (const name of names) {
    const original = holder[name];
    holder[name] = function (path, ...rest) {
      if (typeof path === 'string' && path !== process.env.SES_WATCH) note(`file ${path}`);
      return original.call(this, path, ...rest);
    };
  }
}
process.env = new Proxy(process.env, {
  get(env, name) {
    if (typeof name === 'string' && name.startsWith('AWS_')) note(`variable ${name}`);
    return env[name];
  },
});
