//! The team's training in the do-not-call policy.

use domain::AgentId;
use jiff::Timestamp;
use serde_json::json;
use store::FileKey;

use crate::files::{AgentFile, POLICY_VERSION, TrainingRecord};
use crate::{Error, Records, Supervisor, notes};

impl Records {
    /// Notes that an agent has passed the training in the policy that is in force.
    ///
    /// # Errors
    /// When the day is in the future, or the store cannot be written.
    pub async fn record_training(
        &self,
        supervisor: &Supervisor,
        agent: &AgentId,
        completed_at: Timestamp,
    ) -> Result<(), Error> {
        if completed_at > self.now() {
            return Err(Error::Invalid("A training cannot be passed in the future."));
        }
        let training = TrainingRecord {
            policy: POLICY_VERSION.to_owned(),
            completed_at,
            recorded_by: supervisor.agent().name.clone(),
        };
        let payload = json!({ "agent": agent, "training": training });
        let audit = notes::of_agent("training.recorded", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Agent(agent.clone()), audit, |file: &mut AgentFile| {
            file.training = Some(training.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// What is kept on an agent.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn agent_file(&self, _: &Supervisor, agent: &AgentId) -> Result<AgentFile, Error> {
        Ok(self.read_file(&FileKey::Agent(agent.clone())).await?.0)
    }
}
