// Works a lead with podio-js, as its documentation says; every callback is a plain function.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { api: Podio } = require(process.env.PODIO_JS);
const { API_URL: apiURL, ACTIVITY_APP: activityApp, ORIGIN, PERSON } = process.env;
const keys = { clientId: "twoleg-test", clientSecret: "client-secret" };

// A request that never settles must not hang the test.
setTimeout(() => {
  console.error("podio-js did not finish within 30 seconds");
  process.exit(1);
}, 30_000).unref();

function signIn(podio, ...credentials) {
  const grant = podio.authType === "app" ? "authenticateWithApp" : "authenticateWithCredentials";
  return new Promise((resolve, reject) => {
    podio[grant](...credentials, function (error) {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function refusal(request) {
  try {
    await request;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: "the request should have been refused" });
}

const podio = new Podio({ authType: "password", ...keys }, { apiURL });
await signIn(podio, "maya@example.com", "correct horse");
const wrong = new Podio({ authType: "password", ...keys }, { apiURL });
await assert.rejects(signIn(wrong, "maya@example.com", "wrong"));

const status = await podio.request("GET", "/user/status");
assert.equal(status.user.mail, "maya@example.com");

const app = await podio.request("GET", `/app/${activityApp}`);
const field = (label) => app.fields.find((each) => each.label === label);
const option = (label, text) => field(label).config.settings.options.find((each) => each.text === text).id;

const created = await podio.request("POST", `/item/app/${activityApp}/?hook=false`, {
  external_id: "call:podio-js",
  fields: {
    [field("Title").external_id]: "Call",
    [field("Disposition Code").external_id]: option("Disposition Code", "Voicemail"),
    [field("Next Action Date").external_id]: { start_date: "2026-11-24" },
  },
});
const path = `/item/${created.item_id}`;
await podio.request("PUT", path, {
  fields: { [field("Agent Notes / Summary").external_id]: "written by podio-js" },
});
const found = await podio.request("GET", `/item/app/${activityApp}/external_id/call%3Apodio-js`);
assert.equal(found.item_id, created.item_id);
const filtered = await podio.request("POST", `/item/app/${activityApp}/filter/`, { limit: 10 });
assert.equal(filtered.items[0].item_id, created.item_id);

// Refusals are told apart by podio-js's own classes.
const bad = await refusal(
  podio.request("PUT", path, { fields: { [field("Title").external_id]: "" } }),
);
assert.equal(bad.name, "PodioBadRequestError");
assert.equal(bad.message.error, "invalid_value");
assert.equal((await refusal(podio.request("GET", "/item/4"))).name, "PodioNotFoundError");

// A deletion answers 204, then the item is gone.
const second = await podio.request("POST", `/item/app/${activityApp}`, {
  fields: {
    [field("Title").external_id]: "Mistake",
    [field("Disposition Code").external_id]: option("Disposition Code", "No Answer"),
  },
});
await podio.request("DELETE", `/item/${second.item_id}`);
assert.equal((await refusal(podio.request("GET", `/item/${second.item_id}`))).name, "PodioGoneError");

// An access token that has ended: podio-js refreshes by itself and asks again.
const stale = podio.authObject.accessToken;
podio.authObject.accessToken = "ended";
assert.equal((await podio.request("GET", path)).item_id, created.item_id);
assert.notEqual(podio.authObject.accessToken, "ended");
assert.notEqual(podio.authObject.accessToken, stale);

// The app grant reaches its own app.
const asApp = new Podio({ authType: "app", ...keys }, { apiURL });
await signIn(asApp, activityApp, "activity-app-token");
assert.equal((await asApp.request("GET", path)).item_id, created.item_id);
assert.equal((await refusal(asApp.request("GET", "/user/status"))).name, "PodioForbiddenError");

// A person's own sign-in: the page's code becomes a token of theirs, which reaches what they allowed.
const redirectURL = `${ORIGIN}/auth/podio`;
const pressed = await fetch(`${ORIGIN}/sandbox/podio-web/oauth/authorize`, {
  method: "POST",
  redirect: "manual",
  body: new URLSearchParams({
    response_type: "code",
    client_id: keys.clientId,
    redirect_uri: redirectURL,
    scope: "user:read",
    user: PERSON,
  }),
});
const code = new URL(pressed.headers.get("location")).searchParams.get("code");
const person = new Podio({ authType: "server", ...keys }, { apiURL });
const getAccessToken = () =>
  new Promise((resolve, reject) => {
    person.getAccessToken(code, redirectURL, function (error) {
      if (error) reject(error);
      else resolve();
    });
  });
await getAccessToken();
assert.equal((await person.request("GET", "/user/status")).user.user_id, Number(PERSON));
assert.equal((await refusal(person.request("GET", path))).name, "PodioForbiddenError");
await assert.rejects(getAccessToken());
process.exit(0);
