// The sandbox's accounts (server/src/config/sandbox.rs). They open nothing but the sandbox.
export const ACCOUNT_SID = 'AC5a4db0c5000000000000000000000001';
export const AUTH_TOKEN = 'sandbox-auth-token';

/** What live mode needs, with the carrier and the CRM of a sandbox that listens on `port` in the place of the real ones. */
export function liveMode(port) {
  return {
    PUBLIC_URL: 'https://twoleg.example',
    SESSION_KEY: 'a-key-of-the-bench-with-32-characters-or-more',
    TWILIO_API_URL: `http://127.0.0.1:${port}/sandbox/twilio`,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_PHONE_NUMBER: '+18135550100',
    TWILIO_API_KEY: 'SK5a4db0c5000000000000000000000002',
    TWILIO_API_SECRET: 'sandbox-api-secret-of-at-least-32-bytes',
    PODIO_API_URL: `http://127.0.0.1:${port}/sandbox/podio`,
    PODIO_CLIENT_ID: 'twoleg-sandbox',
    PODIO_CLIENT_SECRET: 'sandbox-client-secret',
    PODIO_USERNAME: 'maya@sandbox.example',
    PODIO_PASSWORD: 'sandbox-password',
    PODIO_MASTER_LEAD_APP_ID: '31400101',
    PODIO_MASTER_LEAD_APP_TOKEN: 'sandbox-lead-app-token',
    PODIO_CALL_ACTIVITY_APP_ID: '31400102',
    PODIO_CALL_ACTIVITY_APP_TOKEN: 'sandbox-activity-app-token',
    PODIO_TASK_APP_ID: '31400103',
    PODIO_TASK_APP_TOKEN: 'sandbox-task-app-token',
  };
}
