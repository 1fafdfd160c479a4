// Leads every connection that would leave this machine to the proxy on it, which speaks
// TLS as whichever host is asked for. Node knows no proxy from its environment before
// 22.21, and libraries bring agents of their own; all of them connect here.
"use strict";
const net = require("node:net");

const port = Number(process.env.ERGODROME_INTERCEPT_PORT);
const connect = net.Socket.prototype.connect;
const here = (host) => !host || /^(localhost|127\..*|::1|\[::1\])$/i.test(host);

function led(options) {
  if (options === null || typeof options !== "object" || options.path || here(options.host)) return options;
  const { lookup, family, localAddress, ...rest } = options;
  return { ...rest, host: "127.0.0.1", port };
}

net.Socket.prototype.connect = function (...args) {
  if (Array.isArray(args[0])) {
    args[0][0] = led(args[0][0]); // as net.connect passes it on
  } else if (typeof args[0] === "object") {
    args[0] = led(args[0]);
  } else if (typeof args[1] === "string" && !here(args[1])) {
    args[0] = port;
    args[1] = "127.0.0.1";
  }
  return connect.apply(this, args);
};
