//! The agent hangs up from the screen, whatever the browser's own leg is doing.

use domain::CallId;
use serde_json::json;

use crate::{Agent, Dialer, Error, notes};

impl Dialer {
    /// Ends both legs at Twilio.
    ///
    /// # Errors
    /// When the call is not the agent's, is over, or Twilio cannot be reached.
    pub async fn hang_up(&self, agent: &Agent, call: &CallId) -> Result<(), Error> {
        let record = self.own_call(agent, call).await?;
        let sid = match &record.agent_leg.sid {
            Some(sid) if record.is_open() => sid,
            _ => return Err(Error::NothingToHangUp),
        };
        let payload = json!({ "call_sid": sid });
        self.store.append_audit(notes::of_agent("call.hang_up", Some(*call), agent, payload)).await?;
        match self.twilio.end_call(sid).await {
            Ok(_) => Ok(()),
            // It ended by itself in the meantime: that is what was asked for.
            Err(error) if error.is_not_found() => {
                self.reconcile_call(&record).await?;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}
