//! A local carrier and CRM: Twilio's REST and TwiML, the Voice SDK's signalling, WebRTC audio, Podio's API.
