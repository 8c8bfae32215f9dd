// The official `twilio` package, as a judge of our signatures, tokens and TwiML.
// Reads one question a line as JSON from standard input, and answers each with a line of JSON.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../../end2end/package.json", import.meta.url));
const twilio = require("twilio");
const jwt = createRequire(require.resolve("twilio"))("jsonwebtoken");

/** Pairs as the package takes them: a repeated name holds an array. */
const toParameters = (pairs) => {
  const parameters = {};
  for (const [name, value] of pairs) {
    parameters[name] = name in parameters ? [parameters[name], value].flat() : value;
  }
  return parameters;
};

const judges = {
  sign: ({ token, url, pairs }) => twilio.getExpectedTwilioSignature(token, url, toParameters(pairs)),

  validate: ({ token, url, pairs, signature }) =>
    twilio.validateRequest(token, signature, url, toParameters(pairs)),

  validateBody: ({ token, url, body, signature }) =>
    twilio.validateRequestWithBody(token, signature, url, body),

  // What the package makes of the same wishes at the same second, and what it reads in our token.
  token: ({ account, key, secret, identity, app, now, ttl, ours }) => {
    const { AccessToken } = twilio.jwt;
    const realNow = Date.now;
    Date.now = () => now * 1000;
    try {
      const token = new AccessToken(account, key, secret, { identity, ttl });
      token.addGrant(
        new AccessToken.VoiceGrant({ incomingAllow: true, outgoingApplicationSid: app ?? undefined }),
      );
      jwt.verify(ours, secret, { algorithms: ["HS256"], clockTimestamp: now });
      const shape = ({ header, payload }) => ({ header, payload });
      return {
        theirs: shape(jwt.decode(token.toJwt(), { complete: true })),
        ours: shape(jwt.decode(ours, { complete: true })),
      };
    } finally {
      Date.now = realNow;
    }
  },

  connect: ({ dial, number, to }) => {
    const response = new twilio.twiml.VoiceResponse();
    response.dial(dial).number(number, to);
    return response.toString();
  },

  refuse: ({ text }) => {
    const response = new twilio.twiml.VoiceResponse();
    response.say(text);
    response.pause({ length: 1 });
    response.hangup();
    return response.toString();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { judge, ...question } = JSON.parse(line);
  console.log(JSON.stringify(judges[judge](question)));
}
