// Loaded before the program: writes down every module it loads and every socket it opens, to the file that SES_WATCH names.
const Module = require('node:module');
const { appendFileSync } = require('node:fs');

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
