// Only in sandbox mode, and loaded before the Voice SDK, which keeps the WebSocket that it finds.
//
// The SDK always signals over wss:. A sandbox on http://localhost has no certificate, so its own signalling address, and no
// other, is opened over ws: instead. The SDK itself stays unmodified.
(() => {
  const { protocol, hostname, host } = window.location;
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'http:' || !local || window.WebSocket.forSandbox) return;

  const signal = `wss://${host}/sandbox/signal`;

  window.WebSocket = class extends window.WebSocket {
    static forSandbox = true;

    constructor(url, protocols) {
      const ours = String(url) === signal;
      super(ours ? signal.replace('wss:', 'ws:') : url, protocols);
    }
  };
})();
