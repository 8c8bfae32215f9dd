//! Twilio: REST client, TwiML, webhook signatures, Voice access tokens.
